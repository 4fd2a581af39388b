"""The forms of tables that come in: which file it is, how it was typed, what its columns are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.archives import LIMIT, MEGABYTE
from foundation.forms.fields import ChoiceField, Radios, field_of, reason_field, select
from foundation.forms.files import WorkbookField
from foundation.tables.cells import ReadSheet, column_name
from foundation.tables.declaration import Table
from foundation.tables.headings import Headings
from foundation.tables.limits import MOST_ROWS
from foundation.tables.parsing import quoted, text_of
from foundation.vietnamese import format_number
from units.models import ImportKind

ACCEPTED = (".xlsx", ".xls", ".ods", ".csv")
SAMPLES = 3
"""Cells shown beneath each heading."""


class BringInForm(forms.Form):
    kind = ChoiceField(label=gettext_lazy("Danh sách gì"), choices=ImportKind.choices, widget=Radios)
    file = WorkbookField(
        label=gettext_lazy("Tệp"),
        accepted=ACCEPTED,
        no_file=gettext_lazy("Xin chọn tệp bảng tính."),
        help_text=format_lazy(
            gettext_lazy("Excel (.xlsx, .xls), OpenDocument (.ods) hoặc .csv, không quá {rows} dòng, {megabytes} MB."),
            rows=format_number(MOST_ROWS),
            megabytes=LIMIT // MEGABYTE,
        ),
    )

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in ImportKind.choices if value in kinds]
        field_of(self, "kind", ChoiceField).choices = choices
        self.fields["kind"].initial = kinds[0]


class PlaceForm(forms.Form):
    """Where the table is in the file: its sheet, and the row of its headings."""

    sheet = ChoiceField(label=gettext_lazy("Trang tính"))
    heading_row = forms.IntegerField(label=gettext_lazy("Dòng tiêu đề"), min_value=1, max_value=10_000_000)

    def __init__(self, *args: Any, sheets: Sequence[ReadSheet], headings: Headings, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "sheet", ChoiceField).choices = [(sheet.name, sheet.name) for sheet in sheets]
        self.fields["sheet"].initial, self.fields["heading_row"].initial = headings.sheet, headings.last_row
        self.fields["heading_row"].widget.attrs["class"] = "form-control num"


class ColumnsForm(forms.Form):
    """What each column of the sheet is: a box for each, under its heading and its first cells."""

    def __init__(
        self, *args: Any, table: Table, sheet: ReadSheet, headings: Headings, chosen: dict[str, int], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.table, self.sheet = table, sheet
        choices = [("", _("(bỏ qua cột này)")), *((column.key, column.heading) for column in table.columns)]
        below = [row for row in sheet.rows if row.number > headings.last_row][:SAMPLES]
        keys = {at: key for key, at in (chosen or headings.columns).items()}
        for at in range(sheet.width):
            samples = [quoted(text_of(row[at])) for row in below if row[at] is not None]
            text = headings.texts[at] if at < len(headings.texts) else ""
            if not (samples or text):
                continue
            self.fields[f"column-{at}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=keys.get(at, ""),
                widget=select(),
                label=_("Cột {name}: {text}").format(name=column_name(at), text=text or _("không có tiêu đề")),
                help_text=" · ".join(samples),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        columns: dict[str, int] = {}
        for name, key in list(cleaned.items()):
            if key and key in columns:
                self.add_error(name, _("Hai cột cùng là “{heading}”.").format(heading=self.table.column(key).heading))
            elif key:
                columns[key] = int(name.removeprefix("column-"))
        return {"columns": columns}


class UndoForm(forms.Form):
    reason = reason_field(help_text=gettext_lazy("Ghi vào nhật ký của từng dòng."))
