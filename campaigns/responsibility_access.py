"""Who may do what with responsibilities for measures: the Board assigns, who answers tells, the Board confirms."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import may_run, not_over
from campaigns.lifecycle import ResponsibilityStatus
from campaigns.models import Campaign, Responsibility
from campaigns.models.responsibility import TO_DO
from units.access import Answer, both, done_by, no, no_in_this_state, yes
from units.acting import Acting
from units.models import Role


def may_assign_measures(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may say who answers for the measures of a campaign until it is over."""
    return both(may_run(campaign, by), not_over(campaign))


def may_change(responsibility: Responsibility, by: Acting | None) -> Answer:
    """The Board may give another day, or assign no more, until it is told that the measure is done."""
    return both(may_run(responsibility.measure.campaign, by), _in_status(responsibility, *TO_DO))


def may_tell(responsibility: Responsibility, by: Acting | None) -> Answer:
    """The union that answers tells by its officers and reviewers; a member of the Board tells for themselves.

    For a union that has ended its successor tells, or the union above.
    """
    return both(_who_answers(responsibility, by), _in_status(responsibility, *TO_DO))


def may_confirm_done(responsibility: Responsibility, by: Acting | None) -> Answer:
    """The Board, or the leaders of its union, confirm what others told."""
    return both(_who_confirms(responsibility, by), _in_status(responsibility, ResponsibilityStatus.DONE))


def may_refuse_done(responsibility: Responsibility, by: Acting | None) -> Answer:
    """They may also say that it is not done, and take a confirmation back."""
    states = (ResponsibilityStatus.DONE, ResponsibilityStatus.CONFIRMED)
    return both(_who_confirms(responsibility, by), _in_status(responsibility, *states))


def _who_answers(responsibility: Responsibility, by: Acting | None) -> Answer:
    unit, person = responsibility.unit, responsibility.person
    if unit is not None:
        post = by.post(Role.OFFICER) or by.post(Role.REVIEWER) if by and not by.area else None
        if by and post and by.unit.pk == unit.goes_on_as().pk:
            return yes(post)
        return done_by(Role.OFFICER, unit)
    board = may_run(responsibility.measure.campaign, by)
    if board and by and by.user.pk != responsibility.person_id:
        return no(_("Việc này do {person} báo.").format(person=person))
    return board


def _who_confirms(responsibility: Responsibility, by: Acting | None) -> Answer:
    campaign = responsibility.measure.campaign
    is_leader = by is not None and by.unit.pk == campaign.unit_id and by.is_(Role.LEADER)
    who = yes(by.post(Role.LEADER)) if by and is_leader else may_run(campaign, by)
    if who and by and responsibility.told_by_id == by.user.pk:
        return no(_("Người báo tiến độ không tự xác nhận. Đề nghị đồng chí khác trong ban hoặc lãnh đạo xác nhận."))
    return who


def _in_status(responsibility: Responsibility, *statuses: str) -> Answer:
    if responsibility.status in statuses:
        return yes()
    sentence = _("Việc này đang ở trạng thái “{status}”.")
    return no_in_this_state(sentence.format(status=responsibility.status_text), moved=True)
