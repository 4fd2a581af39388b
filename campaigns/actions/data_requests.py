"""Actions of the Board on a data request: draft, change, open, extend, ask one more unit, close, reopen, discard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns import data_request_access as access
from campaigns.actions.locking import lock_campaign_row
from campaigns.actions.phases import upper_orders
from campaigns.actions.sheet_steps import lateness
from campaigns.data_requests.audience import missing_for_opening, units_to_add, units_to_ask
from campaigns.lifecycle import DataRequestStatus
from campaigns.mails import tell_officers
from campaigns.models import Campaign, DataRequest, DataRequestQuestion, DataRequestSheet
from campaigns.models.data_request import MOST_QUESTIONS
from campaigns.models.data_request_sheet import sort_key_in_request
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.actions.scans import add_scan, withdraw_scan
from units.history import move, record, require_still_allowed
from units.models import Attachment, MailKind, Unit

HEAD = (
    "title", "letter_number", "letter_on", "letter_from", "note", "audience", "strands", "phase", "due_at",
    "in_summary",
)  # fmt: skip
"""The columns that the form of a request writes; the units ticked are beside them."""

QUESTION = (
    "name", "kind", "unit_of_measure", "denominator_name", "decimals", "choices", "required", "help_text", "indicator",
    "prefilled_from",
)  # fmt: skip
"""The columns of a question, without its request, order and code."""
Question = Mapping[str, Any]
"""Columns of `QUESTION` by name (`indicator` by id), and `code`, "" for a new one; else the model's default."""


def lock_request(request: DataRequest) -> None:
    """Lock a request until the transaction ends, and read again what decides whether an act is allowed."""
    rows = DataRequest.objects.select_for_update(of=("self",)).select_related("campaign__unit", "phase")
    request.refresh_from_db(from_queryset=rows)


@transaction.atomic
def begin_request(campaign: Campaign, head: Mapping[str, Any], *, by: Acting) -> DataRequest:
    """Draft a request beside the phases of a campaign: its head is `HEAD` and `units`."""
    lock_campaign_row(campaign)
    post = require_still_allowed(access.may_begin_request(campaign, by), campaign)
    last = DataRequest.objects.filter(campaign=campaign).aggregate(number=Max("number"))["number"] or 0
    columns = {name: head[name] for name in HEAD}
    request = DataRequest.objects.create(campaign=campaign, number=last + 1, **columns)
    request.units.set(head["units"])
    record(request, "begin_request", by=by, post=post, unit=campaign.unit, changes={"title": request.title})
    return request


