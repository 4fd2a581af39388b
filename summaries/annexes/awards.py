"""Biểu số 04: awards by title and level, from the figures alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from awards.figures.types import AwardFigures, AwardTitleFigures, AwardTotals, ReportedCounts
from awards.models import DecidingLevel, TitleSystem
from campaigns.figures.types import percent
from foundation.documents.table import CENTRE, GROUP, TEXT, TOTAL, PaperTable, TableColumn, TableRow
from foundation.vietnamese import format_number, paper_count
from summaries.annexes.base import NOT_ASKED, NOTHING, SILENT, Annex, period, rate
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
"""A number, or the sign that stands for none."""


@dataclass(frozen=True)
class AwardCounts:
    """The cells of a row before they are written."""

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
        """Of the persons whose class is known."""
        classes = [one for one in (self.direct, self.officers, self.managers, self.outside) if isinstance(one, int)]
        return percent(self.direct, sum(classes)) if isinstance(self.direct, int) else None

    def cells(self) -> list[str]:
        counts = [getattr(self, one.name) for one in fields(self)[:-1]]
        share = rate(self.direct_share, NOT_ASKED if self.direct == NOT_ASKED else NOTHING)
        money = self.money if isinstance(self.money, str) else format_number(Decimal(self.money) / 1000)
        return [*(_written(one) for one in counts), share, money]


def awards_annex(figures: PhaseFigures) -> list[Annex]:
    """None where nobody was honoured and no report was asked about it."""
    if not figures.awards or not any(_shown(figures.awards, one) for one in figures.awards.titles):
        return []
    notes = [NOTE, CLASS_NOTE, *_beside(figures.awards)]
    table = PaperTable(COLUMNS, list(_rows(figures.awards)), notes=notes)
    return [Annex(LABEL, f"Kết quả khen thưởng {period(figures)}", [table])]


def uppers_table(awards: AwardFigures) -> PaperTable:
    """The same counts by upper union, of what the register has."""
    columns = (TableColumn("TT", 4, CENTRE), TableColumn("Công đoàn cấp trên", 29, TEXT), *COUNT_COLUMNS)
    rows = [
        TableRow([str(place), name, *_given(awards.of_upper(name)).cells()])
        for place, name in enumerate(awards.uppers, start=1)
    ]
    total = TableRow(["", "Cộng", *_given(awards.total).cells()], TOTAL)
    return PaperTable(columns, [*rows, total], notes=[NOTE], name="theo công đoàn cấp trên")


def _rows(awards: AwardFigures) -> Iterable[TableRow]:
    """I with its four levels, II, their sum."""
    levels = (DecidingLevel.CONFEDERATION, DecidingLevel.PROVINCE, DecidingLevel.UPPER, DecidingLevel.GRASSROOTS)
    groups = [[one for one in _of(awards, TitleSystem.UNION) if one.level == level] for level in levels]
    union = [counts for group in groups for counts in _counts(awards, group)]
    state = _of(awards, TitleSystem.STATE)
    reported = _counts(awards, state)
    yield _sum_row("I", "Hệ thống Công đoàn", union, GROUP)
    for place, (level, group) in enumerate(zip(levels, groups, strict=True), start=1):
        yield _sum_row(str(place), str(level.label), _counts(awards, group), GROUP)
        yield from _title_rows(awards, group, f"{place}.")
    yield _sum_row("II", "Nhà nước, theo báo cáo của các đơn vị", reported, GROUP)
    yield from _title_rows(awards, state, "")
    yield _sum_row("", "Cộng", [*union, *reported], TOTAL)


def _of(awards: AwardFigures, line: str) -> list[AwardTitleFigures]:
    return [one for one in awards.titles if one.line == line and _shown(awards, one)]


def _shown(awards: AwardFigures, title: AwardTitleFigures) -> bool:
    """A title somebody got, or that reports are asked about."""
    told = title.reported
    return bool(awards.of_title(title.code)) if told is None else bool(told.of_collectives) or told.of_persons


def _title_rows(awards: AwardFigures, titles: list[AwardTitleFigures], prefix: str) -> Iterable[TableRow]:
    for place, one in enumerate(titles, start=1):
        decided = one.decided_by or str(DecidingLevel(one.level).label)
        yield TableRow([f"{prefix}{place}", one.name, decided, *_counts_of(awards, one).cells()])


def _sum_row(place: str, name: str, counts: list[AwardCounts], kind: str) -> TableRow:
    sums = AwardCounts(*(_sum([getattr(row, one.name) for row in counts]) for one in fields(AwardCounts)))
    return TableRow([place, name, "", *sums.cells()], kind)


def _sum(counts: list[Count]) -> Count:
    """Of what is known; of signs alone the one that says most."""
    known = [one for one in counts if isinstance(one, int)]
    return sum(known) if known else next((sign for sign in (SILENT, NOT_ASKED) if sign in counts), NOTHING)


def _counts(awards: AwardFigures, titles: list[AwardTitleFigures]) -> list[AwardCounts]:
    return [_counts_of(awards, one) for one in titles]


def _counts_of(awards: AwardFigures, title: AwardTitleFigures) -> AwardCounts:
    return _told(title, title.reported) if title.reported else _given(awards.of_title(title.code))


def _given(tally: AwardTotals) -> AwardCounts:
    names = [one.name for one in fields(AwardCounts)[:-1]]
    return AwardCounts(*(getattr(tally, name) for name in names), money=NOTHING if tally.money is None else tally.money)


def _told(title: AwardTitleFigures, told: ReportedCounts) -> AwardCounts:
    """Reports tell how many, not of which class."""
    whole = [
        _reported(count, asked, title.for_collectives)
        for count, asked in (
            (told.collectives, bool(told.of_collectives)),
            (told.administrative, Bloc.ADMINISTRATIVE in told.of_collectives),
            (told.enterprise, Bloc.ENTERPRISE in told.of_collectives),
        )
    ]
    persons = _reported(told.persons, told.of_persons, title.for_persons)
    class_sign = NOT_ASKED if title.for_persons else NOTHING
    counted = [one for one in (whole[0], persons) if isinstance(one, int)]
    money = NOTHING if title.amount is None else title.amount * sum(counted)
    return AwardCounts(*[*whole, persons, *[class_sign] * 6, money])


def _reported(count: int | None, asked: bool, given: bool) -> Count:
    if not given:
        return NOTHING
    if not asked:
        return NOT_ASKED
    return SILENT if count is None else count


def _written(count: Count) -> str:
    return count if isinstance(count, str) else format_number(count) if count else NOTHING


def _beside(awards: AwardFigures) -> Iterable[str]:
    if awards.beside_collectives or awards.beside_persons:
        counts = f"{paper_count(awards.beside_collectives)} tập thể, {paper_count(awards.beside_persons)} cá nhân"
        yield f"CĐCS ngành Trung ương (phối hợp chỉ đạo), ngoài tổng số: {counts}."
