"""Everything of a phase as one zip file, for the Board."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.views.lookups import phase_or_404
from foundation.zip_stream import CONTENT_TYPE, zip_pieces
from summaries.phase_archive import members_of
from units.access import require_allowed
from units.acting_request import acting_of


def phase_zip(request: HttpRequest, slug: str, number: int) -> StreamingHttpResponse:
    """Send the files of a phase with their SHA-256s, written while they are sent."""
    phase = phase_or_404(request, slug, number)
    require_allowed(access.may_run(phase.campaign, acting_of(request)))
    pieces = zip_pieces(members_of(phase), _("Tệp đã bị thay đổi, không có trong bộ này"))
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="dot-{phase.number}-{phase.campaign.slug}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
