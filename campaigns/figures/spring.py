"""Tree planting and the spring campaign, by upper union of a place (Biểu số 06)."""

from __future__ import annotations

from collections import defaultdict

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import SpringLine
from campaigns.figures.unit_values import UnitValues
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind
from campaigns.models.indicator import Category
from units.models import UnitKind


def spring(inputs: FigureInputs, unit_values: UnitValues) -> tuple[SpringLine, ...]:
    """Return one line for each upper union of a place, in the office's order.

    Excused ones have none. There is none where this phase's reports do not ask about spring, or over a whole campaign
    none does. Of a whole campaign what counts is the report that asked it, whichever phase's that is.
    """
    values = unit_values.year if inputs.whole else unit_values.phase
    in_spring = [indicator for indicator in inputs.indicators if indicator.section.category == Category.SPRING]
    codes = {indicator.pk: indicator.code for indicator in in_spring}
    lines: list[SpringLine] = []
    if not in_spring:
        return ()
    statuses: dict[int, set[str]] = defaultdict(set)  # by the unit's id those of its reports that ask it
    for filing in inputs.filings.values():
        is_of_period = inputs.whole or filing.phase_id == inputs.phase.pk
        if filing.kind == FilingKind.REPORT and is_of_period and codes.keys() & unit_values.asked(filing):
            statuses[filing.unit_id].add(filing.status)
    for called in inputs.called_now:
        if called.kind != UnitKind.UPPER_PLACE or called.unit_id not in statuses:
            continue
        of_unit = statuses[called.unit_id]
        by_code = {code: values.get(pk, {}).get(called.unit_id) for pk, code in codes.items()}
        numbers = {code: value.numerator for code, value in by_code.items() if value}
        if of_unit == {FilingStatus.EXCUSED} and not numbers:
            continue
        reported = bool(numbers) or FilingStatus.ACCEPTED in of_unit
        waiting = not reported and bool(of_unit & {FilingStatus.SUBMITTED, FilingStatus.RETURNED})
        lines.append(SpringLine(called.unit_id, called.name, reported, numbers, waiting))
    return tuple(lines)
