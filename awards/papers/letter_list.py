"""The list of a letter (danh sách trích ngang): tables of collectives and of persons with the office's columns."""

from __future__ import annotations

from awards.models import Award, Nomination, Sex
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableColumn, TableRow
from foundation.vietnamese import format_number
from units.models.vocabulary import term

NOTHING, UNKNOWN = "-", "…"
GRADES = ("CDCS_VMXS", "CDCS_VM")
"""Codes of the titles that grade a grassroots union."""
NOT_REPORTED = "(…) Chưa báo cáo"

PERSONS = [
    TableColumn("TT", 3, CENTRE),
    TableColumn("Họ và tên", 11, TEXT),
    TableColumn("Nam", 5, CENTRE, "Năm sinh"),
    TableColumn("Nữ", 5, CENTRE, "Năm sinh"),
    TableColumn("Dân tộc", 6, CENTRE),
    TableColumn("Chức vụ, nghề nghiệp", 10, TEXT),
    TableColumn("Đơn vị", 10, TEXT),
    TableColumn("Đối tượng", 9, TEXT),
    TableColumn("Danh hiệu, hình thức đã được tặng (năm, số quyết định)", 10, TEXT),
    TableColumn("Tóm tắt thành tích, sáng kiến", 13, TEXT),
    TableColumn("Hình thức đề nghị", 10, TEXT),
    TableColumn("Ý kiến cấp trên", 8, TEXT),
]


def _columns_of_collectives() -> list[TableColumn]:
    return [
        TableColumn("TT", 4, CENTRE),
        TableColumn("Tên tập thể", 19, TEXT),
        TableColumn(f"Số {term('workers')} (nữ)", 8, CENTRE),
        TableColumn("Xếp loại CĐCS năm trước", 11, TEXT),
        TableColumn("Danh hiệu, hình thức đã được tặng", 16, TEXT),
        TableColumn("Tóm tắt thành tích", 20, TEXT),
        TableColumn("Hình thức đề nghị", 12, TEXT),
        TableColumn("Ý kiến cấp trên", 10, TEXT),
    ]


def person_table(rows: list[Nomination], earlier: dict[int, list[Award]], *, upper: bool) -> PaperTable | None:
    """Return the table of persons, or None. The birth year is in the column of the person's sex."""
    lines = [TableRow(_person(number, row, earlier, upper=upper)) for number, row in enumerate(rows, start=1)]
    return PaperTable(PERSONS, lines, notes=_notes(lines)) if lines else None


def collective_table(rows: list[Nomination], earlier: dict[int, list[Award]], *, upper: bool) -> PaperTable | None:
    """Return the table of collectives, or None."""
    lines = [TableRow(_collective(number, row, earlier, upper=upper)) for number, row in enumerate(rows, start=1)]
    return PaperTable(_columns_of_collectives(), lines, notes=_notes(lines)) if lines else None


def _person(number: int, row: Nomination, earlier: dict[int, list[Award]], *, upper: bool) -> list[str]:
    nominee = row.nominee
    year = str(nominee.birth_year or UNKNOWN)
    return [
        str(number),
        nominee.name,
        year if nominee.sex == Sex.MALE else "",
        year if nominee.sex == Sex.FEMALE else "",
        row.ethnicity or NOTHING,
        row.position or UNKNOWN,
        row.dossier.unit.name,
        row.get_nominee_class_display() or UNKNOWN,
        _awarded(earlier[row.nominee_id]),
        _achievements(row),
        row.title_asked.name,
        _opinion(row) if upper else "",
    ]


def _collective(number: int, row: Nomination, earlier: dict[int, list[Award]], *, upper: bool) -> list[str]:
    return [
        str(number),
        row.nominee.name,
        _headcount(row),
        _grade(row, earlier[row.nominee_id]),
        _awarded(earlier[row.nominee_id]),
        _achievements(row),
        row.title_asked.name,
        _opinion(row) if upper else "",
    ]


def _headcount(row: Nomination) -> str:
    """Return workers and women of a whole unit as last accepted. Numbers of parts of a unit are not known."""
    unit = row.dossier.unit
    if not row.nominee.is_whole_unit or unit.workers is None:
        return UNKNOWN
    women = UNKNOWN if unit.women is None else format_number(unit.women)
    return f"{format_number(unit.workers)} ({women})"


def _grade(row: Nomination, awards: list[Award]) -> str:
    year = row.dossier.campaign.year - 1
    graded = (award for award in awards if award.title.code in GRADES)
    return next((award.title.form for award in graded if award.phase.campaign.year == year), UNKNOWN)


def _awarded(awards: list[Award]) -> str:
    texts = [f"{award.title.form} (năm {award.year}, số {award.decision.written_number})" for award in awards]
    return ";\n".join(texts) or NOTHING


def _achievements(row: Nomination) -> str:
    works = "; ".join(work.registered.title for work in row.works.all())
    return (
        "\n".join(part for part in (row.achievements, works and f"Sáng kiến, công trình: {works}") if part) or UNKNOWN
    )


def _opinion(row: Nomination) -> str:
    opinion = str(row.get_opinion_display())
    return f"{opinion}: {row.opinion_reason}" if row.opinion_reason else opinion


def _notes(lines: list[TableRow]) -> list[str]:
    """Return the legend of "…" if a cell has one."""
    cells = {str(cell) for line in lines for cell in line.cells}
    return [NOT_REPORTED] if any(cell == UNKNOWN or cell.endswith(f"({UNKNOWN})") for cell in cells) else []
