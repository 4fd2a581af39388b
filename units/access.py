"""Who may do what: the shape of an answer. Each app's `access.py` has the questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.lifecycle import PENDING
from units.models import PlannedAct, Post, Role, Unit
from units.models.post import role_title


@dataclass(frozen=True)
class Answer:
    """Yes, with the post the act needs; or no, with the sentence that says why (tooltip and refusal alike)."""

    post: Post | None = None
    why_not: str = ""
    state: bool = False  # it is the state of the thing that says no, not who asks
    moved: bool = False  # its status is another than the act starts from: somebody was quicker, or the page is old

    def __bool__(self) -> bool:
        return not self.why_not


class Forbidden(PermissionDenied):
    """In reach but not this person's to do: the 403 page shows the sentence."""


def yes(post: Post | None = None) -> Answer:
    return Answer(post=post)


def no(why_not: str) -> Answer:
    return Answer(why_not=str(why_not))


def no_in_this_state(why_not: str, *, moved: bool = False) -> Answer:
    """No, because of what the thing is now."""
    return Answer(why_not=str(why_not), state=True, moved=moved)


def done_by(role: str, unit: Unit) -> Answer:
    """No: this is done by that role of that unit."""
    sentence = _("Việc này do {role} của {unit} thực hiện.")
    return no(sentence.format(role=role_title(role, unit.kind), unit=unit.name))


def require_allowed(answer: Answer) -> Post | None:
    """The post of a yes; a no is raised as Forbidden, or as StateConflict when the state says no."""
    if not answer:
        raise (StateConflict if answer.state else Forbidden)(answer.why_not)
    return answer.post


def both(who: Answer, state: Answer) -> Answer:
    """Return the first no of two answers. Who asks comes first: a stranger learns nothing about the state."""
    return who if not who or state else state


def is_board(by: Acting | None) -> bool:
    """The Policy–Law Board: reviewers on a unit that can launch a campaign, a province or the confederation."""
    return by is not None and by.is_(Role.REVIEWER) and by.unit.kind in ("province", "confederation")


def is_administrator(by: Acting | None) -> bool:
    """An administrator: a post on the root."""
    return by is not None and by.is_(Role.ADMINISTRATOR) and by.unit.parent_id is None


def may_launch(by: Acting | None) -> Answer:
    """Prepare a campaign of the unit acted for: the Board."""
    if by and is_board(by):
        return yes(by.post(Role.REVIEWER))
    return no(_("Việc này do Ban Chính sách - Pháp luật thực hiện."))


def may_manage(by: Acting | None) -> Answer:
    """Accounts, the posts of the office, founding and closing unions: the administrators."""
    post = by.post(Role.ADMINISTRATOR) if by and is_administrator(by) else None
    return yes(post) if post else no(_("Việc này do Quản trị hệ thống thực hiện."))


def may_call_off(act: PlannedAct, by: Acting | None) -> Answer:
    """Drop a planned act of a union: the administrators, until it is carried out."""
    answer = may_manage(by)
    if answer and act.status not in PENDING:
        return no_in_this_state(_("Việc dự kiến này không còn chờ thực hiện."), moved=True)
    return answer


def may_describe(unit: Unit, by: Acting | None) -> Answer:
    """Names, order and headcounts of a union: administrators, and the Board for unions below its own."""
    if by and is_board(by) and by.above(unit.path):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)


def may_give_post(unit: Unit, role: str, by: Acting | None) -> Answer:
    """Give or end a post: administrators any; the Board those of officers and reviewers below its own unit."""
    if by and is_board(by) and by.above(unit.path) and role in (Role.OFFICER, Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return may_manage(by)
