"""Biểu số 01: who pledged and reported; by upper union, and the list of all units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaigns.figures.address import ALL, COORDINATED, UNIT, sliced
from campaigns.figures.count_provider import EXPECTED, LATE, MISSING, ON_TIME, RECEIVED
from campaigns.figures.types import GROUP_COORDINATED, GROUP_DIRECT, GROUP_OWN, GROUP_PLACE, GROUP_TRADE
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind
from foundation.documents.table import (
    CENTRE,
    GROUP,
    ROW,
    TEXT,
    TOTAL,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from foundation.vietnamese import paper_count
from summaries.annexes.base import NOT_ASKED, SIGNS, Annex, count_cell, packed, period, rate_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import LineLabel
from units.models import UnitKind
from units.models.vocabulary import plural_name, term

LABEL = "Biểu số 01"
LIST_LABEL = f"{LABEL} (danh sách)"
MOST_NAMES = 40
"""Units named below the table; if there are more, the note refers to the list of all units."""
OWN_ACTS = "Hoạt động của công đoàn cấp trên"
AS_CALLED = "(*) Có đơn vị chưa có số liệu được xác nhận: tính theo danh sách khi mở đợt."

_PLEDGES, _REPORTS = "Đăng ký thi đua", "Báo cáo kết quả"


def _columns() -> tuple[TableColumn, ...]:
    workers = term("workers")
    return (
        TableColumn("TT", 4, CENTRE),
        TableColumn("Đơn vị", 20, TEXT),
        TableColumn("Tổng số CĐCS, nghiệp đoàn", 7),
        TableColumn("Tổng số", 7.5, group=workers),
        TableColumn("Nữ", 6.5, group=workers),
        TableColumn("Đoàn viên", 7),
        TableColumn("Thuộc diện", 5.5, group=_PLEDGES),
        TableColumn("Đã đăng ký", 5.5, group=_PLEDGES),
        TableColumn("Tỷ lệ (%)", 5.5, group=_PLEDGES),
        TableColumn("Đúng hạn", 5.5, group=_REPORTS),
        TableColumn("Muộn", 5.5, group=_REPORTS),
        TableColumn("Chưa báo cáo", 5.5, group=_REPORTS),
        TableColumn("Tỷ lệ (%)", 5.5, group=_REPORTS),
        TableColumn("Ghi chú", 9, TEXT),
    )


def _list_columns() -> tuple[TableColumn, ...]:
    workers = term("workers")
    return (
        TableColumn("TT", 5, CENTRE),
        TableColumn("Đơn vị", 33, TEXT),
        TableColumn("Tổng số", 8, group=workers),
        TableColumn("Nữ", 8, group=workers),
        TableColumn("Đoàn viên", 8),
        TableColumn("Đăng ký thi đua", 14, TEXT),
        TableColumn("Báo cáo kết quả", 14, TEXT),
        TableColumn("Ghi chú", 10, TEXT),
    )


def participation_annex(book: SummaryBook) -> Annex:
    table = PaperTable(_columns(), list(_rows(book)), notes=[SIGNS, *_notes(book)])
    title = f"Tình hình đăng ký và báo cáo kết quả thi đua {period(book.about)}"
    return Annex(LABEL, title, [table])


def list_annexes(book: SummaryBook) -> list[Annex]:
    """The list of all units by name, in annexes of at most MOST_ROWS rows."""
    groups: dict[str, list[LineLabel]] = {}
    for line in (*book.units, *book.coordinated_units):
        groups.setdefault(_heading(book, line), []).append(line)
    tables = packed(_unit_rows(book, heading, lines) for heading, lines in groups.items())
    title = f"Danh sách đơn vị đăng ký và báo cáo kết quả thi đua {period(book.about)}"
    return [Annex(LIST_LABEL, title, [PaperTable(_list_columns(), rows, notes=[SIGNS])]) for rows in tables]


def _rows(book: SummaryBook) -> Iterable[TableRow]:
    """For the campaign's unit the groups A, B, C, their sum and group D; elsewhere the units and their sum."""
    if not book.about.is_campaign_unit:
        yield from _numbered(book, book.lines)
        yield TableRow(["", "Cộng", *_cells(book, ALL)], TOTAL)
        return
    headings = _headings(of_country=book.about.added)
    groups = {group: [line for line in book.lines if line.group == group] for group in headings}
    shown = [group for group, lines in groups.items() if lines or headings[group]]
    for group in shown:
        yield TableRow([group, headings[group]], GROUP)
        yield from _numbered(book, groups[group])
    yield TableRow(["", f"Cộng ({'+'.join(shown)})", *_cells(book, ALL)], TOTAL)
    if book.has_coordinated:
        yield TableRow([GROUP_COORDINATED, term("coordinated"), *_cells(book, COORDINATED)], TOTAL)
        yield from _numbered(book, book.coordinated_units)


