"""Whom a campaign calls, as a form shows it: strands and branches; all of either narrow nothing."""

from __future__ import annotations

from typing import Any

from campaigns.calling import GRASSROOTS_COLUMNS
from campaigns.models import CallScope, Campaign
from foundation import clock
from units.models import UnionForm, Unit, UnitKind
from units.models.vocabulary import strand_choices, strand_name


def column_choices(campaign: Campaign) -> list[tuple[str, str]]:
    """Return the strands, and nghiệp đoàn, with their names: those in force, and others that a union below has or that
    the campaign names.
    """
    below = Unit.objects.below(campaign.unit).order_by().values_list("strand", flat=True).distinct()
    chosen = CallScope.objects.filter(campaign=campaign).values_list("column", flat=True)
    offered = {*dict(strand_choices()), UnionForm.OCCUPATIONAL.value, *below, *chosen}
    return [
        (column.value, str(UnionForm.OCCUPATIONAL.label if column == UnionForm.OCCUPATIONAL else strand_name(column)))
        for column in GRASSROOTS_COLUMNS
        if column.value in offered
    ]


def branches(campaign: Campaign) -> list[Unit]:
    """Return the unions right below the campaign's unit that are no grassroots unions, in the office's order."""
    below = Unit.objects.filter(parent=campaign.unit).exclude(kind=UnitKind.GRASSROOTS)
    return list(below.valid_on(clock.today()).order_by("order", "path"))


def stored_scopes(campaign: Campaign) -> dict[str, Any]:
    """Return the chosen columns and ids of units as texts, sorted; without rows of a kind all of that kind."""
    rows = list(CallScope.objects.filter(campaign=campaign))
    columns = sorted(row.column for row in rows if row.column) or sorted(dict(column_choices(campaign)))
    every = [campaign.unit_id, *(unit.pk for unit in branches(campaign))]
    units = sorted(str(row.unit_id) for row in rows if row.unit_id) or sorted(map(str, every))
    return {"columns": columns, "units": units}


def write_scopes(campaign: Campaign, values: dict[str, Any]) -> None:
    """Write rows for what was chosen, none where all was."""
    every_column = set(dict(column_choices(campaign)))
    CallScope.objects.filter(campaign=campaign).delete()
    every_unit = {str(campaign.unit_id), *(str(unit.pk) for unit in branches(campaign))}
    columns = [] if set(values["columns"]) >= every_column else values["columns"]
    units = [] if set(values["units"]) >= every_unit else values["units"]
    CallScope.objects.bulk_create(
        [
            *(CallScope(campaign=campaign, column=column) for column in columns),
            *(CallScope(campaign=campaign, unit_id=int(pk)) for pk in units),
        ]
    )
