"""Adding a scan to a final summary, and withdrawing one."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from summaries import access
from summaries.models import Summary
from units.acting import Acting
from units.actions.scans import add_scan, withdraw_scan
from units.history import require_still_allowed
from units.models import Attachment


@transaction.atomic
def add(summary: Summary, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    Summary.objects.select_for_update().only("pk").get(pk=summary.pk)
    post = require_still_allowed(access.may_keep_scans(summary, by), summary)
    return add_scan(summary, scan, unit=summary.unit, by=by, post=post)


@transaction.atomic
def withdraw(summary: Summary, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the summary, with the reason. Raises StateConflict if somebody has done so already."""
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(access.may_withdraw_scan(scan, summary, by), summary)
    withdraw_scan(summary, scan, unit=summary.unit, reason=reason, by=by, post=post)
