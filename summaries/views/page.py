"""The page of a summary: its figures, and its text as it will print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.figures.types import ExemplarLine
from campaigns.models.year_names import named_year
from foundation import clock
from summaries import access
from summaries.figures.book import SummaryBook
from summaries.figures_cache import BeingCounted
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import NoOpenedPhase, changed_since, contents_of, reported_phase
from summaries.sources import exemplars_of
from summaries.tasks import ask_for_file, ask_for_workbook
from summaries.to_sign import since_closing
from summaries.views.lookups import official_sheet, reaches, summary_or_404
from summaries.views.summary_presenter import SummaryPresenter
from units import jobs
from units.acting_request import acting_of, user_of
from units.attachments import scans_of
from units.history import history_of
from units.models import JobKind


def phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _page(request, summary_or_404(request, slug, number))


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the summary of the whole campaign, up to its latest phase."""
    return _page(request, summary_or_404(request, slug))


def _page(request: HttpRequest, summary: Summary) -> HttpResponse:
    try:
        contents = contents_of(summary)
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, summary, reason)
    inside, by = reaches(request, summary.campaign, summary.unit), acting_of(request)
    shown = SummaryPresenter(contents, summary, inside=inside)
    revisions = _revisions(request, summary)
    is_in_force = summary.is_final and not revisions["replaced_by"]
    file = _file(summary)
    cutoff = reported_phase(summary).cutoff
    context: dict[str, Any] = {
        "summary": summary,
        "shown": shown,
        "until": cutoff if summary.is_closed else min(cutoff, clock.today()),
        "document": contents.document,
        "report": official_sheet(request, summary),
        "exemplars": _exemplars(summary, contents.book),
        "counted_at": contents.counted_at,
        "moved": contents.moved,
        "may": _may(request, summary),
        "area": by.area if by else None,
        **revisions,
        "file": file,
        "job": jobs.latest(JobKind.SUMMARY_FILE, summary) if file and not file.is_made else None,
        "workbook": _workbook(summary),
        "since": since_closing(summary) if inside else None,
        "scans": list(scans_of(summary).in_force()) if summary.is_final else [],
        "changed": changed_since(summary) if inside and is_in_force else 0,
        "history": history_of(summary) if inside and summary.pk else [],
        "tabs": _tabs(summary),
        "breadcrumb": trail(summary)[:-1] + [(_("Tổng hợp"), "")],
    }
    return render(request, "summaries/page.html", context)


def _exemplars(summary: Summary, book: SummaryBook) -> list[ExemplarLine]:
    """Return the exemplars that a page names: of a closed summary those that still agree to be made known."""
    if not summary.is_closed or not book.exemplars:
        return [*book.exemplars]
    agreed = set(exemplars_of(summary).made_known().values_list("who", "story"))
    return [line for line in book.exemplars if (line.who, line.story) in agreed]


def nothing_yet(request: HttpRequest, summary: Summary, reason: NoOpenedPhase | BeingCounted) -> HttpResponse:
    counting = str(reason) if isinstance(reason, BeingCounted) else ""
    context = {"summary": summary, "counting": counting, "tabs": _tabs(summary), "breadcrumb": trail(summary)}
    return render(request, "summaries/nothing_yet.html", context)


def trail(summary: Summary) -> list[tuple[str, str]]:
    """Return the breadcrumb of a summary's page: (label, address), itself last."""
    campaign = summary.campaign
    crumbs = [(_("Phong trào {year}").format(year=named_year(campaign)), campaign.get_absolute_url())]
    if summary.phase:
        crumbs.append((capfirst(summary.phase.words), summary.phase.get_absolute_url()))
    return [*crumbs, (_("Tổng hợp"), f"{summary.page_url()}?unit={summary.unit_id}")]


def _may(request: HttpRequest, summary: Summary) -> dict[str, Any]:
    """Return by act whether the person may do it now."""
    by = acting_of(request)
    if summary.pk is None:
        return {"begin": access.may_begin(summary.campaign, summary.phase, summary.unit, by)}
    return {
        "edit": access.may_edit(summary, by),
        "propose": access.may_propose(summary, by),
        "withdraw": access.may_withdraw_proposal(summary, by),
        "close": access.may_close(summary, by),
        "register": summary.is_to_sign and access.may_register(summary, by),  # who may is a query
        "take_back": access.may_take_back(summary, by),
        "keep_scans": summary.is_final and access.may_keep_scans(summary, by),
        "revise": access.may_revise(summary, by),
    }


def _revisions(request: HttpRequest, summary: Summary) -> dict[str, Any]:
    """Return all revisions that the person may read (none when there is only the one shown), the one before this
    one, and the one after it: final (`replaced_by`) or still a draft (`next_draft`).
    """
    visible = Summary.objects.visible_to(user_of(request)).of(summary.campaign, summary.phase, summary.unit)
    # a draft that is not stored is shown where none is visible, and beside a first draft there is no other revision
    has_others = summary.pk is not None and (summary.is_closed or summary.revision > 1)
    revisions = list(visible.light()) if has_others else []
    by_number = {revision.revision: revision for revision in revisions}
    following = by_number.get(summary.revision + 1)
    return {
        "revisions": revisions if len(revisions) > 1 else [],
        "replaced": by_number.get(summary.revision - 1),
        "replaced_by": following if following and following.is_final else None,
        "next_draft": following if following and not following.is_final else None,
    }


def _file(summary: Summary) -> SummaryFile | None:
    return ask_for_file(summary) if summary.is_closed else None


def _workbook(summary: Summary) -> SummaryWorkbook | None:
    return ask_for_workbook(summary) if summary.is_closed else None


def _tabs(summary: Summary) -> list[tuple[str, str, bool]]:
    """Return the summaries of the campaign at this unit: (title, address, whether it is the shown one)."""
    campaign, query = summary.campaign, f"?unit={summary.unit_id}"
    phases = sorted(campaign.live_phases, key=lambda phase: phase.number)
    summaries = [Summary(campaign=campaign, phase=phase, unit=summary.unit) for phase in [*phases, None]]
    return [
        (
            capfirst(tab.phase.words) if tab.phase else _("Cả năm {y}").format(y=campaign.named_year),
            tab.page_url() + query,
            tab.phase_id == summary.phase_id,
        )
        for tab in summaries
    ]
