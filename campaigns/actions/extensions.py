"""The action of the Board that moves the due date of many units at once, and what a later date does to late sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.locking import lock_phase_row
from campaigns.actions.sheet_steps import lateness
from campaigns.extensions import Extension, called_in, extension_of, late_sheets
from campaigns.models import CalledUnit, Filing, FilingKind, Phase
from campaigns.models.called import OWN_DATE
from foundation import clock
from foundation.forms.errors import required_text
from foundation.vietnamese import format_date
from units.acting import Acting
from units.history import event_of, require_still_allowed, save_events


@transaction.atomic
def extend_many(phase: Phase, branches: Sequence[str], *, kind: str, on: date, reason: str, by: Acting) -> Extension:
    """Move the due date of a kind of sheet of all units in some branches to the end of a day; return what moved.

    A date that is as late already stays. What came inside the new date is not late. `branches`: see
    `campaigns.extensions.branches_of`.
    """
    lock_phase_row(phase)  # waits for sheets on their way, which are judged by the old date
    post = require_still_allowed(access.may_extend_many(phase, by), phase)
    text, until, column = required_text(reason), clock.end_of_day(on), OWN_DATE[kind]
    rows = CalledUnit.objects.select_for_update(of=("self",), no_key=True).filter(called_in(phase, branches))
    extension = extension_of(phase, rows.select_related("unit").order_by("pk"), kind, on)
    if not extension.moved:
        raise ValidationError({"on": _("Không có đơn vị nào có hạn trước ngày này.")})
    before = {called.pk: getattr(called, column) for called in extension.moved}
    CalledUnit.objects.filter(pk__in=before).update(**{column: until, "due_reason": text})
    judge_late_sheets_again(extension.moved, kind, until)
    due = _("hạn đăng ký") if kind == FilingKind.PLEDGE else _("hạn báo cáo")
    sheets = {sheet.called_id: sheet for sheet in Filing.objects.filter(called__in=before, kind=kind).defer("typed")}
    now = clock.now()
    save_events(
        event_of(
            sheets[called.pk],
            "extend",
            at=now,
            by=by,
            post=post,
            unit=called.unit,
            reason=text,
            changes={due: [format_date(old) if (old := before[called.pk]) else "", format_date(on)]},
        )
        for called in extension.moved
    )
    return extension


def judge_late_sheets_again(called: Sequence[CalledUnit], kind: str, until: datetime) -> None:
    """Say of sheets that came late whether, and by how many days, they are late by a new date."""
    for late in late_sheets(called, kind):
        Filing.objects.filter(pk=late.filing.pk).update(**lateness(until, late.came_at))
