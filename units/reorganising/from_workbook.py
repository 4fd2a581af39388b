"""The rows of a plan from a workbook: the table of unions (units/union_table) with what changes in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.tables.body import rows_below
from foundation.tables.declaration import FileRow, RowAnswer, RowPlan, RowStatus
from foundation.tables.headings import find_headings
from foundation.tables.reading import read_tables
from units.acting import Acting
from units.models import UnitType
from units.models.vocabulary import unit_types
from units.union_table.columns import DESCRIBED, UNION_COLUMNS
from units.union_table.comparing import find
from units.union_table.likeness import same_key

PLANNED = {"name", "full_name", "type", "parent", "valid_to", "successor"}
"""Columns of a stored union of which a change becomes a row of the plan; others are not part of a reorganisation."""


@dataclass(frozen=True)
class FileProblem:
    """A row of the file that is not taken: its number, name, and why."""

    row: int
    name: str
    why: str


@dataclass
class ReadPlan:
    """What a workbook says. `successors`: number of a row of the file → that of the row which founds its successor.

    `plans` are those that do something, `problems` the rows that are refused or unclear, `same` counts rows that change
    nothing here.
    """

    plans: list[RowPlan] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    successors: dict[int, int] = field(default_factory=dict)
    same: int = 0


def read_plan(content: bytes, name: str, *, on: date, doubtful_are_new: bool, by: Acting) -> ReadPlan:
    """Read a workbook and compare it with the unions as they are. Raises ValidationError for what is no such table.

    A union with a successor ends on the day of the plan, whether or not the file says a day.
    """
    workbook = read_tables(content, name)
    if workbook.old_text is not None:
        raise ValidationError(_("Tệp gõ bằng phông chữ cũ. Xin lưu lại bằng Unicode rồi đưa lên."))
    headings = find_headings(workbook, UNION_COLUMNS)
    if headings is None or "name" not in headings.columns:
        raise ValidationError(_("Không thấy dòng tiêu đề có cột “Tên đơn vị”. Xin dùng tệp đơn vị tải từ trang này."))
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == headings.sheet)
    rows, _left_out = rows_below(sheet, headings, UNION_COLUMNS, dict(headings.columns))
    for row in rows:
        if row.values.get("successor"):
            row.values.setdefault("valid_to", on.isoformat())
    read = ReadPlan(successors=_founded_successors(rows))
    for row in rows:
        if doubtful_are_new:
            row.answer = RowAnswer.IS_ANOTHER
    for plan in find(rows, by):
        _sort(plan, read)
    _require_founded(read)
    return read


def _founded_successors(rows: Sequence[FileRow]) -> dict[int, int]:
    """Take out of the rows the successors that another row names and no code tells: the file founds them."""
    numbers = {same_key(str(row.values["name"])): row.number for row in rows if _may_found(row)}
    successors: dict[int, int] = {}
    for row in rows:
        number = numbers.get(same_key(str(row.values.get("successor") or "")))
        if number and number != row.number:
            successors[row.number] = number
            del row.values["successor"]
    return successors


def _may_found(row: FileRow) -> bool:
    return bool(row.values.get("name")) and not row.values.get("code")


def _sort(plan: RowPlan, read: ReadPlan) -> None:
    if plan.status is RowStatus.REFUSED:
        why = "; ".join(problem.sentence for problem in plan.row.problems)
        read.problems.append(FileProblem(plan.row.number, plan.name, why))
    elif plan.status is RowStatus.DOUBTFUL:
        like = plan.links.get("like") or {}
        why = _("gần giống “{name}” đang có; nếu là một, xin ghi mã đơn vị vào cột Mã").format(
            name=like.get("name", "")
        )
        read.problems.append(FileProblem(plan.row.number, plan.name, why))
    elif plan.status is RowStatus.NEW or plan.after.keys() & PLANNED:
        read.plans.append(plan)
    else:
        read.same += 1


def _require_founded(read: ReadPlan) -> None:
    """Make a problem of each row whose successor turns out not to be founded by the file."""
    founded = {plan.row.number for plan in read.plans if plan.status is RowStatus.NEW}
    for plan in list(read.plans):
        number = read.successors.get(plan.row.number)
        if number and number not in founded:
            read.plans.remove(plan)
            why = _("đơn vị kế tục ở dòng {n} không được lập mới; xin ghi mã của đơn vị kế tục").format(n=number)
            read.problems.append(FileProblem(plan.row.number, plan.name, why))


def types_of(by: Acting) -> dict[str, UnitType]:
    return {words.code: words for words in unit_types(by.unit.path)}


def described(plan: RowPlan) -> dict[str, object]:
    """Return the columns of a union to be founded, other than its name."""
    return {key: value for key, value in plan.after.items() if key in DESCRIBED and key not in ("name", "valid_from")}
