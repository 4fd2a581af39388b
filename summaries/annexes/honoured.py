"""Biểu số 05: who was honoured, by name, with the number of the decision and of the register."""

from __future__ import annotations

from collections.abc import Sequence

from awards.figures.types import AwardLine
from awards.models import NomineeClass
from foundation.documents.table import (
    CENTRE,
    GROUP,
    TEXT,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from foundation.vietnamese import format_date
from summaries.annexes.base import NOTHING, SILENT, Annex, packed, period
from summaries.figures.book import SummaryBook
from units.naming import is_own_unit, post_alone

LABEL = "Biểu số 05"
_YEAR = "Năm sinh"
COLLECTIVE_COLUMNS = (
    TableColumn("TT", 5, CENTRE),
    TableColumn("Tên tập thể", 28, TEXT),
    TableColumn("Thuộc đơn vị", 22, TEXT),
    TableColumn("Hình thức khen thưởng", 22, TEXT),
    TableColumn("Số, ngày quyết định", 15, TEXT),
    TableColumn("Số sổ khen thưởng", 8, CENTRE),
)
PERSON_COLUMNS = (
    TableColumn("TT", 4, CENTRE),
    TableColumn("Họ và tên", 16, TEXT),
    TableColumn("Nam", 5, CENTRE, group=_YEAR),
    TableColumn("Nữ", 5, CENTRE, group=_YEAR),
    TableColumn("Chức vụ, nghề nghiệp", 13, TEXT),
    TableColumn("Đơn vị", 16, TEXT),
    TableColumn("Đối tượng", 11, TEXT),
    TableColumn("Hình thức khen thưởng", 13, TEXT),
    TableColumn("Số, ngày quyết định", 11, TEXT),
    TableColumn("Số sổ khen thưởng", 6, CENTRE),
)


def honoured_annexes(book: SummaryBook) -> list[Annex]:
    """Return one annex with both lists, one for each part of long lists, or none where nobody was honoured."""
    tables = list_tables(book)
    title = f"Danh sách tập thể, cá nhân được khen thưởng {period(book.about)}"
    together = [tables] if tables and len(tables) <= 2 else [[table] for table in tables]
    return [Annex(LABEL, title, group) for group in together]


def list_tables(book: SummaryBook) -> list[PaperTable]:
    """Return the tables of collectives, then of persons, each in the order of papers."""
    collectives = [_collective(number, line) for number, line in enumerate(_lines(book, of_persons=False), start=1)]
    persons = [_person(number, line) for number, line in enumerate(_lines(book, of_persons=True), start=1)]
    return [
        *_list("A", "Tập thể", COLLECTIVE_COLUMNS, collectives),
        *_list("B", "Cá nhân", PERSON_COLUMNS, persons),
    ]


def _lines(book: SummaryBook, *, of_persons: bool) -> list[AwardLine]:
    return [line for line in book.honoured if line.is_person == of_persons]


def _list(letter: str, what: str, columns: Sequence[TableColumn], rows: list[TableRow]) -> list[PaperTable]:
    if not rows:
        return []
    parts = packed([[TableRow([letter, what], GROUP), *rows]])
    return [PaperTable(columns, part, name=what.lower()) for part in parts]


def _collective(number: int, line: AwardLine) -> TableRow:
    belongs = line.upper if is_own_unit(line.name, line.unit) else line.unit
    return TableRow([ordinal_cell(number), line.name, belongs, line.title, _decision(line), _register_number(line)])


def _person(number: int, line: AwardLine) -> TableRow:
    year = missing_cell(SILENT) if line.birth_year is None else ordinal_cell(line.birth_year)
    years: list[str | TableCell] = ["", year] if line.woman else [year, ""]
    nominee_class = str(NomineeClass(line.nominee_class).label) if line.nominee_class else NOTHING
    about = [post_alone(line.position, line.unit) or NOTHING, line.unit, nominee_class]
    return TableRow(
        [ordinal_cell(number), line.name, *years, *about, line.title, _decision(line), _register_number(line)]
    )


def _decision(line: AwardLine) -> str:
    """Return number and date of the decision."""
    return f"{line.number}, ngày {format_date(line.dated_on)}"


def _register_number(line: AwardLine) -> TableCell:
    """Return the register number; a dash for awards decided outside, which are not numbered here."""
    return missing_cell(NOTHING) if line.entry is None else ordinal_cell(line.entry)
