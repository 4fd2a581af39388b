"""Biểu số 05: who was honoured, by name, with the number of the decision and of the register."""

from __future__ import annotations

from collections.abc import Sequence

from awards.figures.types import AwardFigures, AwardLine
from awards.models import NomineeClass
from foundation.documents.table import CENTRE, GROUP, TEXT, Column, Row, Table
from foundation.vietnamese import paper_date
from summaries.annexes.base import NOTHING, SILENT, Annex, packed, period
from summaries.figures.types import PhaseFigures

LABEL = "Biểu số 05"
_YEAR = "Năm sinh"
COLLECTIVE_COLUMNS = (
    Column("TT", 5, CENTRE),
    Column("Tên tập thể", 28, TEXT),
    Column("Thuộc đơn vị", 22, TEXT),
    Column("Hình thức khen thưởng", 22, TEXT),
    Column("Số, ngày quyết định", 15, TEXT),
    Column("Số sổ khen thưởng", 8, CENTRE),
)
PERSON_COLUMNS = (
    Column("TT", 4, CENTRE),
    Column("Họ và tên", 16, TEXT),
    Column("Nam", 5, CENTRE, group=_YEAR),
    Column("Nữ", 5, CENTRE, group=_YEAR),
    Column("Chức vụ, nghề nghiệp", 13, TEXT),
    Column("Đơn vị", 16, TEXT),
    Column("Đối tượng", 11, TEXT),
    Column("Hình thức khen thưởng", 13, TEXT),
    Column("Số, ngày quyết định", 11, TEXT),
    Column("Số sổ khen thưởng", 6, CENTRE),
)


def honoured_annexes(figures: PhaseFigures) -> list[Annex]:
    """A. Tập thể and B. Cá nhân below each other; in parts when they are long; none where nobody was honoured."""
    tables = list_tables(figures.awards) if figures.awards else []
    title = f"Danh sách tập thể, cá nhân được khen thưởng {period(figures)}"
    together = [tables] if tables and len(tables) <= 2 else [[table] for table in tables]
    return [Annex(LABEL, title, group) for group in together]


def list_tables(awards: AwardFigures) -> list[Table]:
    """Collectives, then persons, each in the order of papers."""
    collectives = [_collective(place, one) for place, one in enumerate(awards.collectives, start=1)]
    persons = [_person(place, one) for place, one in enumerate(awards.persons, start=1)]
    return [
        *_list("A", "Tập thể", COLLECTIVE_COLUMNS, collectives),
        *_list("B", "Cá nhân", PERSON_COLUMNS, persons),
    ]


def _list(letter: str, what: str, columns: Sequence[Column], rows: list[Row]) -> list[Table]:
    if not rows:
        return []
    parts = packed([[Row([letter, what], GROUP), *rows]])
    return [Table(columns, part, name=what.lower()) for part in parts]


def _collective(place: int, line: AwardLine) -> Row:
    belongs = line.upper if line.name == line.unit else line.unit
    return Row([str(place), line.name, belongs, line.title, decided(line), _entry(line)])


def _person(place: int, line: AwardLine) -> Row:
    year = SILENT if line.birth_year is None else str(line.birth_year)
    years = ["", year] if line.woman else [year, ""]
    who = str(NomineeClass(line.nominee_class).label) if line.nominee_class else NOTHING
    about = [line.position or NOTHING, line.unit, who]
    return Row([str(place), line.name, *years, *about, line.title, decided(line), _entry(line)])


def decided(line: AwardLine) -> str:
    """Number and day of the decision."""
    return f"{line.number}, ngày {paper_date(line.dated_on)}"


def _entry(line: AwardLine) -> str:
    """Decisions from outside are not in the register's numbering."""
    return NOTHING if line.entry is None else str(line.entry)
