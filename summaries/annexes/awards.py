"""Biểu số 04: awards by title and level, from the book of figures alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from awards.figures.provider import PAIR
from awards.models import DecidingLevel, TitleSystem
from awards.models.title import level_name
from campaigns.figures.address import ALL, BLOC, COORDINATED, sliced
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
from summaries.annexes.base import (
    NOT_ASKED,
    NOTHING,
    SILENT,
    Annex,
    bloc_heading,
    count_cell,
    period,
    quantity_cell,
    rate_cell,
)
from summaries.figures.book import SummaryBook
from summaries.figures.labels import ReportedLabel, TitleLabel
from units.models import Bloc
from units.models.vocabulary import term

LABEL = "Biểu số 04"
NOTE = (
    "Ghi chú: (-) Không phát sinh hoặc chưa quy định mức tiền thưởng; (…) Chưa có số liệu được tổng hợp; "
    "(x) Không theo dõi."
)
SUM_NOTE = (
    "Các dòng cộng chỉ tính số lượt khen thưởng đã có quyết định; không cộng danh hiệu do cơ sở công nhận và số khen "
    "thưởng của Nhà nước, là những số theo báo cáo của các đơn vị."
)
CLASS_NOTE = "Đối tượng, nữ, dân tộc thiểu số và tỷ lệ người trực tiếp chỉ tính cá nhân được khen theo quyết định."
_COLLECTIVES, _PERSONS = "Tập thể", "Cá nhân"
COUNT_COLUMNS = (
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
HEAD_COLUMNS = (
    TableColumn("TT", 4, CENTRE),
    TableColumn("Danh hiệu, hình thức khen thưởng", 18, TEXT),
    TableColumn("Cấp quyết định", 10, TEXT),
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


def awards_annex(book: SummaryBook) -> list[Annex]:
    """Return one annex, or none where nobody was honoured and no report was asked about it."""
    if not any(_is_shown(book, title) for title in book.titles):
        return []
    notes = [NOTE, SUM_NOTE, CLASS_NOTE, *_beside(book)]
    table = PaperTable((*HEAD_COLUMNS, *_count_columns(book)), list(_rows(book)), notes=notes)
    return [Annex(LABEL, f"Kết quả khen thưởng {period(book.about)}", [table])]


def uppers_table(book: SummaryBook) -> PaperTable:
    """Return the table of the same counts by upper union, of the register's awards alone."""
    columns = (TableColumn("TT", 4, CENTRE), TableColumn("Công đoàn cấp trên", 28, TEXT), *_count_columns(book))
    rows = [
        TableRow([ordinal_cell(number), upper.name, *_registered(book, "all", upper.slice).cells()])
        for number, upper in enumerate(book.award_uppers, start=1)
    ]
    total = TableRow(["", "Cộng", *_registered(book, "all").cells()], TOTAL)
    return PaperTable(columns, [*rows, total], notes=[NOTE], name="theo công đoàn cấp trên")


def _count_columns(book: SummaryBook) -> tuple[TableColumn, ...]:
    headings = (bloc_heading(book, bloc) for bloc in (Bloc.ADMINISTRATIVE, Bloc.ENTERPRISE))
    collectives = [TableColumn(heading, 5.5, group=_COLLECTIVES) for heading in headings]
    return (TableColumn("Tổng số", 5.5, group=_COLLECTIVES), *collectives, *COUNT_COLUMNS)


def _rows(book: SummaryBook) -> Iterable[TableRow]:
    """Return the rows: I with its four levels, II, and the sum of what was decided.

    A row of a level adds up the awards of the register; what reports name is of other kinds and is not added to them.
    """
    levels = (DecidingLevel.CONFEDERATION, DecidingLevel.PROVINCE, DecidingLevel.UPPER, DecidingLevel.GRASSROOTS)
    groups = [[title for title in _titles(book, TitleSystem.UNION) if title.level == level] for level in levels]
    state_titles = _titles(book, TitleSystem.STATE)
    yield TableRow(["I", "Hệ thống Công đoàn"], GROUP)
    for number, (level, group) in enumerate(zip(levels, groups, strict=True), start=1):
        yield _level_row(book, number, level, group)
        for below, title in enumerate(group, start=1):
            yield _title_row(f"{number}.{below}", book, title)
    if state_titles:
        yield TableRow(["II", "Nhà nước, theo báo cáo của các đơn vị"], GROUP)
    yield from _state_rows(book, state_titles, start=len(levels) + 1)
    decided = [title for group in (*groups, state_titles) for title in group if title.reported is None]
    yield _sum_row("", "Cộng khen thưởng đã có quyết định", _counts(book, decided), TOTAL)


