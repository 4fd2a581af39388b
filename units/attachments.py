"""Uploaded scans: checked by their content, stored with the object they belong to, and withdrawn from it."""

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
from foundation.lifecycle import StateConflict
from units import blobs
from units.acting import Acting
from units.models import Attachment, Unit
from units.models.attachment import AttachmentQuerySet

LIMIT = 5  # MB
MOST_FILES = 10
"""Files of one object that are not withdrawn."""
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}
ACCEPTED = ("application/pdf", *IMAGES.values())
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
    """Store a checked file as an attachment of `target`, which the caller has locked.

    Raises ValidationError if the object has the file already, or as many as it may have.
    """
    file.seek(0)
    content = file.read()
    sha256 = hashlib.sha256(content).hexdigest()
    attached = Attachment.objects.about(target).in_force().values_list("original_sha256", flat=True)
    name = vietnamese.clean(PurePath(file.name or "").name)[:160] or "scan"
    if sha256 in attached:
        raise ValidationError(_("Tệp “{name}” đã được đính kèm ở đây rồi. Xin chọn tệp khác.").format(name=name))
    if len(attached) >= MOST_FILES:
        sentence = _("Ở đây đã có đủ {n} tệp, không thêm được nữa. Xin rút lại tệp không cần trước khi thêm.")
        raise ValidationError(sentence.format(n=MOST_FILES))
    return Attachment.objects.create(
        target=target,
        unit=unit,
        name=name,
        blob_id=blobs.store(content, media_type_of(content)),
        original_sha256=sha256,
        at=clock.now(),
        by=by.user,
    )


def scans_of(target: Model) -> AttachmentQuerySet:
    """Return the scans of an object, withdrawn ones too; whoever may see the object may see the others."""
    return Attachment.objects.about(target).select_related("withdrawn_by")


def withdraw(attachment: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw an attachment: nobody can read it any more, and its row says who withdrew it, when and why.

    Raises StateConflict if somebody has done so already.
    """
    in_force = Attachment.objects.in_force().filter(pk=attachment.pk)
    if not in_force.update(withdrawn_at=clock.now(), withdrawn_by=by.user, withdrawn_reason=reason):
        raise StateConflict(_("Tệp này đã được rút lại."))
