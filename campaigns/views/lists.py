"""The lists of sheets: what I can see, narrowed, in the office's order, 50 a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from campaigns.filters import FilingFilter
from campaigns.lifecycle import EDITABLE, FilingStatus
from campaigns.models import Filing, FilingKind
from foundation.forms.errors import summary
from foundation.pagination.keyset import PARAMETERS, KeysetPage
from units.acting import Acting
from units.acting_request import acting_of
from units.models import Role

PER_PAGE = 50
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
    page = KeysetPage(conditions.qs, "called__sort_key", PER_PAGE, request.GET)
    for sheet in page.rows:
        sheet.called.phase = conditions.phases[sheet.called.phase_id]
    context = {
        "is_pledge": kind == FilingKind.PLEDGE,
        "filter": conditions,
        "problems": summary(conditions.form),
        "page": page,
        "rows": [(sheet, next_step(sheet, acting_of(request))) for sheet in page.rows],
        "prefix": _prefix(request),
        "path": request.path,
    }
    return render(request, "campaigns/filing_list.html", context)


def next_step(sheet: Filing, by: Acting | None) -> str:
    """The words of the link to a sheet: what this person may do there, as far as the list can tell."""
    if by is None or not sheet.phase.is_open:
        return _("Xem")
    if by.is_(Role.REVIEWER) and by.above(sheet.unit.path) and sheet.status == FilingStatus.SUBMITTED:
        return _("Xem và xác nhận")
    if by.is_(Role.OFFICER) and by.unit.pk == sheet.unit.pk and sheet.status in EDITABLE:
        return _("Soạn")
    return _("Xem")


def _prefix(request: HttpRequest) -> str:
    """The conditions, for the links between pages."""
    query: Any = request.GET.copy()
    for name in PARAMETERS:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""
