"""The events of a sheet, equal to those its actions would have written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from campaigns.actions.sheet_steps import DUE_AGAIN
from campaigns.lifecycle import FilingStatus
from campaigns.models import Exemplar, Filing, WorkResult
from emulation.fictional.generator.people import EventBy, People, acts
from emulation.fictional.generator.sheets import PlannedSheet
from foundation.db.guaranteed import guaranteed
from foundation.vietnamese import format_date, format_money
from units.history import event_of
from units.models import Event, Role, Unit

AWAITED, DRAFT, SUBMITTED = FilingStatus.AWAITED, FilingStatus.DRAFT, FilingStatus.SUBMITTED
RETURNED, ACCEPTED, EXCUSED = FilingStatus.RETURNED, FilingStatus.ACCEPTED, FilingStatus.EXCUSED
SOON = timedelta(minutes=5)


def sheet_events(plan: PlannedSheet, people: People, launching: Unit) -> Iterator[Event]:
    """Yield the events of a sheet from its first saving to the last decision."""
    outcome, unit = plan.outcome, plan.called.unit
    officer = acts(people.officer(unit), Role.OFFICER)
    if outcome.begun and not plan.unchanged:
        yield _event(plan, "save", outcome.begun, officer, AWAITED, DRAFT)
    if outcome.sent:
        verb, source = ("confirm_unchanged", AWAITED) if plan.unchanged else ("submit", DRAFT)
        yield _event(plan, verb, outcome.sent, officer, source, SUBMITTED, changes=_sent(1))
        yield from _answers(plan, people, officer)
    elif outcome.decided:
        board = acts(people.reviewer(launching), Role.REVIEWER)
        instead = unit.parent if unit.parent_id != launching.pk else None
        changes = {"instead_of": instead.name} if instead else {}
        yield _event(plan, "excuse", outcome.decided, board, AWAITED, EXCUSED, reason=plan.reason, changes=changes)


def _answers(plan: PlannedSheet, people: People, officer: EventBy) -> Iterator[Event]:
    outcome, reviewer = plan.outcome, acts(people.reviewer_above(plan.called.unit), Role.REVIEWER)
    if outcome.back and outcome.due_again:
        changes = {DUE_AGAIN: ["", format_date(outcome.due_again)]}
        yield _event(plan, "return", outcome.back, reviewer, SUBMITTED, RETURNED, reason=plan.reason, changes=changes)
    if outcome.again:
        yield _event(plan, "submit", outcome.again, officer, RETURNED, SUBMITTED, changes=_sent(2))
    if outcome.is_accepted and outcome.decided:
        yield _event(plan, "accept", outcome.decided, reviewer, SUBMITTED, ACCEPTED)


def review_events(
    work_results: Iterable[tuple[PlannedSheet, WorkResult]],
    exemplars: Iterable[tuple[PlannedSheet, Exemplar]],
    people: People,
) -> Iterator[Event]:
    """Yield the events of checked values (one a sheet), highlighted works and published exemplars.

    `work_results`: those of a sheet one after another.
    """
    for _filing, together in groupby(work_results, key=lambda plan_result: plan_result[0].filing.pk):
        results = list(together)
        filing = results[0][0].filing
        checked = {
            work_result.registered.title: [None, format_money(work_result.checked_value)]
            for _plan, work_result in results
            if work_result.checked_value is not None
        }
        if checked:
            yield _chosen(filing, "check_values", checked, people)
        for _plan, work_result in results:
            if work_result.highlighted:
                yield _chosen(filing, "highlight", {work_result.registered.title: True}, people)
    for plan, exemplar in exemplars:
        if exemplar.published:
            yield _chosen(plan.filing, "record_consent", {exemplar.who: True}, people)
            yield _chosen(plan.filing, "publish_exemplar", {exemplar.who: True}, people)


def _chosen(filing: Filing, verb: str, changes: dict, people: People) -> Event:
    by = acts(people.reviewer_above(filing.called.unit), Role.REVIEWER)
    decided_at = guaranteed(filing.decided_at, "accepted_sheet_has_decider")
    return event_of(filing, verb, at=decided_at + SOON, unit=filing.called.unit, changes=changes, **by)


def _sent(number: int) -> dict:
    return {"submission": number, "on_behalf": False}


def _event(
    plan: PlannedSheet,
    verb: str,
    at: datetime,
    by: EventBy,
    source: str,
    to: str,
    *,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    unit = plan.called.unit
    return event_of(plan.filing, verb, at=at, unit=unit, source=source, to=to, reason=reason, changes=changes, **by)
