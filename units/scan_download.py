"""The answer that sends a scan: to be saved, never shown in the browser."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from units import blobs
from units.models import Attachment

SUFFIXES = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def scan_response(attachment: Attachment) -> StreamingHttpResponse:
    """Return the file in pieces, if its bytes are those that were uploaded. Raises DamagedFile."""
    blobs.require_intact(attachment.blob_id)
    response = StreamingHttpResponse(blobs.pieces(attachment.blob_id), content_type=attachment.blob.media_type)
    response["Content-Length"] = str(attachment.blob.size)
    response["Content-Disposition"] = content_disposition_header(True, file_name(attachment))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(attachment: Attachment) -> str:
    """Return the attachment's name with a suffix that fits its media type: scan.html as PNG becomes scan.html.png."""
    endings = SUFFIXES[attachment.blob.media_type]
    name = attachment.name
    return name if name.lower().endswith(endings) else f"{name}{endings[0]}"
