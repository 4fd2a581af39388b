"""The form of the step of the launch document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.column_fields import column_field
from campaigns.forms.setup.base import StepForm
from campaigns.models import Audience, Campaign
from campaigns.readiness import PAPERS
from campaigns.setup.facts import PAPER_FACTS
from campaigns.setup.texts import AREAS, LONG_TEXT, lines_of, unsaved_rows
from foundation.forms.fields import EXAMPLE_DAY, TextField
from units.models import Bloc
from units.models.vocabulary import bloc_name, plural_name
from units.registration import checked_number

AREA_LABELS: dict[str, Any] = {
    "resolutions": gettext_lazy("Nghị quyết, văn bản thực hiện"),
    "purposes": gettext_lazy("Mục đích, yêu cầu"),
    "contents_all": gettext_lazy("Nội dung chung cho các khối"),
    "measures": gettext_lazy("Biện pháp thực hiện"),
    "recipients": gettext_lazy("Nơi nhận"),
}


class PapersForm(StepForm):
    """The launch document: its texts, a line for each point, its number and day, its signer."""

    step = PAPERS

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields |= {name: column_field(Campaign, name) for name in PAPER_FACTS}
        self.fields["issued_on"].help_text = format_lazy(_("Ví dụ {day}."), day=EXAMPLE_DAY)
        for name in AREAS:
            rows = 6 if name not in ("resolutions", "recipients") else 4
            self.fields[name] = TextField(
                label=_area_label(name), rows=rows, max_length=LONG_TEXT, required=False, help_text=_area_help(name)
            )

    def clean_number(self) -> str:
        return checked_number(self.cleaned_data["number"], "12/PĐ-LĐLĐ")

    def clean(self) -> None:
        for name in AREAS:
            if name in self.cleaned_data:
                self._check(name, self.cleaned_data[name])
        if self.cleaned_data.get("signed") and not self.cleaned_data.get("signer_name"):
            self.add_error("signer_name", _("Bản phát động đã ký thì phải có tên người ký."))

    def _check(self, name: str, text: str) -> None:
        self.cleaned_data[name] = "\n".join(lines_of(text))
        try:
            unsaved_rows(self.campaign, name, text)
        except forms.ValidationError as error:
            self.add_error(name, error.messages)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields by heading."""
        contents = [name for name in AREAS if name.startswith("contents")]
        return [
            (_("Căn cứ, mục đích"), self.bound(["resolutions", "purposes"])),
            (_("Nội dung thi đua"), self.bound(contents)),
            (_("Thực hiện, nơi nhận"), self.bound(["measures", "recipients"])),
            (_("Số, ngày, người ký"), self.bound(PAPER_FACTS)),
        ]


def _area_label(name: str) -> str:
    if name in AREA_LABELS:
        return str(AREA_LABELS[name])
    return _("Nội dung: {bloc}").format(bloc=bloc_name(Bloc(name.removeprefix("contents_"))))


def _area_help(name: str) -> str:
    if name.startswith("contents"):
        return _("Mỗi dòng một nội dung; khẩu hiệu của nội dung, nếu có, ghi sau dấu |.")
    if name == "measures":
        words = _("Mỗi dòng một biện pháp; việc riêng của cấp trên cơ sở bắt đầu bằng “{unions}:”.")
        return words.format(unions=plural_name(Audience.UPPER_PLACE))
    if name == "recipients":
        return _("Mỗi dòng một nơi nhận, cuối dòng ghi (b/c), (t/h) hoặc (p/h); dòng lưu bắt đầu bằng Lưu.")
    return _("Mỗi dòng một mục.")
