"""Adding a scan to an issued decision, and withdrawing one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards import access
from awards.actions.locking import lock_decision
from awards.models import Decision
from foundation.forms.errors import required_text
from units import attachments
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Attachment


@transaction.atomic
def add(decision: Decision, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    lock_decision(decision)
    post = require_still_allowed(access.may_keep_scans(decision, by), decision)
    try:
        attachment = attachments.attach(decision, scan, unit=decision.unit, by=by)
    except ValidationError as error:
        raise ValidationError({"scan": error.messages}) from error
    record(decision, "add_scan", by=by, post=post, unit=decision.unit, changes={"scan": attachment.name})
    return attachment


@transaction.atomic
def withdraw(decision: Decision, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the decision, with the reason. Raises StateConflict if somebody has done so already."""
    lock_decision(decision)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(access.may_withdraw_scan(scan, decision, by), decision)
    reason = required_text(reason)
    attachments.withdraw(scan, reason=reason, by=by)
    changes = {"scan": scan.name}
    record(decision, "withdraw_scan", by=by, post=post, unit=decision.unit, reason=reason, changes=changes)
