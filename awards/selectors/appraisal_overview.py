"""What stands beside the appraisal table, counted anew at each look: places, shares, days, verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet

from awards.lifecycle import TAKES_A_PLACE, DossierStatus, NominationStatus
from awards.models import AwardTitle, DecidingLevel, Dossier, InPortal, Nomination, NomineeClass, Quota, Sex
from awards.rules import quota_usage
from awards.rules.quota_usage import QuotaUsage
from campaigns.models import Phase
from foundation import clock
from units.models import Unit, UnitKind

AGREED_TO = (NominationStatus.APPROVED, NominationStatus.SENT_UP)
"""What a letter to the body above is made of, before it goes and after."""


@dataclass(frozen=True)
class AppraisalOverview:
    """Of one phase, for the unit that decides. `persons`, `direct`, `women`: of those agreed to, sent up, awarded.

    `days`: since the phase ended; below 0 while it runs. `letters`: (title id, name, how many) to be sent up.
    """

    phase: Phase
    days: int
    quota_usages: list[QuotaUsage]
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


def overview(unit: Unit, phase: Phase | None) -> AppraisalOverview | None:
    """Of the phase; None when nothing ever came."""
    if phase is None:
        return None
    groups = _groups(at_the_decider(unit).filter(dossier__phase=phase))
    held = [group for group in groups if group.status in TAKES_A_PLACE and group.is_person]
    return AppraisalOverview(
        phase=phase,
        days=(clock.today() - phase.ends_on).days,
        quota_usages=quota_usage.usages_of(quotas_of(unit, phase)),
        counts=_counts(groups),
        letters=_letters(groups),
        persons=sum(group.number for group in held),
        direct=sum(group.number for group in held if group.nominee_class == NomineeClass.DIRECT),
        women=sum(group.number for group in held if group.sex == Sex.FEMALE),
    )


class NominationCount(NamedTuple):
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


def _groups(rows: QuerySet[Nomination]) -> list[NominationCount]:
    title = "title_granted"
    alike = ("status", "nominee__is_person", "nominee_class", "nominee__sex")
    of_title = (title, f"{title}__name", f"{title}__order", f"{title}__in_portal")
    grouped = rows.order_by().values_list(*alike, *of_title).annotate(number=Count("pk"))
    return [NominationCount(*row) for row in grouped]


def at_the_decider(unit: Unit) -> QuerySet[Nomination]:
    """The nominations that a unit decides on: sent, and not back with who sent them."""
    return Nomination.objects.sent().filter(deciding_unit=unit).exclude(dossier__status=DossierStatus.RETURNED)


def quotas_of(unit: Unit, phase: Phase) -> list[Quota]:
    """Those of the titles this unit decides or sends up: an upper union its own level's, the province the others."""
    quotas = quota_usage.of_campaign(phase.campaign, phase).order_by("title__order", "unit__order", "pk")
    if unit.kind in (UnitKind.UPPER_PLACE, UnitKind.UPPER_TRADE):
        own = quotas.filter(title__level=DecidingLevel.UPPER)
        return [quota for quota in own if quota.unit is None or quota.unit.path.startswith(unit.path)]
    return list(quotas.exclude(title__level=DecidingLevel.UPPER))


def _counts(groups: list[NominationCount]) -> list[tuple[str, int]]:
    """Words of each status with its number, in the order of the life cycle; those of none left out."""
    numbers: Counter[str] = Counter()
    for group in groups:
        numbers[group.status] += group.number
    return [(str(status.label), numbers[status]) for status in NominationStatus if numbers[status]]


def _letters(groups: list[NominationCount]) -> list[tuple[int, str, int]]:
    """The titles decided above that were agreed to, each one letter."""
    numbers: Counter[tuple[int, int, str]] = Counter()
    for group in groups:
        if group.title_id and group.in_portal == InPortal.SEND_UP and group.status in AGREED_TO:
            numbers[group.title_order, group.title_id, group.title_name] += group.number
    return [(title, name, number) for (_order, title, name), number in sorted(numbers.items())]


@dataclass
class QuotaForecast:
    """A quota as a preview fills it: `before` the verdict, `after` it."""

    usage: QuotaUsage
    before: int
    after: int

    @property
    def full(self) -> bool:
        return self.usage.most is not None and self.after >= self.usage.most


class QuotaForecasts:
    """The quotas that some nominations touch, read once; each that is agreed to takes its place in turn."""

    def __init__(self, dossiers: list[Dossier]):
        quotas = Quota.objects.in_force().filter(campaign__in={dossier.campaign_id for dossier in dossiers})
        usages = quota_usage.usages_of(quotas.select_related("title", "unit", "phase").order_by("title__order", "pk"))
        self.forecasts = [QuotaForecast(usage, usage.taken, usage.taken) for usage in usages]

    def overshot(self, title: AwardTitle, dossier: Dossier) -> list[QuotaUsage]:
        """The quotas, as filled by now, in which one more place would be too many."""
        full = [forecast for forecast in self._of(title, dossier) if forecast.full]
        return [_filled(forecast) for forecast in full]

    def take(self, title: AwardTitle, dossier: Dossier) -> None:
        for forecast in self._of(title, dossier):
            forecast.after += 1

    @property
    def changed(self) -> list[QuotaForecast]:
        filled = [forecast for forecast in self.forecasts if forecast.after != forecast.before]
        return [forecast for forecast in filled if forecast.usage.most is not None]

    def _of(self, title: AwardTitle, dossier: Dossier) -> list[QuotaForecast]:
        at = quota_usage.DossierScope.of(dossier)
        return [forecast for forecast in self.forecasts if quota_usage.applies(forecast.usage.quota, title.pk, at)]


def _filled(forecast: QuotaForecast) -> QuotaUsage:
    usage = forecast.usage
    return QuotaUsage(usage.quota, forecast.after, usage.most, usage.persons, usage.direct, usage.women)
