"""Figures of indicators, and of the spring campaign, by bloc."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.figures.address import (
    ALL,
    BLOC,
    COUNT,
    GRASSROOTS,
    OWN,
    PERCENT,
    SUM,
    UPPER,
    FigureKey,
    FigureValue,
    UnknownFigure,
    sliced,
)
from campaigns.figures.types import JUDGED_NOW, AmountByBloc, IndicatorAmount, IndicatorFigures, SpringLine, total
from campaigns.lifecycle import FilingStatus
from foundation.vietnamese import percent
from units.models import Bloc, UnitKind
from units.models.vocabulary import kind_name

TARGET, PHASE, YEAR, LAST_YEAR = "target", "phase", "year", "last_year"
ASSIGNED, OF_TARGET, OF_ASSIGNED, ESTIMATED = "assigned", "of_target", "of_assigned", "estimated"
POINTS, EXPECTED_REPORTS = "points", "expected_reports"
AMOUNTS = (TARGET, PHASE, YEAR)
MEASURES = (*AMOUNTS, OF_TARGET, ASSIGNED, OF_ASSIGNED, LAST_YEAR, ESTIMATED, POINTS, EXPECTED_REPORTS, "units")
AMOUNT_OF_SLICE = {
    ALL: "total",
    sliced(BLOC, Bloc.ADMINISTRATIVE): "administrative",
    sliced(BLOC, Bloc.ENTERPRISE): "enterprise",
    GRASSROOTS: "grassroots",
    OWN: "own",
}
BLOCS_OF_SLICE = {ALL: (*Bloc.values, "own"), GRASSROOTS: tuple(Bloc.values), OWN: ("own",)}


@dataclass(frozen=True)
class IndicatorProvider:
    """`indicator:<code>`: its target, what was done in the phase and in the year, and how these compare.

    "units" counts the reports of the phase with a number: those that count, or those of the state "submitted";
    "estimated" counts those whose number is an estimate. "points": by how many percentage points a rate without a share
    of its target is above the target. "expected_reports": how many units' reports of the phase ask for it.
    """

    indicators: tuple[IndicatorFigures, ...]
    rows_url: str = ""
    prefix: str = "indicator"

    @cached_property
    def by_code(self) -> dict[str, IndicatorFigures]:
        return {indicator.code: indicator for indicator in self.indicators}

    def keys(self) -> Iterator[FigureKey]:
        """Yield all keys but those of OWN, which follow from the total and the blocs."""
        slices = [slice for slice in AMOUNT_OF_SLICE if slice != OWN]
        for code in self.by_code:
            subject = f"indicator:{code}"
            yield FigureKey(subject, ASSIGNED)
            for measure in (*AMOUNTS, OF_TARGET):
                yield from (FigureKey(subject, measure, slice) for slice in slices)
            yield from (FigureKey(subject, measure) for measure in (OF_ASSIGNED, LAST_YEAR, ESTIMATED, "units"))
            yield FigureKey(subject, "units", ALL, FilingStatus.SUBMITTED.value)

    def value(self, key: FigureKey) -> FigureValue | None:
        indicator = self.by_code.get(key.subject.partition(":")[2])
        if key.measure not in MEASURES:
            raise UnknownFigure(key)
        if indicator is None or key.slice not in AMOUNT_OF_SLICE:
            return None
        if key.measure in AMOUNTS:
            whole = _reports(indicator.counted_reports, key.slice) if key.measure == PHASE else None
            return amount_value(_of_slice(getattr(indicator, key.measure), key.slice), self.rows_url, whole)
        if key.measure == OF_TARGET:
            year = _of_slice(indicator.year, key.slice)
            target = _of_slice(indicator.comparable or indicator.target, key.slice)
            done, planned = indicator.compared(year, target)
            of_percents = indicator.measure == PERCENT and indicator.comparable is None
            return FigureValue(percent(done, planned), PERCENT, done, planned, of_percents=of_percents)
        if key.measure == POINTS:
            return FigureValue(_points(indicator, key.slice), PERCENT)
        if key.measure == EXPECTED_REPORTS:
            return FigureValue(_reports(indicator.expected_reports, key.slice), COUNT)
        return self._whole(indicator, key) if key.slice == ALL else None

    def label(self, key: FigureKey) -> str:
        indicator = self.by_code.get(key.subject.partition(":")[2])
        words = {
            TARGET: _("đăng ký cả năm"),
            PHASE: _("thực hiện trong đợt"),
            YEAR: _("lũy kế từ đầu năm"),
            LAST_YEAR: _("cùng kỳ năm trước"),
            ASSIGNED: _("chỉ tiêu giao"),
            OF_TARGET: _("so với đăng ký (%)"),
            OF_ASSIGNED: _("so với giao (%)"),
            ESTIMATED: _("đơn vị có số ước"),
            POINTS: _("hơn đăng ký (điểm phần trăm)"),
            EXPECTED_REPORTS: _("đơn vị được hỏi"),
            "units": _("đơn vị có số liệu"),
        }
        return f"{indicator.name if indicator else key.subject}, {words[key.measure]}"

    def _whole(self, indicator: IndicatorFigures, key: FigureKey) -> FigureValue | None:
        """Return a figure that is not told apart by slice."""
        if key.measure == LAST_YEAR:
            return amount_value(indicator.last_year, self.rows_url) if indicator.last_year else None
        if key.measure == ASSIGNED:
            return FigureValue(indicator.assigned, PERCENT if indicator.measure == PERCENT else SUM)
        if key.measure == OF_ASSIGNED:
            year, assigned, of_percents = indicator.year.total.value, indicator.assigned, indicator.measure == PERCENT
            return FigureValue(indicator.of_assigned, PERCENT, year, assigned, of_percents=of_percents)
        if key.measure == ESTIMATED:
            return FigureValue(indicator.estimated)
        number = indicator.waiting if key.state == FilingStatus.SUBMITTED else indicator.phase.total.units
        return FigureValue(number, COUNT, rows_url=self.rows_url)


def amount_value(amount: IndicatorAmount, rows_url: str, whole: int | None = None) -> FigureValue:
    """Return an added-up amount; its base are the units that gave a number, of `whole` that were asked and counted."""
    base = (amount.units, whole)
    return FigureValue(amount.value, amount.measure, amount.numerator, amount.denominator, base, rows_url)


def _reports(by_bloc: dict[str, int] | None, slice: str) -> int | None:
    """Return how many reports of the phase, counted or expected, ask for an indicator; None where that is not known."""
    if by_bloc is None:
        return None
    blocs = BLOCS_OF_SLICE.get(slice) or (slice.partition(":")[2],)
    return sum(by_bloc.get(bloc, 0) for bloc in blocs)


def _points(indicator: IndicatorFigures, slice: str) -> Decimal | None:
    """Return by how many points the year's rate is above that of the targets of the same units; below if negative."""
    is_rate = indicator.measure == PERCENT and not indicator.has_share
    if not is_rate or indicator.judged != JUDGED_NOW or indicator.comparable is None:
        return None
    done, planned = _of_slice(indicator.year, slice).value, _of_slice(indicator.comparable, slice).value
    return None if done is None or planned is None else done - planned


