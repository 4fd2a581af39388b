"""How the rows of two submissions of a sheet differ, and what changed since the version that a reviewer returned.

Submissions of version 0.1.0 have rows only if they were their sheet's last; of earlier ones there is the typed content
alone (`campaigns.sheet.reading.differences` compares it). Whatever compares rows says so instead of telling that
everything was added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.models import Exemplar, Figure, Filing, Headcount, Submission, WorkEntry, WorkResult
from campaigns.models.submission_rows import without_rows
from units.models import Event, Headcounts

RETURNS = ("return", "reopen", "undo_return")
ENTRY = ("kind", "title", "authors", "author_class", "expected_value", "due_on", "welcomes__name")
RESULT = ("done", "why_not", "recognised_by", "recognised_no", "recognised_on", "value", "no_money", "benefit")


@dataclass(frozen=True)
class ComparedRows:
    """The rows of a model: `key` and `name` are lookups, of what identifies a row in a submission, and of its name."""

    model: type[Any]
    key: str
    name: str
    columns: tuple[str, ...]


COMPARED = (
    ComparedRows(Headcount, "", "", Headcounts.COUNTS),
    ComparedRows(Figure, "indicator", "indicator__code", ("value", "numerator", "denominator", "estimated", "note")),
    ComparedRows(WorkEntry, "work", "title", ENTRY),
    ComparedRows(WorkResult, "work", "registered__title", RESULT),
    ComparedRows(Exemplar, "who", "who", ("story",)),
)


@dataclass(frozen=True)
class RowChange:
    """A value that differs: of which model and row, its column, and both values; None where a row is missing.

    `name` of a row: an indicator's code, a work's title (the later one), an exemplar's name; "" for the headcounts.
    """

    model: type[Any]
    name: str
    column: str
    before: Any
    after: Any


def row_changes(before: Submission, after: Submission) -> list[RowChange] | None:
    """Return what differs between the rows of two submissions of a sheet, in six statements.

    None: one of them has no rows, so nothing can be said.
    """
    if without_rows(Submission.objects.filter(pk__in=(before.pk, after.pk))):
        return None
    return [change for compared in COMPARED for change in _changes(compared, before, after)]


def _changes(compared: ComparedRows, before: Submission, after: Submission) -> Iterator[RowChange]:
    lookups = {*filter(None, (compared.key, compared.name)), *compared.columns}
    rows: dict[int, dict[Any, dict[str, Any]]] = {before.pk: {}, after.pk: {}}
    both = compared.model.objects.filter(submission__in=(before, after)).order_by("submission", "pk")
    for row in both.values("submission", *lookups):
        rows[row["submission"]][row.get(compared.key, "")] = row
    old, new = rows[before.pk], rows[after.pk]
    for key in dict.fromkeys([*old, *new]):
        name = (new.get(key) or old[key]).get(compared.name, "")
        for column in compared.columns:
            values = old.get(key, {}).get(column), new.get(key, {}).get(column)
            if values[0] != values[1]:
                yield RowChange(compared.model, name, column, *values)


def last_return(filing: Filing, events: Iterable[Event] | None = None) -> Event | None:
    """Return the event with which a reviewer last returned or reopened the sheet, of those that were not undone.

    `events` are those about the sheet, newest first, where they are read already; else it is read with its post.
    """
    if events is None:
        about = Event.objects.about(filing).filter(verb__in=RETURNS)
        events = about.select_related("personal", "post__unit", "post__area")
    undone = 0
    for event in events:
        if event.verb == "undo_return":
            undone += 1
        elif event.verb in RETURNS and undone:
            undone -= 1
        elif event.verb in RETURNS:
            return event
    return None


def returned_submission(filing: Filing, event: Event | None = None) -> Submission | None:
    """Return the submission that a reviewer returned or reopened, by default last; None if none was."""
    event = event or last_return(filing)
    if event is None:
        return None
    return filing.submissions.filter(at__lte=event.at).order_by("-number").first()


def changes_since_return(filing: Filing) -> list[RowChange] | None:
    """Return what the unit changed since a reviewer returned the sheet; empty until it is sent again.

    None: the returned submission has no rows, so nothing can be said.
    """
    returned, current = returned_submission(filing), filing.current_submission
    if returned is None or current is None or returned == current:
        return []
    return row_changes(returned, current)
