"""Actions of a reviewer on many sheets at once: accept, return, undo what was done at once.

Each sheet is decided by the action for one sheet, so no rule is left out. All happens in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions import reviews
from campaigns.actions.locking import lock_filings
from campaigns.actions.reviews import Failed
from campaigns.models import BatchedEvent, Filing
from foundation import vietnamese
from foundation.lifecycle import StateConflict
from units.access import Answer, Forbidden
from units.acting import Acting
from units.event_labels import verb_words
from units.models import Event

SubmissionNumbers = Mapping[int, int | None]
"""The number of the submission that the reviewer read, by the sheet's id."""


class BatchedSheet(NamedTuple):
    """A sheet that an act on many was about, as it is now, with the event of the act."""

    filing: Filing
    event: Event


UNDO = {"accept": "undo_accept", "return": "undo_return"}


@transaction.atomic
def accept_batch(filings: Sequence[Filing], *, act: UUID, by: Acting, submission_numbers: SubmissionNumbers) -> Failed:
    """Accept the sheets that may be accepted; return the others, each with the reason. Done twice it is done once.

    Raises Forbidden or StateConflict if none could be accepted.
    """
    lock_filings(filings)
    if (left := _left_by(act, "accept", filings, by)) is not None:
        return left
    done, failed = reviews.accept_all(filings, by=by, submission_numbers=submission_numbers)
    _tie(act, "accept", done, failed, by)
    return failed


@transaction.atomic
def return_batch(
    filings: Sequence[Filing],
    *,
    act: UUID,
    reason: str,
    due_on: date,
    by: Acting,
    submission_numbers: SubmissionNumbers,
) -> Failed:
    """Return the sheets that may be returned with one reason and one new date; the rest is as for `accept_batch`."""
    locked = lock_filings(filings)
    if (left := _left_by(act, "return", filings, by)) is not None:
        return left
    done: list[Filing] = []
    failed: Failed = []
    for filing in locked:
        number = submission_numbers.get(filing.pk)
        try:
            reviews.return_(filing, reason=reason, due_on=due_on, by=by, submission_number=number)
            done.append(filing)
        except (Forbidden, StateConflict) as error:
            failed.append((filing, error))
    _tie(act, "return", done, failed, by)
    return failed


@transaction.atomic
def undo_batch(act: UUID, *, by: Acting) -> None:
    """Undo an act on all of its sheets, or on none if somebody touched one. Undone twice it is undone once.

    Raises StateConflict, which names what was touched.
    """
    batch = sheets_of(act, by)
    undo = UNDO[batch[0].event.verb]
    held = lock_filings([sheet.filing for sheet in batch])
    newest = newest_events(held)
    if all(newest[filing.pk].verb == undo for filing in held):
        return
    locked = [BatchedSheet(filing, sheet.event) for filing, sheet in zip(held, batch, strict=True)]
    if obstacles := undo_obstacles(locked, newest, by):
        raise StateConflict(_("Không hoàn tác được, chưa bản nào thay đổi. {why}").format(why=" ".join(obstacles)))
    for filing in held:
        getattr(reviews, undo)(filing, by=by)


def sheets_of(act: UUID, by: Acting) -> list[BatchedSheet]:
    """Return the sheets of an act of this person in the order of its events; none if it is no act of theirs."""
    rows = BatchedEvent.objects.visible_to(by.user).filter(act=act).select_related("event__personal").order_by("pk")
    events = [row.event for row in rows]
    sheets = Filing.objects.with_context().in_bulk([event.target_id for event in events])
    return [BatchedSheet(sheets[event.target_id], event) for event in events]


def first_event(act: UUID, by: Acting) -> BatchedEvent:
    """Return the first of the events that an act of this person tied together."""
    first: BatchedEvent = BatchedEvent.objects.visible_to(by.user).filter(act=act).earliest("pk")
    return first


def newest_events(filings: Sequence[Filing]) -> dict[int, Event]:
    """Return the last event about each sheet, by the sheet's id, in one statement."""
    about = Event.objects.about_all(Filing, [filing.pk for filing in filings]).order_by("at", "pk")
    return {event.target_id: event for event in about}


def undo_obstacles(batch: Sequence[BatchedSheet], newest: Mapping[int, Event], by: Acting) -> list[str]:
    """Return a sentence for each sheet that somebody touched, so that the act cannot be undone any more."""
    sentences = []
    for filing, event in batch:
        last = newest[filing.pk]
        if last.pk != event.pk:
            sentence = _("{unit}: {who} đã {what} lúc {when}.")
            when = vietnamese.format_moment(last.at)
            sentences.append(
                sentence.format(unit=filing.called.name, who=last.actor_name, what=verb_words(last.verb), when=when)
            )
        elif not (answer := _may_undo(filing, event.verb, by)):
            sentences.append(f"{filing.called.name}: {answer.why_not}")
    return sentences


def _may_undo(filing: Filing, verb: str, by: Acting) -> Answer:
    return access.may_undo_accept(filing, by) if verb == "accept" else access.may_undo_return(filing, by)


def _left_by(act: UUID, verb: str, filings: Sequence[Filing], by: Acting) -> Failed | None:
    """Return which of the sheets an act left that was done before: a button pressed twice. None for a new act.

    The sheets are locked, so nobody is doing it now. Raises StateConflict if it was another act, on an old page.
    """
    if not BatchedEvent.objects.filter(act=act).exists():
        return None
    used = StateConflict(_("Trang này đã được dùng. Xin mở lại danh sách."))
    rows = BatchedEvent.objects.visible_to(by.user).filter(act=act, event__verb=verb)
    done = set(rows.values_list("event__target_id", flat=True))
    left = [filing for filing in filings if filing.pk not in done]
    if len(left) == len(filings):
        raise used
    return [(filing, used) for filing in left]


def _tie(act: UUID, verb: str, done: Sequence[Filing], failed: Failed, by: Acting) -> None:
    """Give the events of an act its id; raise what every sheet was refused with if none was done."""
    if not done:
        _refuse(failed)
    newest = newest_events(done)
    BatchedEvent.objects.bulk_create([BatchedEvent(act=act, event=newest[filing.pk]) for filing in done])


def _refuse(failed: Failed) -> None:
    if not failed:
        raise StateConflict(_("Chưa chọn bản nào."))
    if all(isinstance(error, Forbidden) for _filing, error in failed):
        raise failed[0][1]
    raise StateConflict(refused_sentence(failed))


def refused_sentence(failed: Failed) -> str:
    """Return which sheets were refused and why, in one text."""
    return " ".join(f"{filing.called.name}: {error}" for filing, error in failed)
