"""Actions on responsibilities for measures: assigned, told, confirmed, given another day, assigned no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import responsibility_access as access
from campaigns.lifecycle import ResponsibilityStatus
from campaigns.models import Campaign, Measure, Responsibility
from foundation import clock
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from units.access import require_allowed
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Unit, User


@transaction.atomic
def assign_measure(
    measure: Measure, units: Iterable[Unit], persons: Iterable[User], *, due_on: date, by: Acting
) -> list[Responsibility]:
    """Have these unions and members of the Board answer for a measure; those who do already are left as they are.

    Raises ValidationError where nobody is left.
    """
    campaign = Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=measure.campaign_id)
    post = require_allowed(access.may_assign_measures(campaign, by))
    if due_on < clock.today():
        raise ValidationError({"due_on": _("Hạn không thể trước hôm nay.")})
    in_force = set(Responsibility.objects.in_force().filter(measure=measure).values_list("unit", "person"))
    answering = [(unit, None) for unit in units] + [(None, person) for person in persons]
    of_whom = [(unit, person) for unit, person in answering if (_pk(unit), _pk(person)) not in in_force]
    if not of_whom:
        raise ValidationError({"units": _("Những đơn vị, người đã chọn đều được phân công biện pháp này rồi.")})
    assigned = {"due_on": due_on, "assigned_by": by.user, "assigned_at": clock.now()}
    rows = [
        Responsibility.objects.create(measure=measure, unit=unit, person=person, **assigned) for unit, person in of_whom
    ]
    for row in rows:
        record(row, "assign_measure", by=by, post=post, unit=row.unit or campaign.unit, to=row.status)
    return rows


@transaction.atomic
def change_due(
    responsibility: Responsibility, *, due_on: date, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Give another day. Raises EditConflict."""
    _lock(responsibility)
    post = require_still_allowed(access.may_change(responsibility, by), responsibility)
    before = responsibility.due_on
    stored = {WHOLE_FORM: {"due_on": before}}
    if not lines_to_write({WHOLE_FORM: {"due_on": due_on}}, stored, fingerprints):
        return
    responsibility.due_on = due_on
    responsibility.save(update_fields=["due_on"])
    changes = {"due_on": [before.isoformat(), due_on.isoformat()]}
    record(responsibility, "change_due", by=by, post=post, unit=responsibility.owner, changes=changes)


@transaction.atomic
def tell(responsibility: Responsibility, *, done: bool, progress: str, by: Acting) -> None:
    """Tell how far a measure is, or that it is done, in a line of text."""
    _lock(responsibility)
    post = require_still_allowed(access.may_tell(responsibility, by), responsibility)
    move(
        responsibility,
        ResponsibilityStatus.DONE if done else ResponsibilityStatus.UNDER_WAY,
        verb="tell_done" if done else "tell_under_way",
        by=by,
        post=post,
        unit=responsibility.owner,
        event_reason=progress,
        progress=required_text(progress),
        told_by=by.user,
        told_at=clock.now(),
        reason="",
    )


@transaction.atomic
def confirm_done(responsibility: Responsibility, *, by: Acting) -> None:
    """Take what was told for done."""
    _lock(responsibility)
    post = require_still_allowed(access.may_confirm_done(responsibility, by), responsibility)
    move(
        responsibility,
        ResponsibilityStatus.CONFIRMED,
        verb="confirm_done",
        by=by,
        post=post,
        unit=responsibility.owner,
        confirmed_by=by.user,
        confirmed_at=clock.now(),
    )


@transaction.atomic
def refuse_done(responsibility: Responsibility, *, reason: str, by: Acting) -> None:
    """Say what is missing: it is under way again, also after it was confirmed."""
    _lock(responsibility)
    post = require_still_allowed(access.may_refuse_done(responsibility, by), responsibility)
    reason = required_text(reason)
    move(
        responsibility,
        ResponsibilityStatus.UNDER_WAY,
        verb="refuse_done",
        by=by,
        post=post,
        unit=responsibility.owner,
        event_reason=reason,
        reason=reason,
        confirmed_by=None,
        confirmed_at=None,
    )


@transaction.atomic
def drop_responsibility(responsibility: Responsibility, *, reason: str, by: Acting) -> None:
    """Assign no more; the row stays."""
    _lock(responsibility)
    post = require_still_allowed(access.may_change(responsibility, by), responsibility)
    move(
        responsibility,
        ResponsibilityStatus.DROPPED,
        verb="drop_responsibility",
        by=by,
        post=post,
        unit=responsibility.owner,
        event_reason=required_text(reason),
    )


def _pk(row: Unit | User | None) -> int | None:
    return row.pk if row else None


def _lock(responsibility: Responsibility) -> None:
    rows = Responsibility.objects.select_for_update(of=("self",), no_key=True).with_context()
    responsibility.refresh_from_db(from_queryset=rows)
