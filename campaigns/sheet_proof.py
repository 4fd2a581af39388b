"""Whether the rows of submissions are those that their contents bear.

The database refuses to change or delete such a row (campaigns/append_only.py), but it cannot tell the row that sending
wrote from one that a statement inserted beside it. So each content is read again by the code that wrote the rows.
Submissions of version 0.1.0 that never had rows are left out; so are a reviewer's choices and checks, which no content
has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from campaigns.models import Exemplar, Figure, Filing, Headcount, Submission, WorkEntry, WorkResult, WrittenAnswer
from campaigns.models.submission_rows import without_rows
from campaigns.sheet import Sheet
from campaigns.sheet.row_values import (
    RESULT,
    Values,
    by_work,
    entry_values,
    exemplar_values,
    figure_values,
    headcount_values,
    result_values,
    written_values,
)
from foundation.digest import SPACED, digest
from units.models import Event, Headcounts

AT_ONCE = 200  # submissions whose rows are in memory together
SENDING = ("submit", "confirm_unchanged")
WORK = ("work__uuid", "work__unit_id", "work__campaign_id")


@dataclass(frozen=True)
class RowsOfSheets:
    """A table of rows of submissions: the columns that their contents decide, and the values these should have."""

    model: type[models.Model]
    columns: tuple[str, ...]
    borne_by: Callable[[Sheet], Iterable[Values]]

    def stored(self, submissions: Sequence[Submission]) -> dict[int, list[tuple[int, tuple[Any, ...]]]]:
        """Return the id and the values of each stored row, by the submission's id."""
        rows: dict[int, list[tuple[int, tuple[Any, ...]]]] = defaultdict(list)
        stored = self.model._base_manager.filter(submission__in=submissions).order_by("pk")
        for submission, pk, *values in stored.values_list("submission", "pk", *self.columns):
            rows[submission].append((pk, tuple(values)))
        return rows

    def borne(self, sheet: Sheet) -> Counter[tuple[Any, ...]]:
        return Counter(tuple(_as_stored(row[column]) for column in self.columns) for row in self.borne_by(sheet))


def _as_stored(value: Any) -> Any:
    """Return a value with the three decimals that a figure's columns keep."""
    return round(value, 3) if isinstance(value, Decimal) else value


def _work_columns(filing: Filing, uuid: Any) -> Values:
    called = filing.called
    return {"work__uuid": uuid, "work__unit_id": called.unit_id, "work__campaign_id": called.phase.campaign_id}


def _entries(sheet: Sheet) -> Iterator[Values]:
    """Yield the works that a pledge registers, or that a report adds."""
    rows = sheet.cleaned_rows("works" if sheet.filing.is_pledge else "results")
    added = by_work(row for row in rows if row["registered"] is None)
    for order, (uuid, row) in enumerate(added.items()):
        yield {"order": order} | _work_columns(sheet.filing, uuid) | entry_values(row)


def _results(sheet: Sheet) -> Iterator[Values]:
    for uuid, row in by_work(sheet.cleaned_rows("results")).items():
        yield {"registered__work__uuid": uuid} | _work_columns(sheet.filing, uuid) | result_values(row)


TABLES = (
    RowsOfSheets(Headcount, tuple(Headcounts.COUNTS), headcount_values),
    RowsOfSheets(Figure, ("indicator_id", "value", "numerator", "denominator", "estimated", "note"), figure_values),
    RowsOfSheets(WrittenAnswer, ("indicator_id", "text", "day", "yes"), written_values),
    RowsOfSheets(
        WorkEntry,
        (*WORK, "order", "kind", "title", "authors", "author_class", "expected_value", "due_on", "welcomes_id"),
        _entries,
    ),
    RowsOfSheets(WorkResult, (*WORK, "registered__work__uuid", *RESULT), _results),
    RowsOfSheets(Exemplar, ("order", "who", "story"), exemplar_values),
)


def sheet_faults() -> Iterator[str]:
    """Yield a sentence for each submission without its act, and for each row that its content does not bear."""
    submissions = Submission.objects.select_related("filing__called__phase__campaign")
    every = submissions.order_by("pk").iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(every, AT_ONCE)):
        yield from _faults_of(chunk)


def _faults_of(submissions: list[Submission]) -> Iterator[str]:
    sendings = _sendings({submission.filing_id for submission in submissions})
    bare = without_rows(Submission.objects.filter(pk__in=[submission.pk for submission in submissions]))
    stored = [(table, table.stored(submissions)) for table in TABLES]
    for submission in submissions:
        if submission.number > sendings[submission.filing_id]:
            yield _sentence(submission, _("không có sự việc gửi trong nhật ký"))
        if digest(submission.content, separators=SPACED) != submission.sha256:
            yield _sentence(submission, _("nội dung không khớp mã kiểm tra"))
        if submission.pk not in bare:
            sheet = Sheet(submission.filing, submission=submission)
            for table, rows in stored:
                yield from _row_faults(table, sheet, submission, rows.get(submission.pk, []))


def _sendings(filings: set[int]) -> Counter[int]:
    """Return how often each sheet was sent, by its id, as the events say."""
    events = Event.objects.filter(
        target_type__app_label="campaigns", target_type__model="filing", target_id__in=filings, verb__in=SENDING
    )
    return Counter(events.order_by().values_list("target_id", flat=True))


def _row_faults(
    table: RowsOfSheets, sheet: Sheet, submission: Submission, rows: list[tuple[int, tuple[Any, ...]]]
) -> Iterator[str]:
    missing, name = table.borne(sheet), table.model._meta.verbose_name
    for pk, values in rows:
        if missing[values]:
            missing[values] -= 1
        else:
            yield _sentence(submission, _("{row} {pk} không có trong nội dung đã gửi").format(row=name, pk=pk))
    if count := missing.total():
        yield _sentence(submission, _("thiếu {n} dòng {row} của nội dung đã gửi").format(n=count, row=name))


def _sentence(submission: Submission, fault: str) -> str:
    return _("{sheet}, lần gửi {n}: {fault}.").format(sheet=submission.filing, n=submission.number, fault=fault)
