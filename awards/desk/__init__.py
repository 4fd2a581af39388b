"""The desk's tasks about dossiers, nominations, letters and decisions, for the unit acted for."""

from __future__ import annotations

from collections.abc import Sequence

from awards.desk import appraising, deciding, lettering, own
from awards.rules.deciding_unit import DECIDING_KINDS
from campaigns.models import CalledUnit
from units.access import is_board
from units.acting import Acting
from units.models import Role
from units.todo import Todo


def todo(by: Acting | None, called: Sequence[CalledUnit]) -> list[Todo]:
    """Return the tasks of officers, reviewers, clerks and leaders, as far as the user is one.

    `called`: the unit acted for in each phase that called it.
    """
    if by is None:
        return []
    decides = by.unit.kind in DECIDING_KINDS
    todos = own.todos(by, called) if by.is_(Role.OFFICER) else []
    if decides and by.is_(Role.REVIEWER):
        todos += appraising.todos(by) + deciding.to_finish(by) + lettering.to_register(by)
    elif by.is_(Role.CLERK):
        todos += deciding.to_register(by) + lettering.to_register(by)
    if decides and by.is_(Role.LEADER):
        todos += deciding.to_close(by) + lettering.to_close(by) + deciding.recorded(by)
    return todos + (appraising.overshot_quotas(by) if is_board(by) else [])
