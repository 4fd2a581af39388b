"""The act of a reorganisation: rehearsed, confirmed, carried out on its day.

A rehearsal runs the act itself and rolls it back. Before the act is kept, the digest of what it wrote and saw is
compared with that of the rehearsal which was confirmed: it writes what was rehearsed, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict, update_in_status
from units import access
from units.acting import Acting
from units.actions.due import carry_out_each
from units.actions.reorganisation_plans import counted_acts, lock_plan
from units.actions.tree_changes import lock_tree
from units.actions.tree_rewriting import TreeRewriting
from units.history import move, require_still_allowed, save_events
from units.lifecycle import ReorganisationStatus
from units.models import (
    Post,
    RehearsedWrite,
    Reorganisation,
    ReorganisationAct,
    ReorganisationRow,
    User,
)
from units.reorganising.consequences import CONSEQUENCES, LOCKS, TreeChange
from units.reorganising.journal import Journal, digest_of, lines_as_text
from units.reorganising.new_tree import NewTree, check

MOST_TOLD = 12
"""Differences that a stopped reorganisation names; the others are counted."""
INSERTED_TOGETHER = 1_000


@dataclass
class Outcome:
    """What one run of the act wrote: problems, lines with the union's id, and the digest of plan and lines."""

    change: TreeChange
    texts: list[str]
    digest: str

    @property
    def hindrances(self) -> list[str]:
        return [problem.sentence for problem in self.change.problems if problem.hinders]


def _carry_out(plan: Reorganisation, *, by: Acting | None, post: Post | None, user: User) -> Outcome:
    """Write the tree and all that follows from it: the act itself, which a rehearsal runs and rolls back."""
    lock_tree()
    rows = list(plan.rows.select_related("unit", "type", "target", "target_row").order_by("number"))
    planned = [_row_as_json(row) for row in rows]  # before founded unions are written into the rows
    tree = NewTree(plan, rows)
    _check_values(tree)
    check(tree)
    change = TreeChange(plan, by, post, user, plan.grounds, problems=tree.problems)
    if not any(problem.hinders for problem in tree.problems):
        for lock in LOCKS:
            lock(tree.ended)
        TreeRewriting(tree, change).run()
        for consequence in CONSEQUENCES:
            consequence(change)
    texts = _texts(change.journal, {unit.pk for unit in change.founded})
    outcome = Outcome(change, texts, digest_of(plan, planned, texts))
    if not outcome.hindrances:
        save_events(change.journal.events)
    return outcome


def _check_values(tree: NewTree) -> None:
    """Add to the problems what the model refuses of unions to be founded."""
    for pk, unit in tree.founded.items():
        row = tree.rows_of[-pk]
        unit.derive()
        try:
            unit.full_clean(exclude=["path", "search_text", "type", "parent", "valid_from"])
        except ValidationError as error:
            tree.hinder(row, " ".join(error.messages).rstrip("."))


def _row_as_json(row: ReorganisationRow) -> list[Any]:
    target = row.target_row.number if row.target_row else None
    unit = None if row.act == ReorganisationAct.FOUND else row.unit_id
    type_code = row.type.code if row.type else ""
    return [row.number, row.act, unit, row.name, type_code, row.target_id, target, row.values, row.posts_follow]


def _texts(journal: Journal, founded: set[int]) -> list[str]:
    """Return the lines as texts that are the same at each run: a union that the run founded has no id."""
    return lines_as_text(
        (
            line.table,
            None if line.unit.pk in founded else line.unit.pk,
            line.unit.name,
            line.post.pk if line.post else None,
            line.words,
        )
        for line in journal.lines
    )


@transaction.atomic
def rehearse(plan: Reorganisation, *, by: Acting) -> None:
    """Run the act, roll it back, and store what it wrote, what it saw, and what hinders it."""
    lock_plan(plan)
    post = require_still_allowed(access.may_rehearse(plan, by), plan)
    with transaction.atomic():
        outcome = _carry_out(plan, by=by, post=post, user=by.user)
        founded = {unit.pk for unit in outcome.change.founded}
        transaction.set_rollback(True)
    plan.problems = [list(problem) for problem in outcome.change.problems]
    plan.digest, plan.rehearsed_at = outcome.digest, clock.now()
    plan.save(update_fields=["problems", "digest", "rehearsed_at"])
    plan.writes.all().delete()
    RehearsedWrite.objects.bulk_create(
        [
            RehearsedWrite(
                plan=plan,
                table=line.table,
                unit_id=None if line.unit.pk in founded else line.unit.pk,
                unit_name=line.unit.name,
                post=line.post,
                words=line.words,
                is_written=line.is_written,
            )
            for line in outcome.change.journal.lines
        ],
        batch_size=INSERTED_TOGETHER,
    )


