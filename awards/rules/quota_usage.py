"""Use of the quotas (số lượng phân bổ): how many places there are, how many are taken, whether more fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, F, Q, QuerySet, Subquery, Sum, Value
from django.utils.translation import gettext as _

from awards.lifecycle import TAKES_A_PLACE
from awards.models import AwardTitle, Dossier, Nomination, NomineeClass, PercentOf, Quota, Sex
from awards.rules.award_events import award_events
from campaigns.models import CalledUnit, Campaign, Phase
from foundation.vietnamese import percent
from units.event_cache import EventCache
from units.models import Unit, UnitKind
from units.tree import within


@dataclass(frozen=True)
class QuotaUsage:
    """A quota with what is taken of it. `most` is None for a quota that only wishes a share of direct workers.

    `taken` counts all nominations; `persons`, `direct` and `women` count persons among them.
    """

    quota: Quota
    taken: int
    most: int | None
    persons: int
    direct: int
    women: int

    @property
    def left(self) -> int | None:
        """Return the places left; negative when the quota is exceeded."""
        return None if self.most is None else self.most - self.taken

    @property
    def direct_percent(self) -> Decimal | None:
        return percent(self.direct, self.persons)


class DossierScope(NamedTuple):
    """What of a dossier decides whether a quota applies: campaign, phase, and the unit's kind and path."""

    campaign_id: int
    phase_id: int
    kind: str
    path: str

    @classmethod
    def of(cls, dossier: Dossier) -> DossierScope:
        return cls(dossier.campaign_id, dossier.phase_id, dossier.unit.kind, dossier.unit.path)


def applying(title: AwardTitle, dossier: Dossier) -> list[Quota]:
    """Return the quotas of which `title` takes a place when given to a nominee of this dossier."""
    quotas = of_campaign(dossier.campaign, dossier.phase).filter(title=title)
    at = DossierScope.of(dossier)
    return [quota for quota in quotas if applies(quota, title.pk, at)]


def applies(quota: Quota, title_id: int, at: DossierScope) -> bool:
    """Return whether a title given within this scope takes a place of the quota."""
    same = quota.title_id == title_id and quota.campaign_id == at.campaign_id
    in_time = quota.phase_id in (None, at.phase_id)
    below = quota.unit is None or quota.unit.contains(at.path)
    return same and in_time and below and quota.kind in ("", at.kind)


def of_campaign(campaign: Campaign, phase: Phase | None = None) -> QuerySet[Quota]:
    """Return the quotas in force of a campaign; with `phase` those of the whole year and of that phase."""
    quotas = Quota.objects.in_force().filter(campaign=campaign).select_related("title", "unit", "phase")
    return quotas.filter(Q(phase=None) | Q(phase=phase)) if phase else quotas


class PlacesTaken(NamedTuple):
    """A number of nominations with the same title, scope, class and sex that take a place of a quota."""

    title_id: int
    at: DossierScope
    is_person: bool
    nominee_class: str
    sex: str
    number: int


def usages_of(quotas: Iterable[Quota]) -> list[QuotaUsage]:
    """Return the usage of each quota in order, counted from the nominations. At most three queries."""
    listed = list(quotas)
    held, most = _places_taken(listed), _limits(listed)
    return [
        _usage(quota, [taken for taken in held if applies(quota, taken.title_id, taken.at)], places)
        for quota, places in zip(listed, most, strict=True)
    ]


cache: EventCache[list[QuotaUsage]] = EventCache(size=256)


def shown_usages(quotas: Iterable[Quota], unit: Unit) -> list[QuotaUsage]:
    """Return the usage of quotas of the unit's campaigns for a page: as it was counted until an event changed it.

    What a verdict may still grant is asked of `usages_of`, in the transaction of the verdict.
    """
    listed = list(quotas)
    if not listed:
        return []
    key = tuple(_definition(quota) for quota in listed)
    usages = cache.get(key, lambda: award_events(unit), lambda: usages_of(listed))
    return [replace(usage, quota=quota) for usage, quota in zip(usages, listed, strict=True)]


def _definition(quota: Quota) -> tuple[Any, ...]:
    """Return what of a quota decides how many places it has and which nominations take one."""
    where = (quota.pk, quota.title_id, quota.campaign_id, quota.phase_id, quota.unit_id, quota.kind)
    return (*where, quota.max_count, quota.percent, quota.percent_of)


