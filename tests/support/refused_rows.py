"""Rows that each constraint of the models refuses, from `refused_rows.txt`, and that nothing else of the table does.

The file names a model and a constraint, and below them rows, each by the columns that differ from the plainest row:
`closed_at` alone stands for any value, `reason=` for an empty text, `parent=none` for NULL; `-` is the plainest row
itself. `twice` inserts a row two times; what stands behind `|` is changed the second time, as another constraint would
refuse it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from foundation import clock

APPS = ("units", "campaigns", "awards", "summaries")
FILE = Path(__file__).with_suffix(".txt")
MOMENT = clock.parse("2015-03-01T09:00+07:00")


@dataclass(frozen=True)
class RefusedRow:
    model: type[models.Model]
    constraint: str
    line: str

    def __str__(self) -> str:
        return f"{self.constraint}: {self.line}"

    def rows(self) -> list[models.Model]:
        """Return the rows to insert; the last one is refused."""
        words, _bar, changed = self.line.removeprefix("twice").partition("|")
        first = row(self.model, **_values(self.model, words))
        if not self.line.startswith("twice"):
            return [first]
        again = {field.attname: getattr(first, field.attname) for field in _columns(self.model)}
        again |= {
            self.model._meta.get_field(name).attname: value for name, value in _values(self.model, changed).items()
        }
        return [first, self.model(**again)]


def refused_rows() -> list[RefusedRow]:
    by_name = {model.__name__: model for model in apps.get_models() if model._meta.app_label in APPS}
    rows, model, constraint = [], "", ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            rows.append(RefusedRow(by_name[model], constraint, line.strip()))
        else:
            model, constraint = line.split(": ")
    return rows


def row(model: type[models.Model], **values: Any) -> models.Model:
    """Return the plainest row of a model: defaults, NULL or nothing where that is allowed, else any value."""
    columns = {field.name: field for field in _columns(model)}
    plain = {field.attname: _plain(field) for field in columns.values()}
    return model(**plain | {model._meta.get_field(name).attname: value for name, value in values.items()})


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _plain(field: models.Field) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if isinstance(field, models.BooleanField):
        return False
    return "" if field.blank and isinstance(field, models.CharField | models.TextField) else _any_value(field)


def _any_value(field: models.Field) -> Any:
    if field.choices:
        return field.flatchoices[0][0]
    kinds: dict[Any, Any] = {
        models.ForeignKey: 1,
        models.DateTimeField: MOMENT,
        models.DateField: MOMENT.date(),
        models.BooleanField: True,
        models.UUIDField: UUID(int=1),
        models.BinaryField: b"x",
        models.JSONField: {},
        models.DecimalField: Decimal(1),
        models.IntegerField: 1,
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "x")


def _values(model: type[models.Model], words: str) -> dict[str, Any]:
    values = {}
    for word in words.split():
        if word != "-":
            name, is_said, said = word.partition("=")
            values[name] = (
                _read(model._meta.get_field(name), said) if is_said else _any_value(model._meta.get_field(name))
            )
    return values


def _read(field: models.Field, said: str) -> Any:
    if said == "none":
        return None
    if isinstance(field, models.BooleanField):
        return {"yes": True, "no": False}[said]
    return date.fromisoformat(said) if isinstance(field, models.DateField) else field.to_python(said)
