"""The appraisal table of the unit acted for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from awards import access
from awards.filters.appraisal import AppraisalFilter, nominations_in_office_order
from awards.lifecycle import HAS_VERDICT, NominationStatus
from awards.models import Nomination
from awards.models.decision import issued_head
from awards.models.nomination import NominationQuerySet
from awards.rules.eligibility import TITLE_FIELDS, Evidence, evidence, with_pledges
from awards.selectors.appraisal_overview import at_the_decider, overview
from awards.views import list_tables
from foundation.list_page import list_page
from foundation.request_parsing import LONGEST_QUERY, query_without, whole_number
from units.access import require_allowed
from units.acting import Acting
from units.acting_request import acting_of, require_acting, user_of
from units.models import Role

PER_PAGE = 100
ROW_COLUMNS = (
    "nominee__name",
    "nominee__is_person",
    "nominee_class",
    "position",
    "status",
    "reason",
    "opinion",
    "opinion_reason",
    "rules_used",
    *TITLE_FIELDS,
    "deciding_unit__name",
    "decision__number",
    "decision__organ",
    "decision__proposed_at",
    "decision__status",
    "letter_up",
    "decision__unit__symbol",
    "dossier__status",
    "dossier__late",
    "dossier__timing",
    "dossier__submitted_by",
    "dossier__received_on",
    "dossier__unit__name",
    "dossier__unit__parent__name",
    "dossier__phase__number",
    "dossier__phase__review_name",
    "dossier__campaign__year",
    "dossier__campaign__asks_titles",
)
"""Columns that a row and its evidence need, where whole rows would have five times as many."""
ROW_RELATIONS = (
    "nominee",
    "title_asked",
    "title_granted",
    "deciding_unit",
    "decision__unit",
    "dossier__unit__parent",
    "dossier__phase",
    "dossier__campaign",
)
MARKED = "marked"  # parameter that ticks every pending row of the page without a script
CHOSEN, ORGAN = "chosen", "organ"  # ticked rows and typed organ after a draft failed
ONCE = (MARKED, CHOSEN, ORGAN)
TONES = {
    NominationStatus.PENDING: "wait",
    NominationStatus.APPROVED: "ok",
    NominationStatus.REJECTED: "no",
    NominationStatus.SENT_UP: "blue",
    NominationStatus.AWARDED: "ok",
    NominationStatus.NOT_GRANTED: "no",
    NominationStatus.ANNULLED: "no",
}


@dataclass(frozen=True)
class AppraisalRow:
    """A nomination in the table. `note`: why the user can do nothing with it now, or ""."""

    row: Nomination
    evidence: Evidence
    tone: str
    note: str = ""
    choosable: bool = False
    undoable: bool = False


def table(request: HttpRequest) -> HttpResponseBase:
    """Show the nominations that the unit decides on, filtered, 100 on a page, in a fixed number of queries."""
    require_allowed(access.may_read_appraisal(acting_of(request)))
    by = require_acting(request)
    reached = _reached(request).select_related(*ROW_RELATIONS).only(*ROW_COLUMNS).with_waiting()
    reached = reached.annotate(issued_head=issued_head("decision"))
    rows = nominations_in_office_order(with_pledges(reached))
    conditions = AppraisalFilter(request.GET.dict(), queryset=rows, unit=by.unit)
    return list_page(
        request,
        "awards/appraisal/table.html",
        list_tables.NOMINATIONS,
        conditions,
        lambda nominations: lines_of(nominations, by),
        per_page=PER_PAGE,
        once=ONCE,
        chosen={whole_number(text) for text in request.GET.get(CHOSEN, "").split(".")},
        organ=request.GET.get(ORGAN, ""),
        overview=SimpleLazyObject(lambda: overview(by.unit, conditions.shown_phase, conditions.counts)),
        acts=by.is_(Role.REVIEWER),
        marked=MARKED in request.GET,
        query=query_without(request.GET, *ONCE),
        breadcrumb=[(_("Khen thưởng"), reverse("awards:dossiers")), (_("Thẩm định"), "")],
    )


def in_view(request: HttpRequest) -> NominationQuerySet:
    """Return the nominations that the unit acted for decides on, with their context."""
    return _reached(request).with_context().select_related("dossier__unit__parent__parent__parent")


def _reached(request: HttpRequest) -> NominationQuerySet:
    return at_the_decider(require_acting(request).unit).visible_to(user_of(request))


def lines_of(rows: list[Any], by: Acting) -> list[AppraisalRow]:
    """Return the rows of the table with evidence and with what the user may do, for rows with `waits` annotated."""
    evidences = evidence(rows)
    waiting = {row.dossier_id for row in rows if row.waits}
    return [_line(row, evidences[row.pk], by, waiting) for row in rows]


def _line(row: Nomination, row_evidence: Evidence, by: Acting, waiting: set[int]) -> AppraisalRow:
    tone = TONES.get(NominationStatus(row.status), "plain")
    if not by.is_(Role.REVIEWER):
        return AppraisalRow(row, row_evidence, tone)
    if row.status == NominationStatus.PENDING:
        answer = access.may_appraise(row, by, waiting=waiting)
    elif row.status == NominationStatus.SENT_UP:
        answer = access.may_record_refusal(row, by)
    elif row.status in HAS_VERDICT:
        answer = access.may_undo_verdict(row, by)
    else:
        return AppraisalRow(row, row_evidence, tone)
    undoable = bool(answer) and row.status in HAS_VERDICT
    return AppraisalRow(row, row_evidence, tone, note=answer.why_not, choosable=bool(answer), undoable=undoable)


def address_with(conditions: str, rows: list[Nomination], organ: str) -> str:
    """Return the URL of the table with its filter, ticked rows and the higher body, after a draft failed.

    Parameters that would make the URL longer than LONGEST_QUERY are left out.
    """
    filter_query = query_without(QueryDict(conditions), *ONCE) if len(conditions) <= LONGEST_QUERY else ""
    ticked = urlencode({CHOSEN: ".".join(str(row.pk) for row in rows)}) if rows else ""
    query = ""
    for more in (filter_query, ticked, urlencode({ORGAN: organ}) if organ else ""):
        longer = "&".join(filter(None, (query, more)))
        query = longer if len(longer) <= LONGEST_QUERY else query
    return reverse("awards:appraisal") + (f"?{query}" if query else "")
