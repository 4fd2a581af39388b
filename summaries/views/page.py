"""The page of a summary: the figures, and the text as it will print."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from summaries import access
from summaries.figures_cache import BeingCounted
from summaries.models import Summary, SummaryFile
from summaries.report.contents import NoOpenedPhase, changed_since, contents_of, reported_phase
from summaries.tasks import ask_for_file
from summaries.views.lookups import reaches, summary_or_404
from summaries.views.summary_presenter import SummaryPresenter
from units.acting_request import acting_of
from units.history import history_of


def phase(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    return _page(request, summary_or_404(request, slug, number))


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole campaign, up to its latest phase."""
    return _page(request, summary_or_404(request, slug))


def _page(request: HttpRequest, summary: Summary) -> HttpResponse:
    try:
        contents = contents_of(summary)
    except (NoOpenedPhase, BeingCounted) as reason:
        return nothing_yet(request, summary, reason)
    inside = reaches(request, summary.campaign, summary.unit)
    shown = SummaryPresenter(contents, summary, inside=inside)
    context: dict[str, Any] = {
        "summary": summary,
        "shown": shown,
        "phase": reported_phase(summary),
        "document": contents.document,
        "counted_at": contents.counted_at,
        "may": _may(request, summary),
        "revisions": _revisions(request, summary),
        "file": _file(summary),
        "changed": changed_since(summary) if inside and summary.is_final else 0,
        "history": history_of(summary) if inside and summary.pk else [],
        "tabs": _tabs(summary),
        "breadcrumb": trail(summary)[:-1] + [(_("Tổng hợp"), "")],
    }
    return render(request, "summaries/page.html", context)


def nothing_yet(request: HttpRequest, summary: Summary, reason: NoOpenedPhase | BeingCounted) -> HttpResponse:
    counting = str(reason) if isinstance(reason, BeingCounted) else ""
    context = {"summary": summary, "counting": counting, "tabs": _tabs(summary), "breadcrumb": trail(summary)}
    return render(request, "summaries/nothing_yet.html", context)


def trail(summary: Summary) -> list[tuple[str, str]]:
    """The way to a summary's page, which stands last."""
    campaign = summary.campaign
    way = [(_("Phong trào {year}").format(year=campaign.year), campaign.get_absolute_url())]
    if summary.phase:
        way.append((_("Đợt {n}").format(n=summary.phase.number), summary.phase.get_absolute_url()))
    return [*way, (_("Tổng hợp"), f"{summary.page_url()}?unit={summary.unit_id}")]


def _may(request: HttpRequest, summary: Summary) -> dict[str, Any]:
    """What the person may do with it now."""
    by = acting_of(request)
    if summary.pk is None:
        return {"begin": access.may_begin(summary.campaign, summary.phase, summary.unit, by)}
    return {
        "edit": access.may_edit(summary, by),
        "propose": access.may_propose(summary, by),
        "withdraw": access.may_withdraw_proposal(summary, by),
        "finalise": access.may_finalise(summary, by),
        "revise": access.may_revise(summary, by),
    }


def _revisions(request: HttpRequest, summary: Summary) -> list[Summary]:
    """All that may be read here, when there is more than the one shown."""
    visible = Summary.objects.visible_to(request.user)
    found = list(visible.of(summary.campaign, summary.phase, summary.unit).light())
    return found if len(found) > 1 else []


def _file(summary: Summary) -> SummaryFile | None:
    return ask_for_file(summary) if summary.is_final else None


def _tabs(summary: Summary) -> list[tuple[str, str, bool]]:
    """The other summaries of the campaign at this unit: (title, address, shown now)."""
    campaign, query = summary.campaign, f"?unit={summary.unit_id}"
    phases = sorted(campaign.live_phases, key=lambda one: one.number)
    others = [Summary(campaign=campaign, phase=one, unit=summary.unit) for one in phases]
    others.append(Summary(campaign=campaign, phase=None, unit=summary.unit))
    return [
        (
            _("Đợt {n}").format(n=one.phase.number) if one.phase else _("Cả năm {y}").format(y=campaign.year),
            one.page_url() + query,
            one.phase_id == summary.phase_id,
        )
        for one in others
    ]
