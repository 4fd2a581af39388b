"""Who may do what with the register of exemplars (sổ điển hình)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.lifecycle import FollowedStatus
from campaigns.models import FollowedExemplar
from units.access import Answer, both, done_by, no, no_in_this_state, yes
from units.acting import Acting
from units.models import Post, Role, Unit


def may_enter_any(by: Acting | None) -> Answer:
    """Officers and reviewers enter whom they found."""
    post = _working_post(by)
    return yes(post) if post else no(_("Sổ điển hình do cán bộ và người theo dõi thi đua của đơn vị ghi."))


def may_enter(unit: Unit, by: Acting | None) -> Answer:
    """They enter those of their own union and of the unions below it."""
    if by and (post := _working_post(by)) and by.covers(unit.path):
        return yes(post)
    return done_by(Role.OFFICER, unit)


def may_follow(exemplar: FollowedExemplar, by: Acting | None) -> Answer:
    """Who follows it, or works above, may write what became of it, correct it and stop."""
    if by and (post := _working_post(by)) and by.covers(exemplar.following_unit.path):
        who = yes(post)
    else:
        who = done_by(Role.REVIEWER, exemplar.following_unit)
    over = no_in_this_state(_("Điển hình này đã thôi được theo dõi."), moved=True)
    return both(who, over if exemplar.status == FollowedStatus.DROPPED else yes())


def _working_post(by: Acting | None) -> Post | None:
    """Return the post of an officer or reviewer who acts for a union, none for the desk of an area."""
    if by is None or by.area:
        return None
    return by.post(Role.REVIEWER) or by.post(Role.OFFICER)
