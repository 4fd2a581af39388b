"""Biểu số 02: targets and results of the indicators."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.catalogue.types import are_letters
from campaigns.figures.address import ALL, BLOC, OWN, PERCENT, FigureValue, sliced
from campaigns.figures.changes import Comparability, comparability
from campaigns.figures.indicator_provider import (
    ASSIGNED,
    ESTIMATED,
    LAST_YEAR,
    OF_ASSIGNED,
    OF_TARGET,
    PHASE,
    TARGET,
    YEAR,
)
from campaigns.figures.types import JUDGED_NOW, JUDGED_SCHOOLS
from campaigns.figures.verdicts import Verdict, verdict
from campaigns.lifecycle import FilingStatus
from foundation.documents.table import (
    CENTRE,
    GROUP,
    ROW,
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
    bloc_heading,
    count_cell,
    group_letters,
    indicator_cell,
    period,
    phase_of,
    rate_cell,
)
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from units.models import Bloc

OF_SCHOOLS, AT_YEAR_END, ESTIMATES, AWAITING, ADDED_UP = "(1)", "(2)", "ước", "chờ", "lũy kế"
"""What the column of remarks says in short; a note below the table explains it."""
VERDICTS: dict[Verdict | None, str] = {Verdict.NEARLY: "cơ bản đạt", Verdict.SHORT: "chưa đạt"}
"""The verdicts that are neither praised nor blamed in the text."""


def columns(book: SummaryBook) -> tuple[TableColumn, ...]:
    done = "Thực hiện cả năm" if book.about.whole else f"Thực hiện {phase_of(book.about)}"
    rates, (numbers, names) = "Tỷ lệ (%)", _widths(book)
    return (
        TableColumn("TT", numbers, CENTRE),
        TableColumn("Chỉ tiêu", names, TEXT),
        TableColumn("Đơn vị tính", 7, CENTRE),
        TableColumn("Chỉ tiêu giao cả năm", 5.5),
        TableColumn("Đăng ký cả năm", 7.5),
        TableColumn("Tổng số", 7.5, group=done),
        *(TableColumn(bloc_heading(book, bloc), 7.5, group=done) for bloc in (Bloc.ADMINISTRATIVE, Bloc.ENTERPRISE)),
        TableColumn("Công đoàn cấp trên", 6, group=done),
        TableColumn("So với giao", 5, group=rates),
        TableColumn("So với đăng ký", 5, group=rates),
        TableColumn("Cùng kỳ năm trước", 7),
        TableColumn("Số đơn vị có số liệu", 5),
        TableColumn("Ghi chú", 9, TEXT),
    )


def _widths(book: SummaryBook) -> tuple[float, float]:
    """Return how wide the columns of numbers and of names are: as for 1, 2, 3, or for the longest number."""
    sections = {section.partition(". ")[0] for row in book.indicators for section in (row.above, row.section)}
    longest = max(map(len, sections | {row.number for row in book.indicators}), default=0)
    if longest <= 3:
        return 3.5, 17
    numbers = min(1.5 + 0.6 * longest, 8)
    return numbers, 20.5 - numbers


def indicators_annex(book: SummaryBook) -> Annex:
    title = f"Kết quả thực hiện các chỉ tiêu thi đua {period(book.about)}"
    rows = list(_rows(book))
    remarks = " ".join(str(row.cells[-1]) for row in rows if row.kind == ROW)
    return Annex("Biểu số 02", title, [PaperTable(columns(book), rows, notes=list(_notes(book, remarks)))])


def _notes(book: SummaryBook, remarks: str) -> Iterable[str]:
    """Return the notes below the table, which explain the signs that its column of remarks uses."""
    yield SIGNS
    school_year = book.about.school_year or f"{book.about.year - 1}-{book.about.year}"
    meanings = {
        OF_SCHOOLS: f"{OF_SCHOOLS} Trường học xét theo năm học {school_year}; đơn vị khác xét cuối năm.",
        AT_YEAR_END: f"{AT_YEAR_END} Xét cuối năm.",
        ESTIMATES: f"{ESTIMATES}: số đơn vị ghi số ước.",
        AWAITING: f"{AWAITING}: số đơn vị có số liệu chờ xác nhận.",
        ADDED_UP: f"{ADDED_UP}: thực hiện từ đầu năm.",
    }
    if used := [meaning for sign, meaning in meanings.items() if sign in remarks]:
        yield " ".join(used)
    if any(_is_of_some(book, indicator) for indicator in book.indicators):
        yield "Tỷ lệ so với đăng ký tính trên những đơn vị đã có số liệu."
    if _is_of_other_days(book):
        yield "Không ghi cùng kỳ năm trước: thời gian báo cáo hai năm khác nhau."
    elif any(indicator.other_meaning for indicator in book.indicators):
        yield "Chỉ tiêu để trống cột cùng kỳ năm trước: năm trước hỏi theo cách hoặc đơn vị tính khác."


def _is_of_other_days(book: SummaryBook) -> bool:
    """Return whether last year's reports were of other periods, so that nothing stands beside this one's figures."""
    period = book.about.same_period
    return period is not None and comparability(period, book.about.limits) == Comparability.OTHER_DAYS


def _is_of_some(book: SummaryBook, indicator: IndicatorLabel) -> bool:
    """Return whether a share of the target is that of some units, others having a target and no actual."""
    share, target = (book.value(f"indicator:{indicator.code}", measure) for measure in (OF_TARGET, TARGET))
    return share.value is not None and share.denominator not in (target.value, target.numerator)


def _rows(book: SummaryBook) -> Iterable[TableRow]:
    """Return the rows of each section below its heading, and that below the one of the section it stands below.

    The letter of a lettered section is that of this table, which may lack sections of the catalogue.
    """
    shown, outer, letters = ("", ""), "", group_letters() if _are_lettered(book) else None
    for number, indicator in enumerate(book.indicators, start=1):
        if (indicator.above, indicator.section) != shown:
            if indicator.above and indicator.above != outer:
                yield _heading(indicator.above)
            shown, outer = (indicator.above, indicator.section), indicator.above or indicator.section
            yield _heading(indicator.section, next(letters) if letters else "")
        yield TableRow(_cells(book, indicator, number))


def _heading(section: str, letter: str = "") -> TableRow:
    number, _dot, name = section.partition(". ")
    return TableRow([letter or number, name], GROUP)


def _are_lettered(book: SummaryBook) -> bool:
    """Return whether all sections are counted A, B, C …"""
    are_alone = not any(indicator.above or indicator.number for indicator in book.indicators)
    return are_alone and are_letters(indicator.section.partition(". ")[0] for indicator in book.indicators)


def _cells(book: SummaryBook, indicator: IndicatorLabel, number: int) -> list[str | TableCell]:
    def value(measure: str, slice: str = ALL) -> FigureValue:
        return book.value(f"indicator:{indicator.code}", measure, slice)

    actual, target, last_year = value(book.actual), value(TARGET), value(LAST_YEAR)
    return [
        indicator.number or ordinal_cell(number),
        indicator.name,
        indicator.unit_of_measure,
        assigned_cell(value(ASSIGNED)),
        indicator_cell(target, NOTHING),
        indicator_cell(actual, _sign(indicator)),
        *(
            indicator_cell(value(book.actual, sliced(BLOC, bloc)), _sign(indicator, bloc))
            for bloc in (Bloc.ADMINISTRATIVE, Bloc.ENTERPRISE)
        ),
        indicator_cell(value(book.actual, OWN), _sign(indicator, OWN)),
        _share(indicator, value(OF_ASSIGNED), value(ASSIGNED)),
        _share(indicator, value(OF_TARGET), target) if indicator.has_share else missing_cell(""),
        indicator_cell(last_year, "" if _is_of_other_days(book) or indicator.other_meaning else NOTHING),
        count_cell(actual.base and actual.base[0]) if indicator.asked else missing_cell(NOT_ASKED),
        _remark(book, indicator),
    ]


def assigned_cell(assigned: FigureValue, sign: str = NOTHING) -> TableCell:
    """The target assigned from above."""
    if assigned.value is None:
        return missing_cell(sign)
    return TableCell(assigned.value, CellKind.PERCENT if assigned.kind == PERCENT else CellKind.AMOUNT)


def _sign(indicator: IndicatorLabel, bloc: str = "") -> str:
    """Return the sign that says why a figure is missing: it was not asked for in this phase, or not reported.

    `bloc`: of whom it was asked, a bloc or upper unions themselves (OWN); "" for anybody.
    """
    asked_for = bloc in indicator.asked if bloc else bool(indicator.asked)
    return SILENT if asked_for else NOT_ASKED


def _share(indicator: IndicatorLabel, share: FigureValue, target: FigureValue) -> TableCell:
    """A title that is judged later has no share, not even nought; of schools judged now that of their targets."""
    if indicator.judged != JUDGED_NOW and share.value is None:
        return missing_cell("")
    return rate_cell(share.value, SILENT if target.numerator or target.value else NOTHING)


def _summands(amount: FigureValue) -> tuple[object, ...]:
    """Return what an amount was added up from."""
    return amount.numerator, amount.denominator, amount.base and amount.base[0]


def _verdict(book: SummaryBook, indicator: IndicatorLabel) -> str:
    """Return the verdict that only this table tells: nearly reached, or short of it. One union alone is not judged."""
    progress = book.progress(indicator.code)
    if progress is None or book.is_of_one_union:
        return ""
    return VERDICTS.get(verdict(progress, book.about.limits), "")


def _remark(book: SummaryBook, indicator: IndicatorLabel) -> str:
    remarks = []
    subject = f"indicator:{indicator.code}"
    if indicator.judged == JUDGED_SCHOOLS:
        remarks.append(OF_SCHOOLS)
    elif indicator.judged != JUDGED_NOW:
        remarks.append(AT_YEAR_END)
    if word := _verdict(book, indicator):
        remarks.append(word)
    if estimated := book.value(subject, ESTIMATED).number:
        remarks.append(f"{ESTIMATES} {estimated}")
    if waiting := book.value(subject, "units", ALL, FilingStatus.SUBMITTED.value).number:
        remarks.append(f"{AWAITING} {waiting}")
    phase, year = book.value(subject, PHASE), book.value(subject, YEAR)
    if not book.about.whole and _summands(year) != _summands(phase) and year.value is not None:
        remarks.append(f"{ADDED_UP} {indicator_cell(year).text}")
    return "; ".join(remarks)
