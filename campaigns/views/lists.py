"""The lists of sheets: what I can see, narrowed, in the office's order, 50 a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from campaigns.filters import FilingFilter
from campaigns.lifecycle import EDITABLE, FilingStatus
from campaigns.models import Filing, FilingKind
from foundation.list_page import list_page
from units.acting import Acting
from units.acting_request import acting_of
from units.models import Role

SHOWN = (
    "kind",
    "status",
    "late",
    "submitted_at",
    "due_again",
    "called__name",
    "called__coordinated",
    "called__pledge_due",
    "called__report_due",
    "called__sort_key",
    "called__phase",
    "called__unit__path",
    "called__parent__name",
)
"""What a line says: 20 columns where the whole of it has 93."""


def filing_list(request: HttpRequest, kind: str) -> HttpResponse:
    """`kind` is pledge or report; the same number of queries whatever is found."""
    seen = Filing.objects.filter(kind=kind).visible_to(request.user)
    lines = seen.select_related("called__unit", "called__parent").only(*SHOWN)
    conditions = FilingFilter(request.GET.dict(), queryset=lines, kind=kind, user=request.user)

    def rows(sheets: list[Filing]) -> list[tuple[Filing, str]]:
        for sheet in sheets:
            sheet.called.phase = conditions.phases[sheet.called.phase_id]
        return [(sheet, next_step(sheet, acting_of(request))) for sheet in sheets]

    return list_page(
        request,
        "campaigns/filing_list.html",
        conditions,
        rows,
        keyset="called__sort_key",
        is_pledge=kind == FilingKind.PLEDGE,
    )


def next_step(sheet: Filing, by: Acting | None) -> str:
    """The words of the link to a sheet: what this person may do there, as far as the list can tell."""
    if by is None or not sheet.phase.is_open:
        return _("Xem")
    if by.is_(Role.REVIEWER) and by.above(sheet.unit.path) and sheet.status == FilingStatus.SUBMITTED:
        return _("Xem và xác nhận")
    if by.is_(Role.OFFICER) and by.unit.pk == sheet.unit.pk and sheet.status in EDITABLE:
        return _("Soạn")
    return _("Xem")
