"""Makes rows of a plan out of what a workbook says."""

from __future__ import annotations

from foundation.tables.declaration import RowPlan, RowStatus
from units.acting import Acting
from units.actions.reorganisation_plans import PlannedRow
from units.models import ReorganisationAct, Unit
from units.reorganising.from_workbook import ReadPlan, described, types_of


def rows_from(read: ReadPlan, by: Acting) -> list[PlannedRow]:
    """Return the rows of a plan: what is founded first, then the changes of each union in the order of the file."""
    founding = [plan for plan in read.plans if plan.status is RowStatus.NEW]
    indexes = {(plan.row.sheet, plan.row.number): index for index, plan in enumerate(founding)}
    links = [plan.links.get("successor") for plan in read.plans]
    parents = [(plan.links.get("parent") or {}).get("unit") for plan in read.plans]
    units = Unit.objects.in_bulk([pk for pk in (*links, *parents, *(plan.target for plan in read.plans)) if pk])
    types = types_of(by)

    def leading(row: PlannedRow, reference: dict[str, object]) -> PlannedRow:
        pk = reference.get("unit")
        row.target = units.get(pk) if isinstance(pk, int) else None
        row.founded = None if row.target else indexes.get((str(reference.get("sheet")), _number(reference.get("row"))))
        return row

    rows = []
    for plan in founding:
        new = PlannedRow(
            ReorganisationAct.FOUND, name=plan.name, type=types[plan.after["type"]], values=described(plan)
        )
        rows.append(leading(new, plan.links.get("parent") or {}))
    for plan in read.plans:
        if plan.status is not RowStatus.NEW and plan.target:
            unit = units[plan.target]
            rows += _renaming(plan, unit)
            if "type" in plan.after:
                rows.append(PlannedRow(ReorganisationAct.CHANGE_TYPE, unit, type=types[plan.after["type"]]))
            if "parent" in plan.after:
                rows.append(leading(PlannedRow(ReorganisationAct.MOVE, unit), plan.links["parent"]))
            if "valid_to" in plan.after or "successor" in plan.after or plan.row.number in read.successors:
                successor = {"unit": plan.links.get("successor"), "sheet": plan.row.sheet}
                ending = leading(
                    PlannedRow(ReorganisationAct.MERGE, unit),
                    successor | {"row": read.successors.get(plan.row.number)},
                )
                if ending.target is None and ending.founded is None:
                    ending.act = ReorganisationAct.CLOSE
                rows.append(ending)
    return rows


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _renaming(plan: RowPlan, unit: Unit) -> list[PlannedRow]:
    if not plan.after.keys() & {"name", "full_name"}:
        return []
    name = str(plan.after.get("name") or unit.name)
    full_name = plan.after.get("full_name") or (name if "name" in plan.after else unit.full_name)
    return [PlannedRow(ReorganisationAct.RENAME, unit, name=name, values={"full_name": full_name})]