@transaction.atomic
def confirm(plan: Reorganisation, *, digest: str, by: Acting) -> str:
    """Carry a rehearsed plan out, or for a day ahead have the tick do so. Return the new status.

    `digest`: that of the rehearsal that was read. Raises StateConflict that says what is otherwise by now.
    """
    lock_plan(plan)
    post = require_still_allowed(access.may_confirm_reorganisation(plan, by), plan)
    if digest != plan.digest:
        raise StateConflict(_("Phương án vừa được diễn tập lại. Xin xem kết quả mới rồi xác nhận."))
    plan.confirmed_by, plan.confirmed_post = by.user, post
    if plan.on > clock.today():
        move(
            plan,
            ReorganisationStatus.SCHEDULED,
            verb="schedule_reorganisation",
            by=by,
            post=post,
            unit=plan.unit,
            changes=counted_acts(plan),
            confirmed_by=by.user,
            confirmed_post=post,
        )
        return plan.status
    outcome = _carry_out(plan, by=by, post=post, user=by.user)
    if why_not := _otherwise(plan, outcome):
        raise StateConflict(why_not)
    _close(plan, outcome, by=by, post=post)
    return plan.status


def _close(plan: Reorganisation, outcome: Outcome, *, by: Acting | None, post: Post | None) -> None:
    event = move(
        plan,
        ReorganisationStatus.DONE,
        verb="carry_out_reorganisation",
        by=by,
        post=post,
        unit=plan.unit,
        event_reason=plan.grounds if by else _confirmed(plan),
        changes=counted_acts(plan),
        done_at=clock.now(),
        undo_steps=[list(step) for step in outcome.change.journal.steps],
        confirmed_by=plan.confirmed_by,
        confirmed_post=plan.confirmed_post,
        why_not="",
    )
    update_in_status(plan, last_event=event.pk)


def _confirmed(plan: Reorganisation) -> str:
    """Return the reason of an act of the system: the letter, and who confirmed the plan in which post."""
    assert plan.confirmed_by and plan.confirmed_post, "scheduled_reorganisation_was_rehearsed"
    words = {"grounds": plan.grounds, "who": plan.confirmed_by.full_name, "post": plan.confirmed_post.title}
    return _("{grounds}; do {who} ({post}) xác nhận").format(**words)


def _otherwise(plan: Reorganisation, outcome: Outcome) -> str:
    """Return what is otherwise than at the rehearsal, as sentences; "" if all is as it was rehearsed."""
    if outcome.hindrances:
        told = outcome.hindrances
    elif outcome.digest == plan.digest:
        return ""
    else:
        told = _differences(plan, outcome.texts)
    more = len(told) - MOST_TOLD
    lines = [*told[:MOST_TOLD], *([_("và {n} điều khác").format(n=vietnamese.format_number(more))] if more > 0 else [])]
    return _("Không còn đúng như khi diễn tập, nên chưa ghi gì. {lines} Xin diễn tập lại rồi xác nhận.").format(
        lines=" ".join(line if line.endswith(".") else f"{line}." for line in lines)
    )


def _differences(plan: Reorganisation, now: list[str]) -> list[str]:
    rows = plan.writes.values_list("table", "unit", "unit_name", "post", "words")
    before = lines_as_text(rows)
    gone, come = set(before) - set(now), set(now) - set(before)
    told = [_("Nay không còn: {line}").format(line=_line_words(text)) for text in sorted(gone)]
    told += [_("Nay thêm: {line}").format(line=_line_words(text)) for text in sorted(come)]
    return told or [_("Phương án đã được sửa")]


def _line_words(text: str) -> str:
    _table, _unit, name, _post, words = text.split("\t", 4)
    return f"{name}: {words}"


def carry_out_due() -> str:
    """Carry out the plans whose day has come, each in a transaction of its own: a duty of the tick.

    A fault in one keeps no other one waiting; it is raised when all were tried.
    """
    outcomes = carry_out_each(Reorganisation.objects.due(clock.today()).order_by("on", "pk"), _carry_out_on_its_day)
    done, stopped = outcomes[ReorganisationStatus.DONE], outcomes[ReorganisationStatus.STOPPED]
    if not done and not stopped:
        return ""
    return _("Phương án sắp xếp: {done} đã thực hiện, {stopped} đã dừng.").format(done=done, stopped=stopped)


@transaction.atomic
def _carry_out_on_its_day(plan: Reorganisation) -> str:
    """Return the new status of a plan whose day has come, "" if somebody acted on it meanwhile."""
    lock_plan(plan)
    if plan.status != ReorganisationStatus.SCHEDULED or plan.on > clock.today():
        return ""
    assert plan.confirmed_by is not None, "scheduled_reorganisation_was_rehearsed"
    with transaction.atomic():
        outcome = _carry_out(plan, by=None, post=None, user=plan.confirmed_by)
        why_not = _otherwise(plan, outcome)
        if why_not:
            transaction.set_rollback(True)
    if not why_not:
        _close(plan, outcome, by=None, post=None)
        return plan.status
    move(
        plan,
        ReorganisationStatus.STOPPED,
        verb="stop_reorganisation",
        by=None,
        unit=plan.unit,
        event_reason=why_not,
        why_not=why_not,
    )
    return plan.status
