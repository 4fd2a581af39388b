"""Lists the pages that `make bench` requests, each with the page of the yardstick it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from awards.models import Decision, Dossier, Paper
from campaigns import access
from campaigns.actions import reviews
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from emulation.fictional.generator.phases import NOW
from foundation import clock
from units.acting import acting_for
from units.models import UnitKind, User

LIST, DETAIL = 3, 4  # times the yardstick's, at the size of a province
ACTED_UPON = 60  # the same of a page whose figures are added up again after an act
PER_PAGE, PER_TABLE = 50, 100
ANYBODY = "anon"
READERS = {"officer": "as an officer", "district": "as a district", "desk": "as the desk of an area"}
"""Who asks for every list beside the Board, which is asked for no path: what is in their reach is looked for."""


@dataclass(frozen=True)
class Case:
    """A `path` requested by `person`, beside the yardstick's `bare`; `limit`: at most so many times as long.

    `act`: what somebody does before each request.
    """

    name: str
    person: str
    path: str
    bare: str
    limit: float
    act: Callable[[], None] | None = None


def cases() -> list[Case]:
    phase = Phase.objects.exclude(opened_at=None).select_related("campaign").order_by("number").last()
    officer = User.objects.get(username="officer").current_posts[0].unit
    district = User.objects.get(username="district").current_posts[0].unit
    own = Filing.objects.get(called__phase=phase, called__unit=officer, kind=FilingKind.REPORT)
    sheet = Filing.objects.filter(called__phase=phase, called__parent=district).order_by("status", "pk").last()
    word = CalledUnit.objects.filter(phase=phase).order_by("-path").first().name.split()[-1]
    phase_page = phase.get_absolute_url()
    lists = f"/rows/{PER_PAGE}/"
    one_row = f"/row/{own.pk}/"
    code = Paper.objects.order_by("pk").last().code
    dossier, decision = Dossier.objects.order_by("pk").last(), Decision.objects.order_by("pk").last()
    return [
        Case("desk of an officer", "officer", "/", one_row, DETAIL),
        Case("desk of a district", "district", "/", one_row, DETAIL),
        Case("desk of the Board", "board", "/", one_row, DETAIL),
        Case("page of a phase", "board", f"{phase_page}?kind=report", one_row, DETAIL),
        Case("pledges, first page", "board", "/pledges/", lists, LIST),
        Case("pledges, last page", "board", f"/pledges/?phase={phase.pk}&before=~", lists, LIST),
        Case("pledges, filtered", "board", f"/pledges/?phase={phase.pk}&status=accepted", lists, LIST),
        Case("pledges, searched", "board", f"/pledges/?phase={phase.pk}&q={quote(word)}", lists, LIST),
        Case("a report of one's own", "officer", own.get_absolute_url(), one_row, DETAIL),
        Case("a part of it", "officer", f"{own.get_absolute_url()}parts/2/", one_row, DETAIL),
        Case("a sheet to review", "district", sheet.get_absolute_url(), one_row, DETAIL),
        Case("a dossier", "board", dossier.get_absolute_url(), one_row, DETAIL),
        Case("a decision", "board", decision.get_absolute_url(), one_row, DETAIL),
        Case("summary of a phase", "board", f"{phase_page}summary/", one_row, DETAIL),
        Case(
            "summary, one more sheet accepted",
            "board",
            f"{phase_page}summary/",
            one_row,
            ACTED_UPON,
            act=lambda: accept_one(phase),
        ),
        Case("appraisal table", "board", "/appraisal/", f"/rows/{PER_TABLE}/", LIST),
        Case("first page of a stranger", ANYBODY, "/", one_row, DETAIL),
        Case("launch of a campaign", ANYBODY, phase.campaign.get_absolute_url(), one_row, DETAIL),
        Case("honour roll", ANYBODY, "/honours/", lists, LIST),
        Case("check of a certificate", ANYBODY, f"/verify/{code}/", one_row, DETAIL),
        Case("decisions", "board", "/decisions/", lists, LIST),
        Case("dossiers", "board", "/dossiers/", lists, LIST),
        Case("reports in the admin", "board", "/admin/campaigns/report/", lists, LIST),
        Case("unions in the admin", "board", "/admin/units/unit/", lists, LIST),
        Case("reports", "board", "/reports/", lists, LIST),
        Case("desk of an area", "desk", "/", one_row, DETAIL),
        *(
            Case(f"{name}, {reader}", person, f"/{name}/", lists, LIST)
            for name in ("pledges", "reports", "dossiers", "decisions")
            for person, reader in READERS.items()
        ),
    ]


def accept_one(phase: Phase) -> None:
    """Accept a report that the Board may accept, in the generated year."""
    with clock.travel(NOW.isoformat()):
        by = acting_for(User.objects.get(username="board"), None)
        waiting = Filing.objects.filter(called__phase=phase, kind=FilingKind.REPORT).awaiting_review()
        sheets = waiting.under(by.unit.path).with_context().order_by("pk")
        reviews.accept(next(sheet for sheet in sheets[:500] if access.may_accept(sheet, by)), by=by)


@dataclass(frozen=True)
class Download:
    """A file that is drawn while somebody waits."""

    name: str
    person: str
    path: str


def eight_drafts() -> list[Download]:
    """Return the draft summaries of eight unions right below the Board's: what one person may ask for at once."""
    phase = Phase.objects.exclude(opened_at=None).select_related("campaign").order_by("number").last()
    root = User.objects.get(username="board").current_posts[0].unit
    uppers = root.children.exclude(kind=UnitKind.GRASSROOTS).order_by("path")[:8]
    path = f"{phase.get_absolute_url()}summary.pdf"
    return [Download(f"summary of {upper}", "board", f"{path}?unit={upper.pk}") for upper in uppers]


def downloads() -> list[Download]:
    phase = Phase.objects.exclude(opened_at=None).select_related("campaign").order_by("number").last()
    officer = User.objects.get(username="officer").current_posts[0].unit
    pledge = Filing.objects.get(called__phase=phase, called__unit=officer, kind=FilingKind.PLEDGE)
    summary, decision = f"{phase.get_absolute_url()}summary", Decision.objects.order_by("pk").last()
    return [
        Download("a pledge as PDF", "officer", f"{pledge.get_absolute_url()}pledge.pdf"),
        Download("summary as PDF, without the long annexes", "board", f"{summary}.pdf"),
        Download("summary as workbook", "board", f"{summary}.xlsx"),
        Download("a decision with its annexes", "board", f"{decision.get_absolute_url()}decision.pdf"),
    ]
