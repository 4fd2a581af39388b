"""Số lượng phân bổ: how many places there are, how many are taken, and whether one more fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Aggregate, Count, F, Q, QuerySet, Subquery, Sum, Value
from django.utils.translation import gettext as _

from awards.lifecycle import TAKES_A_PLACE
from awards.models import AwardTitle, Dossier, Nomination, NomineeClass, PercentOf, Quota, Sex
from campaigns.models import CalledUnit, Campaign, Phase
from units.models import UnitKind
from units.tree import within


@dataclass(frozen=True)
class QuotaUsage:
    """A quota and how it stands. `most` None: it only wishes a share of direct workers."""

    quota: Quota
    taken: int
    most: int | None
    persons: int
    direct: int
    women: int

    @property
    def left(self) -> int | None:
        return None if self.most is None else self.most - self.taken

    @property
    def direct_percent(self) -> Decimal | None:
        return Decimal(self.direct) * 100 / self.persons if self.persons else None


class DossierScope(NamedTuple):
    """Where somebody is nominated, as far as a quota asks: the campaign, the phase, the unit's kind and path."""

    campaign_id: int
    phase_id: int
    kind: str
    path: str

    @classmethod
    def of(cls, dossier: Dossier) -> DossierScope:
        return cls(dossier.campaign_id, dossier.phase_id, dossier.unit.kind, dossier.unit.path)


def applying(title: AwardTitle, dossier: Dossier) -> list[Quota]:
    """The quotas that a title given to a nominee of this dossier takes a place of."""
    quotas = of_campaign(dossier.campaign, dossier.phase).filter(title=title)
    at = DossierScope.of(dossier)
    return [quota for quota in quotas if applies(quota, title.pk, at)]


def applies(quota: Quota, title_id: int, at: DossierScope) -> bool:
    """Whether a title given to a nominee there takes a place of the quota."""
    same = quota.title_id == title_id and quota.campaign_id == at.campaign_id
    in_time = quota.phase_id in (None, at.phase_id)
    below = quota.unit is None or at.path.startswith(quota.unit.path)
    return same and in_time and below and quota.kind in ("", at.kind)


def of_campaign(campaign: Campaign, phase: Phase | None = None) -> QuerySet[Quota]:
    """Quotas in force of a year, and of one of its phases."""
    quotas = Quota.objects.in_force().filter(campaign=campaign).select_related("title", "unit", "phase")
    return quotas.filter(Q(phase=None) | Q(phase=phase)) if phase else quotas


def usage_of(quota: Quota) -> QuotaUsage:
    return usages_of([quota])[0]


class PlacesTaken(NamedTuple):
    """Places alike, of nominations agreed to, sent up or awarded, and not annulled: `number` of them."""

    title_id: int
    at: DossierScope
    is_person: bool
    nominee_class: str
    sex: str
    number: int


def usages_of(quotas: Iterable[Quota]) -> list[QuotaUsage]:
    """Counted from the nominations that hold a place. Two queries, whatever is asked."""
    listed = list(quotas)
    held, most = _held(listed), _most(listed)
    return [
        _usage(quota, [taken for taken in held if applies(quota, taken.title_id, taken.at)], places)
        for quota, places in zip(listed, most, strict=True)
    ]


def _held(quotas: list[Quota]) -> list[PlacesTaken]:
    """Counted by the database; by unit or kind of unit only where a quota is for one."""
    rows = Nomination.objects.filter(
        status__in=TAKES_A_PLACE,
        title_granted__in={quota.title_id for quota in quotas},
        dossier__campaign__in={quota.campaign_id for quota in quotas},
    )
    path: Any = F("dossier__unit__path") if any(quota.unit for quota in quotas) else Value("")
    kind: Any = F("dossier__unit__kind") if any(quota.kind for quota in quotas) else Value("")
    where = ("title_granted", "dossier__campaign", "dossier__phase", "kind", "path")
    who = ("nominee__is_person", "nominee_class", "nominee__sex")
    grouped = rows.order_by().annotate(path=path, kind=kind).values_list(*where, *who).annotate(number=Count("pk"))
    return [PlacesTaken(title, DossierScope(*row[:4]), *row[4:]) for title, *row in grouped]


def _usage(quota: Quota, held: list[PlacesTaken], most: int | None) -> QuotaUsage:
    persons = [taken for taken in held if taken.is_person]
    return QuotaUsage(
        quota,
        sum(taken.number for taken in held),
        most,
        sum(taken.number for taken in persons),
        sum(taken.number for taken in persons if taken.nominee_class == NomineeClass.DIRECT),
        sum(taken.number for taken in persons if taken.sex == Sex.FEMALE),
    )


def _most(quotas: list[Quota]) -> list[int | None]:
    """The greatest number of each: the count, or the percent of what was called, rounded down."""
    whole = _wholes(quotas)
    return [
        quota.max_count if quota.percent is None else int(whole[number] * quota.percent // 100)
        for number, quota in enumerate(quotas)
    ]


def _wholes(quotas: list[Quota]) -> dict[int, int]:
    """By place in the list: what the percent is taken of."""
    shares = {number: quota for number, quota in enumerate(quotas) if quota.percent is not None}
    if not shares:
        return {}
    called = {number: _called(quota) for number, quota in shares.items()}
    rows = CalledUnit.objects.filter(reduce(or_, called.values()), kind=UnitKind.GRASSROOTS, coordinated=False)
    counted = rows.aggregate(**{f"whole_{number}": _size(quota, called[number]) for number, quota in shares.items()})
    return {number: counted[f"whole_{number}"] or 0 for number in shares}


def _called(quota: Quota) -> Q:
    """What a quota's percent is counted in: its phase, else the first that was opened."""
    opened = Phase.objects.filter(campaign=quota.campaign_id).exclude(opened_at=None).order_by("number")
    phase = Q(phase=quota.phase_id or Subquery(opened.values("pk")[:1]))
    return phase & within("path", [quota.unit.path]) if quota.unit else phase


def _size(quota: Quota, called: Q) -> Aggregate:
    if quota.percent_of == PercentOf.UNITS:
        return Count("phase", filter=called)  # whose index is enough
    return Sum(quota.percent_of, filter=called)


def overshot(title: AwardTitle, dossier: Dossier, more: int = 1) -> list[QuotaUsage]:
    """The quotas in which `more` places of a title would be too many."""
    usages = usages_of(applying(title, dossier))
    return [usage for usage in usages if usage.left is not None and usage.left < more]


def sentences(usages: Iterable[QuotaUsage]) -> list[str]:
    """What the overshot ones say."""
    full = _("Vừa hết số lượng phân bổ cho {form} ({n}/{n}). Trường hợp này chưa được ghi nhận.")
    over = _("Vượt số lượng phân bổ {n} trường hợp. Tiếp tục cần ghi lý do.")
    return [
        full.format(form=usage.quota.title.form, n=usage.most)
        if usage.quota.hard
        else over.format(n=usage.taken + 1 - (usage.most or 0))
        for usage in usages
    ]
