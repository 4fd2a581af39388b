"""Actions on unions: founding, moving, changing the type, closing. Each is one transaction with one event.

A ValidationError names the form field that its sentence belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_date
from units import access
from units.acting import Acting
from units.actions.planned_acts import plan, refuse_beside_planned
from units.actions.tree_changes import (
    UnionsLeftBelow,
    change_type_now,
    close_now,
    lock_units,
    move_now,
    reattach,
    refuse_closing,
    refuse_founding,
    refuse_moving,
    refuse_same_name,
    refuse_type,
    unions_left_below,
)
from units.history import record
from units.models import PlannedAct, PlannedActKind, Unit, UnitType
from units.models.kinds import may_become
from units.models.vocabulary import coming_types

FOUNDED = {"form", "strand", "working_year", "coordinated", "valid_from"}
"""Columns that only administrators write."""


@transaction.atomic
def add(unit: Unit, *, by: Acting, reason: str = "") -> Unit:
    """Save a new union with a new path below its parent. Raises StateConflict if the parent has ended meanwhile."""
    post = access.require_allowed(access.may_manage(by))
    if unit.parent:
        unit.parent, _other = lock_units(unit.parent, None)
        try:
            unit.derive()
            refuse_founding(unit.words, unit.parent, unit.valid_from)
        except ValidationError as error:
            raise StateConflict(" ".join(error.messages)) from error
    unit.save()
    record(unit, "add_unit", by=by, post=post, unit=unit, reason=reason)
    return unit


@transaction.atomic
def move_under(
    unit: Unit,
    parent: Unit,
    *,
    by: Acting,
    on: date | None = None,
    reason: str = "",
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> PlannedAct | None:
    """Move a union, with everything below it, under another parent. Phases keep the tree as it was called.

    `on` defaults to today. For a future day the move is only planned, and the planned act is returned. Raises
    EditConflict.
    """
    post = access.require_allowed(access.may_manage(by))
    today = clock.today()
    on = on or today
    unit, parent = lock_units(unit, parent)
    if not lines_to_write({WHOLE_FORM: parent.pk}, {WHOLE_FORM: unit.parent_id}, fingerprints):
        if on > today:
            raise ValidationError({"parent": _("Đơn vị đang trực thuộc {parent}.").format(parent=parent)})
        return None
    refuse_beside_planned(unit, PlannedActKind.MOVE, on)
    if on > today:
        refuse_moving(unit, on, parent)
        return plan(unit, PlannedActKind.MOVE, on=on, target=parent, reason=reason, by=by, post=post)
    move_now(unit, on=on, parent=parent, by=by, post=post, user=by.user, reason=reason)
    return None


@transaction.atomic
def describe(
    unit: Unit, values: Mapping[str, Any], *, words: Mapping[str, list[str]], by: Acting, reason: str = ""
) -> Unit:
    """Write columns that describe a union: its names, form, headcounts, whom to reach. Return it as it is now.

    `words`: what its history says of them, [before, after] by label. Raises ValidationError.
    """
    post = access.require_allowed(
        access.may_describe(unit, by) if not FOUNDED & values.keys() else access.may_manage(by)
    )
    unit, _other = lock_units(unit, None)
    if "name" in values:
        refuse_same_name(values["name"], unit.parent, unit)
    for name, value in values.items():
        setattr(unit, name, value)
    unit.derive()
    unit.full_clean(exclude=["path", "search_text", "type", "parent", "successor"])
    unit.save()
    record(unit, "admin_change", by=by, post=post, unit=unit, reason=reason, changes=dict(words))
    return unit


@transaction.atomic
def take_back(unit: Unit, *, by: Acting, reason: str) -> Unit:
    """End a union that was added by mistake, so that it never was at work from today on, and its name is free again.

    Raises ValidationError while unions below it are at work.
    """
    post = access.require_allowed(access.may_manage(by))
    unit, _other = lock_units(unit, None)
    today = clock.today()
    if unit.valid_to:
        raise StateConflict(_("Đơn vị đã kết thúc hoạt động."))
    if left := unions_left_below(unit, today):
        raise UnionsLeftBelow(left)
    unit.valid_from, unit.valid_to = min(unit.valid_from, today - timedelta(days=1)), today
    unit.save()
    record(unit, "take_back_unit", by=by, post=post, unit=unit, reason=reason)
    return unit


@transaction.atomic
def reopen(unit: Unit, *, parent: Unit, by: Acting, reason: str) -> Unit:
    """Take back the end of a union that was ended by mistake: it is at work again, below `parent`, where it was.

    Raises ValidationError if the parent has ended or has another union of that name by now.
    """
    post = access.require_allowed(access.may_manage(by))
    unit, parent = lock_units(unit, parent)
    if unit.valid_to is None:
        raise StateConflict(_("Đơn vị đang hoạt động."))
    refuse_founding(unit.words, parent, unit.valid_from)
    refuse_same_name(unit.name, parent, unit)
    before = format_date(unit.valid_to)
    unit.valid_to, unit.successor = None, None
    if unit.parent_id != parent.pk:
        reattach(unit, parent)
    unit.save()
    record(unit, "reopen_unit", by=by, post=post, unit=unit, reason=reason, changes={"kết thúc": [before, ""]})
    return unit


def types_for(unit: Unit) -> list[UnitType]:
    """Return the types, of now or later, that a union may change to: of its kind, or another kind of upper unions."""
    present, coming = unit.words.code, coming_types(unit.path)
    return [words for words in coming if may_become(unit.kind, words.role) and words.code != present]


@transaction.atomic
def change_type(
    unit: Unit,
    words: UnitType,
    *,
    by: Acting,
    on: date | None = None,
    reason: str = "",
    fingerprints: Mapping[str, str] = NO_CHECK,
) -> PlannedAct | None:
    """Give a union another type, and with it another kind of an upper union.

    `on` defaults to today. For a future day the change is only planned, and the planned act is returned. Raises
    EditConflict.
    """
    post = access.require_allowed(access.may_manage(by))
    today = clock.today()
    on = on or today
    unit, parent = lock_units(unit, unit.parent)
    unit.parent = parent
    if not lines_to_write({WHOLE_FORM: words.code}, {WHOLE_FORM: unit.words.code}, fingerprints):
        return None
    refuse_beside_planned(unit, PlannedActKind.CHANGE_TYPE, on)
    if on > today:
        refuse_type(unit, words, on)
        return plan(unit, PlannedActKind.CHANGE_TYPE, on=on, new_type=words, reason=reason, by=by, post=post)
    change_type_now(unit, words, on=on, by=by, post=post, reason=reason)
    return None


@transaction.atomic
def close(unit: Unit, *, on: date, successor: Unit | None, by: Acting, reason: str = "") -> PlannedAct | None:
    """End a union on a day: phases no longer call it, and it moves below its successor, if it has one.

    For a future day the closing is only planned, and the planned act is returned.
    """
    post = access.require_allowed(access.may_manage(by))
    unit, successor = lock_units(unit, successor)
    refuse_beside_planned(unit, PlannedActKind.CLOSE, on)
    if on > clock.today():
        refuse_closing(unit, on, successor)
        return plan(unit, PlannedActKind.CLOSE, on=on, target=successor, reason=reason, by=by, post=post)
    close_now(unit, on=on, successor=successor, by=by, post=post, user=by.user, reason=reason)
    return None
