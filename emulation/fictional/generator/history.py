"""The events of a sheet, equal to those its actions would have written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from campaigns.lifecycle import FilingStatus
from campaigns.models import Exemplar, Filing, WorkResult
from emulation.fictional.generator.people import EventBy, People, acts
from emulation.fictional.generator.sheets import PlannedSheet
from foundation.db.guaranteed import guaranteed
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
    if outcome.back:
        yield _event(plan, "return", outcome.back, reviewer, SUBMITTED, RETURNED, reason=plan.reason)
    if outcome.again:
        yield _event(plan, "submit", outcome.again, officer, RETURNED, SUBMITTED, changes=_sent(2))
    if outcome.is_accepted and outcome.decided:
        yield _event(plan, "accept", outcome.decided, reviewer, SUBMITTED, ACCEPTED)


def review_events(
    work_results: Iterable[tuple[PlannedSheet, WorkResult]],
    exemplars: Iterable[tuple[PlannedSheet, Exemplar]],
    people: People,
) -> Iterator[Event]:
    """Yield the events of checked values, highlighted works and published exemplars."""
    for plan, work_result in work_results:
        if work_result.checked_value is not None:
            yield _chosen(
                plan.filing, "check_values", {work_result.registered.title: [None, work_result.checked_value]}, people
            )
        if work_result.highlighted:
            yield _chosen(plan.filing, "highlight", {work_result.registered.title: True}, people)
    for plan, exemplar in exemplars:
        if exemplar.published:
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
