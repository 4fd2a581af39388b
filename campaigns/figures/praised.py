"""The upper unions that a report praises: all sheets in time, most accepted, most plans reached, no grave accident."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.participation_types import GROUP_PLACE, GROUP_TRADE, ParticipationLine
from campaigns.figures.progress import ProgressOf
from campaigns.figures.verdicts import Verdict, verdict
from campaigns.models.assessment_limits import VerdictLimits
from campaigns.models.indicator import Category


def praised(inputs: FigureInputs, lines: Iterable[ParticipationLine], progress: ProgressOf) -> tuple[str, ...]:
    """Return the names of the unions praised, in the office's order; of too many those that reached most plans.

    `lines`: one for each unit directly below. Elsewhere than at the unit that launched the campaign nobody is praised.
    """
    limits = inputs.limits
    if inputs.unit.pk != inputs.campaign.unit_id:
        return ()
    shares: list[tuple[ParticipationLine, Decimal]] = []
    for line in lines:
        if line.group in (GROUP_PLACE, GROUP_TRADE) and _is_in_time(line, limits):
            units = _units_of(inputs, line)
            share = Decimal(0) if _had_accidents(inputs, progress, units) else _reached(inputs, progress, units)
            if share and share >= limits.praised_reached:
                shares.append((line, share))
    best = {line.unit_id for line, _share in sorted(shares, key=lambda pair: -pair[1])[: limits.most_praised]}
    return tuple(line.name for line, _share in shares if line.unit_id in best)


def _is_in_time(line: ParticipationLine, limits: VerdictLimits) -> bool:
    """Return whether all sheets of a branch came in time, and most of its reports are accepted."""
    pledges, reports = line.pledges, line.reports
    complete = not (pledges.missing or pledges.late or reports.missing or reports.late)
    return bool(reports.expected) and complete and reports.accepted >= limits.praised_accepted * reports.expected


def _units_of(inputs: FigureInputs, line: ParticipationLine) -> frozenset[int]:
    head = next(called for called in inputs.called_now if called.unit_id == line.unit_id)
    return frozenset(called.unit_id for called in inputs.called_now if head.contains(called.path))


def _had_accidents(inputs: FigureInputs, progress: ProgressOf, units: frozenset[int]) -> bool:
    """Return whether a unit told of anything in the section on safety of which less is better."""
    safety = [row for row in inputs.indicators if row.less_is_better and row.section.category == Category.SAFETY]
    values = (value for row in safety for unit, value in progress.year.get(row.pk, {}).items() if unit in units)
    return any(value.numerator for value in values)


def _reached(inputs: FigureInputs, progress: ProgressOf, units: frozenset[int]) -> Decimal:
    """Return of which fraction of its plans that are judged the branch reached what is expected by now."""
    made = (progress.of(indicator, only=units) for indicator in inputs.indicators)
    words = [word for of_branch in made if of_branch and (word := verdict(of_branch, inputs.limits))]
    reached = sum(word in (Verdict.EXCEEDED, Verdict.REACHED) for word in words)
    return Decimal(reached) / len(words) if words else Decimal(0)
