"""Actions of a reviewer on many sheets at once: accept, return, undo what was done at once.

Each sheet is decided by the action for one sheet, so no rule is left out. All happens in one transaction.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access, data_request_access
from campaigns.actions import data_request_sheets, reviews
from campaigns.actions.locking import lock_data_request_sheets, lock_filings
from campaigns.models import BatchedEvent, DataRequestSheet, Filing
from foundation import vietnamese
from foundation.lifecycle import StateConflict
from units.access import Answer, Forbidden
from units.acting import Acting
from units.event_labels import verb_words
from units.models import Event

SubmissionNumbers = Mapping[int, int | None]
"""The number of the submission that the reviewer read, by the sheet's id."""
SheetT = TypeVar("SheetT", Filing, DataRequestSheet)
Failed = list[tuple[SheetT, Exception]]
"""Sheets that an action could not be applied to, each with the reason: Forbidden, StateConflict."""


class BatchedSheet(NamedTuple, Generic[SheetT]):
    """A sheet that an act on many was about, as it is now, with the event of the act."""

    sheet: SheetT
    event: Event


UNDO = {"accept": "undo_accept", "return": "undo_return"}


class Batches(ABC, Generic[SheetT]):
    """The acts on many sheets of one model; a subclass says how they are locked and read, and which acts one takes."""

    model: type[SheetT]

    @abstractmethod
    def _lock(self, sheets: Sequence[SheetT]) -> list[SheetT]: ...

    @abstractmethod
    def _read(self, ids: Sequence[int]) -> dict[int, SheetT]: ...

    @abstractmethod
    def _accept_all(
        self, sheets: Sequence[SheetT], by: Acting, submission_numbers: SubmissionNumbers
    ) -> tuple[list[SheetT], Failed[SheetT]]: ...

    @abstractmethod
    def _return(self, sheet: SheetT, reason: str, due_on: date, by: Acting, submission_number: int | None) -> None: ...

    @abstractmethod
    def _undo(self, sheet: SheetT, verb: str, by: Acting) -> None: ...

    @abstractmethod
    def _may_undo(self, sheet: SheetT, verb: str, by: Acting) -> Answer: ...

    @transaction.atomic
    def accept_batch(
        self, sheets: Sequence[SheetT], *, act: UUID, by: Acting, submission_numbers: SubmissionNumbers
    ) -> Failed[SheetT]:
        """Accept the sheets that may be accepted; return the others, each with the reason. Done twice it is done once.

        Raises Forbidden or StateConflict if none could be accepted.
        """
        self._lock(sheets)
        if (left := self._left_by(act, "accept", sheets, by)) is not None:
            return left
        done, failed = self._accept_all(sheets, by, submission_numbers)
        self._tie(act, done, failed)
        return failed

    @transaction.atomic
    def return_batch(
        self,
        sheets: Sequence[SheetT],
        *,
        act: UUID,
        reason: str,
        due_on: date,
        by: Acting,
        submission_numbers: SubmissionNumbers,
    ) -> Failed[SheetT]:
        """Return the sheets that may be returned, with one reason and one new date. As `accept_batch` for the rest."""
        locked = self._lock(sheets)
        if (left := self._left_by(act, "return", sheets, by)) is not None:
            return left
        done: list[SheetT] = []
        failed: Failed[SheetT] = []
        for sheet in locked:
            try:
                self._return(sheet, reason, due_on, by, submission_numbers.get(sheet.pk))
                done.append(sheet)
            except (Forbidden, StateConflict) as error:
                failed.append((sheet, error))
        self._tie(act, done, failed)
        return failed

    @transaction.atomic
    def undo_batch(self, act: UUID, *, by: Acting) -> None:
        """Undo an act on all of its sheets, or on none if somebody touched one. Undone twice it is undone once.

        Raises StateConflict, which names what was touched.
        """
        batch = self.sheets_of(act, by)
        verb = batch[0].event.verb
        held = self._lock([batched.sheet for batched in batch])
        newest = self.newest_events(held)
        if all(newest[sheet.pk].verb == UNDO[verb] for sheet in held):
            return
        locked = [BatchedSheet(sheet, batched.event) for sheet, batched in zip(held, batch, strict=True)]
        if obstacles := self.undo_obstacles(locked, newest, by):
            raise StateConflict(_("Không hoàn tác được, chưa bản nào thay đổi. {why}").format(why=" ".join(obstacles)))
        for sheet in held:
            self._undo(sheet, verb, by)

    def sheets_of(self, act: UUID, by: Acting) -> list[BatchedSheet[SheetT]]:
        """Return the sheets of an act of this person in the order of its events; none of an act on other sheets."""
        rows = self._batched(by).filter(act=act).select_related("event__personal").order_by("pk")
        events = [row.event for row in rows]
        sheets = self._read([event.target_id for event in events])
        return [BatchedSheet(sheets[event.target_id], event) for event in events]

    def first_event(self, act: UUID, by: Acting) -> BatchedEvent:
        """Return the first of the events that an act of this person tied together."""
        first: BatchedEvent = self._batched(by).filter(act=act).earliest("pk")
        return first

    def _batched(self, by: Acting) -> Any:
        kind = ContentType.objects.get_for_model(self.model)
        return BatchedEvent.objects.visible_to(by.user).filter(event__target_type=kind)

    def newest_events(self, sheets: Sequence[SheetT]) -> dict[int, Event]:
        """Return the last event about each sheet, by the sheet's id, in one statement."""
        about = Event.objects.about_all(self.model, [sheet.pk for sheet in sheets]).order_by("at", "pk")
        return {event.target_id: event for event in about}

    def undo_obstacles(
        self, batch: Sequence[BatchedSheet[SheetT]], newest: Mapping[int, Event], by: Acting
    ) -> list[str]:
        """Return a sentence for each sheet that somebody touched, so that the act cannot be undone any more."""
        sentences = []
        for sheet, event in batch:
            last = newest[sheet.pk]
            if last.pk != event.pk:
                sentence = _("{unit}: {who} đã {what} lúc {when}.")
                when = vietnamese.format_moment(last.at)
                sentences.append(
                    sentence.format(unit=sheet.name, who=last.actor_name, what=verb_words(last.verb), when=when)
                )
            elif not (answer := self._may_undo(sheet, event.verb, by)):
                sentences.append(f"{sheet.name}: {answer.why_not}")
        return sentences

    def _left_by(self, act: UUID, verb: str, sheets: Sequence[SheetT], by: Acting) -> Failed[SheetT] | None:
        """Return which of the sheets an act left that was done before: a button pressed twice. None for a new act.

        The sheets are locked, so nobody is doing it now. Raises StateConflict if it was another act, on an old page.
        """
        if not BatchedEvent.objects.filter(act=act).exists():
            return None
        used = StateConflict(_("Trang này đã được dùng. Xin mở lại danh sách."))
        rows = self._batched(by).filter(act=act, event__verb=verb)
        done = set(rows.values_list("event__target_id", flat=True))
        left = [sheet for sheet in sheets if sheet.pk not in done]
        if len(left) == len(sheets):
            raise used
        return [(sheet, used) for sheet in left]

    def _tie(self, act: UUID, done: Sequence[SheetT], failed: Failed[SheetT]) -> None:
        """Give the events of an act its id; raise what every sheet was refused with if none was done."""
        if not done:
            _refuse(failed)
        newest = self.newest_events(done)
        BatchedEvent.objects.bulk_create([BatchedEvent(act=act, event=newest[sheet.pk]) for sheet in done])