def _headings(*, of_country: bool) -> dict[str, str]:
    """Return what the groups of units directly below a province are called, or below a confederation."""
    if of_country:
        places, trades, direct = plural_name(UnitKind.PROVINCE), term("trades_country"), term("direct_country")
    else:
        places, trades = plural_name(UnitKind.UPPER_PLACE), plural_name(UnitKind.UPPER_TRADE)
        direct = term("direct")
    return {GROUP_PLACE: places, GROUP_TRADE: trades, GROUP_DIRECT: direct}


def _numbered(book: SummaryBook, lines: Sequence[LineLabel]) -> Iterable[TableRow]:
    for number, line in enumerate(lines, start=1):
        cells = _cells(book, book.slice_of(line), own=line.group == GROUP_OWN)
        yield TableRow([ordinal_cell(number), line.name, *cells], ROW)


def _cells(book: SummaryBook, slice: str, *, own: bool = False) -> list[str | TableCell]:
    """Return the numbers and the remark of a row. `own`: of an upper union's own sheets."""
    pledged, reported = book.value("count:pledge", RECEIVED, slice), book.value("count:report", RECEIVED, slice)
    return [
        *([missing_cell(NOT_ASKED)] * 4 if own else _sizes(book, slice)),
        count_cell(book.value("count:pledge", EXPECTED, slice).value),
        count_cell(pledged.value),
        rate_cell(pledged.share),
        count_cell(book.value("count:report", ON_TIME, slice).value),
        count_cell(book.value("count:report", LATE, slice).value),
        count_cell(book.value("count:report", MISSING, slice).value),
        rate_cell(reported.share),
        OWN_ACTS if own else _remark(book, slice),
    ]


def _sizes(book: SummaryBook, slice: str) -> list[TableCell]:
    """Grassroots unions, workers, women, members."""
    headcounts = [book.value(f"people:{name}", "persons", slice).value for name in ("workers", "women", "members")]
    as_called = book.value("units:as_called", "units", slice).number
    mark = "*" if as_called and headcounts[0] is not None else ""
    grassroots = count_cell(book.value("units:grassroots", "units", slice).value)
    return [grassroots, *(count_cell(headcount, mark=mark) for headcount in headcounts)]


def _remark(book: SummaryBook, slice: str) -> str:
    excused = max(_units(book, kind, slice, FilingStatus.EXCUSED) for kind in FilingKind)
    return f"{paper_count(excused)} đơn vị được miễn" if excused else ""


def _units(book: SummaryBook, kind: FilingKind, slice: str, state: FilingStatus) -> int:
    return book.value(f"count:{kind.value}", "units", slice, state.value).number


def _notes(book: SummaryBook) -> Iterable[str]:
    if any(book.value("units:as_called", "units", slice).number for slice in (ALL, COORDINATED)):
        yield AS_CALLED
    for what, kind in (("đăng ký", FilingKind.PLEDGE), ("báo cáo", FilingKind.REPORT)):
        if lines := book.units_missing(kind):
            names = "; ".join(f"{line.name} ({line.upper})" if line.upper else line.name for line in lines)
            many = len(lines) > MOST_NAMES
            yield f"Đơn vị chưa {what} ({paper_count(len(lines))}): {f'xem {LIST_LABEL}' if many else names}."


def _heading(book: SummaryBook, line: LineLabel) -> str:
    if line.group == GROUP_COORDINATED:
        return term("coordinated")
    grassroots = _is_grassroots(book, line)
    if line.upper or not grassroots:
        return line.upper if grassroots else line.name
    return f"Trực thuộc {book.about.unit}" if book.about.is_campaign_unit else book.about.unit


def _is_grassroots(book: SummaryBook, line: LineLabel) -> bool:
    return bool(book.value("units:grassroots", "units", sliced(UNIT, line.unit_id)).value)


def _unit_rows(book: SummaryBook, heading: str, lines: list[LineLabel]) -> list[TableRow]:
    rows = [TableRow(["", heading], GROUP)]
    for number, line in enumerate(lines, start=1):
        slice = sliced(UNIT, line.unit_id)
        name, headcounts = OWN_ACTS, [missing_cell(NOT_ASKED)] * 3
        if _is_grassroots(book, line):
            name = line.name
            names = ("workers", "women", "members")
            headcounts = [count_cell(book.value(f"people:{column}", "persons", slice).value) for column in names]
        rows.append(TableRow([ordinal_cell(number), name, *headcounts, _pledge(book, slice), _report(book, slice), ""]))
    return rows


def _pledge(book: SummaryBook, slice: str) -> str:
    if _units(book, FilingKind.PLEDGE, slice, FilingStatus.EXCUSED):
        return "Không thuộc diện"
    return "Đã đăng ký" if book.value("count:pledge", RECEIVED, slice).value else "Chưa đăng ký"


def _report(book: SummaryBook, slice: str) -> str:
    if _units(book, FilingKind.REPORT, slice, FilingStatus.EXCUSED):
        return "Được miễn báo cáo"
    if not book.value("count:report", RECEIVED, slice).value:
        return "Chưa báo cáo"
    return "Muộn" if book.value("count:report", LATE, slice).value else "Đúng hạn"
