"""Biểu số 04: awards by title and level, from the figures alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from awards.figures.types import AwardFigures, AwardTitleFigures, AwardTotals, ReportedCounts
from awards.models import DecidingLevel, TitleSystem
from foundation.documents.table import (
    CENTRE,
    GROUP,
    TEXT,
    TOTAL,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from foundation.vietnamese import paper_count, percent
from summaries.annexes.base import NOT_ASKED, NOTHING, SILENT, Annex, count_cell, period, quantity_cell, rate_cell
from summaries.figures.types import PhaseFigures
from units.models import Bloc

LABEL = "Biểu số 04"
NOTE = "Ghi chú: (-) Không phát sinh hoặc chưa quy định mức tiền thưởng; (…) Chưa báo cáo; (x) Không theo dõi."
CLASS_NOTE = "Đối tượng, nữ, dân tộc thiểu số và tỷ lệ người trực tiếp chỉ tính cá nhân được khen theo quyết định."
_COLLECTIVES, _PERSONS = "Tập thể", "Cá nhân"
COUNT_COLUMNS = (
    TableColumn("Tổng số", 5.5, group=_COLLECTIVES),
    TableColumn("Khối HC, SN", 5, group=_COLLECTIVES),
    TableColumn("Khối DN", 5, group=_COLLECTIVES),
    TableColumn("Tổng số", 5.5, group=_PERSONS),
    TableColumn("Người trực tiếp lao động, công tác", 6.5, group=_PERSONS),
    TableColumn("Cán bộ công đoàn", 5.5, group=_PERSONS),
    TableColumn("Lãnh đạo, quản lý", 5.5, group=_PERSONS),
    TableColumn("Ngoài tổ chức công đoàn", 6, group=_PERSONS),
    TableColumn("Nữ", 4.5, group=_PERSONS),
    TableColumn("Dân tộc thiểu số", 5, group=_PERSONS),
    TableColumn("Tỷ lệ người trực tiếp (%)", 6),
    TableColumn("Tiền thưởng (nghìn đồng)", 7),
)
COLUMNS = (
    TableColumn("TT", 4, CENTRE),
    TableColumn("Danh hiệu, hình thức khen thưởng", 19, TEXT),
    TableColumn("Cấp quyết định", 10, TEXT),
    *COUNT_COLUMNS,
)
Count = int | str
"""A number, or the sign that is written in its stead."""


@dataclass(frozen=True)
class AwardCounts:
    """The numbers of a row, before nought becomes a sign."""

    collectives: Count
    administrative: Count
    enterprise: Count
    persons: Count
    direct: Count
    officers: Count
    managers: Count
    outside: Count
    women: Count
    minorities: Count
    money: Count

    @property
    def direct_share(self) -> Decimal | None:
        """The share of those who work directly, in percent of the persons whose class is known."""
        classes = (self.direct, self.officers, self.managers, self.outside)
        return percent(self.direct, _added(classes)) if isinstance(self.direct, int) else None

    def cells(self) -> list[TableCell]:
        counts = [_count_cell(getattr(self, name)) for name in COUNTED]
        share = rate_cell(self.direct_share, NOT_ASKED if self.direct == NOT_ASKED else NOTHING)
        return [*counts, share, _money_cell(self.money)]


COUNTED = [field.name for field in fields(AwardCounts) if field.name != "money"]


def _count_cell(number: Count) -> TableCell:
    return missing_cell(number) if isinstance(number, str) else count_cell(number or None, NOTHING)


def _money_cell(dong: Count) -> TableCell:
    """Return the cell of an amount, in thousands of đồng."""
    return missing_cell(dong) if isinstance(dong, str) else quantity_cell(Decimal(dong) / 1000)


def awards_annex(figures: PhaseFigures) -> list[Annex]:
    """Return one annex, or none where nobody was honoured and no report was asked about it."""
    awards = figures.awards
    if not awards or not any(_is_shown(awards, title) for title in awards.titles):
        return []
    notes = [NOTE, CLASS_NOTE, *_beside(awards)]
    table = PaperTable(COLUMNS, list(_rows(awards)), notes=notes)
    return [Annex(LABEL, f"Kết quả khen thưởng {period(figures)}", [table])]


def uppers_table(awards: AwardFigures) -> PaperTable:
    """Return the table of the same counts by upper union, of the register's awards alone."""
    columns = (TableColumn("TT", 4, CENTRE), TableColumn("Công đoàn cấp trên", 29, TEXT), *COUNT_COLUMNS)
    rows = [
        TableRow([ordinal_cell(number), upper, *_registered(awards.of_upper(upper)).cells()])
        for number, upper in enumerate(awards.uppers, start=1)
    ]
    total = TableRow(["", "Cộng", *_registered(awards.total).cells()], TOTAL)
    return PaperTable(columns, [*rows, total], notes=[NOTE], name="theo công đoàn cấp trên")


