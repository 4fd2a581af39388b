"""Adding a scan to an issued decision, and withdrawing one."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards import decision_access
from awards.actions.locking import lock_decision
from awards.models import Decision
from units.acting import Acting
from units.actions.scans import add_scan, withdraw_scan
from units.history import require_still_allowed
from units.models import Attachment


@transaction.atomic
def add(decision: Decision, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_keep_scans(decision, by), decision)
    return add_scan(decision, scan, unit=decision.unit, by=by, post=post)


@transaction.atomic
def withdraw(decision: Decision, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the decision, with the reason. Raises StateConflict if somebody has done so already."""
    lock_decision(decision)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(decision_access.may_withdraw_scan(scan, decision, by), decision)
    withdraw_scan(decision, scan, unit=decision.unit, reason=reason, by=by, post=post)
