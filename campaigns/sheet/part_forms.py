"""The forms of the parts of a sheet that are not indicators: headcounts, works, results, exemplars, texts, signers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.catalogue.types import CatalogueDay
from campaigns.models import WorkKind
from campaigns.models.work import AuthorClass
from foundation.forms.fields import (
    ChoiceField,
    CountField,
    DateField,
    MoneyField,
    NameField,
    TextField,
    TickField,
    YesNoField,
    field_of,
)
from units.models import Headcounts
from units.models.vocabulary import term

EMPTY = [("", _("(chọn)"))]


class HeadcountForm(forms.Form):
    """The unit's headcounts (số liệu đơn vị) on the cut-off day. Only enterprises' unions are asked about insurance."""

    workers = CountField(label="")
    women = CountField(label="")
    minorities = CountField(label=_("Trong đó: người dân tộc thiểu số"), name=_("số người dân tộc thiểu số"))
    members = CountField(label=_("Đoàn viên công đoàn"), name=_("số đoàn viên"))
    women_members = CountField(label=_("Trong đó: nữ đoàn viên"), name=_("số nữ đoàn viên"))
    direct = CountField(label=_("Người trực tiếp lao động, công tác"), name=_("số người trực tiếp lao động, công tác"))
    insured = CountField(label="")

    def __init__(self, *args: Any, with_insured: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        word = term("workers")
        workers, women = field_of(self, "workers", CountField), field_of(self, "women", CountField)
        workers.set_words(_("Tổng số {word}").format(word=word), _("tổng số {word}").format(word=word))
        women.set_words(_("Trong đó: nữ"), _("số nữ {word}").format(word=word))
        word = term("insured")
        field_of(self, "insured", CountField).set_words(capfirst(word), _("số {word}").format(word=word))
        if not with_insured:
            del self.fields["insured"]

    def counts(self) -> dict[str, int | None]:
        return {name: self.cleaned_data.get(name) for name in Headcounts.COUNTS}


class SheetRowForm(forms.Form):
    """A repeating row of a part. `uuid` identifies the row; a work keeps it in all sheets of the year."""

    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    remarks: Sequence[str] = ()
    """What a reviewer asked about the whole row when the sheet was returned."""
    is_asked = False
    """Whether a reviewer asked something about the row or one of its fields."""

    def __init__(self, *args: Any, days: Sequence[CatalogueDay], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "welcomes" in self.fields:
            choices = [*EMPTY, *((str(day.pk), f"{day.name} ({day.years} năm)") for day in days)]
            field_of(self, "welcomes", ChoiceField).choices = choices

    @property
    def is_finished(self) -> bool:
        """Whether the row is complete as it was saved and nothing was asked of it: then it is shown as its `line`."""
        return self.is_bound and not self.errors and not self.is_asked

    @property
    def line(self) -> str:
        """What tells the row from others: the title of its work with the value, or the name of its exemplar."""
        registered = getattr(self, "registered", None)
        names = [registered.title if registered else self._text("title") or self._text("who")]
        money = self._text("value") or self._text("expected_value")
        return " · ".join([*filter(None, names), *([_("{value} đồng").format(value=money)] if money else [])])

    def _text(self, name: str) -> str:
        return str(self[name].value() or "") if name in self.fields else ""

    def clean_uuid(self) -> UUID | None:
        return as_uuid(self.cleaned_data["uuid"])


def as_uuid(text: Any) -> UUID | None:
    """Return the UUID written in a text, or None."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


class WorkForm(SheetRowForm):
    """A work that the unit registers in its pledge: a topic, an initiative, a product."""

    title = TextField(label=_("Tên đề tài, sáng kiến, công trình"))
    kind = ChoiceField(label=_("Loại"), choices=[*EMPTY, *WorkKind.choices])
    authors = TextField(label=_("Tác giả (nhóm tác giả)"))
    author_class = ChoiceField(label=_("Đối tượng"), choices=[*EMPTY, *AuthorClass.choices])
    expected_value = MoneyField(label=_("Giá trị dự kiến"), name=_("giá trị dự kiến"), required=False)
    no_money = TickField(label=_("Không tính được thành tiền"))
    due_on = DateField(label=_("Hoàn thành dự kiến (ngày)"), required=False)
    welcomes = ChoiceField(label=_("Chào mừng dịp"), required=False)

    def clean(self) -> None:
        cleaned = self.cleaned_data
        if (
            "expected_value" not in self.errors
            and cleaned.get("expected_value") is None
            and not cleaned.get("no_money")
        ):
            self.add_error("expected_value", self.fields["expected_value"].error_messages["required"])


