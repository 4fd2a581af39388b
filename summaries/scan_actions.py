"""Adding a scan to a final summary, and withdrawing one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from foundation.forms.errors import required_text
from summaries import access
from summaries.models import Summary
from units import attachments
from units.acting import Acting
from units.history import record, require_still_allowed
from units.models import Attachment


@transaction.atomic
def add(summary: Summary, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    Summary.objects.select_for_update().only("pk").get(pk=summary.pk)
    post = require_still_allowed(access.may_keep_scans(summary, by), summary)
    try:
        attachment = attachments.attach(summary, scan, unit=summary.unit, by=by)
    except ValidationError as error:
        raise ValidationError({"scan": error.messages}) from error
    record(summary, "add_scan", by=by, post=post, unit=summary.unit, changes={"scan": attachment.name})
    return attachment


@transaction.atomic
def withdraw(summary: Summary, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the summary, with the reason. Raises StateConflict if somebody has done so already."""
    post = require_still_allowed(access.may_withdraw_scan(scan, summary, by), summary)
    reason = required_text(reason)
    attachments.withdraw(scan, reason=reason, by=by)
    changes = {"scan": scan.name}
    record(summary, "withdraw_scan", by=by, post=post, unit=summary.unit, reason=reason, changes=changes)
