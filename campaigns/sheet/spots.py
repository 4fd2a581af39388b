"""The spots of a sheet: its fields, by part, row and field name, each with its label and what is typed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from campaigns.sheet.indicator_form import IndicatorsForm
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart
from campaigns.sheet.sheet import Sheet

SEPARATOR = ":"


class Spot(NamedTuple):
    """A field of a sheet, or a whole row (`field` is empty), or the whole sheet (all are empty).

    `part` is the key of its part and `row` the row's uuid as text. In a part of indicators `field` is the indicator's
    code for all of its fields together, or the name of one of them: CODE-n, CODE-note.
    """

    part: str = ""
    row: str = ""
    field: str = ""

    @property
    def key(self) -> str:
        return SEPARATOR.join(self)

    @classmethod
    def of_key(cls, key: str) -> Spot:
        """Return the spot that has this key; the whole sheet for what is no key."""
        names = key.split(SEPARATOR)
        return cls(*names) if len(names) == len(cls._fields) else cls()

    def covers(self, other: Spot) -> bool:
        """Return whether `other` is this field, one of its fields, or a field of this row."""
        return (
            self.part == other.part != ""
            and self.row == other.row
            and self.field in ("", other.field, other.field.partition("-")[0])
        )


class SpotText(NamedTuple):
    """The label of a spot and what is typed there as a text."""

    label: str
    text: str


@dataclass(frozen=True)
class SpotChange:
    """A spot at which two contents of a sheet differ, with both texts; "" where nothing is typed."""

    spot: Spot
    label: str
    before: str
    after: str


def changes_of(old: Sheet, new: Sheet) -> list[SpotChange]:
    """Return every field that differs between two contents of one sheet, in the order of the new one."""
    parts = {part.key for part in new.parts if old.typed.get(part.key) != new.typed.get(part.key)}
    before, after = _texts_of_parts(old, parts), _texts_of_parts(new, parts)
    spots = [*after, *(spot for spot in before if spot not in after)]
    blank = SpotText("", "")
    compared = ((spot, before.get(spot, blank), after.get(spot, blank)) for spot in spots)
    return [
        SpotChange(spot, new_text.label or old_text.label, old_text.text, new_text.text)
        for spot, old_text, new_text in compared
        if old_text.text != new_text.text
    ]


def texts_of(sheet: Sheet) -> dict[Spot, SpotText]:
    """Return the text of every field in which something is typed."""
    return _texts_of_parts(sheet, {part.key for part in sheet.parts})


def _texts_of_parts(sheet: Sheet, keys: set[str]) -> dict[Spot, SpotText]:
    parts = [part for part in sheet.parts if part.key in keys]
    return {spot: text for part in parts for spot, text in _texts_of_part(part) if text.text}


def _texts_of_part(part: SheetPart) -> Iterator[tuple[Spot, SpotText]]:
    if isinstance(part, FormPart) and part.touched:
        for bound in part.form:
            yield Spot(part.key, "", bound.name), SpotText(_field_label(bound, part.form), value_text(bound))
    elif isinstance(part, RowsPart):
        for row, form in zip(part.rows, part.forms, strict=True):
            name = row_name(part, row, form)
            for bound in form.visible_fields():
                label = f"{name} · {bound.label}"
                yield Spot(part.key, str(row.get("uuid")), bound.name), SpotText(label, value_text(bound))


def row_name(part: RowsPart, row: dict[str, str], form: forms.Form) -> str:
    """Return the title of the row's work or the name of its exemplar."""
    registered = getattr(form, "registered", None)
    return str(registered.title if registered else row.get("title") or row.get("who") or part.row_name)


def label_of(sheet: Sheet, spot: Spot) -> str:
    """Return the name of a spot with the number of its part; "" for one that the sheet does not have."""
    part = sheet.by_key(spot.part)
    name = _name_in(part, spot) if part else ""
    return _("Phần {n} · {name}").format(n=part.number, name=name) if part and name else ""


def _name_in(part: SheetPart, spot: Spot) -> str:
    if isinstance(part, FormPart):
        field = first_field(part.form, spot)
        return str(part.form[field].label) if field and not spot.row else ""
    assert isinstance(part, RowsPart)
    for row, form in zip(part.rows, part.forms, strict=True):
        if row.get("uuid") == spot.row:
            name = row_name(part, row, form)
            if not spot.field:
                return name
            return f"{name} · {form[spot.field].label}" if spot.field in form.fields else ""
    return ""


def fields_of_row(sheet: Sheet, spot: Spot) -> list[tuple[str, str]]:
    """Return the (name, label) of every field of the spot's row; none if the sheet does not have it."""
    part = sheet.by_key(spot.part)
    if not isinstance(part, RowsPart):
        return []
    pairs = zip(part.rows, part.forms, strict=True)
    form = next((form for row, form in pairs if row.get("uuid") == spot.row), None)
    return [(bound.name, str(bound.label)) for bound in form.visible_fields()] if form else []


def first_field(form: forms.Form, spot: Spot) -> str:
    """Return the name of the first field of a form that the spot covers, "" if it has none."""
    covered = (name for name in form.fields if spot.covers(Spot(spot.part, spot.row, name)))
    return next(covered, "")


def anchor_of(part: SheetPart, spot: Spot) -> str:
    """Return the HTML id of a spot on its part's page, "" if it is not there."""
    if isinstance(part, FormPart):
        name = first_field(part.form, spot)
        return (part.form[name].id_for_label or part.form[name].auto_id) if name else ""
    assert isinstance(part, RowsPart)
    for index, row in enumerate(part.rows):
        if row.get("uuid") == spot.row:
            return f"id_{part.key}-{index}-{spot.field}" if spot.field in row else f"{part.key}-{index}-head"
    return ""


def _field_label(bound: BoundField, form: forms.Form) -> str:
    """Return the label of a field; that of a denominator, an estimate or a note begins with its indicator's name."""
    code, dash, _rest = bound.name.partition("-")
    if not dash or not isinstance(form, IndicatorsForm) or bound.name.endswith("-n"):
        return str(bound.label)
    lead = next(
        asked_indicator.indicator.name
        for asked_indicator in form.asked_indicators
        if asked_indicator.indicator.code == code
    )
    return f"{lead} · {bound.label}"


def value_text(bound: BoundField) -> str:
    """Return what is typed in a field as a text: the label of a choice, "Có" for a tick."""
    value = bound.value() or ""
    if isinstance(bound.field, forms.BooleanField):
        return str(_("Có")) if value else ""
    choices = dict(getattr(bound.field, "choices", ()))
    return str(choices.get(value, value)) if value else ""
