"""Biểu số 02: targets and results of the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaigns.figures.types import JUDGED_NOW, JUDGED_SCHOOLS, PERCENT, IndicatorFigures
from foundation.documents.table import (
    CENTRE,
    GROUP,
    TEXT,
    CellKind,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from summaries.annexes.base import (
    NOT_ASKED,
    NOTHING,
    SIGNS,
    SILENT,
    Annex,
    count_cell,
    indicator_cell,
    period,
    rate_cell,
)
from summaries.figures.types import PhaseFigures
from units.models import Bloc


def columns(figures: PhaseFigures) -> tuple[TableColumn, ...]:
    done = "Thực hiện cả năm" if figures.whole else f"Thực hiện đợt {figures.number}"
    rates = "Tỷ lệ (%)"
    return (
        TableColumn("TT", 3.5, CENTRE),
        TableColumn("Chỉ tiêu", 22, TEXT),
        TableColumn("Đơn vị tính", 6.5, CENTRE),
        TableColumn("Chỉ tiêu giao cả năm", 6),
        TableColumn("Đăng ký cả năm", 7.5),
        TableColumn("Tổng số", 7.5, group=done),
        TableColumn("Khối HC, SN", 7.5, group=done),
        TableColumn("Khối DN", 7, group=done),
        TableColumn("So với giao", 5, group=rates),
        TableColumn("So với đăng ký", 5, group=rates),
        TableColumn("Cùng kỳ năm trước", 7),
        TableColumn("Số đơn vị có số liệu", 5),
        TableColumn("Ghi chú", 10.5, TEXT),
    )


def indicators_annex(figures: PhaseFigures) -> Annex:
    title = f"Kết quả thực hiện các chỉ tiêu thi đua {period(figures)}"
    return Annex("Biểu số 02", title, [PaperTable(columns(figures), list(_rows(figures)), notes=list(_notes(figures)))])


def _notes(figures: PhaseFigures) -> Iterable[str]:
    yield SIGNS
    if any(indicator.judged == JUDGED_SCHOOLS for indicator in figures.indicators):
        school_year = figures.school_year or f"{figures.year - 1}-{figures.year}"
        yield f"(1) Trường học xét theo năm học {school_year}; đơn vị khác xét cuối năm."


def _rows(figures: PhaseFigures) -> Iterable[TableRow]:
    section = ""
    for number, indicator in enumerate(figures.indicators, start=1):
        if indicator.section != section:
            section = indicator.section
            letter, _, name = section.partition(". ")
            yield TableRow([letter, name], GROUP)
        yield TableRow(_cells(figures, indicator, number))


def _cells(figures: PhaseFigures, indicator: IndicatorFigures, number: int) -> list[str | TableCell]:
    actual, last_year = figures.actual(indicator), indicator.last_year
    return [
        ordinal_cell(number),
        indicator.name,
        indicator.unit_of_measure,
        assigned_cell(indicator),
        indicator_cell(indicator.target.total, NOTHING),
        indicator_cell(actual.total, _sign(indicator)),
        indicator_cell(actual.administrative, _sign(indicator, Bloc.ADMINISTRATIVE)),
        indicator_cell(actual.enterprise, _sign(indicator, Bloc.ENTERPRISE)),
        _share(indicator, indicator.of_assigned, indicator.assigned),
        _share(indicator, indicator.of_target, indicator.target.total.numerator),
        indicator_cell(last_year, NOTHING) if last_year else missing_cell(NOTHING),
        count_cell(actual.total.units) if indicator.asked else missing_cell(NOT_ASKED),
        _remark(figures, indicator),
    ]


def assigned_cell(indicator: IndicatorFigures, sign: str = NOTHING) -> TableCell:
    """The target assigned from above."""
    if indicator.assigned is None:
        return missing_cell(sign)
    return TableCell(indicator.assigned, CellKind.PERCENT if indicator.measure == PERCENT else CellKind.AMOUNT)


def _sign(indicator: IndicatorFigures, bloc: str = "") -> str:
    """Return the sign that says why a figure is missing: it was not asked for in this phase, or not reported."""
    asked_for = bloc in indicator.asked if bloc else bool(indicator.asked)
    return SILENT if asked_for else NOT_ASKED


def _share(indicator: IndicatorFigures, percent: Decimal | None, target: Decimal | None) -> TableCell:
    """A title that is judged later has no share, not even nought."""
    if indicator.judged != JUDGED_NOW:
        return missing_cell("")
    return rate_cell(percent, SILENT if target else NOTHING)


def _remark(figures: PhaseFigures, indicator: IndicatorFigures) -> str:
    remarks = []
    if indicator.judged == JUDGED_SCHOOLS:
        remarks.append("Xét cuối năm (1)")
    elif indicator.judged != JUDGED_NOW:
        remarks.append("Xét cuối năm")
    if indicator.estimated:
        remarks.append(f"Số ước: {indicator.estimated}")
    if indicator.waiting:
        remarks.append(f"Chờ xác nhận: {indicator.waiting}")
    phase, year = indicator.phase.total, indicator.year.total
    if not figures.whole and year != phase and year.value is not None:
        remarks.append(f"Lũy kế: {indicator_cell(year).text}")
    return "; ".join(remarks)
