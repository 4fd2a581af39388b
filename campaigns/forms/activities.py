"""The forms about activity notes: what a union tells, what the Board decides."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.actions.activities import reviewed
from campaigns.forms.campaign_choice import CampaignChoiceForm
from campaigns.models import Activity, Campaign, Commemoration
from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import ChoiceField, TextField, TickField, field_of
from foundation.vietnamese import format_date

LONGEST = 1000


class ActivityForm(CampaignChoiceForm):
    """A title and a few lines about what was done, in which campaign, in honour of which day."""

    title = TextField(
        label=gettext_lazy("Tiêu đề"),
        max_length=120,
        help_text=gettext_lazy("Một câu: ai, làm gì. Ví dụ: Ra quân làm sạch 2 km đường vào trường."),
    )
    text = TextField(
        label=gettext_lazy("Nội dung"),
        rows=5,
        max_length=LONGEST,
        help_text=gettext_lazy("Khoảng năm dòng: ngày nào, bao nhiêu người, kết quả. Nêu tên ai thì phải được đồng ý."),
    )
    honours = ChoiceField(label=gettext_lazy("Chào mừng ngày, sự kiện"), required=False)

    def __init__(self, *args: Any, campaigns: list[Campaign], **kwargs: Any):
        """`campaigns`: those that may be chosen, with phases and their commemorations."""
        super().__init__(*args, campaigns=campaigns, **kwargs)
        self.days = {str(day.pk): day for campaign in campaigns for phase in campaign.live_phases for day in phase.days}
        several = len(campaigns) > 1
        of_days = [(pk, _words_of(day, several=several)) for pk, day in self.days.items()]
        field_of(self, "honours", ChoiceField).choices = [("", _("Không gắn với ngày nào")), *of_days]
        if not of_days:
            del self.fields["honours"]

    def clean_honours(self) -> Commemoration | None:
        return self.days.get(self.cleaned_data["honours"])

    def clean(self) -> None:
        campaign, day = self.cleaned_data.get("campaign"), self.cleaned_data.get("honours")
        if campaign and day and day.phase.campaign_id != campaign.pk:
            self.add_error("honours", _("Ngày này thuộc phong trào khác. Xin chọn lại."))


def _words_of(day: Commemoration, *, several: bool) -> str:
    """Return the name of a day as a choice: with its date, and with its year where there are several campaigns."""
    words = day.name
    if day.on and not day.is_month_only:
        words = f"{words} ({format_date(day.on)})"
    return _("{day}, năm {year}").format(day=words, year=day.phase.campaign.named_year) if several else words


class ActivityReviewForm(ConflictCheckedForm):
    """What the Board decides about an activity note."""

    for_report = TickField(
        label=gettext_lazy("Dùng cho báo cáo sơ kết, tổng kết"),
        help_text=gettext_lazy("Tin hiện bên cạnh khi soạn báo cáo của đợt."),
    )
    publish = TickField(
        label=gettext_lazy("Công bố trên trang phong trào"),
        help_text=gettext_lazy("Ai cũng đọc được, không cần đăng nhập. Thôi công bố bất cứ lúc nào."),
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any):
        kwargs["initial"] = reviewed(activity)
        super().__init__(*args, **kwargs)
