"""The model of an oddity that the reviewer of a unit's sheets has looked at and finds in order."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from units.models import Post, Unit
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet


class OddityKind(models.TextChoices):
    """What is worth a second look, the weightiest first. Each is defined by its function in `campaigns.oddities`."""

    FAR_ABOVE = "far_above", _("Kết quả gấp nhiều lần chỉ tiêu đăng ký")
    EXACT = "exact", _("Mọi số liệu đúng bằng chỉ tiêu đăng ký")
    LOW_TARGETS = "low_targets", _("Chỉ tiêu thấp hơn kết quả năm trước")
    UNRECOGNISED = "unrecognised", _("Sáng kiến ghi giá trị nhưng chưa được công nhận")
    SAME_TEXT = "same_text", _("Lời văn gần như bản năm trước")


class DismissedOddity(AppendOnlyModel):
    """“Đã xem, không có vấn đề”: this kind of oddity of the unit's sheets is not shown again in the campaign's year.

    It has no event: the history of a sheet is read by the unit and by unions above, who are not told of oddities.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("phong trào"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    kind = models.CharField(_("chỗ nên xem kỹ"), max_length=20, choices=OddityKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người xem"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("xem lúc"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỗ nên xem kỹ đã xem")
        verbose_name_plural = _("các chỗ nên xem kỹ đã xem")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind"], name="oddity_is_dismissed_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit}"
