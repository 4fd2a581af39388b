"""Actions of reviewers on a sheet: accept, return, reopen, excuse; check values; choose what summaries name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.locking import lock_filing, lock_filings
from campaigns.actions.sheet_steps import (
    decision_fields,
    due_before_return,
    instead_of,
    move_from_excused,
    move_to_excused,
    newer_submission,
    require_same_submission,
    review_move,
    send_back,
)
from campaigns.lifecycle import FilingStatus
from campaigns.models import Exemplar, Filing, Headcount, Remark, WorkCheck, WorkResult
from campaigns.sheet import Sheet
from campaigns.sheet.spots import Spot, label_of
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, lines_to_write
from foundation.lifecycle import StateConflict
from units.access import Forbidden
from units.acting import Acting
from units.history import MovedRow, move_all, record, require_still_allowed
from units.models import Headcounts, Post, Unit

Remarks = Mapping[Spot, str]
"""What a reviewer asks to be mended, by its spot."""
NO_REMARKS: Remarks = MappingProxyType({})

Failed = list[tuple[Filing, Exception]]
"""Filings that an action could not be applied to, each with the reason: Forbidden, StateConflict."""


@transaction.atomic
def accept(filing: Filing, *, by: Acting, submission_number: int | None = None) -> None:
    """Accept a submitted sheet and copy its headcounts to the unit.

    `submission_number` is that of the submission the reviewer read; a newer one raises StateConflict.
    """
    lock_filing(filing)
    post = _require_acceptable(filing, submission_number, by)
    counted: dict[str, Any] = {"counted_submission_id": filing.current_submission_id}
    review_move(filing, FilingStatus.ACCEPTED, "accept", by=by, post=post, **counted, **decision_fields(by))
    _headcounts_to_units([filing])


@transaction.atomic
def accept_all(
    filings: Sequence[Filing], *, by: Acting, submission_numbers: Mapping[int, int | None]
) -> tuple[list[Filing], Failed]:
    """Accept the sheets that may be accepted; return them, and the others with the reason why not.

    It takes as many statements as one sheet. `submission_numbers` is the number of the submission that the reviewer
    read, by filing id.
    """
    going: list[MovedRow] = []
    failed: Failed = []
    for filing in lock_filings(filings):
        try:
            post = _require_acceptable(filing, submission_numbers.get(filing.pk), by)
        except (Forbidden, StateConflict) as error:
            failed.append((filing, error))
        else:
            going.append(MovedRow(filing, post, filing.unit, instead_of(filing, post, by)))
    if going:
        counted = {"counted_submission_id": F("current_submission")}
        move_all(going, FilingStatus.ACCEPTED, verb="accept", by=by, **counted, **decision_fields(by))
        for moving in going:
            moving.target.counted_submission_id = moving.target.current_submission_id
        _headcounts_to_units([moving.target for moving in going])
    return [moving.target for moving in going], failed


def _require_acceptable(filing: Filing, submission_number: int | None, by: Acting) -> Post | None:
    """Return the post that accepts this sheet; the caller has locked it. Raises Forbidden, StateConflict."""
    post = require_still_allowed(access.may_accept(filing, by), filing)
    require_same_submission(filing, submission_number)
    return post


@transaction.atomic
def undo_accept(filing: Filing, *, by: Acting) -> None:
    lock_filing(filing)
    post = require_still_allowed(access.may_undo_accept(filing, by), filing)
    cleared: dict[str, Any] = {"counted_submission": None, "decided_by": None, "decided_at": None}
    review_move(filing, FilingStatus.SUBMITTED, "undo_accept", by=by, post=post, **cleared)


@transaction.atomic
def return_(
    filing: Filing,
    *,
    reason: str,
    due_on: date,
    by: Acting,
    submission_number: int | None = None,
    remarks: Remarks = NO_REMARKS,
) -> None:
    """Send a sheet back with a reason, remarks, or both, and a new due date.

    It does not make the unit late: `late` is set only once.
    """
    lock_filing(filing)
    post = require_still_allowed(access.may_return(filing, by), filing)
    require_same_submission(filing, submission_number)
    _send_back(filing, "return", reason, due_on, remarks, by=by, post=post)


@transaction.atomic
def undo_return(filing: Filing, *, by: Acting) -> None:
    """Take back a return: the sheet is submitted again, as it was, with the new date of a return before it."""
    lock_filing(filing)
    post = require_still_allowed(access.may_undo_return(filing, by), filing)
    cleared: dict[str, Any] = {"decided_by": None, "decided_at": None, "reason": ""}
    cleared["due_again"] = due_before_return(filing)
    review_move(filing, FilingStatus.SUBMITTED, "undo_return", by=by, post=post, **cleared)


@transaction.atomic
def reopen(filing: Filing, *, reason: str, due_on: date, by: Acting, remarks: Remarks = NO_REMARKS) -> None:
    """Return an accepted sheet to its unit; its figures are not counted until it is accepted again."""
    lock_filing(filing)
    post = require_still_allowed(access.may_reopen(filing, by), filing)
    _send_back(filing, "reopen", reason, due_on, remarks, by=by, post=post)


@transaction.atomic
def excuse(filing: Filing, *, reason: str, by: Acting) -> None:
    """Excuse the unit from this sheet: it is not counted among the expected ones."""
    lock_filing(filing)
    post = require_still_allowed(access.may_excuse(filing, by), filing)
    move_to_excused(filing, reason, by=by, post=post)


@transaction.atomic
def unexcuse(filing: Filing, *, by: Acting) -> None:
    """Take back an excuse: the unit is expected again, and what it had typed is its draft."""
    lock_filing(filing)
    post = require_still_allowed(access.may_unexcuse(filing, by), filing)
    move_from_excused(filing, by=by, post=post)


@transaction.atomic
def check_values(
    filing: Filing, values: dict[int, int | None], *, by: Acting, fingerprints: Mapping[int, str] = NO_CHECK
) -> None:
    """Write the checked value (giá trị đã rà soát, đồng) of works by id of their result; None removes it.

    Raises EditConflict.
    """
    lock_filing(filing)
    post = require_still_allowed(access.may_check_values(filing, by), filing)
    results = WorkResult.objects.filter(submission=filing.current_submission_id, pk__in=values)
    rows = results.with_checked_values().select_related("registered").in_bulk()
    typed = {pk: values[pk] for pk in rows}
    changes, checks = {}, []
    stored = {pk: work_result.checked_value for pk, work_result in rows.items()}
    for pk, value in lines_to_write(typed, stored, fingerprints).items():
        work_result = rows[pk]
        sums = [None if dong is None else vietnamese.format_money(dong) for dong in (work_result.checked_value, value)]
        changes[work_result.registered.title] = sums
        checks.append(WorkCheck(work_result=work_result, value=value, by=by.user, at=clock.now()))
    WorkCheck.objects.bulk_create(checks)
    if changes:
        record(filing, "check_values", by=by, post=post, unit=filing.unit, changes=changes)


def publish_exemplar(exemplar: Exemplar, published: bool, *, by: Acting, fingerprint: str | None = None) -> None:
    """Choose whether summaries show an exemplar. Raises EditConflict."""
    _write_choice(exemplar, "published", published, "publish_exemplar", exemplar.who, by=by, fingerprint=fingerprint)


def highlight(work_result: WorkResult, highlighted: bool, *, by: Acting, fingerprint: str | None = None) -> None:
    """Choose whether summaries name a work. Raises EditConflict."""
    title = work_result.registered.title
    _write_choice(work_result, "highlighted", highlighted, "highlight", title, by=by, fingerprint=fingerprint)


@transaction.atomic
def _write_choice(
    row: Exemplar | WorkResult, field: str, value: bool, verb: str, name: str, *, by: Acting, fingerprint: str | None
) -> None:
    filing = row.submission.filing
    lock_filing(filing)
    post = require_still_allowed(access.may_check_values(filing, by), filing)
    if row.submission_id != filing.current_submission_id:
        raise newer_submission(filing)
    row.refresh_from_db(fields=[field])
    if lines_to_write(
        {field: value}, {field: getattr(row, field)}, NO_CHECK if fingerprint is None else {field: fingerprint}
    ):
        setattr(row, field, value)
        row.save(update_fields=[field])
        record(filing, verb, by=by, post=post, unit=filing.unit, changes={name: value})


def _send_back(
    filing: Filing, verb: str, reason: str, due_on: date, remarks: Remarks, *, by: Acting, post: Post | None
) -> None:
    rows = _remark_rows(filing, remarks, reason)
    told = [str(remark) for remark in rows]
    event = send_back(filing, verb, reason=reason, remarks=told, due_on=due_on, by=by, post=post)
    for remark in rows:
        remark.event = event
    Remark.objects.bulk_create(rows)


def _remark_rows(filing: Filing, remarks: Remarks, reason: str) -> list[Remark]:
    """Return the remarks, not saved yet: those at spots of the last submission, then the reason, on the whole sheet."""
    submission = filing.current_submission
    written = {spot: text.strip() for spot, text in remarks.items() if text.strip()}
    sheet = Sheet(filing, submission=submission)
    labels = {spot: label_of(sheet, spot) for spot in written}
    if not all(labels.values()):
        raise ValidationError(_("Có chỗ cần sửa không còn trên bản này. Xin mở lại bản rồi đánh dấu lại."))
    if reason.strip():
        labels[Spot()], written[Spot()] = "", reason.strip()
    return [
        Remark(submission=submission, part=spot.part, row=spot.row, field=spot.field, label=labels[spot], text=text)
        for spot, text in written.items()
    ]


def _headcounts_to_units(filings: list[Filing]) -> None:
    """Copy the headcounts of accepted sheets to their units, in one statement; a blank count changes nothing."""
    accepted = [filing.current_submission_id for filing in filings]
    counted = Headcount.objects.filter(submission__in=accepted)
    if len(filings) > 1:
        of_unit = counted.filter(submission__filing__called__unit=OuterRef("pk"))
        counted = of_unit.order_by("-submission__filing")
    counts = {name: Coalesce(Subquery(counted.values(name)[:1]), F(name)) for name in Headcounts.COUNTS}
    Unit.objects.filter(pk__in=[filing.unit.pk for filing in filings]).update(**counts)
