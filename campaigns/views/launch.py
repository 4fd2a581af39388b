"""The public pages: all campaigns, a campaign's launch and its earlier versions, and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.access import may_ask_branch, may_assign_targets, may_publish, may_run
from campaigns.launch_content import LaunchPhase, launch_of_rows, read_launch
from campaigns.launch_differences import launch_differences
from campaigns.launch_document import signed_originals, version_in_force
from campaigns.launch_paper import launch_pdf as draft_pdf
from campaigns.models import Campaign, LaunchVersion
from campaigns.tasks import kept_launch_paper
from campaigns.text_differences import TextDifference
from campaigns.timing import due_table
from campaigns.views.lookups import campaign_or_404, prepared_above
from foundation import clock
from foundation.drawing.turns import in_turn
from foundation.list_page import PER_PAGE
from foundation.pagination.capped import CappedPaginator
from foundation.pdf_response import pdf_response
from units.access import may_launch
from units.acting_request import acting_of

LIST_COLUMNS = ("slug", "year", "title", "number", "issued_on", "unit__name")
"""Columns that a line of the list of campaigns needs."""


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of a launch page, and how it differs from the one before."""

    version: LaunchVersion
    in_force: bool
    differences: tuple[TextDifference, ...]


@login_not_required
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the published campaigns, the newest first."""
    published = Campaign.objects.visible_to(request.user).newest_first().select_related("unit").only(*LIST_COLUMNS)
    page = CappedPaginator(published, PER_PAGE).get_page(request.GET.get("page"))
    by = acting_of(request)
    begins = bool(may_launch(by))
    of_unit = Campaign.objects.visible_to(request.user).filter(unit=by.unit if by else None)
    unfinished = of_unit.filter(published_at=None) if begins else []
    context = {
        "page": page,
        "campaigns": list(page.rows),
        "begins": begins,
        "unfinished": unfinished,
        "prepared": prepared_above(by),
    }
    return render(request, "campaigns/list.html", context)


@login_not_required
def launch(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the launch in force; before it is published, what its rows say."""
    campaign = campaign_or_404(request, slug)
    versions = list(campaign.launch_versions.order_by("number")) if campaign.published_at else []
    return _page(request, campaign, versions, versions[-1] if versions else None)


@login_not_required
def launch_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a version of the launch, in force or replaced."""
    campaign = campaign_or_404(request, slug)
    shown = get_object_or_404(campaign.launch_versions, number=number)
    return _page(request, campaign, list(campaign.launch_versions.order_by("number")), shown)


def others_of(campaign: Campaign, request: HttpRequest) -> QuerySet[Campaign]:
    """Return the published campaigns of the same unit in other years, the newest first."""
    return Campaign.objects.visible_to(request.user).newest_first().filter(unit=campaign.unit).exclude(pk=campaign.pk)


def _page(
    request: HttpRequest, campaign: Campaign, versions: list[LaunchVersion], shown: LaunchVersion | None
) -> HttpResponse:
    is_last = not versions or shown == versions[-1]
    board = is_last and bool(may_run(campaign, acting_of(request)))
    document = read_launch(shown.content, shown.format) if shown else launch_of_rows(campaign)
    phases = list(campaign.phases.alive().order_by("number"))
    by_id = {phase.pk: phase for phase in phases}
    context: dict[str, Any] = {
        "campaign": campaign,
        "launch": document,
        "phases": [(phase, by_id.get(phase.id)) for phase in document.phases],
        "originals": signed_originals(campaign) if is_last else [],
        "others": others_of(campaign, request),
        "dues": dues_of(document.phases),
        "board": board,
        "asks_branch": bool(may_ask_branch(campaign, acting_of(request))),
        "assigns": bool(may_assign_targets(campaign, acting_of(request))),
        "live_phases": phases,
        "version": shown,
        "newest": versions[-1] if versions else None,
        "replaced_by": next((version for version in versions if shown and version.number == shown.number + 1), None),
        "versions": version_lines(versions) if len(versions) > 1 else [],
    }
    if board and not campaign.published_at:
        context["can_publish"] = may_publish(campaign, acting_of(request))
    return render(request, "launch.html", context)


def version_lines(versions: list[LaunchVersion]) -> list[VersionLine]:
    """Return the lines of the versions, newest first."""
    documents = [read_launch(version.content, version.format) for version in versions]
    lines = [
        VersionLine(version, version == versions[-1], tuple(launch_differences(documents[at - 1], documents[at])))
        if at
        else VersionLine(version, in_force=False, differences=())
        for at, version in enumerate(versions)
    ]
    return lines[::-1]


def dues_of(phases: Iterable[LaunchPhase]) -> list[tuple[str, Any]]:
    """Return pairs (heading, `due_table`) of the phases that have due dates."""
    tables = [(phase.heading, due_table(phase.due_dates)) for phase in phases]
    return [(heading, table) for heading, table in tables if table]


@login_not_required
def launch_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the paper in force as it is kept; before publishing one drawn now, stamped DỰ THẢO."""
    campaign = campaign_or_404(request, slug)
    version = version_in_force(campaign)
    if version:
        content = kept_launch_paper(version)
    else:
        with in_turn(request):
            content = draft_pdf(launch_of_rows(campaign), made_at=clock.now())
    return pdf_response(content, f"phat-dong-thi-dua-{campaign.slug}.pdf")


@login_not_required
def launch_version_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the paper of a version as it is kept."""
    campaign = campaign_or_404(request, slug)
    version = get_object_or_404(campaign.launch_versions, number=number)
    return pdf_response(kept_launch_paper(version), f"phat-dong-thi-dua-{campaign.slug}-ban-{number}.pdf")
