"""The forms about the register of exemplars: who was found, what a visit saw, why one is no longer followed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy

from campaigns.actions.followed import WRITTEN, later_statuses
from campaigns.lifecycle import FollowedStatus
from campaigns.models import FollowedExemplar
from foundation import clock
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import (
    EXAMPLE_DAY,
    ChoiceField,
    CountField,
    DateField,
    TextField,
    field_of,
    from_today,
    reason_field,
)
from units.forms.choices import UnitChoiceField
from units.models import Unit

LONG = 2000
NEXT_VISIT = gettext_lazy("Lần đến tiếp theo")
NOT_PAST = gettext_lazy("Ngày đến tiếp theo phải từ hôm nay trở đi. Chưa định thì để trống.")


class FollowedForm(ConflictCheckedForm):
    """Who was found and who follows; of one in the register the form is opened with what is there."""

    who = TextField(
        label=gettext_lazy("Tập thể, cá nhân"), max_length=200, help_text=gettext_lazy("Tên, chức vụ hoặc công việc.")
    )
    story = TextField(label=gettext_lazy("Việc làm tiêu biểu"), rows=5, max_length=LONG)
    found_by = TextField(label=gettext_lazy("Người phát hiện"), max_length=200)
    found_on = DateField(
        label=gettext_lazy("Ngày phát hiện"), help_text=format_lazy(gettext_lazy("Ví dụ {day}."), day=EXAMPLE_DAY)
    )
    follower = TextField(
        label=gettext_lazy("Người theo dõi, bồi dưỡng"),
        max_length=200,
        help_text=gettext_lazy("Ai gặp, giúp, viết về người này; tên, chức vụ."),
    )
    next_visit = DateField(
        label=NEXT_VISIT,
        required=False,
        help_text=gettext_lazy("Đến ngày này cổng nhắc ở “Việc cần làm”."),
    )

    def __init__(self, *args: Any, exemplar: FollowedExemplar | None = None, **kwargs: Any):
        if exemplar:
            kwargs["initial"] = {name: getattr(exemplar, name) for name in WRITTEN}
        super().__init__(*args, **kwargs)


class NewFollowedForm(FollowedForm):
    """The same with the union where it was found."""

    field_order = ("unit",)

    unit = UnitChoiceField(
        label=gettext_lazy("Ở đơn vị"),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Chọn đơn vị"),
        error_messages={
            "required": gettext_lazy("Xin chọn đơn vị."),
            "invalid_choice": gettext_lazy("Đơn vị này không thuộc phạm vi của mình. Xin chọn lại."),
        },
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], unit: Unit | None = None, **kwargs: Any):
        super().__init__(*args, initial={"found_on": clock.today(), "unit": unit}, **kwargs)
        field_of(self, "unit", UnitChoiceField).queryset = units


class FollowUpForm(forms.Form):
    """What a visit saw, and how far it has come. `praise`: an award in words, whose confirmation the form proposes."""

    note = TextField(
        label=gettext_lazy("Đã gặp, đã làm gì; thấy gì"),
        rows=3,
        max_length=500,
        error_messages={"required": gettext_lazy("Xin ghi ngắn gọn đã làm gì, thấy gì.")},
    )
    status = ChoiceField(label=gettext_lazy("Nay là"))
    spread_to = CountField(
        label=gettext_lazy("Số đơn vị đã làm theo"),
        name=gettext_lazy("số đơn vị"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi đã nhân rộng."),
    )
    next_visit = DateField(label=NEXT_VISIT, required=False, validators=[from_today(NOT_PAST)])

    def __init__(self, *args: Any, exemplar: FollowedExemplar, praise: str = "", **kwargs: Any):
        kwargs["initial"] = {"status": exemplar.status, "spread_to": exemplar.spread_to}
        if praise:
            told = gettext("Được tặng {praise}.").format(praise=praise)
            next_visit = exemplar.next_visit if exemplar.next_visit and exemplar.next_visit >= clock.today() else None
            kwargs["initial"] |= {"status": FollowedStatus.COMMENDED, "note": told, "next_visit": next_visit}
        super().__init__(*args, **kwargs)
        choices = [(status, FollowedStatus(status).label) for status in later_statuses(exemplar)]
        field_of(self, "status", ChoiceField).choices = choices


class DropFollowedForm(forms.Form):
    reason = reason_field(gettext_lazy("Xin ghi vì sao thôi theo dõi."))
