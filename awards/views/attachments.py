"""Download of attachments. They are sent to be saved, never shown in the browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from awards.selectors import decision_page
from foundation.digest import intact
from units.acting_request import user_of


def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the file, if its bytes are those that were uploaded. Raises DamagedFile."""
    attachment = decision_page.attachment_for(user_of(request), pk)
    content = intact(attachment.content, attachment.sha256)
    response = HttpResponse(content, content_type=attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(True, decision_page.file_name(attachment))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