def _of_slice(amounts: AmountByBloc, slice: str) -> IndicatorAmount:
    amount: IndicatorAmount = getattr(amounts, AMOUNT_OF_SLICE[slice])
    return amount


UPPERS_IN_SPRING = ("expected", "received", "waiting", "counted", "active")


@dataclass(frozen=True)
class SpringProvider:
    """`spring:<code>`: what upper unions did in spring, by upper union; `spring:uppers`: how many of them did.

    The measure of an indicator is "value"; those of "uppers" are the asked ("expected"), those whose report was
    received, those of them who wait to be counted, the counted, and those of the counted who did anything ("active").
    `names`: what the indicators are called, by code.
    """

    lines: tuple[SpringLine, ...]
    names: Mapping[str, str]
    prefix: str = "spring"

    def keys(self) -> Iterator[FigureKey]:
        if not self.lines:
            return
        yield from (FigureKey("spring:uppers", measure) for measure in UPPERS_IN_SPRING)
        for code in dict.fromkeys(code for line in self.lines for code in line.values):
            yield FigureKey(f"spring:{code}", "value")
            yield from (FigureKey(f"spring:{code}", "value", sliced(UPPER, line.unit_id)) for line in self.lines)

    def value(self, key: FigureKey) -> FigureValue | None:
        code = key.subject.partition(":")[2]
        if code == "uppers":
            return self._uppers(key)
        if key.measure != "value":
            raise UnknownFigure(key)
        lines = [line for line in self.lines if key.slice in (ALL, sliced(UPPER, line.unit_id))]
        added = total(line.values.get(code) for line in lines)
        return FigureValue(added, SUM, added, base=(len([line for line in lines if code in line.values]), len(lines)))

    def label(self, key: FigureKey) -> str:
        code = key.subject.partition(":")[2]
        words = {
            "expected": _("{uppers} được hỏi về ra quân đầu xuân"),
            "received": _("{uppers} đã báo cáo ra quân đầu xuân"),
            "waiting": _("{uppers} đã báo cáo ra quân đầu xuân, chưa tổng hợp"),
            "counted": _("{uppers} đã được tổng hợp ra quân đầu xuân"),
            "active": _("{uppers} đã ra quân đầu xuân"),
            "value": _("{indicator}, ra quân đầu xuân").format(indicator=self.names.get(code, code)),
        }
        return words[key.measure].format(uppers=kind_name(UnitKind.UPPER_PLACE))

    def _uppers(self, key: FigureKey) -> FigureValue | None:
        counted = [line for line in self.lines if line.reported]
        waiting = sum(bool(line.waiting) for line in self.lines)
        numbers = {"received": len(counted) + waiting, "waiting": waiting, "counted": len(counted)}
        if key.slice != ALL or not self.lines:
            return None
        if key.measure == "expected":
            return FigureValue(len(self.lines))
        if key.measure in numbers:
            return FigureValue(numbers[key.measure], base=(numbers[key.measure], len(self.lines)))
        if key.measure == "active":
            active = sum(any(line.values.values()) for line in counted)
            return FigureValue(active if counted else None, base=(active, len(counted)))
        raise UnknownFigure(key)
