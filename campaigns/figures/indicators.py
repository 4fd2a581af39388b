"""Targets against actuals, each indicator in its own way of adding up (Biểu số 02)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaigns.figures.inputs import FigureInputs, FilingFigure
from campaigns.figures.types import (
    JUDGED_LATER,
    JUDGED_NOW,
    JUDGED_SCHOOLS,
    PERCENT,
    QUOTIENT,
    SUM,
    YES_NO,
    AmountByBloc,
    IndicatorAmount,
    IndicatorFigures,
)
from campaigns.figures.unit_values import UnitIndicator, UnitValue, UnitValues
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Indicator, Judged
from units.models import Bloc


def indicators(rows: FigureInputs, ledger: UnitValues) -> tuple[IndicatorFigures, ...]:
    """Every indicator that anybody counted here was asked, in the order of the table."""
    asked_now, asked_ever = _asked(rows, ledger)
    beside = _beside(rows)
    split = {name: _by_indicator(getattr(ledger, name)) for name in ("target", "phase", "year")}
    last = ledger.last
    return tuple(
        _figures(rows, last, split, one, asked_now.get(one.pk, set()), beside.get(one.pk, []))
        for one in rows.catalogue
        if one.pk in asked_ever
    )


def measure_of(indicator: Indicator) -> str:
    """A ratio whose unit of measure is itself a quotient (triệu đồng/người) is no percent."""
    if indicator.is_ratio:
        return QUOTIENT if "/" in indicator.unit_of_measure else PERCENT
    return YES_NO if indicator.is_yes_no else SUM


def judged_in(indicator: Indicator, rows: FigureInputs, last: int) -> str:
    if indicator.judged == Judged.EACH_PHASE or rows.phase.number == last:
        return JUDGED_NOW
    return JUDGED_SCHOOLS if indicator.judged == Judged.SCHOOL_YEAR and rows.phase.holds_june else JUDGED_LATER


def _figures(
    rows: FigureInputs,
    last: int,
    entries: dict[str, dict[int, list[UnitValue]]],
    indicator: Indicator,
    asked: set[str],
    beside: list[FilingFigure],
) -> IndicatorFigures:
    measure = measure_of(indicator)
    splits = {name: _split(found.get(indicator.pk, []), measure) for name, found in entries.items()}
    return IndicatorFigures(
        code=indicator.code,
        name=indicator.name,
        unit_of_measure=indicator.unit_of_measure,
        section=str(indicator.section),
        category=indicator.section.category,
        measure=measure,
        decimals=indicator.decimals,
        less_is_better=indicator.less_is_better,
        judged=judged_in(indicator, rows, last),
        asked=tuple(sorted(asked)),
        assigned=rows.assigned.get(indicator.pk),
        target=splits["target"],
        phase=splits["phase"],
        year=splits["year"],
        last_year=_last_year(rows, indicator.code, measure),
        waiting=sum(one.sheet.status == FilingStatus.SUBMITTED for one in beside),
        estimated=sum(one.estimated and one.sheet.is_accepted for one in beside),
    )


def _asked(rows: FigureInputs, ledger: UnitValues) -> tuple[dict[int, set[str]], set[int]]:
    """Whose reports ask each indicator now (ever, for the whole campaign), and all that was ever asked."""
    asked = {(ledger.asked(sheet), sheet.kind, sheet.phase_id, sheet.bloc) for sheet in rows.sheets.values()}
    now: dict[int, set[str]] = {}
    for ids, kind, phase_id, bloc in asked:
        if kind == FilingKind.REPORT and (rows.whole or phase_id == rows.phase.pk):
            for indicator_id in ids:
                now.setdefault(indicator_id, set()).add(bloc or "own")
    return now, set().union(*(ids for ids, *_where in asked))


def _beside(rows: FigureInputs) -> dict[int, list[FilingFigure]]:
    """This phase's reported figures, accepted or not, by indicator."""
    found: dict[int, list[FilingFigure]] = {}
    for one in rows.given:
        if one.sheet.kind == FilingKind.REPORT and one.sheet.phase_id == rows.phase.pk:
            found.setdefault(one.indicator_id, []).append(one)
    return found


def _by_indicator(entries: dict[UnitIndicator, UnitValue]) -> dict[int, list[UnitValue]]:
    found: dict[int, list[UnitValue]] = {}
    for (_unit, indicator_id), entry in entries.items():
        found.setdefault(indicator_id, []).append(entry)
    return found


def _split(mine: list[UnitValue], measure: str) -> AmountByBloc:
    return AmountByBloc(
        total=_amount(mine, measure),
        administrative=_amount([one for one in mine if one.bloc == Bloc.ADMINISTRATIVE], measure),
        enterprise=_amount([one for one in mine if one.bloc == Bloc.ENTERPRISE], measure),
    )


def _last_year(rows: FigureInputs, code: str, measure: str) -> IndicatorAmount | None:
    mine = [UnitValue("", one.numerator, one.denominator) for one in rows.last_year if one.code == code]
    return _amount(mine, measure) if mine else None


def _amount(entries: Iterable[UnitValue], measure: str) -> IndicatorAmount:
    """Over units: Σ; Σn and Σd; yes of answered. Nobody: nothing, which is not nought."""
    found = list(entries)
    if not found:
        return IndicatorAmount(measure)
    numerator = sum((one.numerator for one in found), Decimal(0))
    if measure == YES_NO:
        return IndicatorAmount(measure, len(found), numerator, Decimal(len(found)))
    if measure == SUM:
        return IndicatorAmount(measure, len(found), numerator)
    return IndicatorAmount(
        measure, len(found), numerator, sum((one.denominator or Decimal(0) for one in found), Decimal(0))
    )
