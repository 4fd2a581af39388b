"""Tree planting and the spring campaign, by upper union of a place (Biểu số 06)."""

from __future__ import annotations

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
    none does.
    """
    values = unit_values.year if inputs.whole else unit_values.phase
    in_spring = [indicator for indicator in inputs.indicators if indicator.section.category == Category.SPRING]
    codes = {indicator.pk: indicator.code for indicator in in_spring}
    lines: list[SpringLine] = []
    if not in_spring:
        return ()
    for called in inputs.called_now:
        filing = inputs.filing(called, FilingKind.REPORT)
        is_asked = inputs.whole or (filing and codes.keys() & unit_values.asked(filing))
        if called.kind != UnitKind.UPPER_PLACE or filing is None or not is_asked:
            continue
        by_code = {code: values.get(pk, {}).get(called.unit_id) for pk, code in codes.items()}
        numbers = {code: value.numerator for code, value in by_code.items() if value}
        if filing.status == FilingStatus.EXCUSED and not numbers:
            continue
        reported = bool(numbers) or filing.status == FilingStatus.ACCEPTED
        waiting = not reported and filing.status in (FilingStatus.SUBMITTED, FilingStatus.RETURNED)
        lines.append(SpringLine(called.unit_id, called.name, reported, numbers, waiting))
    return tuple(lines)