def _rows(awards: AwardFigures) -> Iterable[TableRow]:
    """Return the rows: I with its four levels, II, and the sum of both."""
    levels = (DecidingLevel.CONFEDERATION, DecidingLevel.PROVINCE, DecidingLevel.UPPER, DecidingLevel.GRASSROOTS)
    groups = [[title for title in _titles(awards, TitleSystem.UNION) if title.level == level] for level in levels]
    union = [counts for group in groups for counts in _counts(awards, group)]
    state_titles = _titles(awards, TitleSystem.STATE)
    state = _counts(awards, state_titles)
    yield _sum_row("I", "Hệ thống Công đoàn", union, GROUP)
    for number, (level, group) in enumerate(zip(levels, groups, strict=True), start=1):
        yield _sum_row(ordinal_cell(number), str(level.label), _counts(awards, group), GROUP)
        for below, title in enumerate(group, start=1):
            yield _title_row(f"{number}.{below}", awards, title)
    yield _sum_row("II", "Nhà nước, theo báo cáo của các đơn vị", state, GROUP)
    for number, title in enumerate(state_titles, start=1):
        yield _title_row(ordinal_cell(number), awards, title)
    yield _sum_row("", "Cộng", [*union, *state], TOTAL)


def _titles(awards: AwardFigures, line: str) -> list[AwardTitleFigures]:
    return [title for title in awards.titles if title.line == line and _is_shown(awards, title)]


def _is_shown(awards: AwardFigures, title: AwardTitleFigures) -> bool:
    """Whether somebody got the title, or reports are asked about it."""
    reported = title.reported
    if reported is None:
        return bool(awards.of_title(title.code))
    return bool(reported.of_collectives) or reported.of_persons


def _title_row(number: str | TableCell, awards: AwardFigures, title: AwardTitleFigures) -> TableRow:
    decided_by = title.decided_by or str(DecidingLevel(title.level).label)
    return TableRow([number, title.name, decided_by, *_counts_of(awards, title).cells()])


def _sum_row(number: str | TableCell, name: str, rows: list[AwardCounts], kind: str) -> TableRow:
    columns = ([getattr(counts, field.name) for counts in rows] for field in fields(AwardCounts))
    return TableRow([number, name, "", *AwardCounts(*map(_sum, columns)).cells()], kind)


def _sum(counts: list[Count]) -> Count:
    """The sum of the numbers; where there are only signs, "…" before "x" before "-"."""
    if any(isinstance(number, int) for number in counts):
        return _added(counts)
    return next((sign for sign in (SILENT, NOT_ASKED) if sign in counts), NOTHING)


def _added(counts: Iterable[Count]) -> int:
    return sum(number for number in counts if isinstance(number, int))


def _counts(awards: AwardFigures, titles: list[AwardTitleFigures]) -> list[AwardCounts]:
    return [_counts_of(awards, title) for title in titles]


def _counts_of(awards: AwardFigures, title: AwardTitleFigures) -> AwardCounts:
    return _reported(title, title.reported) if title.reported else _registered(awards.of_title(title.code))


def _registered(totals: AwardTotals) -> AwardCounts:
    money = NOTHING if totals.money is None else totals.money
    counts: dict[str, int] = {name: getattr(totals, name) for name in COUNTED}
    return AwardCounts(**counts, money=money)


def _reported(title: AwardTitleFigures, reported: ReportedCounts) -> AwardCounts:
    """Reports name numbers, but not the classes of persons."""
    of_collectives = reported.of_collectives
    collectives = [
        _reported_count(number, is_asked, title.for_collectives)
        for number, is_asked in (
            (reported.collectives, bool(of_collectives)),
            (reported.administrative, Bloc.ADMINISTRATIVE in of_collectives),
            (reported.enterprise, Bloc.ENTERPRISE in of_collectives),
        )
    ]
    persons = _reported_count(reported.persons, reported.of_persons, title.for_persons)
    class_sign = NOT_ASKED if title.for_persons else NOTHING
    money = NOTHING if title.amount is None else title.amount * _added([collectives[0], persons])
    return AwardCounts(*[*collectives, persons, *[class_sign] * 6, money])


def _reported_count(number: int | None, is_asked: bool, is_possible: bool) -> Count:
    if not is_possible:
        return NOTHING
    if not is_asked:
        return NOT_ASKED
    return SILENT if number is None else number


def _beside(awards: AwardFigures) -> Iterable[str]:
    if awards.beside_collectives or awards.beside_persons:
        counts = f"{paper_count(awards.beside_collectives)} tập thể, {paper_count(awards.beside_persons)} cá nhân"
        yield f"CĐCS ngành Trung ương (phối hợp chỉ đạo), ngoài tổng số: {counts}."
