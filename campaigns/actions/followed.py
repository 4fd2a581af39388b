"""Actions on the register of exemplars: entered, followed from visit to visit, corrected, no longer followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import followed_access as access
from campaigns.lifecycle import FOLLOWED, FollowedStatus
from campaigns.models import FollowedExemplar
from foundation import clock
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from foundation.vietnamese import format_date
from units.access import require_allowed
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Unit

WRITTEN = ("who", "story", "found_by", "found_on", "follower", "next_visit")
"""What is typed about one."""


@transaction.atomic
def enter_exemplar(unit: Unit, fields: Mapping[str, Any], *, by: Acting) -> FollowedExemplar:
    """Enter whom somebody found at a union; the union acted for follows it. Raises ValidationError."""
    post = require_allowed(access.may_enter(unit, by))
    _check_found(fields["found_on"])
    exemplar = FollowedExemplar.objects.create(
        unit=unit,
        following_unit=by.unit,
        recorded_by=by.user,
        recorded_at=clock.now(),
        **{name: fields[name] for name in WRITTEN},
    )
    record(exemplar, "enter_exemplar", by=by, post=post, unit=unit, to=exemplar.status)
    return exemplar


@transaction.atomic
def edit_exemplar(
    exemplar: FollowedExemplar, fields: Mapping[str, Any], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Correct what was written. Raises EditConflict, ValidationError."""
    _lock(exemplar)
    post = require_still_allowed(access.may_follow(exemplar, by), exemplar)
    _check_found(fields["found_on"])
    typed = {name: fields[name] for name in WRITTEN}
    stored = {name: getattr(exemplar, name) for name in WRITTEN}
    if not lines_to_write({WHOLE_FORM: typed}, {WHOLE_FORM: stored}, fingerprints):
        return
    for name, value in typed.items():
        setattr(exemplar, name, value)
    exemplar.save(update_fields=WRITTEN)
    record(exemplar, "edit_exemplar", by=by, post=post, unit=exemplar.unit)


def later_statuses(exemplar: FollowedExemplar) -> list[str]:
    """Return the status that it has, and those to which a visit may bring it."""
    onward = [status for status in FollowedStatus.values if FOLLOWED.allows(exemplar.status, status)]
    return [exemplar.status, *(status for status in onward if status not in (exemplar.status, FollowedStatus.DROPPED))]


@transaction.atomic
def follow_up(
    exemplar: FollowedExemplar, *, note: str, status: str, spread_to: int | None, next_visit: date | None, by: Acting
) -> None:
    """Write what somebody saw at a visit, how far it has come, and when to go again. Raises ValidationError."""
    _lock(exemplar)
    post = require_still_allowed(access.may_follow(exemplar, by), exemplar)
    if status not in later_statuses(exemplar):
        raise ValidationError({"status": _("Trạng thái này đứng trước trạng thái đang có. Xin chọn lại.")})
    if status == FollowedStatus.SPREAD and not spread_to:
        raise ValidationError({"spread_to": _("Xin ghi đã nhân rộng ở bao nhiêu đơn vị.")})
    spread_to = spread_to if status == FollowedStatus.SPREAD else None
    changes = {_("lần đến tiếp theo"): ["", format_date(next_visit)]} if next_visit else {}
    about: dict[str, Any] = {"by": by, "post": post, "unit": exemplar.unit, "changes": changes}
    now: dict[str, Any] = {"spread_to": spread_to, "next_visit": next_visit}
    note = required_text(note)
    if status != exemplar.status:
        move(exemplar, status, verb=VERBS[status], event_reason=note, **about, **now)
        return
    exemplar.spread_to, exemplar.next_visit = spread_to, next_visit
    exemplar.save(update_fields=("spread_to", "next_visit"))
    record(exemplar, "visit_exemplar", reason=note, **about)


VERBS: dict[str, str] = {
    FollowedStatus.FOSTERED: "foster_exemplar",
    FollowedStatus.COMMENDED: "commend_exemplar",
    FollowedStatus.SPREAD: "spread_exemplar",
}


@transaction.atomic
def drop_exemplar(exemplar: FollowedExemplar, *, reason: str, by: Acting) -> None:
    """Stop following one, with a reason; the row stays."""
    _lock(exemplar)
    post = require_still_allowed(access.may_follow(exemplar, by), exemplar)
    text = required_text(reason)
    move(
        exemplar, FollowedStatus.DROPPED, verb="drop_exemplar", by=by, post=post, unit=exemplar.unit, event_reason=text
    )  # fmt: skip


def _lock(exemplar: FollowedExemplar) -> None:
    rows = FollowedExemplar.objects.select_for_update(of=("self",), no_key=True)
    exemplar.refresh_from_db(from_queryset=rows.select_related("unit", "following_unit"))


def _check_found(found_on: date) -> None:
    if found_on > clock.today():
        raise ValidationError({"found_on": _("Ngày phát hiện không thể sau hôm nay.")})
