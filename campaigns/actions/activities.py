"""Actions on activity notes: a union sends one, the Board reads it, chooses it for the report, publishes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from campaigns import activity_access as access
from campaigns.lifecycle import ActivityStatus
from campaigns.models import Activity, Campaign, Commemoration
from foundation import clock
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from units.access import require_allowed
from units.acting import Acting
from units.history import move, record, require_still_allowed


@transaction.atomic
def send_activity(
    campaign: Campaign, *, title: str, text: str, honours: Commemoration | None = None, by: Acting
) -> Activity:
    """Send what the union acted for did in a campaign."""
    post = require_allowed(access.may_send(campaign, by))
    activity = Activity.objects.create(
        campaign=campaign,
        unit=by.unit,
        honours=honours,
        title=title,
        text=text,
        sent_by=by.user,
        sent_at=clock.now(),
    )
    record(activity, "send_activity", by=by, post=post, unit=by.unit, to=activity.status)
    return activity


@transaction.atomic
def review_activity(
    activity: Activity, *, for_report: bool, publish: bool, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Note that the Board read it, whether the report may use it and whether everybody may read it.

    Raises EditConflict if somebody else of the Board decided meanwhile.
    """
    _lock(activity)
    post = require_still_allowed(access.may_review_activity(activity, by), activity)
    decided = {WHOLE_FORM: {"for_report": for_report, "publish": publish}}
    is_read = activity.status != ActivityStatus.SENT
    if not lines_to_write(decided, {WHOLE_FORM: reviewed(activity)}, fingerprints) and is_read:
        return
    about: dict[str, Any] = {"by": by, "post": post, "unit": activity.unit}
    if not is_read:
        now = clock.now()
        move(activity, ActivityStatus.READ, verb="read_activity", **about, read_by=by.user, read_at=now)
    if for_report != activity.for_report:
        activity.for_report = for_report
        activity.save(update_fields=["for_report"])
        record(activity, "choose_activity" if for_report else "drop_activity", **about)
    if publish and activity.status == ActivityStatus.READ:
        published_at = clock.now()
        move(activity, ActivityStatus.PUBLISHED, verb="publish_activity", **about, published_at=published_at)
    elif not publish and activity.status == ActivityStatus.PUBLISHED:
        move(activity, ActivityStatus.READ, verb="unpublish_activity", **about, published_at=None)


def reviewed(activity: Activity) -> dict[str, bool]:
    """Return what the Board has decided about it."""
    return {"for_report": activity.for_report, "publish": activity.status == ActivityStatus.PUBLISHED}


@transaction.atomic
def withdraw_activity(activity: Activity, *, by: Acting) -> None:
    """Take back for its union what nobody has read yet."""
    _lock(activity)
    post = require_still_allowed(access.may_withdraw(activity, by), activity)
    move(
        activity, ActivityStatus.WITHDRAWN, verb="withdraw_activity", by=by, post=post, unit=activity.unit
    )  # fmt: skip


def _lock(activity: Activity) -> None:
    rows = Activity.objects.select_for_update(of=("self",), no_key=True)
    activity.refresh_from_db(from_queryset=rows.select_related("unit", "campaign__unit"))
