"""Actions on the plan of a reorganisation: drafting it, its rows, giving it up. Nothing of the tree changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units import access
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.lifecycle import ReorganisationStatus
from units.models import Post, Reorganisation, ReorganisationAct, ReorganisationRow, Unit, UnitType

MOST_NAMED = 12
"""Rows that a history names."""
INSERTED_TOGETHER = 1_000


@dataclass
class PlannedRow:
    """A row to be added to a plan. `founded`: the index in the same list of the row that founds its target."""

    act: str
    unit: Unit | None = None
    name: str = ""
    type: UnitType | None = None
    target: Unit | None = None
    founded: int | None = None
    target_row: ReorganisationRow | None = None
    values: dict[str, Any] = field(default_factory=dict)
    posts_follow: bool = False


@transaction.atomic
def draft(
    *,
    title: str,
    letter_number: str,
    letter_on: date,
    on: date,
    calls_founded: bool,
    rows: Sequence[PlannedRow] = (),
    by: Acting,
) -> Reorganisation:
    """Draft a plan for unions below the unit acted for. Nothing of the tree changes."""
    post = access.require_allowed(access.may_reorganise(by))
    assert post is not None, "may_reorganise names the post"
    plan = Reorganisation(unit=by.unit, title=title, letter_number=letter_number, letter_on=letter_on, on=on)
    plan.calls_founded = calls_founded
    plan.drafted_by, plan.drafted_post, plan.drafted_at = by.user, post, clock.now()
    plan.save()
    _save_rows(plan, rows)
    record(plan, "draft_reorganisation", by=by, post=post, unit=plan.unit, to=plan.status, changes=counted_acts(plan))
    return plan


@transaction.atomic
def describe(plan: Reorganisation, *, by: Acting, **columns: Any) -> None:
    """Write title, letter, day and whether founded unions are called; what was rehearsed holds no more."""
    post = _begin_change(plan, by)
    for name, value in columns.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(columns))
    _end_change(plan, post, by, {})


@transaction.atomic
def add_rows(plan: Reorganisation, rows: Sequence[PlannedRow], *, by: Acting) -> None:
    """Add rows to a plan; what was rehearsed holds no more."""
    post = _begin_change(plan, by)
    added = _save_rows(plan, rows)
    _end_change(plan, post, by, {str(_("thêm dòng")): ["", "; ".join(str(row) for row in added[:MOST_NAMED])]})


@transaction.atomic
def change_row(row: ReorganisationRow, to: PlannedRow, *, by: Acting) -> None:
    """Write a row of a plan anew. Raises StateConflict for another act while others lead to what it founds.

    It does so too for a row that somebody took out meanwhile.
    """
    plan, before = row.plan, str(row)
    post = _begin_change(plan, by)
    if not plan.rows.filter(pk=row.pk).exists():
        raise StateConflict(_("Dòng này vừa được bỏ khỏi phương án."))
    if to.act != ReorganisationAct.FOUND:
        _refuse_while_led_to(row)
    for name in ("act", "unit", "name", "type", "target", "target_row", "posts_follow"):
        setattr(row, name, getattr(to, name))
    row.values = row.values | to.values
    row.save()
    _end_change(plan, post, by, {str(_("dòng {n}")).format(n=row.number): [before, str(row)]})


@transaction.atomic
def remove_row(row: ReorganisationRow, *, by: Acting) -> None:
    """Take a row out of a plan. Raises StateConflict while others lead to what it founds."""
    plan = row.plan
    post = _begin_change(plan, by)
    _refuse_while_led_to(row)
    changes = {str(_("bỏ dòng {n}")).format(n=row.number): [str(row), ""]}
    row.delete()
    _end_change(plan, post, by, changes)


def _refuse_while_led_to(row: ReorganisationRow) -> None:
    if row.plan.rows.filter(target_row=row).exists():
        raise StateConflict(_("Dòng khác trong phương án còn dẫn tới đơn vị lập mới này. Xin sửa các dòng ấy trước."))


def _begin_change(plan: Reorganisation, by: Acting) -> Post | None:
    lock_plan(plan)
    return require_still_allowed(access.may_change_reorganisation(plan, by), plan)


def _end_change(plan: Reorganisation, post: Post | None, by: Acting, changes: dict[str, Any]) -> None:
    plan.problems, plan.digest, plan.rehearsed_at = [], "", None
    plan.save(update_fields=["problems", "digest", "rehearsed_at"])
    plan.writes.all().delete()
    record(plan, "change_reorganisation", by=by, post=post, unit=plan.unit, changes=changes)


def _save_rows(plan: Reorganisation, rows: Sequence[PlannedRow]) -> list[ReorganisationRow]:
    """Save rows with the next numbers; those that found a union first, so that others can lead to it."""
    number = plan.rows.aggregate(last=Max("number"))["last"] or 0
    saved: list[ReorganisationRow] = []
    for index, row in enumerate(rows):
        fields = {name: getattr(row, name) for name in ("act", "unit", "name", "type", "target", "target_row")}
        fields |= {"values": row.values, "posts_follow": row.posts_follow}
        saved.append(ReorganisationRow(plan=plan, number=number + index + 1, **fields))
    for index in _founding_first(rows):
        founded = rows[index].founded
        if founded is not None:
            saved[index].target_row = saved[founded]
        if rows[index].act == ReorganisationAct.FOUND:
            saved[index].save()
    others = [row for row in saved if row.pk is None]
    ReorganisationRow.objects.bulk_create(others, batch_size=INSERTED_TOGETHER)
    return saved


def _founding_first(rows: Sequence[PlannedRow]) -> Iterator[int]:
    """Yield the indexes of rows, each after the one that founds its target. Raises ValidationError for a circle."""
    done: set[int] = set()

    def visit(index: int, way: tuple[int, ...]) -> Iterator[int]:
        if index in way:
            raise ValidationError(_("Các dòng lập mới trực thuộc lẫn nhau (vòng tròn)."))
        if index in done:
            return
        founded = rows[index].founded
        if founded is not None:
            yield from visit(founded, (*way, index))
        done.add(index)
        yield index

    for index in range(len(rows)):
        yield from visit(index, ())


def counted_acts(plan: Reorganisation) -> dict[str, list[str]]:
    """Return how many rows of each act a plan has, as a history says it."""
    numbers = counts_of(plan)
    return {str(ReorganisationAct(act).label): ["", vietnamese.format_number(n)] for act, n in numbers.items()}


def counts_of(plan: Reorganisation) -> dict[str, int]:
    """Return how many rows of a plan there are of each act, in the order in which acts are named."""
    counts = dict(plan.rows.order_by().values_list("act").annotate(Count("pk")))
    return {act: counts[act] for act in ReorganisationAct.values if act in counts}


@transaction.atomic
def revise(plan: Reorganisation, *, by: Acting) -> None:
    """Make a plan that waits or was stopped a draft again."""
    lock_plan(plan)
    post = require_still_allowed(access.may_revise_reorganisation(plan, by), plan)
    move(
        plan,
        ReorganisationStatus.DRAFT,
        verb="revise_reorganisation",
        by=by,
        post=post,
        unit=plan.unit,
        confirmed_by=None,
        confirmed_post=None,
        why_not="",
    )


@transaction.atomic
def call_off(plan: Reorganisation, *, reason: str, by: Acting) -> None:
    """Give a plan up that was not carried out."""
    lock_plan(plan)
    post = require_still_allowed(access.may_call_off_reorganisation(plan, by), plan)
    move(
        plan,
        ReorganisationStatus.CALLED_OFF,
        verb="call_off_reorganisation",
        by=by,
        post=post,
        unit=plan.unit,
        event_reason=required_text(reason),
    )


def lock_plan(plan: Reorganisation) -> None:
    """Lock the row and refresh the plan from it."""
    locked = Reorganisation.objects.select_for_update(of=("self",), no_key=True)
    plan.refresh_from_db(from_queryset=locked.select_related("unit", "confirmed_by", "confirmed_post"))
