"""The public page of a campaign's launch, and its paper."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from campaigns.access import may_publish, may_run
from campaigns.launch_document import launch_document, phase_for_paper
from campaigns.models import Campaign, Phase
from campaigns.timing import due_table
from campaigns.views.lookups import campaign_or_404
from foundation import clock
from foundation.documents import pdf
from units.acting_request import acting_of


@login_not_required
def launch(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_or_404(request, slug)
    board = bool(may_run(campaign, acting_of(request)))
    document = launch_document(campaign)
    context = document | {"board": board, "dues": dues_of(document["phases"])}
    if board and not campaign.published_at:
        context["can_publish"] = may_publish(campaign, acting_of(request))
    return render(request, "launch.html", context)


def dues_of(phases: list[Phase]) -> list[tuple[str, Any]]:
    """Return pairs (heading, `due_table`) of the phases that have due dates."""
    tables = [(_("Đợt {n}").format(n=phase.number), due_table(phase)) for phase in phases]
    return [(heading, table) for heading, table in tables if table]


@login_not_required
def launch_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the launch as PDF in the layout of an official document, stamped DỰ THẢO until it is published."""
    campaign = campaign_or_404(request, slug)
    document = launch_document(campaign)
    content = pdf.render(
        "papers/launch.html",
        document | {"phases": [phase_for_paper(phase) for phase in document["phases"]]},
        title=_("Phát động thi đua năm {year}").format(year=campaign.year),
        made_at=campaign.published_at or clock.now(),
        draft=campaign.published_at is None,
        keep=campaign.published_at is not None,
        page_number=campaign.page_number,
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_filename(campaign)}"'
    return response


def _filename(campaign: Campaign) -> str:
    return f"phat-dong-thi-dua-{campaign.slug}.pdf"