@transaction.atomic
def change_request(
    request: DataRequest,
    head: Mapping[str, Any],
    *,
    by: Acting,
    typed: Mapping[str, Any],
    stored: Callable[[], Mapping[str, Any]],
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> None:
    """Change the head of a request that nobody was asked yet. Raises EditConflict.

    `typed`: the head as the form compares it; `stored` returns what is stored, under the lock, in the same way.
    """
    lock_request(request)
    post = require_still_allowed(access.may_edit_request(request, by), request)
    if not lines_to_write(typed, stored(), fingerprints):
        return
    for name in HEAD:
        setattr(request, name, head[name])
    request.save(update_fields=list(HEAD))
    request.units.set(head["units"])
    record(request, "change_request", by=by, post=post, unit=request.campaign.unit)


def stored_questions(request: DataRequest) -> list[dict[str, Any]]:
    """Return the questions as they are compared: their columns, in order."""
    columns = ("code", *QUESTION)
    return [dict(zip(columns, row, strict=True)) for row in request.questions.values_list(*columns)]


def _columns(question: Question) -> dict[str, Any]:
    fields = {field.name: field for field in DataRequestQuestion._meta.concrete_fields}
    return {name: question.get(name, fields[name].get_default()) for name in ("code", *QUESTION)}


@transaction.atomic
def write_questions(
    request: DataRequest, questions: Sequence[Question], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Write all questions of a request; a new one gets the next code. Raises EditConflict, ValidationError."""
    lock_request(request)
    post = require_still_allowed(access.may_edit_request(request, by), request)
    stored = stored_questions(request)
    columns = [_columns(question) for question in questions]
    if not lines_to_write({WHOLE_FORM: columns}, {WHOLE_FORM: stored}, fingerprints):
        return
    if len(columns) > MOST_QUESTIONS:
        raise ValidationError(_("Một yêu cầu có nhiều nhất {n} câu hỏi.").format(n=MOST_QUESTIONS))
    taken = {row["code"] for row in stored}
    kept = set(taken)
    request.questions.all().delete()
    rows = []
    for order, question in enumerate(columns, start=1):
        code = question["code"] if question["code"] in kept else _next_code(taken)
        kept.discard(code)
        taken.add(code)
        given = {name: question[name] for name in QUESTION if name != "indicator"}
        rows.append(
            DataRequestQuestion(request=request, order=order, code=code, indicator_id=question["indicator"], **given)
        )
    DataRequestQuestion.objects.bulk_create(rows)
    changes = {"questions": [len(stored), len(rows)]}
    record(request, "change_request", by=by, post=post, unit=request.campaign.unit, changes=changes)


def _next_code(taken: Iterable[str]) -> str:
    numbers = [int(code[1:]) for code in taken if code[1:].isdigit()]
    return f"C{max(numbers, default=0) + 1}"


@transaction.atomic
def open_request(request: DataRequest, *, by: Acting) -> int:
    """Ask the chosen units: each gets a sheet. Return how many. Raises StateConflict if something is missing."""
    lock_request(request)
    post = require_still_allowed(access.may_open_request(request, by), request)
    if missing := missing_for_opening(request):
        raise StateConflict(_("Chưa gửi xuống được, còn thiếu: {what}.").format(what="; ".join(missing)))
    sheets = create_sheets(request, units_to_ask(request))
    unit = request.campaign.unit
    move(
        request, DataRequestStatus.OPENED, verb="open_request", by=by, post=post, unit=unit, changes={"called": sheets},
        opened_at=clock.now(),
    )  # fmt: skip
    tell_officers(MailKind.REQUEST_OPENED, request.sheets.only("unit", "request"))
    return sheets


def create_sheets(request: DataRequest, units: Iterable[Unit]) -> int:
    """Create the awaited sheets of units that a request asks from now on; return how many."""
    uppers = upper_orders()
    sheets = [_unsaved_sheet(request, unit, uppers) for unit in units]
    DataRequestSheet.objects.bulk_create(sheets, batch_size=500)
    return len(sheets)


def _unsaved_sheet(request: DataRequest, unit: Unit, uppers: Mapping[str, int]) -> DataRequestSheet:
    parent = unit.parent or unit
    return DataRequestSheet(
        request=request,
        unit=unit,
        name=unit.name,
        full_name=unit.full_name,
        kind=unit.kind,
        coordinated=unit.coordinated,
        path=unit.path,
        parent=parent,
        parent_name=parent.name,
        parent_full_name=parent.full_name,
        parent_kind=parent.kind,
        organ=unit.words.organ,
        place_name=unit.place or parent.place,
        symbol=unit.symbol,
        search_text=unit.search_text,
        sort_key=sort_key_in_request(request, unit, uppers),
    )


@transaction.atomic
def ask_unit(request: DataRequest, unit: Unit, *, by: Acting) -> DataRequestSheet:
    """Ask one more unit by an open request. Raises StateConflict if it cannot be asked."""
    lock_request(request)
    post = require_still_allowed(access.may_ask_unit(request, by), request)
    if not units_to_add(request).filter(pk=unit.pk).exists():
        raise StateConflict(_("{unit} đã được hỏi, hoặc không hoạt động.").format(unit=unit.name))
    create_sheets(request, [unit])
    record(request, "ask_unit", by=by, post=post, unit=unit)
    sheet = DataRequestSheet.objects.get(request=request, unit=unit)
    tell_officers(MailKind.REQUEST_OPENED, [sheet])
    return sheet


@transaction.atomic
def extend_request(
    request: DataRequest, *, on: date, reason: str, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Move the due date of a whole request. What came inside the new one is not late. Raises EditConflict."""
    lock_request(request)
    post = require_still_allowed(access.may_extend_request(request, by), request)
    if on < clock.today():
        raise ValidationError({"on": _("Hạn mới phải từ hôm nay trở đi.")})
    text, due = required_text(reason), clock.end_of_day(on)
    before, after = vietnamese.format_date(request.due_at), vietnamese.format_date(due)
    if not lines_to_write({WHOLE_FORM: after}, {WHOLE_FORM: before}, fingerprints):
        return
    request.due_at = due
    request.save(update_fields=["due_at"])
    late = DataRequestSheet.objects.filter(request=request, late=True, own_due_at=None)
    judge_again(list(late.select_related("request")))
    unit = request.campaign.unit
    record(request, "extend", by=by, post=post, unit=unit, reason=text, changes={"hạn": [before, after]})


def judge_again(sheets: Iterable[DataRequestSheet]) -> None:
    """Set again whether sheets that came late did, by the due dates they have now."""
    for sheet in sheets:
        came_at = guaranteed(sheet.first_submitted_at, "received_request_sheet_was_submitted")
        for name, value in lateness(sheet.first_due, came_at).items():
            setattr(sheet, name, value)
        sheet.save(update_fields=["late", "late_days"])


@transaction.atomic
def close_request(request: DataRequest, *, by: Acting) -> None:
    """Close a request: its sheets cannot be changed, sent or accepted."""
    lock_request(request)
    post = require_still_allowed(access.may_close_request(request, by), request)
    unit = request.campaign.unit
    move(
        request, DataRequestStatus.CLOSED, verb="close_request", by=by, post=post, unit=unit, closed_at=clock.now()
    )  # fmt: skip


@transaction.atomic
def reopen_request(request: DataRequest, *, reason: str, by: Acting) -> None:
    lock_request(request)
    post = require_still_allowed(access.may_reopen_request(request, by), request)
    unit, text = request.campaign.unit, required_text(reason)
    move(
        request, DataRequestStatus.OPENED, verb="reopen_request", by=by, post=post, unit=unit, event_reason=text,
        closed_at=None,
    )  # fmt: skip


@transaction.atomic
def discard_request(request: DataRequest, *, reason: str, by: Acting) -> None:
    """Discard a request: nobody is asked any more. Rows, answers and events are kept."""
    lock_request(request)
    post = require_still_allowed(access.may_discard_request(request, by), request)
    unit, text = request.campaign.unit, required_text(reason)
    move(
        request, DataRequestStatus.DISCARDED, verb="discard_request", by=by, post=post, unit=unit, event_reason=text
    )  # fmt: skip


@transaction.atomic
def add_letter(request: DataRequest, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach a scan of the letter that the request rests on. Raises ValidationError at the field `scan`."""
    lock_request(request)
    post = require_still_allowed(access.may_add_letter(request, by), request)
    return add_scan(request, scan, unit=request.campaign.unit, by=by, post=post)


@transaction.atomic
def withdraw_letter(request: DataRequest, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the letter. Raises StateConflict if somebody has done so already."""
    lock_request(request)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(access.may_withdraw_letter(scan, request, by), request)
    withdraw_scan(request, scan, unit=request.campaign.unit, reason=reason, by=by, post=post)
