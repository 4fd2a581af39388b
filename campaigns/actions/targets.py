"""The action that gives targets (chỉ tiêu giao) to units below: one grid of units × indicators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from campaigns import access
from campaigns.models import AssignedTarget, Campaign, Indicator
from foundation import vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, lines_to_write
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Unit

PERCENT_DECIMALS = 2
Cells = dict[tuple[int, int], Decimal | None]  # (indicator id, unit id) → target, None to remove it


@transaction.atomic
def assign(
    campaign: Campaign, cells: Cells, *, by: Acting, fingerprints: Mapping[tuple[int, int], str] = NO_CHECK
) -> int:
    """Write the cells that changed and return how many; one event records them all. Raises EditConflict."""
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
    units = Unit.objects.in_bulk({unit for _indicator, unit in cells})
    post = None
    for unit in units.values():
        post = require_still_allowed(access.may_assign(unit, by), unit)
    indicators = Indicator.objects.common().filter(campaign=campaign).in_bulk({indicator for indicator, _unit in cells})
    targets = AssignedTarget.objects.filter(by=by.unit, indicator__in=indicators, to__in=units)
    before = {(target.indicator_id, target.to_id): target for target in targets}
    in_reach = [cell for cell in cells if cell[0] in indicators and cell[1] in units]
    typed = {cell: target_text(indicators[cell[0]], cells[cell]) for cell in in_reach}
    stored = {cell: target_text(indicators[cell[0]], target.value) for cell, target in before.items()}
    changes = {}
    for cell in lines_to_write(typed, stored, fingerprints):
        indicator, unit = indicators[cell[0]], units[cell[1]]
        _write(indicator, unit, cells[cell], by)
        changes[f"{indicator.name}, {unit.name}"] = [stored.get(cell), typed[cell]]
    if changes:
        record(campaign, "assign", by=by, post=post, unit=by.unit, changes=changes)
    return len(changes)


def decimals_of(indicator: Indicator) -> int:
    """How many decimals a target of an indicator may have."""
    return PERCENT_DECIMALS if is_percent(indicator) else min(indicator.decimals, PERCENT_DECIMALS)


def is_percent(indicator: Indicator) -> bool:
    """True for a ratio that is a share of a whole: its target is given as percent."""
    return indicator.is_ratio and not indicator.is_quotient


def target_text(indicator: Indicator, value: Decimal | None) -> str | None:
    """Return a target as the text of its cell; None for no target."""
    return None if value is None else vietnamese.format_typed(value, decimals=decimals_of(indicator))


def _write(indicator: Indicator, unit: Unit, value: Decimal | None, by: Acting) -> None:
    AssignedTarget.objects.filter(indicator=indicator, to=unit, by=by.unit).delete()
    if value is not None:
        AssignedTarget.objects.create(indicator=indicator, to=unit, by=by.unit, value=value)
