"""Biểu số 01: who pledged and reported; by upper union, and the list of all units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaigns.figures.types import (
    GROUP_COORDINATED,
    GROUP_DIRECT,
    GROUP_OWN,
    GROUP_PLACE,
    GROUP_TRADE,
    FilingCounts,
    ParticipationLine,
)
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
from summaries.figures.types import PhaseFigures

LABEL = "Biểu số 01"
LIST_LABEL = f"{LABEL} (danh sách)"
MOST_NAMES = 40
"""Units named below the table; if there are more, the note refers to the list of all units."""
HEADINGS = {
    GROUP_PLACE: "LĐLĐ các huyện, thành phố",
    GROUP_TRADE: "Công đoàn ngành",
    GROUP_DIRECT: "CĐCS trực thuộc LĐLĐ tỉnh",
    GROUP_COORDINATED: "CĐCS ngành Trung ương (phối hợp chỉ đạo)",
}
OF_COUNTRY = HEADINGS | {
    GROUP_PLACE: "LĐLĐ các tỉnh, thành phố",
    GROUP_TRADE: "Công đoàn ngành Trung ương",
    GROUP_DIRECT: "CĐCS trực thuộc Tổng Liên đoàn",
}
OWN_ACTS = "Hoạt động của công đoàn cấp trên"
AS_CALLED = "(*) Có đơn vị chưa có số liệu được xác nhận: tính theo danh sách khi mở đợt."

_PLEDGES, _REPORTS = "Đăng ký thi đua", "Báo cáo kết quả"
COLUMNS = (
    TableColumn("TT", 4, CENTRE),
    TableColumn("Đơn vị", 20, TEXT),
    TableColumn("Tổng số CĐCS, nghiệp đoàn", 7),
    TableColumn("Tổng số", 7.5, group="CNVCLĐ"),
    TableColumn("Nữ", 6.5, group="CNVCLĐ"),
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
LIST_COLUMNS = (
    TableColumn("TT", 5, CENTRE),
    TableColumn("Đơn vị", 33, TEXT),
    TableColumn("Tổng số", 8, group="CNVCLĐ"),
    TableColumn("Nữ", 8, group="CNVCLĐ"),
    TableColumn("Đoàn viên", 8),
    TableColumn("Đăng ký thi đua", 14, TEXT),
    TableColumn("Báo cáo kết quả", 14, TEXT),
    TableColumn("Ghi chú", 10, TEXT),
)


def participation_annex(figures: PhaseFigures) -> Annex:
    table = PaperTable(COLUMNS, list(_rows(figures)), notes=[SIGNS, *_notes(figures)])
    title = f"Tình hình đăng ký và báo cáo kết quả thi đua {period(figures)}"
    return Annex(LABEL, title, [table])


def list_annexes(figures: PhaseFigures) -> list[Annex]:
    """The list of all units by name, in annexes of at most MOST_ROWS rows."""
    units = [*figures.participation.units, *figures.participation.coordinated_units]
    groups: dict[str, list[ParticipationLine]] = {}
    for line in units:
        groups.setdefault(_heading(line, figures), []).append(line)
    tables = packed(_unit_rows(heading, lines) for heading, lines in groups.items())
    title = f"Danh sách đơn vị đăng ký và báo cáo kết quả thi đua {period(figures)}"
    return [Annex(LIST_LABEL, title, [PaperTable(LIST_COLUMNS, rows, notes=[SIGNS])]) for rows in tables]


def _rows(figures: PhaseFigures) -> Iterable[TableRow]:
    """For the campaign's unit the groups A, B, C, their sum and group D; elsewhere the units and their sum."""
    participation = figures.participation
    if not figures.is_campaign_unit:
        yield from _numbered(participation.lines)
        yield _row("", participation.total, TOTAL, "Cộng")
        return
    headings = OF_COUNTRY if figures.added else HEADINGS
    for group in (GROUP_PLACE, GROUP_TRADE, GROUP_DIRECT):
        yield TableRow([group, headings[group]], GROUP)
        yield from _numbered([line for line in participation.lines if line.group == group])
    yield _row("", participation.total, TOTAL, "Cộng (A+B+C)")
    if participation.coordinated:
        yield _row(GROUP_COORDINATED, participation.coordinated, TOTAL, HEADINGS[GROUP_COORDINATED])
        yield from _numbered(participation.coordinated_units)


