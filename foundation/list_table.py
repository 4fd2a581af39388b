"""What a list shows, declared once: its page takes the headings from here, its files headings and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

Value = str | int | date | datetime | None


class ValueKind(Enum):
    TEXT = auto()
    NUMBER = auto()
    DAY = auto()
    MOMENT = auto()


@dataclass(frozen=True)
class ListColumn:
    """A column. `value` returns its value in a row; None: the screen alone has it, files have its parts.

    `within`: the heading of the column of the screen in whose cells the value is, where it has none of its own there.
    `css`: classes of its heading on the screen; `width`: characters across in a workbook.
    """

    heading: Any
    value: Callable[[Any], Any] | None = None
    kind: ValueKind = ValueKind.TEXT
    within: Any = ""
    css: str = ""
    width: int = 24

    def read(self, row: Any) -> Value:
        """Return the value for a file: moments in the portal's time zone, without one; None for what is blank."""
        assert self.value is not None, "only columns of a file are read"
        value = self.value(row)
        if value is None or value == "":
            return None
        if self.kind is ValueKind.TEXT:
            return str(value)
        if isinstance(value, datetime):
            local = timezone.localtime(value).replace(tzinfo=None)
            return local.date() if self.kind is ValueKind.DAY else local
        return value


@dataclass(frozen=True)
class ListTable:
    """A list. `title` heads its files and is what they are called."""

    title: Any
    columns: tuple[ListColumn, ...]

    @property
    def on_screen(self) -> list[ListColumn]:
        return [column for column in self.columns if not column.within]

    @property
    def in_files(self) -> list[ListColumn]:
        return [column for column in self.columns if column.value]


def conditions_in_words(form: forms.Form) -> Iterator[str]:
    """Yield "Trạng thái: Đã xác nhận" for each box of a valid filter; a text box that was left blank is not named."""
    for box in form.visible_fields():
        value, field = form.cleaned_data.get(box.name), box.field
        if isinstance(field, forms.ModelChoiceField):
            words = field.label_from_instance(value) if value else field.empty_label
        elif isinstance(field, forms.ChoiceField):
            words = dict(field.choices).get(value or "")  # type: ignore[arg-type]  # no list has groups of choices
        else:
            words = value and f"“{value}”"
        if words:
            yield _("{label}: {words}").format(label=box.label, words=words)
