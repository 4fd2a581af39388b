"""What a row of the table of unions does, through the actions on unions, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.actions import planned_acts, unions
from units.actions.tree_changes import refuse_same_name
from units.models import Event, Import, ImportRow, Job, PlannedActKind, Unit, UnitType
from units.models.vocabulary import unit_types
from units.union_table.columns import BY_KEY, DESCRIBED
from units.union_table.stored_tree import described_values

TargetOf = Callable[[Mapping[str, Any]], int | None]
"""Returns the id of the union that a row of the same table founded; None while it has not."""


def act(row: ImportRow, *, by: Acting, reason: str, target_of: TargetOf) -> Event:
    """Do what a row says, in one transaction, and return its last event. Sets the target of a new row."""
    reason = str(row.links.get("reason") or reason)
    if row.target is None:
        unit = _found(row, by=by, reason=reason, target_of=target_of)
        row.target = unit.pk
    else:
        unit = Unit.objects.get(pk=row.target)
        _require_unchanged(unit, row.before)
        _change(unit, row, by=by, reason=reason, target_of=target_of)
    return _last_event(unit)


def _found(row: ImportRow, *, by: Acting, reason: str, target_of: TargetOf) -> Unit:
    words = _type_of(row.after["type"], by)
    unit = Unit(kind=words.role, type=words, **_columns(row.after))
    unit.parent = _parent_of(row, target_of)
    refuse_same_name(unit.name, unit.parent, unit)
    unit.derive()
    unit.full_clean(exclude=["path", "search_text", "type", "parent"], validate_constraints=False)  # the database does
    return unions.add(unit, by=by, reason=reason)


def _change(unit: Unit, row: ImportRow, *, by: Acting, reason: str, target_of: TargetOf) -> None:
    after, day = row.after, row.links.get("on")
    on = date.fromisoformat(day) if day else None
    if described := {key: value for key, value in after.items() if key in DESCRIBED}:
        _describe(unit, described, row.before, by=by, reason=reason)
    if "type" in after:
        unions.change_type(unit, _type_of(after["type"], by), by=by, on=on, reason=reason)
    if "parent" in after:
        unions.move_under(unit, _parent_of(row, target_of), by=by, on=on, reason=reason)
    if "valid_to" in after:
        successor = row.links.get("successor")
        unions.close(
            unit,
            on=date.fromisoformat(after["valid_to"]),
            successor=Unit.objects.get(pk=successor) if successor else None,
            by=by,
            reason=reason,
        )


def undo(row: ImportRow, *, by: Acting, reason: str) -> Event:
    """Take back what a row did, in one transaction, and return the event. Raises StateConflict if more has happened."""
    assert row.event_id and row.target, "only what was written is taken back"
    unit = Unit.objects.get(pk=row.target)
    of_lists = ContentType.objects.get_for_models(Import, Job).values()  # lists are events of the highest union
    if Event.objects.filter(unit=unit, pk__gt=row.event_id).exclude(target_type__in=of_lists).exists():
        raise StateConflict(_("Sau đó đơn vị này đã có việc khác."))
    if row.status == "new":
        return _last_event(unions.take_back(unit, by=by, reason=reason))
    _require_unchanged(unit, {key: value for key, value in row.after.items() if key in DESCRIBED})
    _change_back(unit, row, by=by, reason=reason)
    return _last_event(unit)


def _change_back(unit: Unit, row: ImportRow, *, by: Acting, reason: str) -> None:
    before, today = row.before, clock.today()
    pending = {act.kind: act for act in unit.planned_acts.pending()}
    for key, kind in (
        ("valid_to", PlannedActKind.CLOSE),
        ("parent", PlannedActKind.MOVE),
        ("type", PlannedActKind.CHANGE_TYPE),
    ):
        if key in before and kind in pending:
            planned_acts.call_off(pending.pop(kind), reason=reason, by=by)
        elif key == "valid_to" and key in before:
            parent = Unit.objects.get(pk=row.links["was_below"])
            unit = unions.reopen(unit, parent=parent, by=by, reason=reason)
        elif key == "parent" and key in before:
            parent = Unit.objects.get(pk=row.links["was_below"])
            unions.move_under(unit, parent, by=by, on=today, reason=reason)
        elif key == "type" and key in before:
            unions.change_type(unit, _type_of(before["type"], by), by=by, on=today, reason=reason)
    if described := {key: value for key, value in before.items() if key in DESCRIBED}:
        _describe(unit, described, row.after, by=by, reason=reason)


def _describe(unit: Unit, values: Mapping[str, Any], before: Mapping[str, Any], *, by: Acting, reason: str) -> None:
    words = {BY_KEY[key].heading: [BY_KEY[key].words(before[key]), BY_KEY[key].words(values[key])] for key in values}
    unions.describe(unit, _columns(values), words=words, by=by, reason=reason)


def _require_unchanged(unit: Unit, values: Mapping[str, Any]) -> None:
    """Raise StateConflict if somebody has changed what a row says was there."""
    stored = described_values(unit)
    for key, value in values.items():
        if key in stored and stored[key] != value:
            sentence = _("{heading} vừa được sửa; xin xem lại.")
            raise StateConflict(sentence.format(heading=BY_KEY[key].heading))


def _parent_of(row: ImportRow, target_of: TargetOf) -> Unit:
    """Return the union that a row puts its own below: a stored one, or what another row founded."""
    reference = row.links["parent"]
    pk = reference.get("unit") or target_of(reference)
    if pk is None:
        raise ValidationError(_("Cấp trên ở dòng {n} chưa được ghi.").format(n=reference["row"]))
    return Unit.objects.get(pk=pk)


def _type_of(code: str, by: Acting) -> UnitType:
    for words in unit_types(by.unit.path):
        if words.code == code:
            return words
    raise ValidationError(_("Loại đơn vị này không còn dùng."))


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the model that describe a union, as the model has them."""
    columns = {key: value for key, value in values.items() if key in DESCRIBED}
    if columns.get("valid_from"):
        columns["valid_from"] = date.fromisoformat(columns["valid_from"])
    return columns


def _last_event(unit: Unit) -> Event:
    return Event.objects.filter(unit=unit).order_by("-pk")[0]  # that of a planned act is about the act
