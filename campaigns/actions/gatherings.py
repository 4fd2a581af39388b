"""Actions on the launches and reviews that unions hold themselves: recorded, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import gathering_access as access
from campaigns.models import CalledUnit, Gathering
from campaigns.models.gathering import GatheringKind
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from units.acting import Acting
from units.actions.scans import add_scan, withdraw_scan
from units.history import record, require_still_allowed
from units.models import Attachment, Unit

EARLIER = timedelta(days=60)
"""So long before a campaign's first phase a launch may have been held; a review is of days that have begun."""
WRITTEN: dict[str, tuple[str, ...]] = {
    GatheringKind.LAUNCH: ("held_on", "with_whom"),
    GatheringKind.REVIEW: ("held_on", "delegates", "praised"),
}
"""What is typed, by kind."""
NOTHING: dict[str, Any] = {"held_on": None, "with_whom": "", "delegates": None, "praised": ""}
"""What the form of a unit that has recorded nothing is opened with."""


def gathering_of(called: CalledUnit, kind: str) -> Gathering | None:
    """Return what the unit recorded; None if it has recorded nothing, or has withdrawn it."""
    return Gathering.objects.in_force().held_by(called, kind).first()


def stored_fields(gathering: Gathering | None, kind: str) -> dict[str, Any]:
    return {name: getattr(gathering, name) if gathering else NOTHING[name] for name in WRITTEN[kind]}


@transaction.atomic
def record_gathering(
    called: CalledUnit,
    kind: str,
    fields: Mapping[str, Any],
    *,
    by: Acting,
    scan: UploadedFile | None = None,
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> Gathering:
    """Write what a unit held, or correct it, with a file if there is one. Raises EditConflict, ValidationError."""
    gathering = _lock(called, kind)
    post = require_still_allowed(access.may_record_gathering(called, by), gathering or called.unit)
    _check_day(called, kind, fields["held_on"])
    typed = {name: fields[name] for name in WRITTEN[kind]}
    changed = lines_to_write({WHOLE_FORM: typed}, {WHOLE_FORM: stored_fields(gathering, kind)}, fingerprints)
    if gathering is None:
        gathering = Gathering.objects.create(
            kind=kind,
            campaign=called.phase.campaign,
            phase=called.phase if kind == GatheringKind.REVIEW else None,
            unit=called.unit,
            recorded_by=by.user,
            recorded_at=clock.now(),
            **typed,
        )
        record(gathering, f"record_{kind}", by=by, post=post, unit=called.unit)
    elif changed:
        Gathering.objects.filter(pk=gathering.pk).update(**typed)
        record(gathering, f"change_{kind}", by=by, post=post, unit=called.unit)
    if scan:
        add_scan(gathering, scan, unit=called.unit, by=by, post=post)
    return gathering


@transaction.atomic
def withdraw_gathering(called: CalledUnit, kind: str, *, reason: str, by: Acting) -> None:
    """Take back what was recorded by mistake; the row stays, and another one may be recorded."""
    gathering = _lock(called, kind)
    post = require_still_allowed(access.may_withdraw_gathering(called, gathering, by), gathering or called.unit)
    assert gathering is not None, "as may_withdraw_gathering says"
    Gathering.objects.filter(pk=gathering.pk).update(withdrawn_by=by.user, withdrawn_at=clock.now())
    record(gathering, f"withdraw_{kind}", by=by, post=post, unit=called.unit, reason=required_text(reason))


@transaction.atomic
def withdraw_file(called: CalledUnit, gathering: Gathering, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a file of what a unit held, with the reason. Raises StateConflict if somebody has done so already."""
    _lock(called, gathering.kind)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(access.may_withdraw_scan(scan, called, by), gathering)
    withdraw_scan(gathering, scan, unit=called.unit, reason=reason, by=by, post=post)


def _lock(called: CalledUnit, kind: str) -> Gathering | None:
    """Lock the unit, so that two people record once, and return what is in force."""
    Unit.objects.select_for_update(no_key=True).get(pk=called.unit_id)
    return gathering_of(called, kind)


def _check_day(called: CalledUnit, kind: str, held_on: date) -> None:
    """Raise ValidationError for a day in the future, or long before what it is about."""
    if held_on > clock.today():
        raise ValidationError({"held_on": _("Ngày tổ chức không thể sau hôm nay.")})
    if kind == GatheringKind.REVIEW:
        first = called.phase.starts_on
    else:
        first = min(phase.starts_on for phase in called.phase.campaign.live_phases) - EARLIER
    if held_on < first:
        sentence = _("Ngày này quá sớm so với phong trào năm {year}: sớm nhất là {day}. Xin xem lại.")
        about = {"year": called.phase.campaign.named_year, "day": vietnamese.format_date(first)}
        raise ValidationError({"held_on": sentence.format(**about)})