def _places_taken(quotas: list[Quota]) -> list[PlacesTaken]:
    """Count nominations in the database. Unit path and kind are grouped by only if a quota depends on them."""
    rows = Nomination.objects.filter(
        status__in=TAKES_A_PLACE,
        title_granted__in={quota.title_id for quota in quotas},
        dossier__campaign__in={quota.campaign_id for quota in quotas},
    )
    path: F | Value = F("dossier__unit__path") if any(quota.unit for quota in quotas) else Value("")
    kind: F | Value = F("dossier__unit__kind") if any(quota.kind for quota in quotas) else Value("")
    where = ("title_granted", "dossier__campaign", "dossier__phase", "kind", "path")
    who = ("nominee__is_person", "nominee_class", "nominee__sex")
    grouped = rows.order_by().annotate(path=path, kind=kind).values_list(*where, *who).annotate(number=Count("pk"))
    return [PlacesTaken(title, DossierScope(*row[:4]), *row[4:]) for title, *row in grouped]


def _usage(quota: Quota, held: list[PlacesTaken], most: int | None) -> QuotaUsage:
    persons = [taken for taken in held if taken.is_person]
    return QuotaUsage(
        quota=quota,
        taken=sum(taken.number for taken in held),
        most=most,
        persons=sum(taken.number for taken in persons),
        direct=sum(taken.number for taken in persons if taken.nominee_class == NomineeClass.DIRECT),
        women=sum(taken.number for taken in persons if taken.sex == Sex.FEMALE),
    )


def _limits(quotas: list[Quota]) -> list[int | None]:
    """Return the limit of each quota: `max_count`, or the percent of what was called, rounded down."""
    whole = _percent_bases(quotas)
    return [
        quota.max_count if quota.percent is None else int(whole[number] * quota.percent // 100)
        for number, quota in enumerate(quotas)
    ]


def _percent_bases(quotas: list[Quota]) -> dict[int, int]:
    """Return what the percents are taken of, by index of the quota in the list."""
    shares = {number: quota for number, quota in enumerate(quotas) if quota.percent is not None}
    if not shares:
        return {}
    paths = _called_paths(shares.values())
    called = {number: _called(quota, paths) for number, quota in shares.items()}
    rows = CalledUnit.objects.filter(reduce(or_, called.values()), kind=UnitKind.GRASSROOTS, coordinated=False)
    counted = rows.aggregate(
        **{f"whole_{number}": _percent_base(quota, called[number]) for number, quota in shares.items()}
    )
    return {number: counted[f"whole_{number}"] or 0 for number in shares}


def _called(quota: Quota, paths: Mapping[tuple[int, int | None, int | None], str]) -> Q:
    """Return the condition for the called units a percent refers to: of its phase, else of the first opened."""
    opened = Phase.objects.filter(campaign=quota.campaign_id).exclude(opened_at=None).order_by("number")
    phase = Q(phase=quota.phase_id or Subquery(opened.values("pk")[:1]))
    return phase & within("path", [paths.get(_call(quota), quota.unit.path)]) if quota.unit else phase


def _call(quota: Quota) -> tuple[int, int | None, int | None]:
    """Return by what `_called_paths` knows the path of a quota's unit; no phase stands for the first opened."""
    return (quota.campaign_id, quota.phase_id, quota.unit_id)


def _called_paths(quotas: Iterable[Quota]) -> dict[tuple[int, int | None, int | None], str]:
    """Return the paths of the quotas' units as phases called them: they may have moved since."""
    units = {quota.unit_id for quota in quotas if quota.unit_id}
    if not units:
        return {}
    campaigns = {quota.campaign_id for quota in quotas}
    called = CalledUnit.objects.filter(unit__in=units, phase__campaign__in=campaigns).order_by("phase__number")
    paths: dict[tuple[int, int | None, int | None], str] = {}
    for campaign, phase, unit, path in called.values_list("phase__campaign", "phase", "unit", "path"):
        paths[campaign, phase, unit] = path
        paths.setdefault((campaign, None, unit), path)
    return paths


def _percent_base(quota: Quota, called: Q) -> Aggregate:
    if quota.percent_of == PercentOf.UNITS:
        return Count("phase", filter=called)  # counting this column needs the index only
    return Sum(quota.percent_of, filter=called)


def overshot(title: AwardTitle, dossier: Dossier, more: int = 1) -> list[QuotaUsage]:
    """Return the usage of the quotas in which there is no room for `more` further places of a title."""
    usages = usages_of(applying(title, dossier))
    return [usage for usage in usages if usage.left is not None and usage.left < more]


def sentences(usages: Iterable[QuotaUsage]) -> list[str]:
    """Return a sentence for each quota without room."""
    full = _("Vừa hết số lượng phân bổ cho {form} ({n}/{n}). Trường hợp này chưa được ghi nhận.")
    over = _("Vượt số lượng phân bổ {n} trường hợp. Tiếp tục cần ghi lý do.")
    return [
        full.format(form=usage.quota.title.form, n=usage.most)
        if usage.quota.hard
        else over.format(n=usage.taken + 1 - (usage.most or 0))
        for usage in usages
    ]