def _numbered(lines: Sequence[ParticipationLine]) -> Iterable[TableRow]:
    return (_row(ordinal_cell(number), line) for number, line in enumerate(lines, start=1))


def _row(number: str | TableCell, line: ParticipationLine, kind: str = ROW, name: str = "") -> TableRow:
    pledges, reports = line.pledges, line.reports
    cells = [
        number,
        name or line.name,
        *_sizes(line),
        count_cell(pledges.expected),
        count_cell(pledges.received),
        rate_cell(pledges.percent),
        count_cell(reports.on_time),
        count_cell(reports.late),
        count_cell(reports.missing),
        rate_cell(reports.percent),
        _remark(line),
    ]
    return TableRow(cells, kind)


def _sizes(line: ParticipationLine) -> list[TableCell]:
    """Grassroots unions, workers, women, members; an upper union's own acts have none of them."""
    if line.group == GROUP_OWN:
        return [missing_cell(NOT_ASKED)] * 4
    people = line.people
    mark = "*" if people.as_called and people.workers is not None else ""
    headcounts = (people.workers, people.women, people.members)
    return [count_cell(line.grassroots), *(count_cell(headcount, mark=mark) for headcount in headcounts)]


def _remark(line: ParticipationLine) -> str:
    if line.group == GROUP_OWN:
        return OWN_ACTS
    excused = max(line.pledges.excused, line.reports.excused)
    return f"{paper_count(excused)} đơn vị được miễn" if excused else ""


def _notes(figures: PhaseFigures) -> Iterable[str]:
    participation = figures.participation
    totals = [participation.total, participation.coordinated]
    if any(line and line.people.as_called for line in totals):
        yield AS_CALLED
    for what, lines in (("đăng ký", participation.missing_pledges), ("báo cáo", participation.missing_reports)):
        if lines:
            names = "; ".join(f"{line.name} ({line.upper})" if line.upper else line.name for line in lines)
            many = len(lines) > MOST_NAMES
            yield f"Đơn vị chưa {what} ({paper_count(len(lines))}): {f'xem {LIST_LABEL}' if many else names}."


def _heading(line: ParticipationLine, figures: PhaseFigures) -> str:
    if line.group == GROUP_COORDINATED:
        return HEADINGS[GROUP_COORDINATED]
    if line.upper or not line.grassroots:
        return line.upper if line.grassroots else line.name
    return f"Trực thuộc {figures.unit}" if figures.is_campaign_unit else figures.unit


def _unit_rows(heading: str, lines: list[ParticipationLine]) -> list[TableRow]:
    rows = [TableRow(["", heading], GROUP)]
    for number, line in enumerate(lines, start=1):
        name, headcounts = OWN_ACTS, [missing_cell(NOT_ASKED)] * 3
        if line.grassroots:
            name, people = line.name, line.people
            headcounts = [count_cell(value) for value in (people.workers, people.women, people.members)]
        sheets = [_pledge(line.pledges), _report(line.reports)]
        rows.append(TableRow([ordinal_cell(number), name, *headcounts, *sheets, ""]))
    return rows


def _pledge(pledges: FilingCounts) -> str:
    if pledges.excused:
        return "Không thuộc diện"
    return "Đã đăng ký" if pledges.received else "Chưa đăng ký"


def _report(reports: FilingCounts) -> str:
    if reports.excused:
        return "Được miễn báo cáo"
    if not reports.received:
        return "Chưa báo cáo"
    return "Muộn" if reports.late else "Đúng hạn"
