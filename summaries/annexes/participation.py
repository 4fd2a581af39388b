"""Biểu số 01: who pledged and reported; by upper union, and the list of all units."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import count

from django.utils.text import capfirst

from campaigns.figures.address import ALL, BLOC, COORDINATED, UNIT, sliced
from campaigns.figures.count_provider import EXPECTED, LATE, MISSING, OCCUPATIONAL, ON_TIME, RECEIVED
from campaigns.figures.participation_types import GROUP_COORDINATED, GROUP_DIRECT, GROUP_OWN, GROUP_PLACE, GROUP_TRADE
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
from summaries.annexes.base import NOT_ASKED, SIGNS, Annex, count_cell, group_letters, packed, period, rate_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import LineLabel
from units.models import Bloc, UnitKind
from units.models.vocabulary import plural_name, short_bloc_name, term

LABEL = "Biểu số 01"
LIST_LABEL = f"{LABEL} (danh sách)"
MOST_NAMES = 40
"""Units named below the table; if there are more, the note refers to the list of all units."""
OWN_ACTS = "Công đoàn cấp trên (in đậm): đăng ký, báo cáo của chính công đoàn đó."
NO_PLEDGE = "Đợt này chỉ báo cáo, không đăng ký riêng."
OF_YEAR = "Đợt này không đăng ký riêng: số đăng ký thi đua là của cả năm."
AS_CALLED = "(*) Có đơn vị chưa có số liệu được xác nhận: tính theo danh sách khi mở đợt."

_PLEDGES, _REPORTS = "Đăng ký thi đua", "Báo cáo kết quả"


def _columns() -> tuple[TableColumn, ...]:
    workers = str(capfirst(term("workers")))
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
    workers = str(capfirst(term("workers")))
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


def participation_annex(book: SummaryBook, not_due: Container[str] = (), *, full: bool = True) -> Annex:
    """Return the annex; where it is not `full` the list of all units, to which its notes refer, is not in the paper."""
    table = PaperTable(_columns(), list(_rows(book)), notes=[SIGNS, *_notes(book, not_due, full=full)])
    title = f"Tình hình đăng ký và báo cáo kết quả thi đua {period(book.about)}"
    return Annex(LABEL, title, [table])


def list_annexes(book: SummaryBook) -> list[Annex]:
    """The list of all units by name, in annexes of at most MOST_ROWS rows."""
    groups: dict[str, list[LineLabel]] = {}
    for line in (*book.units, *book.coordinated_units):
        groups.setdefault(_heading(book, line), []).append(line)
    numbers = count(1)
    tables = packed(_unit_rows(book, heading, lines, numbers) for heading, lines in groups.items())
    title = f"Danh sách đơn vị đăng ký và báo cáo kết quả thi đua {period(book.about)}"
    notes = [SIGNS, OWN_ACTS] if any(not _is_grassroots(book, line) for line in book.units) else [SIGNS]
    return [Annex(LIST_LABEL, title, [PaperTable(_list_columns(), rows, notes=notes)]) for rows in tables]


def _rows(book: SummaryBook) -> Iterable[TableRow]:
    """Return the rows: for the campaign's unit in groups A, B, C, their sum, and a last group; elsewhere the units.

    Numbers run on from one group to the next. An upper union's own sheets are a line without a number.
    """
    if not book.about.is_campaign_unit:
        yield from _numbered(book, book.lines, count(1))
        yield TableRow(["", "Cộng", *_cells(book, ALL)], TOTAL)
        return
    letters, numbers = group_letters(), count(1)
    headings = _headings(of_country=book.about.added)
    groups = {group: [line for line in book.lines if line.group == group] for group in headings}
    shown = {next(letters): group for group, lines in groups.items() if lines}
    for letter, group in shown.items():
        yield TableRow([letter, headings[group]], GROUP)
        yield from _numbered(book, groups[group], numbers)
    yield TableRow(["", f"Cộng ({'+'.join(shown)})", *_cells(book, ALL)], TOTAL)
    if book.has_coordinated:
        yield TableRow([next(letters), term("coordinated"), *_cells(book, COORDINATED)], TOTAL)
        yield from _numbered(book, book.coordinated_units, numbers)


def _headings(*, of_country: bool) -> dict[str, str]:
    """Return what the groups of units directly below a province are called, or below a confederation."""
    if of_country:
        places, trades, direct = plural_name(UnitKind.PROVINCE), term("trades_country"), term("direct_country")
    else:
        places, trades = plural_name(UnitKind.UPPER_PLACE), plural_name(UnitKind.UPPER_TRADE)
        direct = term("direct")
    return {GROUP_PLACE: places, GROUP_TRADE: trades, GROUP_DIRECT: direct}


def _numbered(book: SummaryBook, lines: Sequence[LineLabel], numbers: Iterator[int]) -> Iterable[TableRow]:
    for line in lines:
        own = line.group == GROUP_OWN
        cells = _cells(book, book.slice_of(line), own=own)
        yield TableRow(["" if own else ordinal_cell(next(numbers)), line.name, *cells], GROUP if own else ROW)


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
        "" if own else _remark(book, slice),
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


def _notes(book: SummaryBook, not_due: Container[str], *, full: bool) -> Iterable[str]:
    if not (book.about.asks_pledge or book.about.whole):
        yield OF_YEAR if book.value("count:pledge", EXPECTED, ALL).number else NO_PLEDGE
    if any(book.value("units:as_called", "units", slice).number for slice in (ALL, COORDINATED)):
        yield AS_CALLED
    if any(line.group == GROUP_OWN for line in book.lines):
        yield OWN_ACTS
    if parts := _forms_of_grassroots(book):
        yield parts
    for what, kind in (("đăng ký", FilingKind.PLEDGE), ("báo cáo", FilingKind.REPORT)):
        if kind not in not_due and (lines := book.units_missing(kind)):
            names = "; ".join(_name(book, line) for line in lines)
            if len(lines) <= MOST_NAMES:
                yield f"Đơn vị chưa {what} ({paper_count(len(lines))}): {names}."
            elif full:
                yield f"Đơn vị chưa {what} ({paper_count(len(lines))}): xem {LIST_LABEL}."


def _name(book: SummaryBook, line: LineLabel) -> str:
    """Return a unit's name with its upper union's, unless the report is that union's own."""
    return f"{line.name} ({line.upper})" if line.upper and book.about.is_campaign_unit else line.name


