"""Ending a quota: it is kept with its history and limits no verdict any more."""

from __future__ import annotations

from django.db import transaction

from awards import access
from awards.actions.locking import lock_titles
from awards.models import Quota
from foundation import clock
from foundation.forms.errors import required_text
from units.acting import Acting
from units.history import record, require_still_allowed


@transaction.atomic
def end_quota(quota: Quota, *, reason: str, by: Acting) -> None:
    """End the quota. The lock on its title waits for verdicts that are counting its places."""
    lock_titles([quota.title])
    quota.refresh_from_db(from_queryset=Quota.objects.select_related("campaign__unit", "title", "unit"))
    post = require_still_allowed(access.may_give_quota(quota, by), quota)
    text = required_text(reason)
    quota.ended_at, quota.ended_by = clock.now(), by.user
    quota.save(update_fields=["ended_at", "ended_by"])
    record(quota, "end_quota", by=by, post=post, unit=quota.campaign.unit, reason=text)
