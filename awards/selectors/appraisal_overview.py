"""Numbers beside the appraisal table: quotas, shares, days, verdicts. Also quotas as a verdict would fill them.

Nominations are counted anew after an event that changes them (`awards/rules/award_events.py`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from awards.lifecycle import TAKES_A_PLACE, DossierStatus, NominationStatus
from awards.models import AwardTitle, DecidingLevel, Dossier, InPortal, Nomination, NomineeClass, Quota, Sex
from awards.models.nomination import NominationQuerySet
from awards.rules import quota_usage
from awards.rules.award_events import award_events
from awards.rules.quota_usage import QuotaUsage
from campaigns.models import Phase
from foundation import clock
from foundation.vietnamese import percent
from units.event_cache import EventCache
from units.models import Unit
from units.models.kinds import UPPER

IN_LETTER = (NominationStatus.APPROVED, NominationStatus.SENT_UP)
"""Statuses of the nominations in a letter to the higher body: approved, sent up."""


@dataclass(frozen=True)
class AppraisalOverview:
    """The nominations of one phase that a unit decides on, in numbers.

    `days`: days since the phase ended, negative while it runs. `counts`: pairs (label of a status, number). `persons`,
    `direct`, `women`: persons approved, sent up or awarded. `letters`: (name, number) of each title that a higher
    body decides.
    """

    phase: Phase
    days: int
    quota_usages: list[QuotaUsage]
    counts: list[tuple[str, int]]
    persons: int
    direct: int
    women: int
    letters: list[tuple[str, int]]

    @property
    def days_left(self) -> int:
        return -self.days

    @property
    def direct_percent(self) -> Decimal | None:
        return percent(self.direct, self.persons)

    @property
    def women_percent(self) -> Decimal | None:
        return percent(self.women, self.persons)


def overview(unit: Unit, phase: Phase | None, counts: list[NominationCount]) -> AppraisalOverview | None:
    """Return the overview of the phase, or None without a phase; `counts` are those of `counts_at` the unit."""
    if phase is None:
        return None
    groups = [group for group in counts if group.phase_id == phase.pk]
    held = [group for group in groups if group.status in TAKES_A_PLACE and group.is_person]
    return AppraisalOverview(
        phase=phase,
        days=(clock.today() - phase.ends_on).days,
        quota_usages=quota_usage.shown_usages(quotas_of(unit, phase), phase.campaign.unit),
        counts=_counts(groups),
        letters=_letters(groups),
        persons=sum(group.number for group in held),
        direct=sum(group.number for group in held if group.nominee_class == NomineeClass.DIRECT),
        women=sum(group.number for group in held if group.sex == Sex.FEMALE),
    )


class NominationCount(NamedTuple):
    """A number of nominations alike in all other fields. The title is the granted one, None before a verdict.

    `about_id` is the title under consideration: the granted one, else the one asked for.
    """

    phase_id: int
    about_id: int
    status: str
    is_person: bool
    nominee_class: str
    sex: str
    title_id: int | None
    title_name: str
    title_order: int
    in_portal: str
    number: int


cache: EventCache[list[NominationCount]] = EventCache(size=20_000, weight_of=len)


def counts_at(unit: Unit) -> list[NominationCount]:
    """Return the nominations of all phases that the unit decides on, counted, until an event changes one."""
    return cache.get(unit.pk, lambda: award_events(unit), lambda: _counted_now(at_the_decider(unit)))


def _counted_now(rows: QuerySet[Nomination]) -> list[NominationCount]:
    title = "title_granted"
    alike = ("status", "nominee__is_person", "nominee_class", "nominee__sex")
    of_title = (title, f"{title}__name", f"{title}__order", f"{title}__in_portal")
    about = rows.order_by().annotate(about=Coalesce(title, "title_asked"))
    grouped = about.values_list("dossier__phase", "about", *alike, *of_title).annotate(number=Count("pk"))
    return [NominationCount(*row) for row in grouped]


def at_the_decider(unit: Unit) -> NominationQuerySet:
    """Return the nominations that the unit decides on: of dossiers that were sent and are not returned."""
    return Nomination.objects.sent().filter(deciding_unit=unit).exclude(dossier__status=DossierStatus.RETURNED)


def quotas_of(unit: Unit, phase: Phase) -> list[Quota]:
    """Return the quotas for titles that the unit decides or sends up.

    An upper union gets those of upper unions' titles that apply to it or below it; the province gets all other titles'.
    """
    quotas = quota_usage.of_campaign(phase.campaign, phase).order_by("title__order", "unit__order", "pk")
    if unit.kind in UPPER:
        own = quotas.filter(title__level=DecidingLevel.UPPER)
        return [quota for quota in own if quota.unit is None or unit.contains(quota.unit.path)]
    return list(quotas.exclude(title__level=DecidingLevel.UPPER))


def _counts(groups: list[NominationCount]) -> list[tuple[str, int]]:
    """Return pairs (label, number) of each status that occurs, in the order of the life cycle."""
    numbers: Counter[str] = Counter()
    for group in groups:
        numbers[group.status] += group.number
    return [(str(status.label), numbers[status]) for status in NominationStatus if numbers[status]]


def _letters(groups: list[NominationCount]) -> list[tuple[str, int]]:
    """Return (name, number) of each approved title that a higher body decides."""
    numbers: Counter[tuple[int, int, str]] = Counter()
    for group in groups:
        if group.title_id and group.in_portal == InPortal.SEND_UP and group.status in IN_LETTER:
            numbers[group.title_order, group.title_id, group.title_name] += group.number
    return [(name, number) for (_order, _title, name), number in sorted(numbers.items())]


@dataclass
class QuotaForecast:
    """A quota with the places taken `before` and `after` the verdict that is previewed."""

    usage: QuotaUsage
    before: int
    after: int

    @property
    def full(self) -> bool:
        return self.usage.most is not None and self.after >= self.usage.most


class QuotaForecasts:
    """The quotas of some dossiers' campaigns, read once. Each approval in a preview takes its places here."""

    def __init__(self, dossiers: list[Dossier]):
        quotas = Quota.objects.in_force().filter(campaign__in={dossier.campaign_id for dossier in dossiers})
        usages = quota_usage.usages_of(quotas.select_related("title", "unit", "phase").order_by("title__order", "pk"))
        self.forecasts = [QuotaForecast(usage, usage.taken, usage.taken) for usage in usages]

    def overshot(self, title: AwardTitle, dossier: Dossier) -> list[QuotaUsage]:
        """Return the usage of the quotas that are full by now."""
        full = [forecast for forecast in self._of(title, dossier) if forecast.full]
        return [_usage_after(forecast) for forecast in full]

    def take(self, title: AwardTitle, dossier: Dossier) -> None:
        """Count one more approval of `title`."""
        for forecast in self._of(title, dossier):
            forecast.after += 1

    @property
    def changed(self) -> list[QuotaForecast]:
        """Return the quotas with a limit of which the preview takes places."""
        filled = [forecast for forecast in self.forecasts if forecast.after != forecast.before]
        return [forecast for forecast in filled if forecast.usage.most is not None]

    def _of(self, title: AwardTitle, dossier: Dossier) -> list[QuotaForecast]:
        at = quota_usage.DossierScope.of(dossier)
        return [forecast for forecast in self.forecasts if quota_usage.applies(forecast.usage.quota, title.pk, at)]


def _usage_after(forecast: QuotaForecast) -> QuotaUsage:
    return replace(forecast.usage, taken=forecast.after)
