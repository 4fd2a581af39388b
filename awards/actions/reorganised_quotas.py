"""What a reorganisation does to quotas: those of merged unions are added to their successor's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from awards.actions.locking import lock_titles
from awards.models import AwardTitle, Quota
from campaigns.lifecycle import PhaseStatus
from foundation import clock
from foundation.vietnamese import format_number, format_percent
from units.models import Unit
from units.reorganising.consequences import Ended, TakingBack, TreeChange
from units.reorganising.journal import UndoStep, put_back

TO_COME = Q(campaign__phases__status__in=(PhaseStatus.PLANNED, PhaseStatus.OPEN))


class QuotaKind(NamedTuple):
    """What two quotas have in common whose numbers can be added."""

    title_id: int
    campaign_id: int
    phase_id: int | None
    kind: str
    hard: bool

    @classmethod
    def of(cls, quota: Quota) -> QuotaKind:
        return cls(quota.title_id, quota.campaign_id, quota.phase_id, quota.kind, quota.hard)


def lock_quotas(ending: Iterable[int]) -> None:
    """Lock the titles that a quota of these unions is about, so that nobody counts its places meanwhile."""
    lock_titles(AwardTitle.objects.filter(quotas__unit__in=ending, quotas__ended_at=None).distinct())


def carry_quotas(change: TreeChange) -> None:
    """Add the places of merged unions to their successor's, so that there are as many as before; note all others.

    A founded successor gets the sum if everybody who comes below it had such a quota. A successor without its own
    quota gets none: the places were for some of its unions only.
    """
    ended = {of.unit.pk: of for of in change.ended}
    merged: dict[tuple[int, QuotaKind], list[Quota]] = defaultdict(list)
    for quota in _of_this_year(change).filter(unit__in=ended).order_by("pk"):
        successor = ended[quota.unit_id or 0].successor
        if successor and _is_count(quota):
            merged[successor.pk, QuotaKind.of(quota)].append(quota)
        else:
            _stays(change, ended[quota.unit_id or 0], quota)
    for (pk, kind), quotas in merged.items():
        own = [quota for quota in _of_this_year(change).filter(unit=pk) if QuotaKind.of(quota) == kind]
        if len(own) == 1 and _is_count(own[0]):
            _add_to(change, own[0], quotas)
        elif not own and _all_had_one(change, pk, quotas):
            _add_to(change, quotas[0], quotas[1:], ended[quotas[0].unit_id or 0].successor)
        else:
            for quota in quotas:
                _stays(change, ended[quota.unit_id or 0], quota)


def _of_this_year(change: TreeChange) -> QuerySet[Quota]:
    """Return the quotas in force of this year's campaigns and of those with phases to come."""
    quotas = Quota.objects.in_force().filter(Q(campaign__year__gte=change.on.year) | TO_COME).distinct()
    return quotas.select_related("title", "campaign__unit", "unit")


def _is_count(quota: Quota) -> bool:
    return quota.max_count is not None and quota.min_direct is None


def _all_had_one(change: TreeChange, pk: int, quotas: list[Quota]) -> bool:
    """Return whether a founded union is made of unions that each had one of these quotas, and of nobody else."""
    had = [quota.unit_id for quota in quotas]
    merged = [of for of in change.ended if of.successor and of.successor.pk == pk]
    from_merged = {unit.pk for of in merged for unit in of.left}
    others = [unit for unit in change.moved if unit.parent_id == pk and unit.pk not in from_merged]
    is_founded = any(unit.pk == pk for unit in change.founded)
    return is_founded and not others and sorted(of.unit.pk for of in merged) == sorted(pk for pk in had if pk)


def _add_to(change: TreeChange, quota: Quota, added: list[Quota], unit: Unit | None = None) -> None:
    """Write the sum into a quota, which is given to another `unit` where one is named, and end the added ones."""
    before = {"unit_id": quota.unit_id, "max_count": quota.max_count}
    places = (quota.max_count or 0) + sum(other.max_count or 0 for other in added)
    of_whom = [*([quota] if unit else []), *added]
    names = ", ".join(str(other.unit) for other in of_whom)
    if unit:
        quota.unit = unit
    quota.max_count = places
    quota.save(update_fields=["unit", "max_count"])
    change.journal.changed(quota, before, {"unit_id": quota.unit_id, "max_count": places})
    assert quota.unit is not None, "only those of one union are added"
    words = {"title": quota.title, "campaign": quota.campaign, "n": format_number(places), "names": names}
    sentence = _("số lượng phân bổ {title}, {campaign}: thành {n}, gồm cả của {names}")
    change.journal.note("quota", quota.unit, sentence.format(**words))
    changes: dict[str, Any] = {str(_("tối đa")): [format_number(before["max_count"] or 0), format_number(places)]}
    if unit:
        changes[str(_("cho đơn vị"))] = [names.partition(", ")[0], unit.name]
    change.record(quota, "carry_over", quota.campaign.unit, changes=changes)
    for other in added:
        other.ended_at, other.ended_by = clock.now(), change.user
        other.save(update_fields=["ended_at", "ended_by"])
        change.journal.changed(other, {"ended_at": None, "ended_by_id": None}, {"ended_by_id": change.user.pk})
        assert other.unit is not None, "only those of one union are added"
        sentence = _("số lượng phân bổ {title}, {campaign}: {n}, chuyển sang {unit}")
        words = {"title": other.title, "campaign": other.campaign, "unit": quota.unit}
        words["n"] = format_number(other.max_count or 0)
        change.journal.note("quota", other.unit, sentence.format(**words))
        change.record(other, "end_quota", other.campaign.unit)


def _stays(change: TreeChange, of: Ended, quota: Quota) -> None:
    """Note a quota that limits nothing any more, and who gives its places anew."""
    places = format_number(quota.max_count) if quota.max_count is not None else format_percent(quota.percent)
    words = {"title": quota.title, "campaign": quota.campaign, "places": places, "who": quota.campaign.unit}
    words["heirs"] = of.heir_names
    sentence = _("số lượng phân bổ {title}, {campaign}, {places}: giữ tên đơn vị cũ; {who} phân bổ lại")
    if of.heirs:
        sentence = _("số lượng phân bổ {title}, {campaign}, {places}: giữ tên đơn vị cũ; {who} phân bổ lại cho {heirs}")
    change.journal.note("quota", of.unit, sentence.format(**words), is_written=False)


def take_back_quotas(steps: list[UndoStep], back: TakingBack) -> None:
    """Write the numbers of before, and have the ended ones apply again."""
    quotas = Quota.objects.select_related("campaign__unit").in_bulk([step.pk for step in steps])
    lock_titles([quota.title for quota in quotas.values()])
    for step in steps:
        put_back(Quota.objects.all(), step)
        quota = quotas[step.pk]
        pairs = {"max_count": str(_("tối đa"))}
        changes = {
            label: [format_number(step.after[name] or 0), format_number(step.before[name] or 0)]
            for name, label in pairs.items()
            if name in step.before
        }
        back.record(quota, "carry_over", quota.campaign.unit, changes=changes)


CONSEQUENCES = (carry_quotas,)
TAKEN_BACK = {"awards.Quota": take_back_quotas}