def _level_row(book: SummaryBook, number: int, level: str, titles: list[TitleLabel]) -> TableRow:
    """Return the sum of a level's awards; the name alone where the titles below are not added up."""
    decided = [title for title in titles if title.reported is None]
    if titles and not decided:
        return TableRow([ordinal_cell(number), level_name(level)], GROUP)
    return _sum_row(ordinal_cell(number), level_name(level), _counts(book, decided), GROUP)


def _state_rows(book: SummaryBook, titles: list[TitleLabel], start: int) -> Iterable[TableRow]:
    """Return a row for each title; whoever is among the persons of another title stands beneath it."""
    codes = {title.code for title in titles}
    for number, title in enumerate((title for title in titles if title.among not in codes), start=start):
        yield _title_row(ordinal_cell(number), book, title)
        for part in titles:
            if part.among == title.code:
                yield _title_row("", book, part, name=f"Trong đó: {part.name}")


def _titles(book: SummaryBook, line: str) -> list[TitleLabel]:
    return [title for title in book.titles if title.line == line and _is_shown(book, title)]


def _is_shown(book: SummaryBook, title: TitleLabel) -> bool:
    """Whether somebody got the title, or reports are asked about it."""
    reported = title.reported
    if reported is None:
        return any(book.value(f"award:{title.code}", measure).value for measure in PAIR)
    return bool(reported.of_collectives) or reported.of_persons


def _title_row(number: str | TableCell, book: SummaryBook, title: TitleLabel, *, name: str = "") -> TableRow:
    decided_by = title.decided_by or level_name(title.level)
    return TableRow([number, name or title.name, decided_by, *_counts_of(book, title).cells()])


def _sum_row(number: str | TableCell, name: str, rows: list[AwardCounts], kind: str) -> TableRow:
    columns = ([getattr(counts, field.name) for counts in rows] for field in fields(AwardCounts))
    return TableRow([number, name, "", *AwardCounts(*map(_sum, columns)).cells()], kind)


def _sum(counts: list[Count]) -> Count:
    """Return the sum of the numbers, or the sign of nothing where there are none."""
    return _added(counts) if any(isinstance(number, int) for number in counts) else NOTHING


def _added(counts: Iterable[Count]) -> int:
    return sum(number for number in counts if isinstance(number, int))


def _counts(book: SummaryBook, titles: list[TitleLabel]) -> list[AwardCounts]:
    return [_counts_of(book, title) for title in titles]


def _counts_of(book: SummaryBook, title: TitleLabel) -> AwardCounts:
    return _reported(book, title, title.reported) if title.reported else _registered(book, title.code)


def _registered(book: SummaryBook, code: str, slice: str = ALL) -> AwardCounts:
    money = book.value(f"award:{code}", "money", slice).value
    counts: dict[str, int] = {name: book.value(f"award:{code}", name, slice).number for name in COUNTED}
    return AwardCounts(**counts, money=NOTHING if money is None else int(money))


def _reported(book: SummaryBook, title: TitleLabel, reported: ReportedLabel) -> AwardCounts:
    """Reports name numbers, but not the classes of persons."""

    def count(measure: str, slice: str, *, is_asked: bool, is_possible: bool) -> Count:
        if not is_possible:
            return NOTHING
        value = book.value(f"award:{title.code}", measure, slice)
        return NOT_ASKED if not is_asked else SILENT if value.value is None else value.number

    of_collectives = {ALL: bool(reported.of_collectives)} | {
        sliced(BLOC, bloc): bloc in reported.of_collectives for bloc in (Bloc.ADMINISTRATIVE, Bloc.ENTERPRISE)
    }
    collectives = [
        count("collectives", slice, is_asked=is_asked, is_possible=title.for_collectives)
        for slice, is_asked in of_collectives.items()
    ]
    persons = count("persons", ALL, is_asked=reported.of_persons, is_possible=title.for_persons)
    class_sign = NOT_ASKED if title.for_persons else NOTHING
    money = NOTHING if title.amount is None else title.amount * _added([collectives[0], persons])
    return AwardCounts(*[*collectives, persons, *[class_sign] * 6, money])


def _beside(book: SummaryBook) -> Iterable[str]:
    collectives, persons = (book.value("award:all", measure, COORDINATED).number for measure in PAIR)
    if collectives or persons:
        counts = f"{paper_count(collectives)} tập thể, {paper_count(persons)} cá nhân"
        yield f"{term('coordinated')}, ngoài tổng số: {counts}."
