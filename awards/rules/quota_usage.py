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
from units.models import Kind
from units.tree import within


@dataclass(frozen=True)
class Standing:
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


class Where(NamedTuple):
    """Where somebody is nominated, as far as a quota asks: the campaign, the phase, the unit's kind and path."""

    campaign_id: int
    phase_id: int
    kind: str
    path: str

    @classmethod
    def of(cls, dossier: Dossier) -> Where:
        return cls(dossier.campaign_id, dossier.phase_id, dossier.unit.kind, dossier.unit.path)


def applying(title: AwardTitle, dossier: Dossier) -> list[Quota]:
    """The quotas that a title given to a nominee of this dossier takes a place of."""
    quotas = of_campaign(dossier.campaign, dossier.phase).filter(title=title)
    at = Where.of(dossier)
    return [quota for quota in quotas if applies(quota, title.pk, at)]


def applies(quota: Quota, title_id: int, at: Where) -> bool:
    """Whether a title given to a nominee there takes a place of the quota."""
    same = quota.title_id == title_id and quota.campaign_id == at.campaign_id
    in_time = quota.phase_id in (None, at.phase_id)
    below = quota.unit is None or at.path.startswith(quota.unit.path)
    return same and in_time and below and quota.kind in ("", at.kind)


def of_campaign(campaign: Campaign, phase: Phase | None = None) -> QuerySet[Quota]:
    """Quotas in force of a year, and of one of its phases."""
    quotas = Quota.objects.in_force().filter(campaign=campaign).select_related("title", "unit", "phase")
    return quotas.filter(Q(phase=None) | Q(phase=phase)) if phase else quotas


def standing(quota: Quota) -> Standing:
    return standings([quota])[0]


class Held(NamedTuple):
    """Places alike, of nominations agreed to, sent up or awarded, and not annulled: `number` of them."""

    title_id: int
    at: Where
    is_person: bool
    nominee_class: str
    sex: str
    number: int


def standings(quotas: Iterable[Quota]) -> list[Standing]:
    """Counted from the nominations that hold a place. Two queries, whatever is asked."""
    asked = list(quotas)
    held, most = _held(asked), _most(asked)
    return [
        _standing(quota, [one for one in held if applies(quota, one.title_id, one.at)], places)
        for quota, places in zip(asked, most, strict=True)
    ]


def _held(asked: list[Quota]) -> list[Held]:
    """Counted by the database; by unit or kind of unit only where a quota is for one."""
    rows = Nomination.objects.filter(
        status__in=TAKES_A_PLACE,
        title_granted__in={quota.title_id for quota in asked},
        dossier__campaign__in={quota.campaign_id for quota in asked},
    )
    path: Any = F("dossier__unit__path") if any(quota.unit for quota in asked) else Value("")
    kind: Any = F("dossier__unit__kind") if any(quota.kind for quota in asked) else Value("")
    where = ("title_granted", "dossier__campaign", "dossier__phase", "kind", "path")
    who = ("nominee__is_person", "nominee_class", "nominee__sex")
    grouped = rows.order_by().annotate(path=path, kind=kind).values_list(*where, *who).annotate(number=Count("pk"))
    return [Held(title, Where(*row[:4]), *row[4:]) for title, *row in grouped]


def _standing(quota: Quota, held: list[Held], most: int | None) -> Standing:
    persons = [one for one in held if one.is_person]
    return Standing(
        quota,
        sum(one.number for one in held),
        most,
        sum(one.number for one in persons),
        sum(one.number for one in persons if one.nominee_class == NomineeClass.DIRECT),
        sum(one.number for one in persons if one.sex == Sex.FEMALE),
    )


def _most(asked: list[Quota]) -> list[int | None]:
    """The greatest number of each: the count, or the percent of what was called, rounded down."""
    whole = _wholes(asked)
    return [
        quota.max_count if quota.percent is None else int(whole[number] * quota.percent // 100)
        for number, quota in enumerate(asked)
    ]


def _wholes(asked: list[Quota]) -> dict[int, int]:
    """By place in the list: what the percent is taken of."""
    shares = {number: quota for number, quota in enumerate(asked) if quota.percent is not None}
    if not shares:
        return {}
    called = {number: _called(quota) for number, quota in shares.items()}
    rows = CalledUnit.objects.filter(reduce(or_, called.values()), kind=Kind.GRASSROOTS, coordinated=False)
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


def overshot(title: AwardTitle, dossier: Dossier, more: int = 1) -> list[Standing]:
    """The quotas in which `more` places of a title would be too many."""
    found = standings(applying(title, dossier))
    return [one for one in found if one.left is not None and one.left < more]


def sentences(standings: Iterable[Standing]) -> list[str]:
    """What the overshot ones say."""
    full = _("Vừa hết số lượng phân bổ cho {form} ({n}/{n}). Trường hợp này chưa được ghi nhận.")
    over = _("Vượt số lượng phân bổ {n} trường hợp. Tiếp tục cần ghi lý do.")
    return [
        full.format(form=one.quota.title.form, n=one.most)
        if one.quota.hard
        else over.format(n=one.taken + 1 - (one.most or 0))
        for one in standings
    ]
