"""How the rows of two submissions of a sheet differ, and what changed since the version that a reviewer returned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.models import Exemplar, Figure, Filing, Headcount, Submission, WorkResult
from units.history import latest
from units.models import Headcounts

RESULT = ("done", "why_not", "recognised_by", "recognised_no", "recognised_on", "value", "no_money", "benefit")
VALUES: tuple[tuple[type[Any], str, tuple[str, ...]], ...] = (
    (Headcount, "", Headcounts.COUNTS),
    (Figure, "indicator__code", ("value", "numerator", "denominator", "estimated", "note")),
    (WorkResult, "registered__title", RESULT),
    (Exemplar, "who", ("story",)),
)  # model, lookup of the name of its rows within a submission, columns that are compared


@dataclass(frozen=True)
class RowChange:
    """A value that differs: of which model and row, its column, and both values; None where a row is missing.

    `name` of a row: an indicator's code, a work's title, an exemplar's name; "" for the headcounts.
    """

    model: type[Any]
    name: str
    column: str
    before: Any
    after: Any


def row_changes(before: Submission, after: Submission) -> list[RowChange]:
    """Return what differs between the rows of two submissions of a sheet, in four statements."""
    return [change for model, name, columns in VALUES for change in _changes(model, name, columns, before, after)]


def _changes(
    model: type[Any], name: str, columns: tuple[str, ...], before: Submission, after: Submission
) -> Iterator[RowChange]:
    names = [name] if name else []
    rows: dict[int, dict[str, dict[str, Any]]] = {before.pk: {}, after.pk: {}}
    both = model.objects.filter(submission__in=(before, after)).order_by("submission", "pk")
    for row in both.values("submission", *names, *columns):
        rows[row["submission"]][row[name] if name else ""] = row
    old, new = rows[before.pk], rows[after.pk]
    for key in dict.fromkeys([*old, *new]):
        for column in columns:
            values = old.get(key, {}).get(column), new.get(key, {}).get(column)
            if values[0] != values[1]:
                yield RowChange(model, key, column, *values)


def returned_submission(filing: Filing) -> Submission | None:
    """Return the submission that a reviewer returned or reopened last; None if none was."""
    event = latest(filing, "return", "reopen")
    if event is None:
        return None
    return filing.submissions.filter(at__lte=event.at).order_by("-number").first()


def changes_since_return(filing: Filing) -> list[RowChange]:
    """Return what the unit changed since a reviewer returned the sheet; empty until it is sent again."""
    returned, current = returned_submission(filing), filing.current_submission
    if returned is None or current is None or returned == current:
        return []
    return row_changes(returned, current)
