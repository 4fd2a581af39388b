"""The phases of a generated campaign: those of the launch document, or a ready-made division of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.models import Campaign, Commemoration, DueGroup, DueKind, Phase
from campaigns.setup.phase_rows import COLUMNS, QUARTERS, YEAR, divided, write_due_dates
from emulation.fictional.demo.play import local

NOW = local(date(2015, 12, 1), 9)
"""The present of the generated data: most reports of the last phase are in, the year's awards are being appraised."""
PUBLISHED = local(date(2015, 1, 20), 8)
OPENED_AFTER, LOCKED_AFTER = timedelta(minutes=30), timedelta(days=45)
PLEDGED_AFTER, REPORTED_AFTER, DIRECT_AFTER = timedelta(days=30), timedelta(days=10), timedelta(days=7)
LAST_REPORT = date(2015, 11, 25)


@dataclass(frozen=True)
class CampaignShape:
    """A `division` of the year (`campaigns.setup.phase_rows`), "" for the phases of the launch document.

    In a division only the first phase asks for a pledge, without `has_pledges` not even that: there are reports alone,
    and nobody is nominated.
    """

    division: str = ""
    has_pledges: bool = True


SHAPES = {
    "launch": CampaignShape(),
    "quarters": CampaignShape(QUARTERS),
    "reports": CampaignShape(QUARTERS, has_pledges=False),
    "year": CampaignShape(YEAR),
}


def opened_at(phase: Phase) -> datetime:
    return max(local(phase.starts_on, 8), PUBLISHED + OPENED_AFTER)


def locked_at(phase: Phase) -> datetime:
    """Return when a phase was locked; the last one is open."""
    return local(phase.ends_on + LOCKED_AFTER, 16)


def divide(campaign: Campaign, shape: CampaignShape) -> None:
    """Put the phases of a division in place of those of the launch document, whose days they commemorate."""
    before = list(campaign.phases.all())
    days = list(Commemoration.objects.filter(phase__in=before).select_related("phase__campaign"))
    on = {day.pk: day.on for day in days}
    Phase.objects.filter(pk__in=[phase.pk for phase in before]).update(number=0, status="discarded")
    rows = divided(campaign.year, shape.division)
    phases = [_phase(campaign, number, row, shape) for number, row in enumerate(rows, start=1)]
    for day in days:
        held = on[day.pk] or day.phase.starts_on
        day.phase = next((phase for phase in phases if held <= phase.ends_on), phases[-1])
        day.save(update_fields=["phase"])
    Phase.objects.filter(pk__in=[phase.pk for phase in before]).delete()
    for phase in phases:
        write_due_dates(phase, _due_days(phase, is_last=phase is phases[-1]))


def _phase(campaign: Campaign, number: int, row: dict[str, Any], shape: CampaignShape) -> Phase:
    own = {name: row[name] for name in COLUMNS} | {"asks_pledge": row["asks_pledge"] and shape.has_pledges}
    if shape.division == YEAR:
        own["asks_pledge"] = shape.has_pledges
    return Phase.objects.create(campaign=campaign, number=number, **own)


def _due_days(phase: Phase, *, is_last: bool) -> dict[tuple[str, str], date | None]:
    reported = LAST_REPORT if is_last else phase.ends_on + REPORTED_AFTER
    first = {DueKind.REPORT: reported}
    if phase.asks_pledge:
        first[DueKind.PLEDGE] = max(phase.starts_on, PUBLISHED.date()) + PLEDGED_AFTER
    return {
        (kind.value, group.value): day if group == DueGroup.BELOW_UPPER else day + DIRECT_AFTER
        for kind, day in first.items()
        for group in DueGroup
    }


def for_phases(content: dict[str, Any], last: int) -> dict[str, Any]:
    """Return an indicators file whose questions of the second half are asked in the last phase."""
    numbers = {1: 1, 2: last}
    rows = [
        row | {"phases": [numbers[number] for number in row["phases"]]} if "phases" in row else row
        for row in content["indicators"]
    ]
    return content | {"indicators": rows}
