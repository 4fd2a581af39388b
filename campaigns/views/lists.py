"""The lists of sheets: those in the user's reach, filtered, in the office's order, 50 on a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.access import may_type_paper_sheets
from campaigns.filters import FilingFilter
from campaigns.lifecycle import EDITABLE, FilingStatus
from campaigns.models import Filing, FilingKind
from foundation.list_page import list_page
from units.acting import Acting
from units.acting_request import acting_of, user_of
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
    "called__parent",
    "called__parent_name",
)
"""The columns that a line shows; of all joined tables there are 93, and reading them takes longer."""


def filing_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the list of one kind of sheet; the number of queries does not depend on the rows."""
    visible = Filing.objects.filter(kind=kind).visible_to(user_of(request))
    lines = visible.select_related("called__unit").only(*SHOWN)
    conditions = FilingFilter(request.GET.dict(), queryset=lines, kind=kind, user=user_of(request))

    waiting: list[Filing] = []  # of the page, for this person; filled with its rows

    def rows(sheets: list[Filing]) -> list[tuple[Filing, str]]:
        for sheet in sheets:
            sheet.called.phase = conditions.phases[sheet.called.phase_id]
        by = acting_of(request)
        waiting.extend(sheet for sheet in sheets if may_decide(sheet, by))
        return [(sheet, next_step(sheet, by)) for sheet in sheets]

    return list_page(
        request,
        "campaigns/filing_list.html",
        conditions,
        rows,
        keyset="called__sort_key",
        is_pledge=kind == FilingKind.PLEDGE,
        waiting=waiting,
        many_url=reverse(f"{kind}s:many"),
        phase=conditions.data.get("phase"),
        may_type=bool(may_type_paper_sheets(acting_of(request))),
    )


def next_step(sheet: Filing, by: Acting | None) -> str:
    """Return the text of the link to a sheet: what the person may do there, as far as no query is needed to tell."""
    if by is None or not sheet.phase.is_open:
        return _("Xem")
    if may_decide(sheet, by):
        return _("Xem và xác nhận")
    if by.is_(Role.OFFICER) and by.unit.pk == sheet.unit.pk and sheet.status in EDITABLE:
        return _("Soạn")
    return _("Xem")


def may_decide(sheet: Filing, by: Acting | None) -> bool:
    """Return whether the sheet waits for a decision of this person, as far as no query is needed to tell."""
    if by is None or not sheet.phase.is_open or sheet.status != FilingStatus.SUBMITTED:
        return False
    decides = by.area.may_decide if by.area else by.is_(Role.REVIEWER)
    return decides and by.above(sheet.unit.path)
