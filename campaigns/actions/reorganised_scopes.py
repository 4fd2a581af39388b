"""Keeps calling those whom a narrowed campaign called, when a reorganisation puts them elsewhere."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from campaigns.calling import Scope, scope_of
from campaigns.lifecycle import CampaignStatus, PhaseStatus
from campaigns.models import CallScope, Campaign
from units.models import Unit
from units.reorganising.consequences import TakingBack, TreeChange
from units.reorganising.journal import UndoStep
from units.tree import ancestor_paths

PHASE_TO_COME = (PhaseStatus.PLANNED, PhaseStatus.OPEN)


def carry_scopes(change: TreeChange) -> None:
    """Add to the scopes of campaigns the founded unions that take a called branch's place, and other unions one by one.

    A founded union takes that place if all unions that come below it were called. Elsewhere each union that was called
    is added by itself, so that nobody else is called with it.
    """
    campaigns = Campaign.objects.exclude(status=CampaignStatus.DISCARDED).filter(
        call_scopes__unit__isnull=False, phases__status__in=PHASE_TO_COME
    )
    before = change.paths_before()
    for campaign in campaigns.select_related("unit").distinct().order_by("pk"):
        was, now = _scope_before(campaign, before), scope_of(campaign)
        arriving: dict[int, list[Unit]] = defaultdict(list)
        for unit in (*change.moved, *(ended.unit for ended in change.ended if ended.successor)):
            if unit.parent_id:
                arriving[unit.parent_id].append(unit)
        founded = {unit.pk for unit in change.founded}
        for pk, units in arriving.items():
            called = [unit for unit in units if _is_called(was, unit, before.get(unit.pk, unit.path))]
            left_out = [unit for unit in called if not _is_called(now, unit, unit.path)]
            if not left_out:
                continue
            takes_the_place = pk in founded and len(called) == len(units)
            heirs = [left_out[0].parent or left_out[0]] if takes_the_place else left_out
            for unit in heirs:
                if takes_the_place or not unit.valid_to:
                    _add(change, campaign, unit)


def _scope_before(campaign: Campaign, before: dict[int, str]) -> Scope:
    """Return what a campaign was narrowed to, with the paths before the act."""
    rows = CallScope.objects.filter(campaign=campaign, unit__isnull=False).values_list("unit", "unit__path")
    paths = {before.get(pk, path) for pk, path in rows if pk != campaign.unit_id}
    direct = campaign.unit.path if any(pk == campaign.unit_id for pk, _path in rows) else ""
    return Scope(paths=frozenset(paths), direct=direct)


def _is_called(scope: Scope, unit: Unit, path: str) -> bool:
    """Return whether the branch of a unit with this path is among those of a scope."""
    above = ancestor_paths(path)
    is_direct = bool(scope.direct) and unit.is_grassroots and above[-1] == scope.direct
    return is_direct or not scope.paths.isdisjoint((path, *above))


def _add(change: TreeChange, campaign: Campaign, unit: Unit) -> None:
    change.journal.made(CallScope.objects.create(campaign=campaign, unit=unit), {})
    change.journal.note("scope", unit, _("thuộc diện được gọi của {campaign}, như trước").format(campaign=campaign))
    changes = {str(_("diện được gọi")): ["", unit.name]}
    change.record(campaign, "carry_over", unit, changes=changes)


def take_back_scopes(steps: list[UndoStep], back: TakingBack) -> None:
    """Take the added unions out of the scopes."""
    rows = CallScope.objects.filter(pk__in=[step.pk for step in steps]).select_related("campaign", "unit")
    for row in rows:
        assert row.unit is not None, "only rows of unions are added"
        changes = {str(_("diện được gọi")): [row.unit.name, ""]}
        back.record(row.campaign, "carry_over", row.unit, changes=changes)
    rows.delete()


CONSEQUENCES = (carry_scopes,)
TAKEN_BACK = {"campaigns.CallScope": take_back_scopes}
