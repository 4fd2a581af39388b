"""What stands beside the appraisal table, counted anew at each look: places, shares, days, verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet

from awards.lifecycle import TAKES_A_PLACE, DossierStatus, NominationStatus
from awards.models import AwardTitle, Dossier, InPortal, Level, Nomination, NomineeClass, Quota, Sex
from awards.rules import quota_usage
from awards.rules.quota_usage import Standing
from campaigns.models import Phase
from foundation import clock
from units.models import Kind, Unit

AGREED_TO = (NominationStatus.APPROVED, NominationStatus.SENT_UP)
"""What a letter to the body above is made of, before it goes and after."""


@dataclass(frozen=True)
class Overview:
    """Of one phase, for the unit that decides. `persons`, `direct`, `women`: of those agreed to, sent up, awarded.

    `days`: since the phase ended; below 0 while it runs. `letters`: (title id, name, how many) to be sent up.
    """

    phase: Phase
    days: int
    standings: list[Standing]
    counts: list[tuple[str, int]]
    persons: int
    direct: int
    women: int
    letters: list[tuple[int, str, int]]

    @property
    def days_left(self) -> int:
        return -self.days

    @property
    def direct_percent(self) -> Decimal | None:
        return Decimal(self.direct) * 100 / self.persons if self.persons else None

    @property
    def women_percent(self) -> Decimal | None:
        return Decimal(self.women) * 100 / self.persons if self.persons else None


def overview(unit: Unit, phase: Phase | None) -> Overview | None:
    """Of the phase; None when nothing ever came."""
    if phase is None:
        return None
    groups = _groups(at_the_decider(unit).filter(dossier__phase=phase))
    held = [one for one in groups if one.status in TAKES_A_PLACE and one.is_person]
    return Overview(
        phase=phase,
        days=(clock.today() - phase.ends_on).days,
        standings=quota_usage.standings(quotas_of(unit, phase)),
        counts=_counts(groups),
        letters=_letters(groups),
        persons=sum(one.number for one in held),
        direct=sum(one.number for one in held if one.nominee_class == NomineeClass.DIRECT),
        women=sum(one.number for one in held if one.sex == Sex.FEMALE),
    )


class Group(NamedTuple):
    """So many nominations alike: `number`. The title is the one granted, None before a verdict."""

    status: str
    is_person: bool
    nominee_class: str
    sex: str
    title_id: int | None
    title_name: str
    title_order: int
    in_portal: str
    number: int


def _groups(rows: QuerySet[Nomination]) -> list[Group]:
    title = "title_granted"
    alike = ("status", "nominee__is_person", "nominee_class", "nominee__sex")
    of_title = (title, f"{title}__name", f"{title}__order", f"{title}__in_portal")
    grouped = rows.order_by().values_list(*alike, *of_title).annotate(number=Count("pk"))
    return [Group(*row) for row in grouped]


def at_the_decider(unit: Unit) -> QuerySet[Nomination]:
    """The nominations that a unit decides on: sent, and not back with who sent them."""
    return Nomination.objects.sent().filter(deciding_unit=unit).exclude(dossier__status=DossierStatus.RETURNED)


def quotas_of(unit: Unit, phase: Phase) -> list[Quota]:
    """Those of the titles this unit decides or sends up: an upper union its own level's, the province the others."""
    found = quota_usage.of_campaign(phase.campaign, phase).order_by("title__order", "unit__order", "pk")
    if unit.kind in (Kind.UPPER_PLACE, Kind.UPPER_TRADE):
        own = found.filter(title__level=Level.UPPER)
        return [one for one in own if one.unit is None or one.unit.path.startswith(unit.path)]
    return list(found.exclude(title__level=Level.UPPER))


def _counts(groups: list[Group]) -> list[tuple[str, int]]:
    """Words of each status with its number, in the order of the life cycle; those of none left out."""
    found: Counter[str] = Counter()
    for one in groups:
        found[one.status] += one.number
    return [(str(one.label), found[one]) for one in NominationStatus if found[one]]


def _letters(groups: list[Group]) -> list[tuple[int, str, int]]:
    """The titles decided above that were agreed to, each one letter."""
    found: Counter[tuple[int, int, str]] = Counter()
    for one in groups:
        if one.title_id and one.in_portal == InPortal.SEND_UP and one.status in AGREED_TO:
            found[one.title_order, one.title_id, one.title_name] += one.number
    return [(title, name, number) for (_order, title, name), number in sorted(found.items())]


@dataclass
class Place:
    """A quota as a preview fills it: `before` the verdict, `after` it."""

    standing: Standing
    before: int
    after: int

    @property
    def full(self) -> bool:
        return self.standing.most is not None and self.after >= self.standing.most


class Places:
    """The quotas that some nominations touch, read once; each that is agreed to takes its place in turn."""

    def __init__(self, dossiers: list[Dossier]):
        asked = Quota.objects.in_force().filter(campaign__in={one.campaign_id for one in dossiers})
        found = quota_usage.standings(asked.select_related("title", "unit", "phase").order_by("title__order", "pk"))
        self.places = [Place(one, one.taken, one.taken) for one in found]

    def overshot(self, title: AwardTitle, dossier: Dossier) -> list[Standing]:
        """The quotas, as filled by now, in which one more place would be too many."""
        full = [place for place in self._of(title, dossier) if place.full]
        return [_filled(place) for place in full]

    def take(self, title: AwardTitle, dossier: Dossier) -> None:
        for place in self._of(title, dossier):
            place.after += 1

    @property
    def changed(self) -> list[Place]:
        return [place for place in self.places if place.after != place.before and place.standing.most is not None]

    def _of(self, title: AwardTitle, dossier: Dossier) -> list[Place]:
        at = quota_usage.Where.of(dossier)
        return [place for place in self.places if quota_usage.applies(place.standing.quota, title.pk, at)]


def _filled(place: Place) -> Standing:
    one = place.standing
    return Standing(one.quota, place.after, one.most, one.persons, one.direct, one.women)
