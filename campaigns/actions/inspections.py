"""Actions on inspections: recorded and corrected by who inspects, mended by the union, confirmed by who inspects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import inspection_access as access
from campaigns.lifecycle import InspectionStatus
from campaigns.models import Campaign, Inspection
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from units.access import require_allowed
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Unit

WRITTEN = ("team", "members", "visited_on", "findings", "to_mend", "mend_by")
"""What is typed about a visit."""


@transaction.atomic
def record_inspection(unit: Unit, campaign: Campaign, fields: Mapping[str, Any], *, by: Acting) -> Inspection:
    """Write an inspection of a union, with what it has to mend, if anything. Raises ValidationError."""
    post = require_allowed(access.may_record(unit, campaign, by))
    if not campaign.unit.contains(unit.path):
        raise ValidationError({"unit": _("Đơn vị này không thuộc phong trào đã chọn. Xin chọn lại.")})
    _check_days(campaign, fields)
    inspection = Inspection.objects.create(
        campaign=campaign,
        unit=unit,
        inspecting_unit=by.unit,
        recorded_by=by.user,
        recorded_at=clock.now(),
        **{name: fields[name] for name in WRITTEN if name not in ("to_mend", "mend_by")},
    )
    record(inspection, "record_inspection", by=by, post=post, unit=unit, to=inspection.status)
    if fields["to_mend"]:
        move(
            inspection,
            InspectionStatus.TO_MEND,
            verb="ask_mending",
            by=by,
            post=post,
            unit=unit,
            to_mend=fields["to_mend"],
            mend_by=fields["mend_by"],
        )
    return inspection


@transaction.atomic
def edit_inspection(
    inspection: Inspection, fields: Mapping[str, Any], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Correct what was written about a visit. Raises EditConflict, ValidationError."""
    _lock(inspection)
    post = require_still_allowed(access.may_edit(inspection, by), inspection)
    _check_days(inspection.campaign, fields)
    typed: dict[str, Any] = {name: fields[name] for name in WRITTEN}
    stored = {name: getattr(inspection, name) for name in WRITTEN}
    if not lines_to_write({WHOLE_FORM: typed}, {WHOLE_FORM: stored}, fingerprints):
        return
    to = InspectionStatus.TO_MEND if typed["to_mend"] else InspectionStatus.RECORDED
    if to != inspection.status:
        verb = "ask_mending" if typed["to_mend"] else "drop_mending"
        move(inspection, to, verb=verb, by=by, post=post, unit=inspection.unit, **typed)
        return
    for name, value in typed.items():
        setattr(inspection, name, value)
    inspection.save(update_fields=WRITTEN)
    record(inspection, "edit_inspection", by=by, post=post, unit=inspection.unit)


@transaction.atomic
def tell_mended(inspection: Inspection, *, mending: str, by: Acting) -> None:
    """Tell for the inspected union what it has done about what was found."""
    _lock(inspection)
    post = require_still_allowed(access.may_tell_mended(inspection, by), inspection)
    move(
        inspection,
        InspectionStatus.TOLD,
        verb="tell_mended",
        by=by,
        post=post,
        unit=inspection.unit,
        mending=required_text(mending),
        told_by=by.user,
        told_at=clock.now(),
        reason="",
    )


@transaction.atomic
def confirm_mended(inspection: Inspection, *, by: Acting) -> None:
    """Confirm that a union has mended what was found."""
    _lock(inspection)
    post = require_still_allowed(access.may_confirm_mended(inspection, by), inspection)
    move(
        inspection,
        InspectionStatus.MENDED,
        verb="confirm_mended",
        by=by,
        post=post,
        unit=inspection.unit,
        confirmed_by=by.user,
        confirmed_at=clock.now(),
    )


@transaction.atomic
def refuse_mended(inspection: Inspection, *, reason: str, mend_by: date, by: Acting) -> None:
    """Say why what a union told is not confirmed, and until when it is to mend the rest."""
    _lock(inspection)
    post = require_still_allowed(access.may_confirm_mended(inspection, by), inspection)
    reason = required_text(reason)
    move(
        inspection,
        InspectionStatus.TO_MEND,
        verb="refuse_mended",
        by=by,
        post=post,
        unit=inspection.unit,
        event_reason=reason,
        reason=reason,
        mend_by=mend_by,
    )


@transaction.atomic
def discard_inspection(inspection: Inspection, *, reason: str, by: Acting) -> None:
    """Take out an inspection that was recorded by mistake; its row stays."""
    _lock(inspection)
    post = require_still_allowed(access.may_discard(inspection, by), inspection)
    move(
        inspection,
        InspectionStatus.DISCARDED,
        verb="discard_inspection",
        by=by,
        post=post,
        unit=inspection.unit,
        event_reason=required_text(reason),
    )


def _lock(inspection: Inspection) -> None:
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True)
    inspection.refresh_from_db(from_queryset=rows.select_related("unit", "campaign", "inspecting_unit"))


def _check_days(campaign: Campaign, fields: Mapping[str, Any]) -> None:
    """Raise ValidationError for a visit in the future or before the campaign's year began."""
    visited_on: date = fields["visited_on"]
    if visited_on > clock.today():
        raise ValidationError({"visited_on": _("Ngày kiểm tra không thể sau hôm nay.")})
    first = min((phase.starts_on for phase in campaign.live_phases), default=None)
    if first and visited_on < first:
        sentence = _("Phong trào năm {year} bắt đầu từ {day}. Xin xem lại ngày, hoặc chọn phong trào khác.")
        day = vietnamese.format_date(first)
        raise ValidationError({"visited_on": sentence.format(year=campaign.named_year, day=day)})
