"""Targets and actuals of each indicator, added up over units in the indicator's own way (Biểu số 02)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from campaigns.catalogue.types import CatalogueIndicator, CataloguePhase
from campaigns.figures.inputs import FigureInputs, UnitValue
from campaigns.figures.progress import ProgressOf, aggregation_of
from campaigns.figures.types import (
    JUDGED_LATER,
    JUDGED_NOW,
    JUDGED_SCHOOLS,
    SUM,
    YES_NO,
    AmountByBloc,
    IndicatorAmount,
    IndicatorFigures,
    total,
)
from campaigns.figures.unit_values import UnitValues
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Pace
from units.models import Bloc

ReportsByBloc = dict[int, dict[str, int]]


def indicators(inputs: FigureInputs, unit_values: UnitValues, progress: ProgressOf) -> tuple[IndicatorFigures, ...]:
    """Return the figures of every indicator that any counted unit was asked for, in the order of the table."""
    asked_now, asked_ever = _asked(inputs, unit_values)
    waiting, estimated = (
        Counter(indicator_id for _unit, indicator_id in reported)
        for reported in (unit_values.waiting, unit_values.estimated)
    )
    counted, expected = _reports_by_bloc(inputs, unit_values)
    return tuple(
        _figures(
            inputs,
            progress,
            indicator,
            asking_blocs=asked_now.get(indicator.pk, set()),
            waiting=waiting[indicator.pk],
            estimated=estimated[indicator.pk],
            counted_reports=counted.get(indicator.pk, {}),
            expected_reports=expected.get(indicator.pk, {}),
        )
        for indicator in inputs.indicators
        if indicator.pk in asked_ever
    )


def judged_in(indicator: CatalogueIndicator, phase: CataloguePhase) -> str:
    pace = Pace(indicator.pace)
    if phase.is_last or not pace.is_once_a_year:
        return JUDGED_NOW
    return JUDGED_SCHOOLS if pace == Pace.SCHOOL_YEAR and phase.holds_june else JUDGED_LATER


def _figures(
    inputs: FigureInputs,
    progress: ProgressOf,
    indicator: CatalogueIndicator,
    *,
    asking_blocs: set[str],
    waiting: int,
    estimated: int,
    counted_reports: dict[str, int],
    expected_reports: dict[str, int],
) -> IndicatorFigures:
    measure = aggregation_of(indicator)
    targets, phase, year = (
        values.get(indicator.pk, {}) for values in (progress.targets, progress.phase, progress.year)
    )
    return IndicatorFigures(
        code=indicator.code,
        name=indicator.name,
        unit_of_measure=indicator.unit_of_measure,
        section=str(indicator.section),
        category=indicator.section.category,
        measure=measure,
        decimals=indicator.decimals,
        less_is_better=indicator.less_is_better,
        judged=judged_in(indicator, inputs.catalogue.phase),
        asked=tuple(sorted(asking_blocs)),
        assigned=inputs.assigned_targets.get(indicator.pk),
        target=_by_bloc(targets.values(), measure),
        phase=_by_bloc(phase.values(), measure),
        year=_by_bloc(year.values(), measure),
        last_year=_amount(before, measure) if (before := progress.last_year.same_period(indicator.code)) else None,
        waiting=waiting,
        estimated=estimated,
        counted_reports=dict(sorted(counted_reports.items())),
        counting=indicator.counting,
        comparable=_by_bloc([target for unit, target in targets.items() if unit in year], measure),
        progress=progress.of(indicator),
        expected_reports=dict(sorted(expected_reports.items())),
        other_meaning=indicator.code in inputs.other_meanings,
        above=str(inputs.catalogue.above(indicator.section) or ""),
        number=inputs.catalogue.line_numbers.get(indicator.pk, ""),
    )


def _asked(inputs: FigureInputs, unit_values: UnitValues) -> tuple[dict[int, set[str]], set[int]]:
    """Return which blocs' reports ask for each indicator now, and the ids of all that any filing ever asked for.

    "Now" is this phase; for the whole campaign it is any phase. Reports of upper unions count as bloc "own".
    """
    groups = {
        (unit_values.asked(filing), filing.kind, filing.phase_id, filing.bloc) for filing in inputs.filings.values()
    }
    now: dict[int, set[str]] = {}
    for ids, kind, phase_id, bloc in groups:
        if kind == FilingKind.REPORT and (inputs.whole or phase_id == inputs.phase.pk):
            for indicator_id in ids:
                now.setdefault(indicator_id, set()).add(bloc or "own")
    return now, set().union(*(ids for ids, *_rest in groups))


def _reports_by_bloc(inputs: FigureInputs, unit_values: UnitValues) -> tuple[ReportsByBloc, ReportsByBloc]:
    """Return how many counted and how many expected reports of this phase ask for each indicator.

    By the indicator's id and the bloc, "own" for upper unions. Expected are all but the excused.
    """
    reports = Counter(
        (unit_values.asked(filing), filing.bloc or "own", filing.is_accepted)
        for filing in inputs.filings.values()
        if filing.kind == FilingKind.REPORT
        and filing.phase_id == inputs.phase.pk
        and filing.status != FilingStatus.EXCUSED
    )
    counted: ReportsByBloc = {}
    expected: ReportsByBloc = {}
    for (ids, bloc, is_counted), number in reports.items():
        for by_indicator in (counted, expected) if is_counted else (expected,):
            for indicator_id in ids:
                by_bloc = by_indicator.setdefault(indicator_id, {})
                by_bloc[bloc] = by_bloc.get(bloc, 0) + number
    return counted, expected


def _by_bloc(values: Iterable[UnitValue], measure: str) -> AmountByBloc:
    by_bloc: dict[str, list[UnitValue]] = {Bloc.ADMINISTRATIVE: [], Bloc.ENTERPRISE: [], "": []}
    for value in values:
        by_bloc[value.bloc].append(value)
    amounts = {bloc: _amount(of_bloc, measure) for bloc, of_bloc in by_bloc.items()}
    return AmountByBloc(
        total=_added(list(amounts.values()), measure),
        administrative=amounts[Bloc.ADMINISTRATIVE],
        enterprise=amounts[Bloc.ENTERPRISE],
    )


def _added(amounts: Sequence[IndicatorAmount], measure: str) -> IndicatorAmount:
    return IndicatorAmount(
        measure,
        sum(amount.units for amount in amounts),
        total(amount.numerator for amount in amounts),
        total(amount.denominator for amount in amounts),
    )


def _amount(values: Sequence[UnitValue], measure: str) -> IndicatorAmount:
    """Add up: a sum; the sums of numerators and of denominators; or the number of yes of all answers.

    Without values the amount has no numerator, which is not zero.
    """
    if not values:
        return IndicatorAmount(measure)
    numerator = sum([value.numerator for value in values], Decimal(0))
    if measure == YES_NO:
        return IndicatorAmount(measure, len(values), numerator, Decimal(len(values)))
    if measure == SUM:
        return IndicatorAmount(measure, len(values), numerator)
    denominator = sum([value.denominator or Decimal(0) for value in values], Decimal(0))
    return IndicatorAmount(measure, len(values), numerator, denominator)
