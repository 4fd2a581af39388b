"""Who may do what with activity notes (tin hoạt động)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import not_over
from campaigns.lifecycle import ActivityStatus
from campaigns.models import Activity, Campaign
from units.access import Answer, both, done_by, no, no_in_this_state, yes
from units.acting import Acting
from units.models import Role


def may_send_any(by: Acting | None) -> Answer:
    """Officers tell what their union does; who launches a campaign tells nobody."""
    if by and by.is_(Role.OFFICER) and not by.unit.may_launch:
        return yes(by.post(Role.OFFICER))
    return no(_("Tin hoạt động do cán bộ của đơn vị tham gia phong trào gửi."))


def may_send(campaign: Campaign, by: Acting | None) -> Answer:
    """Officers of a union that takes part in the campaign may send one until all its phases are locked."""
    takes_part = by is not None and campaign.unit.contains(by.unit.path)
    who = may_send_any(by) if takes_part else no(_("Đơn vị không thuộc phong trào này."))
    return both(who, not_over(campaign))


def may_review_activity(activity: Activity, by: Acting | None) -> Answer:
    """The Board that launched the campaign reads it, chooses it for the report, publishes it."""
    if by and by.area is None and by.is_(Role.REVIEWER) and by.unit.pk == activity.campaign.unit_id:
        who = yes(by.post(Role.REVIEWER))
    else:
        who = done_by(Role.REVIEWER, activity.campaign.unit)
    return both(who, _not(activity, ActivityStatus.WITHDRAWN))


def may_withdraw(activity: Activity, by: Acting | None) -> Answer:
    """The union may take it back until somebody read it."""
    if by and by.is_(Role.OFFICER) and by.unit.pk == activity.unit_id:
        read = (ActivityStatus.READ, ActivityStatus.PUBLISHED, ActivityStatus.WITHDRAWN)
        return both(yes(by.post(Role.OFFICER)), _not(activity, *read))
    return done_by(Role.OFFICER, activity.unit)


def _not(activity: Activity, *statuses: str) -> Answer:
    if activity.status not in statuses:
        return yes()
    sentence = _("Tin này đang ở trạng thái “{status}”.")
    return no_in_this_state(sentence.format(status=activity.status_text), moved=True)
