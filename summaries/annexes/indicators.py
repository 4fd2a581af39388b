"""Biểu số 02: targets and results of the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from campaigns.figures.types import JUDGED_NOW, JUDGED_SCHOOLS, PERCENT, IndicatorFigures
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableCell, TableColumn, TableRow
from foundation.vietnamese import format_number, format_percent
from summaries.annexes.base import NOT_ASKED, NOTHING, SIGNS, SILENT, Annex, amount, number, period, rate
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
    if any(one.judged == JUDGED_SCHOOLS for one in figures.indicators):
        yield f"(1) Trường học xét theo năm học {figures.year - 1}-{figures.year}; đơn vị khác xét cuối năm."


def _rows(figures: PhaseFigures) -> Iterable[TableRow]:
    section = ""
    for place, one in enumerate(figures.indicators, start=1):
        if one.section != section:
            section = one.section
            letter, _, name = section.partition(". ")
            yield TableRow([letter, name], GROUP)
        yield TableRow(_cells(figures, one, place))


def _cells(figures: PhaseFigures, one: IndicatorFigures, place: int) -> list[str | TableCell]:
    actual = figures.actual(one)
    return [
        str(place),
        one.name,
        one.unit_of_measure,
        assigned(one),
        amount(one.target.total, NOTHING),
        amount(actual.total, sign_of(one)),
        amount(actual.administrative, sign_of(one, Bloc.ADMINISTRATIVE)),
        amount(actual.enterprise, sign_of(one, Bloc.ENTERPRISE)),
        _share(one, one.of_assigned, one.assigned),
        _share(one, one.of_target, one.target.total.numerator),
        amount(one.last_year, NOTHING) if one.last_year else NOTHING,
        number(actual.total.units) if one.asked else NOT_ASKED,
        remark(figures, one),
    ]


def assigned(one: IndicatorFigures) -> str:
    if one.assigned is None:
        return NOTHING
    return format_percent(one.assigned) if one.measure == PERCENT else format_number(one.assigned)


def sign_of(one: IndicatorFigures, bloc: str = "") -> str:
    """What stands for a missing figure: not asked now, or not reported."""
    asked = bloc in one.asked if bloc else bool(one.asked)
    return SILENT if asked else NOT_ASKED


def _share(one: IndicatorFigures, value: Decimal | None, target: Decimal | None) -> str:
    """A title not judged yet has no share, not even nought."""
    if one.judged != JUDGED_NOW:
        return ""
    return rate(value, SILENT if target else NOTHING)


def remark(figures: PhaseFigures, one: IndicatorFigures) -> str:
    found = []
    if one.judged == JUDGED_SCHOOLS:
        found.append("Xét cuối năm (1)")
    elif one.judged != JUDGED_NOW:
        found.append("Xét cuối năm")
    if one.estimated:
        found.append(f"Số ước: {one.estimated}")
    if one.waiting:
        found.append(f"Chờ xác nhận: {one.waiting}")
    if not figures.whole and one.year.total != one.phase.total and one.year.total.value is not None:
        found.append(f"Lũy kế: {_brief(one)}")
    return "; ".join(found)


def _brief(one: IndicatorFigures) -> str:
    cell = amount(one.year.total)
    return cell.text if isinstance(cell, TableCell) else cell
