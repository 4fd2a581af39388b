"""Biểu số 01: who pledged and reported; by upper union, and the list of all units."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.types import (
    GROUP_COORDINATED,
    GROUP_DIRECT,
    GROUP_OWN,
    GROUP_PLACE,
    GROUP_TRADE,
    FilingCounts,
    ParticipationLine,
)
from foundation.documents.table import CENTRE, GROUP, TEXT, TOTAL, PaperTable, TableColumn, TableRow
from foundation.vietnamese import paper_count
from summaries.annexes.base import SIGNS, Annex, number, packed, period, rate
from summaries.figures.types import PhaseFigures

LABEL = "Biểu số 01"
LIST_LABEL = f"{LABEL} (danh sách)"
MOST_NAMES = 40
"""Units named at the foot of the table; more of them stand in the list of all units alone."""
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
    """Every unit by name, in parts."""
    units = [*figures.participation.units, *figures.participation.coordinated_units]
    groups: dict[str, list[ParticipationLine]] = {}
    for line in units:
        groups.setdefault(_heading(line, figures), []).append(line)
    tables = packed(_unit_rows(heading, lines) for heading, lines in groups.items())
    title = f"Danh sách đơn vị đăng ký và báo cáo kết quả thi đua {period(figures)}"
    return [Annex(LIST_LABEL, title, [PaperTable(LIST_COLUMNS, rows, notes=[SIGNS])]) for rows in tables]


def _rows(figures: PhaseFigures) -> Iterable[TableRow]:
    """A, B, C, their sum, D for the campaign's unit; elsewhere the units and their sum."""
    seen = figures.participation
    if not figures.is_campaign_unit:
        yield from (_row(str(place), line) for place, line in enumerate(seen.lines, start=1))
        yield _row("", seen.total, TOTAL, "Cộng")
        return
    headings = OF_COUNTRY if figures.added else HEADINGS
    for group in (GROUP_PLACE, GROUP_TRADE, GROUP_DIRECT):
        lines = [line for line in seen.lines if line.group == group]
        yield TableRow([group, headings[group]], GROUP)
        yield from (_row(str(place), line) for place, line in enumerate(lines, start=1))
    yield _row("", seen.total, TOTAL, "Cộng (A+B+C)")
    if seen.coordinated:
        yield _row(GROUP_COORDINATED, seen.coordinated, TOTAL, HEADINGS[GROUP_COORDINATED])
        yield from (_row(str(place), line) for place, line in enumerate(seen.coordinated_units, start=1))


def _row(place: str, line: ParticipationLine, kind: str = "row", name: str = "") -> TableRow:
    people, pledges, reports = line.people, line.pledges, line.reports
    mark = "*" if people.as_called and people.workers is not None else ""
    own = line.group == GROUP_OWN
    cells = [
        place,
        name or line.name,
        "x" if own else number(line.grassroots),
        "x" if own else number(people.workers) + mark,
        "x" if own else number(people.women) + mark,
        "x" if own else number(people.members) + mark,
        number(pledges.expected),
        number(pledges.received),
        rate(pledges.percent),
        number(reports.on_time),
        number(reports.late),
        number(reports.missing),
        rate(reports.percent),
        _remark(line),
    ]
    return TableRow(cells, kind)


def _remark(line: ParticipationLine) -> str:
    if line.group == GROUP_OWN:
        return "Hoạt động của công đoàn cấp trên"
    excused = max(line.pledges.excused, line.reports.excused)
    return f"{paper_count(excused)} đơn vị được miễn" if excused else ""


def _notes(figures: PhaseFigures) -> Iterable[str]:
    seen = figures.participation
    if seen.total.people.as_called or (seen.coordinated and seen.coordinated.people.as_called):
        yield AS_CALLED
    for what, lines in (("đăng ký", seen.missing_pledges), ("báo cáo", seen.missing_reports)):
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
    for place, line in enumerate(lines, start=1):
        people = line.people
        counts = [number(people.workers), number(people.women), number(people.members)]
        if not line.grassroots:
            counts = ["x", "x", "x"]
        name = line.name if line.grassroots else "Hoạt động của công đoàn cấp trên"
        rows.append(TableRow([str(place), name, *counts, _pledge(line.pledges), _report(line.reports), ""]))
    return rows


def _pledge(sheets: FilingCounts) -> str:
    if sheets.excused:
        return "Không thuộc diện"
    return "Đã đăng ký" if sheets.received else "Chưa đăng ký"


def _report(sheets: FilingCounts) -> str:
    if sheets.excused:
        return "Được miễn báo cáo"
    if not sheets.received:
        return "Chưa báo cáo"
    return "Muộn" if sheets.late else "Đúng hạn"
