"""Actions on planned acts of unions: planning, calling off, and carrying out on their day by `manage.py tick`."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from foundation.forms.errors import required_text
from units import access
from units.acting import Acting
from units.actions.due import carry_out_each
from units.actions.tree_changes import change_type_now, close_now, lock_units, move_now
from units.history import move, record, require_still_allowed
from units.lifecycle import PENDING, PlannedActStatus
from units.models import PlannedAct, PlannedActKind, Post, Unit, UnitType


def plan(
    unit: Unit,
    kind: PlannedActKind,
    *,
    on: date,
    target: Unit | None = None,
    new_type: UnitType | None = None,
    reason: str,
    by: Acting,
    post: Post | None,
) -> PlannedAct:
    """Plan an act for a future day. The caller has locked the union and checked who may and the rules of the act."""
    reason = required_text(reason)
    act = PlannedAct(unit=unit, kind=kind, on=on, target=target, new_type=new_type, reason=reason)
    assert post is not None, "may_manage names the administrator's post"
    act.planned_by, act.planned_post, act.planned_at = by.user, post, clock.now()
    act.save()
    changes = {act.words: ["", vietnamese.format_date(on)]}
    record(act, "plan_act", by=by, post=post, unit=unit, reason=reason, to=act.status, changes=changes)
    return act


def refuse_beside_planned(unit: Unit, kind: PlannedActKind, on: date) -> None:
    """Raise ValidationError if the union has a pending act of this kind, or if one of the two would follow its end."""
    for act in unit.planned_acts.pending().select_related("target", "new_type"):
        ends_first = act.on < on if act.kind == PlannedActKind.CLOSE else on < act.on
        if act.kind == kind or ends_first:
            sentence = _("Đơn vị đã có dự kiến từ {day}: {words}. Xin hủy dự kiến đó trước.")
            raise ValidationError(sentence.format(day=vietnamese.format_date(act.on), words=act.words))


@transaction.atomic
def call_off(act: PlannedAct, *, reason: str, by: Acting) -> None:
    """Call off a planned act that has not been carried out."""
    _lock_act(act)
    post = require_still_allowed(access.may_call_off(act, by), act)
    reason = required_text(reason)
    changes = {act.words: ["", vietnamese.format_date(act.on)]}
    move(
        act,
        PlannedActStatus.CALLED_OFF,
        verb="call_off_act",
        by=by,
        post=post,
        unit=act.unit,
        event_reason=reason,
        changes=changes,
    )


def carry_out_due() -> str:
    """Carry out the acts planned for today or earlier, each in a transaction of its own.

    Return a sentence with how many were done and hindered, "" when nothing changed. An exception in one act is raised
    after the others were carried out.
    """
    due = PlannedAct.objects.due(clock.today()).with_people()
    outcomes = carry_out_each(sorted(due, key=_turn), _carry_out)
    done, hindered = outcomes[PlannedActStatus.DONE], outcomes[PlannedActStatus.HINDERED]
    if not done and not hindered:
        return ""
    return _("Việc dự kiến của đơn vị: {done} việc đã thực hiện, {hindered} việc chưa thực hiện được.").format(
        done=done, hindered=hindered
    )


def _turn(act: PlannedAct) -> tuple:
    """Sort key: by day; new types, moves, then closings from the bottom up, as a union ends after those below it."""
    kinds = (PlannedActKind.CHANGE_TYPE, PlannedActKind.MOVE, PlannedActKind.CLOSE)
    return (act.on, kinds.index(PlannedActKind(act.kind)), -len(act.unit.path), act.pk)


@transaction.atomic
def _carry_out(act: PlannedAct) -> str | None:
    """Return the new status of the act, None when it did not change."""
    unit, target = lock_units(act.unit, act.target)
    _lock_act(act)
    if act.status not in PENDING:
        return None  # called off, or carried out by another tick, since the list was read
    reason = _("Theo kế hoạch do {planner} ghi ngày {day}: {reason}").format(
        planner=act.planner, day=vietnamese.format_date(timezone.localdate(act.planned_at)), reason=act.reason
    )
    try:
        with transaction.atomic():
            if act.kind == PlannedActKind.CLOSE:
                close_now(unit, on=act.on, successor=target, by=None, post=None, user=act.planned_by, reason=reason)
            elif act.kind == PlannedActKind.CHANGE_TYPE:
                change_type_now(unit, act.type_given, on=act.on, by=None, post=None, reason=reason)
            else:
                move_now(
                    unit,
                    on=act.on,
                    parent=guaranteed(target, "planned_move_has_target"),
                    by=None,
                    post=None,
                    user=act.planned_by,
                    reason=reason,
                )
    except ValidationError as error:
        return _hinder(act, " ".join(error.messages))
    move(act, PlannedActStatus.DONE, verb="carry_out_act", by=None, unit=unit, why_not="")
    return PlannedActStatus.DONE


def _hinder(act: PlannedAct, why_not: str) -> str | None:
    """Record why the act could not be carried out. Every tick tries it again until it is called off."""
    if act.status == PlannedActStatus.HINDERED:
        PlannedAct.objects.filter(pk=act.pk).exclude(why_not=why_not).update(why_not=why_not)
        return None
    move(
        act,
        PlannedActStatus.HINDERED,
        verb="hinder_act",
        by=None,
        unit=act.unit,
        event_reason=why_not,
        changes={act.words: ["", vietnamese.format_date(act.on)]},
        why_not=why_not,
    )
    return PlannedActStatus.HINDERED


def _lock_act(act: PlannedAct) -> None:
    """Lock the row and refresh the act from it."""
    act.refresh_from_db(from_queryset=PlannedAct.objects.select_for_update(of=("self",)).with_people())
