"""Writes the rows of a submission: headcount, figures (computed ones too), works, results, exemplars."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Exists, OuterRef

from campaigns.models import (
    Exemplar,
    Figure,
    Filing,
    Headcount,
    Submission,
    Work,
    WorkCheck,
    WorkEntry,
    WorkResult,
    WrittenAnswer,
)
from campaigns.sheet.row_values import (
    entry_values,
    exemplar_values,
    figure_values,
    headcount_values,
    result_values,
    written_values,
)
from campaigns.sheet.sheet import Sheet


def write_rows(sheet: Sheet, submission: Submission, *, before: int | None) -> None:
    """Write the rows of a new submission of a valid sheet, in the transaction that submits it.

    What reviewers chose on the rows of the submission before (`before`, its id; None if there is none) is copied: an
    exemplar stays published, with its consent, while its texts do not change, a checked value stays while the declared
    one does not change, a highlighted work stays highlighted.
    """
    for counts in headcount_values(sheet):
        Headcount.objects.create(submission=submission, **counts)
    Figure.objects.bulk_create(Figure(submission=submission, **values) for values in figure_values(sheet))
    WrittenAnswer.objects.bulk_create(
        WrittenAnswer(submission=submission, **values) for values in written_values(sheet)
    )
    if sheet.filing.is_pledge:
        _write_works(sheet, submission)
    else:
        _write_results(sheet, submission, before)
        _write_exemplars(sheet, submission, before)


def _write_works(sheet: Sheet, submission: Submission) -> None:
    """Write the registered works by uuid, and their entries.

    A work that is no longer listed is withdrawn, unless it has a result in the last submission of a report.
    """
    filing = sheet.filing
    entries: dict[int, WorkEntry] = {}
    for row in sheet.cleaned_rows("works"):
        work, _created = Work.objects.update_or_create(**_identity(filing, row), defaults={"withdrawn": False})
        entries[work.pk] = _entry(submission, work, row)
    unit_works = Work.objects.filter(campaign=filing.phase.campaign, unit=filing.unit)
    results = WorkResult.objects.filter(work=OuterRef("pk"), submission__current_for__isnull=False)
    unit_works.exclude(pk__in=entries).filter(~Exists(results)).update(withdrawn=True)
    _write_entries(entries)


def _identity(filing: Filing, row: dict[str, Any]) -> dict[str, Any]:
    """Return what identifies the work of a row: the same uuid of another unit is another work."""
    return {"campaign": filing.phase.campaign, "unit": filing.unit, "uuid": row["uuid"] or uuid.uuid4()}


def _entry(submission: Submission, work: Work, row: dict[str, Any]) -> WorkEntry:
    """Return the entry, not saved yet, of a work in the words of a row."""
    words = entry_values(row)
    return WorkEntry(submission=submission, work=work, search_text=WorkEntry.searched_by(**words), **words)


def _write_entries(entries: dict[int, WorkEntry]) -> None:
    for order, registered in enumerate(entries.values()):
        registered.order = order
    WorkEntry.objects.bulk_create(entries.values())


def _write_results(sheet: Sheet, submission: Submission, before: int | None) -> None:
    """Write the results, one for each work. A checked value is not copied when the declared value changes.

    A work that no pledge registered is written as withdrawn, with an entry of this submission. The latest check of an
    earlier result counts: checks come in the order in which they were made.
    """
    earlier = {work_result.work_id: work_result for work_result in WorkResult.objects.filter(submission=before)}
    checks = {check.work_result_id: check for check in WorkCheck.objects.filter(work_result__submission=before)}
    results: dict[int, WorkResult] = {}
    copied, added = [], {}
    for row in sheet.cleaned_rows("results"):
        registered = row["registered"]
        if registered is None:
            work, _created = Work.objects.get_or_create(**_identity(sheet.filing, row), defaults={"withdrawn": True})
            registered = added[work.pk] = _entry(submission, work, row)
        work_result = WorkResult(
            submission=submission, work=registered.work, registered=registered, **result_values(row)
        )
        if stored := earlier.get(registered.work_id):
            work_result.highlighted = stored.highlighted
        results[registered.work_id] = work_result
    _write_entries(added)
    WorkResult.objects.bulk_create(results.values())
    for work_id, work_result in results.items():
        stored = earlier.get(work_id)
        check = checks.get(stored.pk) if stored and stored.value == work_result.value else None
        if check and check.value is not None:
            copied.append(WorkCheck(work_result=work_result, value=check.value, by_id=check.by_id, at=check.at))
    WorkCheck.objects.bulk_create(copied)


def _write_exemplars(sheet: Sheet, submission: Submission, before: int | None) -> None:
    """Write the exemplars. While its texts do not change, one stays published, and its consent holds."""
    earlier = {(row.who, row.story): row for row in Exemplar.objects.filter(submission=before)}
    rows = []
    for values in exemplar_values(sheet):
        row = Exemplar(submission=submission, **values)
        if stored := earlier.get((row.who, row.story)):
            row.published, row.consent_id = stored.published, stored.consent_id
        rows.append(row)
    Exemplar.objects.bulk_create(rows)