class ResultForm(SheetRowForm):
    """The result of a work in a report: done or why not, who recognised it, its declared value or benefit in words.

    With a `registered` work its title, kind and authors are known and are not asked.
    """

    title = TextField(label=_("Tên đề tài, sáng kiến, công trình"))
    kind = ChoiceField(label=_("Loại"), choices=[*EMPTY, *WorkKind.choices])
    authors = TextField(label=_("Tác giả (nhóm tác giả)"))
    author_class = ChoiceField(label=_("Đối tượng"), choices=[*EMPTY, *AuthorClass.choices])
    done = YesNoField(label=_("Đã hoàn thành"))
    why_not = TextField(label=_("Lý do chưa hoàn thành"), required=False)
    recognised_by = TextField(
        label=_("Cơ quan công nhận"),
        max_length=200,
        required=False,
        help_text=_("Thủ trưởng cơ quan, chủ doanh nghiệp công nhận; Công đoàn không công nhận sáng kiến."),
    )
    recognised_no = TextField(label=_("Số quyết định, giấy chứng nhận"), max_length=60, required=False)
    recognised_on = DateField(label=_("Ngày công nhận"), required=False)
    value = MoneyField(label=_("Giá trị do đơn vị khai"), name=_("giá trị do đơn vị khai"), required=False)
    no_money = TickField(label=_("Không tính được thành tiền"))
    benefit = TextField(label=_("Hiệu quả không tính được thành tiền"), rows=2, max_length=1000, required=False)
    welcomes = ChoiceField(label=_("Chào mừng dịp"), required=False)

    IDENTITY = ("title", "kind", "authors", "author_class", "welcomes")

    def __init__(self, *args: Any, registered: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.registered = registered
        if registered:
            for name in self.IDENTITY:
                del self.fields[name]

    def clean(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("done") is False and not cleaned.get("why_not"):
            self.add_error("why_not", _("Xin ghi lý do chưa hoàn thành."))
        if cleaned.get("done"):
            self._check_value()
        self._check_recognition()

    def _check_value(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("no_money"):
            if cleaned.get("value"):
                self.add_error("value", _("Đã đánh dấu “Không tính được thành tiền”. Xin bỏ một trong hai."))
            if not cleaned.get("benefit"):
                self.add_error("benefit", _("Xin ghi hiệu quả đem lại."))
        elif cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", self.fields["value"].error_messages["required"])

    def _check_recognition(self) -> None:
        filled = [name for name in ("recognised_by", "recognised_no", "recognised_on") if self.cleaned_data.get(name)]
        for name in ("recognised_by", "recognised_on"):
            if filled and name not in filled and name not in self.errors:
                self.add_error(name, _("Xin ghi đủ cơ quan công nhận và ngày công nhận."))


class ExemplarForm(SheetRowForm):
    """An exemplar (điển hình): who, and what they did."""

    who = TextField(label=_("Tập thể, cá nhân"), max_length=200)
    story = TextField(label=_("Việc làm tiêu biểu"), rows=3, max_length=2000)


class SignersForm(forms.Form):
    """Who signs the paper: the union's chair and, where there is an employer, the head of the unit."""

    chair_name = NameField(label=_("Chủ tịch công đoàn ký"), max_length=120, required=False)
    head_name = NameField(label=_("Thủ trưởng đơn vị ký cùng"), max_length=120, required=False)
    head_title = TextField(label=_("Chức vụ của thủ trưởng"), max_length=80, required=False)

    def __init__(self, *args: Any, with_head: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_head:
            del self.fields["head_name"], self.fields["head_title"]


class CommitmentForm(SignersForm):
    """The end of a pledge; `with_duties`: whether it asks who does what."""

    duties = TextField(
        label=_("Phân công thực hiện"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("Ai phụ trách việc gì, ví dụ: Tổ trưởng tổ may 2 theo dõi sáng kiến. Bỏ trống nếu không có."),
    )
    text = TextField(
        label=_("Cam kết khác của đơn vị"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("Bỏ trống nếu không có."),
    )
    agreed = TickField(
        label=_("Tổ chức thực hiện thiết thực, không hình thức; sơ kết, tổng kết và báo cáo đúng hạn."),
        required=True,
        error_messages={"required": _("Xin đánh dấu cam kết này trước khi gửi.")},
    )
    field_order = ("duties", "agreed", "text", "chair_name", "head_name", "head_title")

    def __init__(self, *args: Any, with_duties: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not with_duties:
            del self.fields["duties"]


class AssessmentForm(SignersForm):
    strengths = TextField(label=_("Đánh giá chung, ưu điểm"), rows=4, max_length=4000, required=False)
    difficulties = TextField(label=_("Khó khăn, hạn chế"), rows=4, max_length=4000, required=False)
    proposals = TextField(label=_("Kiến nghị, đề xuất"), rows=3, max_length=4000, required=False)
    field_order = ("strengths", "difficulties", "proposals", "chair_name", "head_name", "head_title")
