"""What everybody may know of the running campaign: figures that hold."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import CalledUnit, Campaign, Filing, FilingKind, Work
from emulation.vietnamese import format_number
from units.models import Kind


def public_figures(campaign: Campaign) -> list[dict[str, str]]:
    """Key figures (see components/kpi.html), coordinated unions left out; none before a phase was opened.

    A unit counts once, however many phases it was called to.
    """
    called = CalledUnit.objects.filter(phase__campaign=campaign, coordinated=False)
    expected = called.values("unit").distinct().count()
    if not expected:
        return []
    workers = workers_pledged(called)
    figures = [
        (expected, _("đơn vị thuộc diện thi đua")),
        (len(workers), _("đơn vị đã đăng ký giao ước")),
        (accepted_works(campaign), _("đề tài, sáng kiến, công trình đã đăng ký")),
        (sum(workers.values()), _("{word} thuộc các đơn vị đã đăng ký").format(word=campaign.workers_word)),
    ]
    return [{"value": format_number(value), "label": label} for value, label in figures]


def workers_pledged(called: QuerySet[CalledUnit]) -> dict[int, int]:
    """The units whose pledge was received, with their workers as called last; upper unions count nobody twice."""
    pledged = called.filter(filings__kind=FilingKind.PLEDGE, filings__status__in=RECEIVED)
    rows = pledged.order_by("phase__number").values_list("unit", "kind", "workers")
    return {unit: (workers or 0) if kind == Kind.GRASSROOTS else 0 for unit, kind, workers in rows}


def accepted_works(campaign: Campaign) -> int:
    """Works of units with an accepted pledge."""
    accepted = Filing.objects.filter(
        kind=FilingKind.PLEDGE,
        status=FilingStatus.ACCEPTED,
        called__phase__campaign=campaign,
        called__coordinated=False,
    )
    units = accepted.order_by().values("called__unit")
    return Work.objects.filter(campaign=campaign, withdrawn=False, unit__in=units).count()
