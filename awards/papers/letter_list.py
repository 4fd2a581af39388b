"""The lists of a letter (danh sách trích ngang): of collectives and of persons, with the office's columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from awards.models import Award, Nomination, Nominee, Sex
from awards.papers.names import abbreviated
from foundation.documents.table import CENTRE, TEXT, PaperTable, TableColumn, TableRow
from foundation.vietnamese import format_number
from units.models.vocabulary import term
from units.naming import post_alone

NOTHING, UNKNOWN = "-", "…"
GRADES = ("CDCS_VMXS", "CDCS_VM")
"""Codes of the titles that grade a grassroots union."""
NO_FIGURES = "(…) Chưa có số liệu"


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


def list_contexts(
    rows: list[Nomination], attached: str, *, opinions: bool = False, asked: bool = False
) -> list[dict[str, Any]]:
    """Return the contexts of a letter's lists: one of collectives and one of persons, as far as there are any.

    `attached`: the line that says of which letter it is; `opinions`: with what an endorsing union says of each;
    `asked`: with the title that the unit asked for, not the one that it is proposed for now.
    """
    earlier = earlier_awards(rows)
    kinds = [
        ("TẬP THỂ", collective_table, [row for row in rows if not row.nominee.is_person]),
        ("CÁ NHÂN", person_table, [row for row in rows if row.nominee.is_person]),
    ]
    return [
        {
            "heading": f"DANH SÁCH TRÍCH NGANG {whom} ĐỀ NGHỊ KHEN THƯỞNG",
            "attached": attached,
            "table": table(listed, earlier, opinions=opinions, asked=asked),
        }
        for whom, table, listed in kinds
        if listed
    ]


def _columns_of_persons(*, opinions: bool) -> list[TableColumn]:
    last = _last_columns("Tóm tắt thành tích, sáng kiến", (13, 10, 8), opinions=opinions)
    return [
        TableColumn("TT", 3, CENTRE),
        TableColumn("Họ và tên", 11, TEXT),
        TableColumn("Nam", 5, CENTRE, "Năm sinh"),
        TableColumn("Nữ", 5, CENTRE, "Năm sinh"),
        TableColumn("Dân tộc", 6, CENTRE),
        TableColumn("Chức vụ, nghề nghiệp", 10, TEXT),
        TableColumn("Đơn vị", 10, TEXT),
        TableColumn("Đối tượng", 9, TEXT),
        TableColumn("Danh hiệu, hình thức đã được tặng (năm, số quyết định)", 10, TEXT),
        *last,
    ]


def _columns_of_collectives(*, opinions: bool) -> list[TableColumn]:
    last = _last_columns("Tóm tắt thành tích", (20, 12, 10), opinions=opinions)
    return [
        TableColumn("TT", 4, CENTRE),
        TableColumn("Tên tập thể", 19, TEXT),
        TableColumn(f"Số {term('workers')} (nữ)", 8, CENTRE),
        TableColumn("Xếp loại CĐCS năm trước", 11, TEXT),
        TableColumn("Danh hiệu, hình thức đã được tặng", 16, TEXT),
        *last,
    ]


def _last_columns(achievements: str, widths: tuple[int, int, int], *, opinions: bool) -> list[TableColumn]:
    """Return the columns of achievements, title and opinion; without opinions the others share its width."""
    told, title, opinion = widths
    if opinions:
        last = [TableColumn("Ý kiến cấp trên", opinion, TEXT)]
    else:
        last, told, title = [], told + opinion - opinion // 2, title + opinion // 2
    return [TableColumn(achievements, told, TEXT), TableColumn("Hình thức đề nghị", title, TEXT), *last]


def person_table(rows: list[Nomination], earlier: Earlier, *, opinions: bool, asked: bool) -> PaperTable:
    """Return the table of persons. The birth year is in the column of the person's sex."""
    lines = [
        TableRow([*_person(number, row, earlier), *_proposal(row, opinions=opinions, asked=asked)])
        for number, row in enumerate(rows, start=1)
    ]
    return PaperTable(_columns_of_persons(opinions=opinions), lines, notes=_notes(lines))


def collective_table(rows: list[Nomination], earlier: Earlier, *, opinions: bool, asked: bool) -> PaperTable:
    """Return the table of collectives."""
    lines = [
        TableRow([*_collective(number, row, earlier), *_proposal(row, opinions=opinions, asked=asked)])
        for number, row in enumerate(rows, start=1)
    ]
    return PaperTable(_columns_of_collectives(opinions=opinions), lines, notes=_notes(lines))


def _person(number: int, row: Nomination, earlier: Earlier) -> list[str]:
    nominee = row.nominee
    year = str(nominee.birth_year or UNKNOWN)
    return [
        str(number),
        nominee.name,
        year if nominee.sex == Sex.MALE else "",
        year if nominee.sex == Sex.FEMALE else "",
        row.ethnicity or NOTHING,
        post_alone(row.position, row.dossier.unit.full_name) or UNKNOWN,
        row.dossier.unit.name,
        row.get_nominee_class_display() or UNKNOWN,
        _awarded(row, earlier),
        _achievements(row),
    ]


def _collective(number: int, row: Nomination, earlier: Earlier) -> list[str]:
    return [
        str(number),
        row.nominee.name,
        _headcount(row),
        _grade(row, earlier.own[row.nominee_id]),
        _awarded(row, earlier),
        _achievements(row),
    ]


def _proposal(row: Nomination, *, opinions: bool, asked: bool) -> list[str]:
    """Return the title that is asked for or proposed, and the opinion of the union that endorsed it."""
    title = abbreviated((row.title_asked if asked else row.title).name)
    return [title, _opinion(row)] if opinions else [title]


def _headcount(row: Nomination) -> str:
    """Return workers and women of a whole unit as last accepted. Numbers of parts of a unit are not known."""
    unit = row.dossier.unit
    if not row.nominee.is_whole_unit or unit.workers is None:
        return UNKNOWN
    women = UNKNOWN if unit.women is None else format_number(unit.women)
    return f"{format_number(unit.workers)} ({women})"


def _grade(row: Nomination, awards: list[Award]) -> str:
    """Return the grade of a whole union in the year before; its parts are not graded."""
    if not row.nominee.is_whole_unit:
        return NOTHING
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
    return [NO_FIGURES] if any(cell == UNKNOWN or cell.endswith(f"({UNKNOWN})") for cell in cells) else []
