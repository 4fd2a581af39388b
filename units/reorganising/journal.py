"""What the act of a reorganisation writes: lines for people, and the steps by which it can be put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.digest import digest
from foundation.lifecycle import StateConflict
from units.models import Event, Post, Reorganisation, Unit

TABLES = {
    "unit": gettext_lazy("Đơn vị"),
    "post": gettext_lazy("Phân công"),
    "area": gettext_lazy("Khu vực phụ trách"),
    "sheet": gettext_lazy("Bản đăng ký, báo cáo"),
    "scope": gettext_lazy("Diện được gọi"),
    "due": gettext_lazy("Hạn riêng"),
    "target": gettext_lazy("Chỉ tiêu giao"),
    "duty": gettext_lazy("Việc được giao, yêu cầu số liệu, kiểm tra"),
    "dossier": gettext_lazy("Hồ sơ khen thưởng"),
    "quota": gettext_lazy("Số lượng phân bổ"),
    "paper": gettext_lazy("Văn bản chờ ký, người ký"),
}
"""What the lines of a report are about."""


class Line(NamedTuple):
    """A line of the report. `unit`: the union, unsaved or new ones too; `is_written`: False for what is only seen."""

    table: str
    unit: Unit
    words: str
    is_written: bool = True
    post: Post | None = None


class PlanProblem(NamedTuple):
    """What is wrong at a row of the plan (None: the whole plan); one that does not hinder is to be known before."""

    row: int | None
    sentence: str
    hinders: bool = True


class UndoStep(NamedTuple):
    """Columns of a stored row before and after the act; `made`: the act made the row. Values are as JSON has them."""

    model: str
    pk: int
    before: dict[str, Any]
    after: dict[str, Any]
    made: bool = False


@dataclass
class Journal:
    """What one run of the act writes. Events are saved together at its end, in the order they were added."""

    lines: list[Line] = field(default_factory=list)
    steps: list[UndoStep] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def note(self, table: str, unit: Unit, words: Any, *, is_written: bool = True, post: Post | None = None) -> None:
        self.lines.append(Line(table, unit, str(words)[:400], is_written, post))

    def changed(self, row: Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.steps.append(UndoStep(row._meta.label, row.pk, _as_json(before), _as_json(after)))

    def made(self, row: Model, after: dict[str, Any]) -> None:
        self.steps.append(UndoStep(row._meta.label, row.pk, {}, _as_json(after), made=True))


def lines_as_text(lines: Iterable[tuple[str, int | None, str, int | None, str]]) -> list[str]:
    """Return lines (table, id or None, name, id of a post or None, words), each as one text, sorted."""
    return sorted("\t".join(str(part or "") for part in line) for line in lines)


def digest_of(plan: Reorganisation, rows: list[list[Any]], lines: list[str]) -> str:
    """Return the digest of a plan and of what its rehearsal wrote and saw."""
    head = [plan.unit_id, plan.letter_number, plan.letter_on.isoformat(), plan.on.isoformat(), plan.calls_founded]
    return digest([head, rows, lines])


def put_back(rows: QuerySet[Any], step: UndoStep) -> None:
    """Write what was stored in a row before a step. Raises StateConflict if it is no longer as the step left it."""
    if not rows.filter(pk=step.pk, **step.after).update(**step.before):
        raise StateConflict(_("Có điều đã được sửa sau khi thực hiện; không hoàn tác cả phương án được nữa."))


def _as_json(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
