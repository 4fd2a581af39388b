"""Adding a scan to what somebody else has locked, and withdrawing one: the parts that all objects with scans share."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from foundation.forms.errors import required_text
from units.acting import Acting
from units.attachments import attach, withdraw
from units.history import record
from units.models import Attachment, Post, Unit


def add_scan(target: Model, scan: UploadedFile, *, unit: Unit, by: Acting, post: Post | None) -> Attachment:
    """Attach one more scan to an object, which the caller has locked. Raises ValidationError at the field `scan`."""
    try:
        attachment = attach(target, scan, unit=unit, by=by)
    except ValidationError as error:
        raise ValidationError({"scan": error.messages}) from error
    record(target, "add_scan", by=by, post=post, unit=unit, changes={"scan": attachment.name})
    return attachment


def withdraw_scan(target: Model, scan: Attachment, *, unit: Unit, reason: str, by: Acting, post: Post | None) -> None:
    """Withdraw a scan of an object. Raises ValidationError without a reason, and StateConflict as `withdraw` does."""
    reason = required_text(reason)
    withdraw(scan, reason=reason, by=by)
    record(target, "withdraw_scan", by=by, post=post, unit=unit, reason=reason, changes={"scan": scan.name})
