"""Tree planting and the spring campaign, by place union (Biểu số 06)."""

from __future__ import annotations

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import SpringLine
from campaigns.figures.unit_values import UnitValues
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind
from campaigns.models.indicator import Category
from units.models import Kind


def spring(rows: FigureInputs, ledger: UnitValues) -> tuple[SpringLine, ...]:
    """One line a place union, in the office's order; none where this phase's reports do not ask of spring."""
    entries = ledger.year if rows.whole else ledger.phase
    codes = {one.pk: one.code for one in rows.catalogue if one.section.category == Category.SPRING}
    lines = []
    for called in rows.called_now:
        sheet = rows.sheet(called, FilingKind.REPORT)
        asked = rows.whole or (sheet and codes.keys() & ledger.asked(sheet))
        if called.kind != Kind.UPPER_PLACE or sheet is None or not asked:
            continue
        found = {code: entries.get((called.unit_id, pk)) for pk, code in codes.items()}
        values = {code: entry.numerator for code, entry in found.items() if entry}
        reported = bool(values) or sheet.status == FilingStatus.ACCEPTED
        lines.append(SpringLine(called.unit_id, called.name, reported, values))
    return tuple(lines)
