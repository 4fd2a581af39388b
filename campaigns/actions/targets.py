"""Giving targets downwards (chỉ tiêu giao): one grid, units × indicators."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from campaigns import access
from campaigns.models import AssignedTarget, Campaign, Indicator
from emulation import vietnamese
from emulation.seen import UNASKED, written
from units.acting import Acting
from units.history import allowed, record
from units.models import Unit

Cells = dict[tuple[int, int], Decimal | None]  # (indicator id, unit id) → target, None to take it back


@transaction.atomic
def assign(campaign: Campaign, cells: Cells, *, by: Acting, seen: Mapping[tuple[int, int], str] = UNASKED) -> int:
    """Write the cells that changed. Returns how many; one event names them all. Raises Overtaken."""
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
    units = Unit.objects.in_bulk({unit for _indicator, unit in cells})
    post = None
    for one in units.values():
        post = allowed(access.may_assign(one, by), one)
    indicators = Indicator.objects.filter(campaign=campaign).in_bulk({indicator for indicator, _unit in cells})
    given = AssignedTarget.objects.filter(by=by.unit, indicator__in=indicators, to__in=units)
    before = {(target.indicator_id, target.to_id): target for target in given}
    typed = {cell: text_of(value) for cell, value in cells.items() if cell[0] in indicators and cell[1] in units}
    stored = {cell: text_of(target.value) for cell, target in before.items()}
    changes = {}
    for indicator, unit in written(typed, stored, seen):
        old, value = before.get((indicator, unit)), cells[indicator, unit]
        changes[f"{indicators[indicator].code} → {units[unit].name}"] = _write(old, indicator, unit, value, by)
    if changes:
        record(campaign, "assign", by=by, post=post, unit=by.unit, changes=changes)
    return len(changes)


def text_of(value: Decimal | None) -> str | None:
    """A target as it stands in its cell."""
    return None if value is None else vietnamese.format_number(value)


def _write(
    old: AssignedTarget | None, indicator: int, unit: int, value: Decimal | None, by: Acting
) -> list[str | None]:
    AssignedTarget.objects.filter(indicator=indicator, to=unit, by=by.unit).delete()
    if value is not None:
        AssignedTarget.objects.create(indicator_id=indicator, to_id=unit, by=by.unit, value=value)
    return [str(old.value) if old else None, str(value) if value is not None else None]
