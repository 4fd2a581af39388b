"""The tables of awards that only the workbook has: key figures, and counts by every mark at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from awards.figures.types import AwardLine
from awards.models import NomineeClass, Sex, TitleSystem
from awards.models.title import level_name
from campaigns.figures.address import ALL, COORDINATED, FigureValue
from foundation.documents.table import (
    CENTRE,
    TEXT,
    CellKind,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
)
from summaries.annexes.base import NOTHING, SILENT, count_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import TitleLabel
from units.models.vocabulary import bloc_name, term

MINORITY = {True: "Có", False: "Không", None: SILENT}
CROSSED = (
    TableColumn("Danh hiệu, hình thức khen thưởng", 24, TEXT),
    TableColumn("Hệ", 11, TEXT),
    TableColumn("Cấp quyết định", 13, TEXT),
    TableColumn("Tập thể, cá nhân", 9, TEXT),
    TableColumn("Khối", 12, TEXT),
    TableColumn("Đối tượng", 13, TEXT),
    TableColumn("Giới tính", 6, CENTRE),
    TableColumn("Dân tộc thiểu số", 6, CENTRE),
    TableColumn("Số lượng", 6),
)


def key_table(book: SummaryBook) -> PaperTable:
    """The key figures, one a row."""
    columns = (TableColumn("Chỉ số", 40, TEXT), TableColumn("Số liệu", 12))
    return PaperTable(columns, [TableRow([name, cell]) for name, cell in _key_figures(book)])


def _key_figures(book: SummaryBook) -> Iterable[tuple[str, TableCell]]:
    def count(subject: str, measure: str, slice: str = ALL) -> TableCell:
        return count_cell(book.value(f"award:{subject}", measure, slice).number)

    of_persons = {
        "Người trực tiếp lao động, công tác": "direct",
        "Nữ": "women",
        "Cá nhân khối doanh nghiệp": "in_enterprises",
    }
    yield "Tập thể được khen", count("all", "collectives")
    yield "Cá nhân được khen", count("all", "persons")
    for name, measure in of_persons.items():
        yield name, count("all", measure)
    for name, measure in of_persons.items():
        yield f"{name}, tỷ lệ", _share(book.value("award:all", measure))
    yield "Số ngày từ khi kết thúc đợt đến khi có quyết định, bình quân", _days(book.value("award:all", "days"))
    yield "Đề nghị Tổng Liên đoàn khen: tập thể", count("sent_up", "collectives")
    yield "Đề nghị Tổng Liên đoàn khen: cá nhân", count("sent_up", "persons")
    yield "Chính quyền các cấp khen: tập thể (theo báo cáo)", count("reported_state", "collectives")
    yield "Chính quyền các cấp khen: cá nhân (theo báo cáo)", count("reported_state", "persons")
    yield f"{term('coordinated_line')}, ngoài tổng số: tập thể", count("all", "collectives", COORDINATED)
    yield f"{term('coordinated_line')}, ngoài tổng số: cá nhân", count("all", "persons", COORDINATED)


def _share(of_persons: FigureValue) -> TableCell:
    return missing_cell(NOTHING) if of_persons.share is None else TableCell(of_persons.share, CellKind.PERCENT)


def _days(days: FigureValue) -> TableCell:
    return missing_cell(NOTHING) if days.value is None else TableCell(days.value, CellKind.QUOTIENT)


def crossed_table(book: SummaryBook) -> PaperTable:
    """Awards counted by title, line, level, bloc, class, sex and minority: a row for each combination that occurs."""
    titles = {title.code: title for title in book.titles}
    order = {code: number for number, code in enumerate(titles)}
    counts = Counter((order[line.code], _marks(titles[line.code], line)) for line in book.honoured)
    rows = [TableRow([*marks, count_cell(number)]) for (_order, marks), number in sorted(counts.items())]
    return PaperTable(CROSSED, rows)


def _marks(title: TitleLabel, line: AwardLine) -> tuple[str, ...]:
    person = line.is_person
    return (
        title.name,
        str(TitleSystem(title.line).label),
        level_name(title.level),
        "Cá nhân" if person else "Tập thể",
        bloc_name(line.bloc) if line.bloc else NOTHING,
        str(NomineeClass(line.nominee_class).label) if line.nominee_class else NOTHING,
        str((Sex.FEMALE if line.woman else Sex.MALE).label) if person else NOTHING,
        MINORITY[line.minority] if person else NOTHING,
    )
