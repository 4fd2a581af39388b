"""Uploaded scans: checked by their content and stored with the object they belong to."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.forms import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from foundation import clock, vietnamese
from units.acting import Acting
from units.models import Attachment, Unit

LIMIT = 5  # MB
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
PNG_END = b"IEND\xaeB`\x82"  # nothing may follow it: bytes after it would be another file hidden behind the picture


def media_type_of(content: bytes) -> str:
    """Return the media type by content, whatever the file's name: PDF, JPEG or PNG; "" for anything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "application/pdf"
    try:
        with Image.open(io.BytesIO(content), formats=list(IMAGES)) as image:
            image.verify()
            whole = image.format != "PNG" or content.endswith(PNG_END)
            return IMAGES[str(image.format)] if whole else ""
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return ""


def checked_scan(file: UploadedFile) -> UploadedFile:
    """Return the file if it is a scan of at most LIMIT MB. Raises ValidationError otherwise."""
    name = file.name or ""
    if (file.size or 0) > LIMIT * 1024 * 1024:
        sentence = _("Tệp “{name}” lớn hơn {n} MB. Xin nén ảnh hoặc chia thành nhiều tệp.")
        raise ValidationError(sentence.format(name=name, n=LIMIT))
    content = file.read()
    file.seek(0)
    if not media_type_of(content):
        raise ValidationError(_("Chỉ nhận tệp PDF, ảnh JPEG, PNG. Tệp “{name}” không đúng loại.").format(name=name))
    return file


def attach(target: Model, file: UploadedFile, *, unit: Unit, by: Acting) -> Attachment:
    """Store a checked file as an attachment of `target`."""
    file.seek(0)
    content = file.read()
    return Attachment.objects.create(
        target=target,
        unit=unit,
        name=vietnamese.clean(PurePath(file.name or "").name)[:160] or "scan",
        media_type=media_type_of(content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        at=clock.now(),
        by=by.user,
    )
