"""Who may do what with letters (tờ trình) of unions. See units/signing.py for what closing and registering mean."""

from __future__ import annotations

from django.utils.translation import gettext as _

from awards.models import Letter
from awards.rules.deciding_unit import DECIDING_KINDS
from units.access import Answer, both, done_by, for_board, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role, Unit
from units.signing import may_close_for, may_register_for, may_take_back_for


def may_read_letters(by: Acting | None) -> Answer:
    """Reviewers, leaders and clerks of an upper union or of the launching one read its letters."""
    if by and by.unit.kind in DECIDING_KINDS:
        for role in (Role.REVIEWER, Role.LEADER, Role.CLERK):
            if by.is_(role):
                return yes(by.post(role))
    return done_by(Role.REVIEWER, by.unit) if by else for_board()


def may_close(unit: Unit, by: Acting | None) -> Answer:
    """Leaders, and whose post records signed papers, may close a letter of the unit for signing."""
    return may_close_for(unit, by)


def may_register(letter: Letter, by: Acting | None) -> Answer:
    return both(may_register_for(letter.unit, by), _to_sign(letter))


def may_take_back(letter: Letter, by: Acting | None) -> Answer:
    return both(may_take_back_for(letter.unit, by), _to_sign(letter))


def may_keep_scans(letter: Letter, by: Acting | None) -> Answer:
    """Who registers letters of the unit may add scans to a registered one, and withdraw them."""
    registered = (
        yes() if letter.is_registered else no_in_this_state(_("Chỉ gắn bản chụp vào tờ trình đã ghi số, ngày."))
    )
    return both(may_register_for(letter.unit, by), registered)


def may_withdraw_scan(scan: Attachment, letter: Letter, by: Acting | None) -> Answer:
    return both(may_keep_scans(letter, by), not_withdrawn(scan))


def _to_sign(letter: Letter) -> Answer:
    if letter.is_to_sign:
        return yes()
    if letter.is_registered:
        return no_in_this_state(_("Tờ trình đã ghi số, ngày."), moved=True)
    return no_in_this_state(_("Tờ trình này đã được thu lại."), moved=True)
