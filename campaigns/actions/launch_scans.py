"""Adding a scan of the signed original to a launch, and withdrawing one."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from campaigns import access
from campaigns.actions.locking import lock_campaign_row
from campaigns.models import Campaign
from units.acting import Acting
from units.actions.scans import add_scan, withdraw_scan
from units.history import require_still_allowed
from units.models import Attachment


@transaction.atomic
def add(campaign: Campaign, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    lock_campaign_row(campaign)
    post = require_still_allowed(access.may_run(campaign, by), campaign)
    return add_scan(campaign, scan, unit=campaign.unit, by=by, post=post)


@transaction.atomic
def withdraw(campaign: Campaign, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the launch, with the reason. Raises StateConflict if somebody has done so already."""
    lock_campaign_row(campaign)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(access.may_withdraw_launch_scan(scan, campaign, by), campaign)
    withdraw_scan(campaign, scan, unit=campaign.unit, reason=reason, by=by, post=post)
