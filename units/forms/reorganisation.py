"""The forms of a plan to reorganise unions: its head with a workbook, one row, and unions that are ticked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms.choices import MultipleRowsField
from foundation.forms.fields import ChoiceField, DateField, TextField, TickField, field_of, select
from foundation.forms.files import WorkbookField
from units.actions.reorganisation_plans import PlannedRow
from units.forms.choices import UnitChoiceField
from units.forms.table_import import ACCEPTED
from units.models import Reorganisation, ReorganisationAct, ReorganisationRow, Unit, UnitKind, UnitType
from units.models.kinds import UnionForm
from units.models.reorganisation import ENDING, LEADING
from units.models.vocabulary import coming_types, strand_choices
from units.union_table.new_unions import full_name_of

TICKED = (ReorganisationAct.MOVE, *ENDING)
CHOOSE = gettext_lazy("Chọn…")
NO_TARGET = gettext_lazy("Xin chọn nơi đến: một đơn vị đang có, hoặc đơn vị lập mới trong phương án.")
WHERE_TO = gettext_lazy("Nơi đến: công đoàn cấp trên mới, hoặc đơn vị kế tục")
OR_FOUNDED = gettext_lazy("Hoặc đơn vị lập mới trong phương án")
POSTS_FOLLOW = gettext_lazy("Sáp nhập: người của đơn vị giữ vai trò cũ ở đơn vị kế tục")


class PlanForm(forms.Form):
    """What the plan is called, the letter it rests on, and the day on which it takes effect."""

    title = TextField(
        label=gettext_lazy("Tên phương án"),
        max_length=200,
        printed=False,
        help_text=gettext_lazy("Ví dụ: Sắp xếp công đoàn cấp trên theo xã, phường."),
    )
    letter_number = TextField(label=gettext_lazy("Số văn bản căn cứ"), max_length=60, printed=False)
    letter_on = DateField(label=gettext_lazy("Ngày văn bản"))
    on = DateField(
        label=gettext_lazy("Có hiệu lực từ ngày"),
        help_text=gettext_lazy("Ngày ở phía sau: cổng tự thực hiện vào ngày đó, nếu mọi điều vẫn như khi diễn tập."),
    )
    calls_founded = TickField(
        label=gettext_lazy("Đưa đơn vị lập mới vào diện đăng ký, báo cáo của các đợt đang mở"), initial=True
    )


class NewPlanForm(PlanForm):
    """The same, with a workbook of the unions in which the changes are written."""

    file = WorkbookField(
        label=gettext_lazy("Tệp đơn vị đã ghi thay đổi"),
        required=False,
        accepted=ACCEPTED,
        help_text=gettext_lazy("Không có tệp thì lập phương án trống, rồi đánh dấu đơn vị trên danh sách."),
    )
    doubtful_are_new = TickField(
        label=gettext_lazy("Tên gần giống tên đang có vẫn là đơn vị khác: lập mới"), required=False
    )
    leaves_out = TickField(label=gettext_lazy("Bỏ qua các dòng chưa rõ, bị từ chối"), required=False)


class Leading(forms.Form):
    """A form that names where unions go: a union that there is, or one that the plan founds."""

    target = UnitChoiceField(Unit.objects.none(), label=WHERE_TO, required=False, empty_label=CHOOSE)
    target_row = ChoiceField(label=OR_FOUNDED, required=False, widget=select())

    def __init__(self, *args: Any, plan: Reorganisation, units: QuerySet[Unit], but: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "target", UnitChoiceField).queryset = units
        founding = plan.rows.filter(act=ReorganisationAct.FOUND).exclude(pk=but or 0)
        self.founding = {str(row.pk): row for row in founding}
        choices = [("", CHOOSE), *((key, row.name) for key, row in self.founding.items())]
        field_of(self, "target_row", ChoiceField).choices = choices

    def require_target(self, act: str) -> None:
        typed = self.cleaned_data
        if act in LEADING and not typed.get("target") and not typed.get("target_row") and not self.errors:
            self.add_error("target", NO_TARGET)

    def where_to(self) -> dict[str, Any]:
        """Return where the union goes, as a row has it: nowhere for acts that lead nowhere."""
        typed = self.cleaned_data
        if typed["act"] not in LEADING:
            return {}
        if row := self.founding.get(typed["target_row"]):
            return {"target_row": row}
        return {"target": typed["target"]}


class RowForm(Leading):
    """One row of a plan."""

    act = ChoiceField(label=gettext_lazy("Việc"), choices=[("", CHOOSE), *ReorganisationAct.choices], widget=select())
    unit = UnitChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Đơn vị"),
        required=False,
        empty_label=CHOOSE,
        help_text=gettext_lazy("Để trống khi lập mới."),
    )
    name = TextField(
        label=gettext_lazy("Tên mới"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Khi lập mới hoặc đổi tên."),
    )
    type = ChoiceField(
        label=gettext_lazy("Loại đơn vị"),
        required=False,
        widget=select(),
        help_text=gettext_lazy("Khi lập mới hoặc đổi loại."),
    )
    strand = ChoiceField(
        label=gettext_lazy("Khối"),
        required=False,
        widget=select(),
        help_text=gettext_lazy("Khi lập mới công đoàn cơ sở."),
    )
    posts_follow = TickField(label=POSTS_FOLLOW, required=False)
    field_order = ("act", "unit", "name", "type", "strand", "target", "target_row", "posts_follow")

    def __init__(self, *args: Any, plan: Reorganisation, units: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, plan=plan, units=units, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units.exclude(pk=plan.unit_id)
        self.types: dict[str, UnitType] = {words.code: words for words in coming_types(plan.unit.path)}
        names = [(code, words.short) for code, words in self.types.items()]
        field_of(self, "type", ChoiceField).choices = [("", CHOOSE), *names]
        field_of(self, "strand", ChoiceField).choices = [("", CHOOSE), *strand_choices(plan.unit.path)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        act = cleaned.get("act")
        needs = {
            "unit": (act and act != ReorganisationAct.FOUND, _("Xin chọn đơn vị.")),
            "name": (act in (ReorganisationAct.FOUND, ReorganisationAct.RENAME), _("Xin ghi tên mới.")),
            "type": (act in (ReorganisationAct.FOUND, ReorganisationAct.CHANGE_TYPE), _("Xin chọn loại đơn vị.")),
        }
        for name, (needed, sentence) in needs.items():
            if needed and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        self.require_target(str(act))
        words = self.types.get(cleaned.get("type", ""))
        if act == ReorganisationAct.FOUND and words and words.role == UnitKind.GRASSROOTS and not cleaned.get("strand"):
            self.add_error("strand", _("Xin chọn khối của công đoàn cơ sở."))
        return cleaned

    def row(self) -> PlannedRow:
        typed = self.cleaned_data
        act, words = typed["act"], self.types.get(typed["type"])
        row = PlannedRow(act, **self.where_to())
        if act != ReorganisationAct.FOUND:
            row.unit = typed["unit"]
        if act in (ReorganisationAct.FOUND, ReorganisationAct.RENAME):
            row.name, row.values = typed["name"], {"full_name": full_name_of(typed["name"])}
        if act in (ReorganisationAct.FOUND, ReorganisationAct.CHANGE_TYPE):
            row.type = words
        if act == ReorganisationAct.FOUND and words and words.role == UnitKind.GRASSROOTS:
            row.values |= {"form": UnionForm.WORKPLACE.value, "strand": typed["strand"]}
        row.posts_follow = act == ReorganisationAct.MERGE and typed["posts_follow"]
        return row


def initial_of(row: ReorganisationRow) -> dict[str, Any]:
    """Return what the form of a stored row is opened with."""
    return {
        "act": row.act,
        "unit": row.unit_id,
        "name": row.name,
        "type": row.type.code if row.type else "",
        "strand": row.values.get("strand", ""),
        "target": row.target_id,
        "target_row": row.target_row_id or "",
        "posts_follow": row.posts_follow,
    }


class TicksForm(Leading):
    """What becomes of the unions that are ticked."""

    act = ChoiceField(
        label=gettext_lazy("Việc"),
        choices=[("", CHOOSE), *((act.value, act.label) for act in TICKED)],
        widget=select(),
        error_messages={"required": gettext_lazy("Xin chọn việc sẽ làm với các đơn vị đã đánh dấu.")},
    )
    posts_follow = TickField(label=POSTS_FOLLOW, required=False)
    ticked = MultipleRowsField(
        Unit.objects.none(),
        error_messages={
            "required": gettext_lazy("Xin đánh dấu ít nhất một đơn vị."),
            "invalid_choice": gettext_lazy("Có đơn vị không còn trong danh sách. Xin đánh dấu lại."),
            "invalid_pk_value": gettext_lazy("Có đơn vị không còn trong danh sách. Xin đánh dấu lại."),
        },
    )
    field_order = ("act", "target", "target_row", "posts_follow")

    def __init__(self, *args: Any, listed: QuerySet[Unit], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field_of(self, "ticked", MultipleRowsField).queryset = listed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.require_target(str(cleaned.get("act")))
        return cleaned

    def rows(self) -> list[PlannedRow]:
        typed = self.cleaned_data
        follows = typed["act"] == ReorganisationAct.MERGE and typed["posts_follow"]
        return [PlannedRow(typed["act"], unit, posts_follow=follows, **self.where_to()) for unit in typed["ticked"]]

    @property
    def chosen(self) -> set[str]:
        """The ids of the unions that are ticked, as they were posted."""
        return set(self.data.getlist("ticked")) if self.is_bound and hasattr(self.data, "getlist") else set()

    @property
    def shown_fields(self) -> list[Any]:
        return [self[name] for name in self.field_order]
