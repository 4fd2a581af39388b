"""The list of a letter (danh sách trích ngang): tables of collectives and of persons with the office's columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from awards.models import Award, Nomination, Nominee, Sex
from awards.papers.names import abbreviated
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


@dataclass(frozen=True)
class Earlier:
    """Awards in force by the id of a nominee, the earliest first: its own, and those that may be of the same person."""

    own: dict[int, list[Award]]
    of_namesakes: dict[int, list[Award]]


def earlier_awards(rows: list[Nomination]) -> Earlier:
    """Return the earlier awards of nominees, without those of these nominations.

    A namesake is another person of the register with the same name but for its marks, in the same union or of the same
    year of birth: perhaps somebody who was written in another way.
    """
    own: dict[int, list[Award]] = {row.nominee_id: [] for row in rows}
    of_namesakes: dict[int, list[Award]] = {row.nominee_id: [] for row in rows}
    persons: dict[str, list[Nominee]] = {}
    for row in rows:
        if row.nominee.is_person:
            persons.setdefault(row.nominee.folded, []).append(row.nominee)
    alike = Q(nominee__in=own) | Q(nominee__folded__in=persons, nominee__is_person=True)
    awards = Award.objects.in_force().filter(alike).exclude(nomination__in=[row.pk for row in rows])
    related = ("decision__unit", "decision__title", "title", "phase__campaign", "nominee")
    for award in awards.select_related(*related).order_by("decision__dated_on", "pk"):
        if award.nominee_id in own:
            own[award.nominee_id].append(award)
            continue
        for person in persons[award.nominee.folded]:
            if _may_be(person, award.nominee):
                of_namesakes[person.pk].append(award)
    return Earlier(own, of_namesakes)


def _may_be(person: Nominee, other: Nominee) -> bool:
    same_year = person.birth_year is not None and person.birth_year == other.birth_year
    unknown = person.birth_year is None or other.birth_year is None
    return same_year or (unknown and person.unit_id == other.unit_id)


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


def person_table(rows: list[Nomination], earlier: Earlier, *, opinions: bool | None = None) -> PaperTable | None:
    """Return the table of persons, or None. The birth year is in the column of the person's sex."""
    lines = [TableRow(_person(number, row, earlier, opinions=opinions)) for number, row in enumerate(rows, start=1)]
    return PaperTable(PERSONS, lines, notes=_notes(lines)) if lines else None


def collective_table(rows: list[Nomination], earlier: Earlier, *, opinions: bool | None = None) -> PaperTable | None:
    """Return the table of collectives, or None."""
    lines = [TableRow(_collective(number, row, earlier, opinions=opinions)) for number, row in enumerate(rows, start=1)]
    return PaperTable(_columns_of_collectives(), lines, notes=_notes(lines)) if lines else None


def _person(number: int, row: Nomination, earlier: Earlier, *, opinions: bool | None = None) -> list[str]:
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
        _awarded(row, earlier),
        _achievements(row),
        row.title_asked.name if opinions is None else row.title.form,
        _opinion(row) if opinions else "",
    ]


def _collective(number: int, row: Nomination, earlier: Earlier, *, opinions: bool | None = None) -> list[str]:
    return [
        str(number),
        row.nominee.name,
        _headcount(row),
        _grade(row, earlier.own[row.nominee_id]),
        _awarded(row, earlier),
        _achievements(row),
        row.title_asked.name if opinions is None else row.title.form,
        _opinion(row) if opinions else "",
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


def _awarded(row: Nomination, earlier: Earlier) -> str:
    """Return the earlier awards, each with its decision and whose that is; those of a possible namesake say so."""
    texts = [_cited(award) for award in earlier.own[row.nominee_id]]
    texts += [f"có thể là cùng người: {award.name}, {_cited(award)}" for award in earlier.of_namesakes[row.nominee_id]]
    return ";\n".join(texts) or NOTHING


def _cited(award: Award) -> str:
    decision = award.decision
    return f"{award.title.form} (năm {award.year}, số {decision.written_number} của {abbreviated(decision.issuer)})"


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