def _forms_of_grassroots(book: SummaryBook) -> str:
    """Return the number of grassroots unions as parts that add up: of each bloc without nghiệp đoàn, and those.

    "" without nghiệp đoàn, and where there are only those.
    """
    occupational = book.value("units:grassroots", "units", OCCUPATIONAL).value
    if not occupational:
        return ""
    whole, *blocs = (
        book.value("units:grassroots", "units", slice).number for slice in (ALL, *(sliced(BLOC, bloc) for bloc in Bloc))
    )
    names = [f"khối {short_bloc_name(bloc)}" for bloc in Bloc]
    parts = dict(zip(names, blocs, strict=True)) | {"nghiệp đoàn": int(occupational)}
    parts[f"khối {short_bloc_name(Bloc.ENTERPRISE)}"] -= int(occupational)
    if occupational == whole:
        return ""
    written = ", ".join(f"{name} {paper_count(number)}" for name, number in parts.items() if number)
    return f"Trong {paper_count(whole)} CĐCS, nghiệp đoàn: {written}."


def _heading(book: SummaryBook, line: LineLabel) -> str:
    if line.group == GROUP_COORDINATED:
        return term("coordinated")
    grassroots = _is_grassroots(book, line)
    if line.upper or not grassroots:
        return line.upper if grassroots else line.name
    return f"Trực thuộc {book.about.unit}" if book.about.is_campaign_unit else book.about.unit


def _is_grassroots(book: SummaryBook, line: LineLabel) -> bool:
    return bool(book.value("units:grassroots", "units", sliced(UNIT, line.unit_id)).value)


def _unit_rows(book: SummaryBook, heading: str, lines: list[LineLabel], numbers: Iterator[int]) -> list[TableRow]:
    """Return a heading, with an upper union's own sheets if it has any, and a row for each grassroots union."""
    rows = [TableRow(["", heading], GROUP)]
    for line in lines:
        slice = sliced(UNIT, line.unit_id)
        sheets = [_pledge(book, slice), _report(book, slice)]
        if not _is_grassroots(book, line):
            rows[0] = TableRow(["", heading, *[missing_cell(NOT_ASKED)] * 3, *sheets, ""], GROUP)
            continue
        names = ("workers", "women", "members")
        headcounts = [count_cell(book.value(f"people:{column}", "persons", slice).value) for column in names]
        rows.append(TableRow([ordinal_cell(next(numbers)), line.name, *headcounts, *sheets, ""]))
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