class FilingBatches(Batches[Filing]):
    """The acts on many pledges or reports."""

    model = Filing

    def _lock(self, sheets: Sequence[Filing]) -> list[Filing]:
        return lock_filings(sheets)

    def _read(self, ids: Sequence[int]) -> dict[int, Filing]:
        return Filing.objects.with_context().in_bulk(ids)

    def _accept_all(
        self, sheets: Sequence[Filing], by: Acting, submission_numbers: SubmissionNumbers
    ) -> tuple[list[Filing], Failed[Filing]]:
        return reviews.accept_all(sheets, by=by, submission_numbers=submission_numbers)

    def _return(self, sheet: Filing, reason: str, due_on: date, by: Acting, submission_number: int | None) -> None:
        reviews.return_(sheet, reason=reason, due_on=due_on, by=by, submission_number=submission_number)

    def _undo(self, sheet: Filing, verb: str, by: Acting) -> None:
        undo = reviews.undo_accept if verb == "accept" else reviews.undo_return
        undo(sheet, by=by)

    def _may_undo(self, sheet: Filing, verb: str, by: Acting) -> Answer:
        return access.may_undo_accept(sheet, by) if verb == "accept" else access.may_undo_return(sheet, by)


class AnswerBatches(Batches[DataRequestSheet]):
    """The acts on many sheets of data requests."""

    model = DataRequestSheet

    def _lock(self, sheets: Sequence[DataRequestSheet]) -> list[DataRequestSheet]:
        return lock_data_request_sheets(sheets)

    def _read(self, ids: Sequence[int]) -> dict[int, DataRequestSheet]:
        return DataRequestSheet.objects.for_page().in_bulk(ids)

    def _accept_all(
        self, sheets: Sequence[DataRequestSheet], by: Acting, submission_numbers: SubmissionNumbers
    ) -> tuple[list[DataRequestSheet], Failed[DataRequestSheet]]:
        return data_request_sheets.accept_all_answers(sheets, by=by, submission_numbers=submission_numbers)

    def _return(
        self, sheet: DataRequestSheet, reason: str, due_on: date, by: Acting, submission_number: int | None
    ) -> None:
        data_request_sheets.return_answers(
            sheet, reason=reason, due_on=due_on, remarks={}, by=by, submission_number=submission_number
        )

    def _undo(self, sheet: DataRequestSheet, verb: str, by: Acting) -> None:
        data_request_sheets.undo_decision(sheet, by=by)

    def _may_undo(self, sheet: DataRequestSheet, verb: str, by: Acting) -> Answer:
        return data_request_access.may_undo_decision(sheet, by)


FILING_BATCHES = FilingBatches()
ANSWER_BATCHES = AnswerBatches()


def _refuse(failed: Sequence[tuple[Filing | DataRequestSheet, Exception]]) -> None:
    if not failed:
        raise StateConflict(_("Chưa chọn bản nào."))
    if all(isinstance(error, Forbidden) for _sheet, error in failed):
        raise failed[0][1]
    raise StateConflict(refused_sentence(failed))


def refused_sentence(failed: Sequence[tuple[Filing | DataRequestSheet, Exception]]) -> str:
    """Return which sheets were refused and why, in one text."""
    return " ".join(f"{sheet.name}: {error}" for sheet, error in failed)
