"""Who may record a union's own launch and its reviews: whoever files its sheets, until the campaign is over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import not_over
from campaigns.models import CalledUnit, Gathering
from units.access import Answer, both, done_by, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role


def may_record_gathering(called: CalledUnit, by: Acting | None) -> Answer:
    """Officers of the unit, and of a unit above it on its behalf, may record and correct what it held."""
    if by and by.is_(Role.OFFICER) and by.covers(called.unit.path):
        return both(yes(by.post(Role.OFFICER)), not_over(called.phase.campaign))
    return done_by(Role.OFFICER, called.unit)


def may_withdraw_gathering(called: CalledUnit, gathering: Gathering | None, by: Acting | None) -> Answer:
    none = no_in_this_state(_("Không có gì để rút lại: đơn vị chưa ghi, hoặc đã rút lại."), moved=True)
    return both(may_record_gathering(called, by), yes() if gathering else none)


def may_withdraw_scan(scan: Attachment, called: CalledUnit, by: Acting | None) -> Answer:
    return both(may_record_gathering(called, by), not_withdrawn(scan))
