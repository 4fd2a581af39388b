"""The steps that acts on a sheet share, whether a phase asks it (`Filing`) or a data request (`DataRequestSheet`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.lifecycle import FilingStatus
from campaigns.models import DataRequestSheet, DataRequestSubmission, Filing, Submission
from foundation import clock, vietnamese
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from foundation.stored_format import StoredFormat
from units.acting import Acting
from units.history import latest, move
from units.models import Event, Post

AnySheet = Filing | DataRequestSheet

DUE_AGAIN = "hạn gửi lại"  # in the changes of an event: the new dates of this return and of the one before
NO_CHANGES: Mapping[str, Any] = MappingProxyType({})


def write_draft(
    sheet: AnySheet, typed: Mapping[str, Any], stored_format: StoredFormat, *, by: Acting, post: Post | None
) -> None:
    """Write the draft of a sheet that the caller has locked; the first one begins it."""
    fields: dict[str, Any] = {
        "typed": typed,
        "format": stored_format.present,
        "typed_at": clock.now(),
        "typed_by": by.user,
        "version": sheet.version + 1,
    }
    if sheet.status == FilingStatus.AWAITED:
        move(sheet, FilingStatus.DRAFT, verb="save", by=by, post=post, unit=sheet.unit, **fields)
        return
    for name, value in fields.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(fields))


def move_to_submitted(
    sheet: AnySheet,
    submission: Submission | DataRequestSubmission,
    *,
    verb: str,
    came_at: datetime,
    by: Acting,
    post: Post | None,
) -> None:
    """Move a sheet to what was just sent. `came_at` tells whether the first submission is late.

    `due_again` stays: the sheet may be taken back.
    """
    fields: dict[str, Any] = {"typed": submission.content, "format": submission.format, "submitted_at": submission.at}
    fields |= {"reason": "", "current_submission": submission, "decided_by": None, "decided_at": None}
    if sheet.first_submitted_at is None:
        fields |= {"first_submitted_at": submission.at, **lateness(sheet.first_due, came_at)}
    changes = {"submission": submission.number, "on_behalf": submission.on_behalf}
    move(sheet, FilingStatus.SUBMITTED, verb=verb, by=by, post=post, unit=sheet.unit, changes=changes, **fields)


def lateness(due: datetime | None, now: datetime) -> dict[str, Any]:
    """Return the fields `late` and `late_days` of a first submission at `now`; `late_days` counts calendar days."""
    late = due is not None and now > due
    days = (timezone.localdate(now) - timezone.localdate(due)).days if late and due else 0
    return {"late": late, "late_days": days}


def review_move(
    sheet: AnySheet,
    to: str,
    verb: str,
    *,
    by: Acting,
    post: Post | None,
    changes: Mapping[str, Any] = NO_CHANGES,
    **fields: Any,
) -> Event:
    return move(
        sheet,
        to,
        verb=verb,
        by=by,
        post=post,
        unit=sheet.unit,
        changes={**instead_of(sheet, post, by), **changes},
        event_reason=fields.get("reason", ""),
        **fields,
    )


def instead_of(sheet: AnySheet, post: Post | None, by: Acting) -> dict[str, Any]:
    """Return for the event whether a higher union acts in place of the one directly above the unit today ("thay")."""
    above = sheet.unit.parent
    return {"instead_of": above.name} if post and above and above.pk != by.unit.pk else {}


def send_back(
    sheet: AnySheet, verb: str, *, reason: str, remarks: Sequence[str], due_on: date, by: Acting, post: Post | None
) -> Event:
    """Return a sheet to its unit. Without a reason that of the event and the sheet is made of the remarks."""
    if due_on < clock.today():
        raise ValidationError({"due_on": _("Hạn gửi lại không thể trước hôm nay.")})
    whole_reason = reason.strip() or "; ".join(remark.rstrip(".") for remark in remarks)
    fields = {"reason": required_text(whole_reason), "due_again": clock.end_of_day(due_on), "counted_submission": None}
    before = vietnamese.format_date(sheet.due_again) if sheet.due_again else ""
    dates = {DUE_AGAIN: [before, vietnamese.format_date(due_on)]}
    return review_move(
        sheet, FilingStatus.RETURNED, verb, by=by, post=post, changes=dates, **fields, **decision_fields(by)
    )


def due_before_return(sheet: AnySheet) -> datetime | None:
    """Return the date that the return before the last one gave, as the event of the last one tells."""
    event = latest(sheet, "return", "reopen")
    before = event.changes.get(DUE_AGAIN, [""])[0] if event else ""
    return clock.end_of_day(vietnamese.parse_date(before)) if before else None


def move_to_excused(sheet: AnySheet, reason: str, *, by: Acting, post: Post | None) -> None:
    text = required_text(reason)
    decision = decision_fields(by)
    review_move(sheet, FilingStatus.EXCUSED, "excuse", by=by, post=post, reason=text, due_again=None, **decision)


def move_from_excused(sheet: AnySheet, *, by: Acting, post: Post | None) -> None:
    """Expect a sheet again whose excuse is taken back: what its unit had typed is its draft."""
    to = FilingStatus.DRAFT if sheet.typed else FilingStatus.AWAITED
    review_move(sheet, to, "unexcuse", by=by, post=post, reason="", decided_by=None, decided_at=None)


def decision_fields(by: Acting) -> dict[str, Any]:
    return {"decided_by": by.user, "decided_at": clock.now()}


def require_same_submission(sheet: AnySheet, submission_number: int | None) -> None:
    """Raise StateConflict if the unit sent again since the submission that the reviewer read."""
    last = sheet.last_submission
    if submission_number is not None and last and last.number != submission_number:
        raise newer_submission(sheet)


def newer_submission(sheet: AnySheet) -> StateConflict:
    """Return the refusal of an act on a submission that is no longer the sheet's last."""
    sentence = _("Đơn vị vừa gửi lại bản mới (lần {n}). Xin xem bản mới rồi quyết định.")
    return StateConflict(sentence.format(n=sheet.last_submission.number))
