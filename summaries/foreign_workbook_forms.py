"""The forms of workbooks of the higher body: its file, what goes into a cell, from where it is filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.archives import LIMIT, MEGABYTE
from foundation.forms.fields import ChoiceField, Radios, TextField, field_of
from foundation.forms.files import WorkbookField
from summaries.foreign_workbooks.columns import ColumnRow, to_choose
from summaries.foreign_workbooks.providers import OfferedTarget
from summaries.foreign_workbooks.sources import FillSource
from summaries.models import CHOSEN_PERIOD, YEAR_PERIOD, WrittenAs


class FormFileForm(forms.Form):
    """The file of one year; what is in it is looked at by the action."""

    file = WorkbookField(
        label=gettext_lazy("Tệp biểu mẫu"),
        accepted=(".xlsx",),
        no_file=gettext_lazy("Xin chọn tệp Excel (.xlsx) của biểu mẫu."),
        too_large=gettext_lazy("Tệp lớn hơn {n} MB. Xin bỏ bớt ảnh trong tệp."),
        help_text=format_lazy(
            gettext_lazy("Tệp .xlsx, không quá {megabytes} MB. Tệp .xls xin mở bằng Excel rồi lưu lại thành .xlsx."),
            megabytes=LIMIT // MEGABYTE,
        ),
    )


class NewWorkbookForm(FormFileForm):
    title = TextField(
        label=gettext_lazy("Tên biểu mẫu"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Biểu tổng hợp số liệu phong trào thi đua."),
        error_messages={"required": gettext_lazy("Xin ghi tên biểu mẫu.")},
    )
    body = TextField(
        label=gettext_lazy("Cơ quan ban hành"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: Tổng Liên đoàn Lao động Việt Nam."),
        error_messages={"required": gettext_lazy("Xin ghi cơ quan ban hành biểu mẫu.")},
    )
    letter = TextField(
        label=gettext_lazy("Công văn kèm biểu mẫu"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Số, ngày. Ví dụ: Công văn số 1234 ngày 05/11/2026."),
    )
    field_order = ("title", "body", "letter", "file")


class SourceForm(forms.Form):
    """From which phase or year, now or as finalised, a form is filled."""

    source = ChoiceField(label=gettext_lazy("Số liệu của"))

    def __init__(self, *args: Any, sources: Sequence[FillSource], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "source", ChoiceField).choices = [(source.key, source.words) for source in sources]


class SearchForm(SourceForm):
    """Which figures are offered for a cell."""

    period = ChoiceField(label=gettext_lazy("Lấy số của"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Tìm số liệu"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "off"}),
        help_text=gettext_lazy("Gõ vài chữ, không cần dấu. Ví dụ: sáng kiến công nhận."),
    )
    field_order = ("words", "source", "period")

    def __init__(self, *args: Any, periods: Sequence[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "period", ChoiceField).choices = periods


def period_choices(sources: Sequence[FillSource]) -> list[tuple[str, str]]:
    """Return the periods from which a cell may take its figure: the chosen one, the year, or a phase by its number."""
    most = max((source.phase.number for source in sources if source.phase), default=0)
    numbers = [(str(number), _("luôn là đợt {number}").format(number=number)) for number in range(1, most + 1)]
    return [(CHOSEN_PERIOD, _("đợt, năm được chọn khi điền")), (YEAR_PERIOD, _("luôn là cả năm")), *numbers]


class PointingForm(forms.Form):
    """What goes into a cell: one of what is offered, and how its number is written."""

    target = ChoiceField(label=gettext_lazy("Điền vào ô này"), widget=Radios)
    written_as = ChoiceField(label=gettext_lazy("Cách ghi số"), choices=WrittenAs.choices, required=False)

    def __init__(self, *args: Any, offered: Sequence[OfferedTarget], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offered = {target.posted: target for target in offered}
        self.show(offered)

    def show(self, offered: Sequence[OfferedTarget]) -> None:
        """Draw these alone; any that is offered may be sent."""
        field_of(self, "target", ChoiceField).choices = [(target.posted, target.line) for target in offered]

    def chosen(self) -> OfferedTarget:
        return self.offered[self.cleaned_data["target"]]


class UnionBox(forms.Select):
    """A select that joins its options as text: by a template for each, a hundred boxes of 200 unions take 3 s."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        chosen = str(value or "")
        options = ((_option(str(slice), str(union), is_chosen=slice == chosen),) for slice, union in self.choices)
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, format_html_join("", "{}", options))


@lru_cache(maxsize=1_000)  # every row of a column lists the same unions
def _option(slice: str, union: str, *, is_chosen: bool) -> str:
    return format_html("<option{}>{}</option>", flatatt({"value": slice, "selected": is_chosen}), union)


class ColumnForm(forms.Form):
    """Of which union each row of a column takes the figure, and how its numbers are written."""

    written_as = ChoiceField(label=gettext_lazy("Cách ghi số"), choices=WrittenAs.choices, required=False)

    def __init__(self, *args: Any, rows: Sequence[ColumnRow], names: Mapping[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        listed = to_choose(names)
        for row in rows:
            own = {row.slice: names[row.slice]} if row.slice else {}
            choices = [("", _("Không điền dòng này")), *(listed | own).items()]
            self.fields[row.field] = ChoiceField(
                label=row.label,
                choices=choices,
                required=False,
                initial=row.slice,
                widget=UnionBox({"class": "form-select"}),
            )

    def clean(self) -> None:
        if not self.errors and not any(value for name, value in self.cleaned_data.items() if name != "written_as"):
            self.add_error(None, _("Chưa chọn đơn vị cho dòng nào."))
