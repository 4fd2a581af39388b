"""The numbers at which one word of a report gives way to the next: the Board's own for each campaign."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from foundation.lazy_text import LazyText
from foundation.vietnamese.quantities import QuantityLimits


@dataclass(frozen=True)
class VerdictLimits:
    """The limits of the words of a report, as figures keep them. Shares are fractions of one.

    The names of the fields are those of `AssessmentLimits`, and keys of stored JSON. What each is for is said there.
    """

    answered_units: Decimal = Decimal("0.6666")
    answered_workers: Decimal = Decimal("0.8")
    checked_money: Decimal = Decimal("0.8")
    nearly_at_end: Decimal = Decimal("0.95")
    short_at_end: Decimal = Decimal("0.8")
    nearly: Decimal = Decimal("0.9")
    short: Decimal = Decimal("0.8")
    most_low: int = 3
    outstanding_at_end: Decimal = Decimal("1.1")
    outstanding: Decimal = Decimal("1.2")
    contributing_units: Decimal = Decimal("0.3333")
    fewest_contributors: int = 3
    largest_unit: Decimal = Decimal("0.5")
    of_last_year: Decimal = Decimal("0.9")
    target_to_check: Decimal = Decimal(3)
    most_outstanding: int = 3
    most_tied: int = 4
    gathered_total: int = 5
    gathered_places: int = 3
    gathered_tied: int = 4
    gathered_in_one: int = 2
    gathered_together: Decimal = Decimal("0.6")
    gathered_rate: Decimal = Decimal("1.5")
    praised_accepted: Decimal = Decimal("0.9")
    praised_reached: Decimal = Decimal("0.8")
    most_praised: int = 5
    same_days: Decimal = Decimal("0.9")
    compared_workers: Decimal = Decimal("0.8")
    same_result: Decimal = Decimal("0.01")
    told_in_times: Decimal = Decimal(3)
    fewest_for_percent: int = 10
    nearly_all: Decimal = Decimal("0.9")
    most: Decimal = Decimal("0.6")
    many: Decimal = Decimal("0.33")
    near: Decimal = Decimal("0.02")

    @property
    def quantities(self) -> QuantityLimits:
        return QuantityLimits(nearly_all=self.nearly_all, most=self.most, many=self.many)


DEFAULT_LIMITS = VerdictLimits()
HUNDRED = Decimal(100)


def _percent(name: str, label: LazyText) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=6,
        decimal_places=2,
        default=(getattr(DEFAULT_LIMITS, name) * HUNDRED).quantize(Decimal("0.01")),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1000))],
    )


def _number(name: str, label: LazyText) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=getattr(DEFAULT_LIMITS, name), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )


class AssessmentLimits(models.Model):
    """The limits of one campaign; a campaign without a row has those of `VerdictLimits`.

    Shares are percents. A third is 33.33 and two thirds 66.66, a little less than they are: no share of fewer than five
    thousand units lies between.
    """

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, related_name="assessment_limits", verbose_name=_("phong trào"), editable=False
    )
    answered_units = _percent("answered_units", _("số đơn vị đã có số liệu, từ (%)"))
    answered_workers = _percent("answered_workers", _("hoặc chiếm số người lao động, từ (%)"))
    checked_money = _percent("checked_money", _("giá trị sáng kiến đã rà soát, từ (%)"))
    nearly_at_end = _percent("nearly_at_end", _("cơ bản đạt, cuối năm, từ (% kế hoạch)"))
    nearly = _percent("nearly", _("cơ bản đạt, sơ kết, từ (% tiến độ)"))
    short_at_end = _percent("short_at_end", _("dưới mức này là đạt thấp, cuối năm (% kế hoạch)"))
    short = _percent("short", _("dưới mức này là đạt thấp, sơ kết (% tiến độ)"))
    most_low = _number("most_low", _("nêu nhiều nhất, chỉ tiêu đạt thấp"))
    outstanding_at_end = _percent("outstanding_at_end", _("cuối năm, từ (% kế hoạch)"))
    outstanding = _percent("outstanding", _("sơ kết, từ (% tiến độ)"))
    contributing_units = _percent("contributing_units", _("số đơn vị có kết quả, từ (%)"))
    fewest_contributors = _number("fewest_contributors", _("ít nhất (đơn vị)"))
    largest_unit = _percent("largest_unit", _("một đơn vị chiếm nhiều nhất (%)"))
    of_last_year = _percent("of_last_year", _("kế hoạch so với kết quả năm trước, từ (%)"))
    target_to_check = _percent("target_to_check", _("trên mức này phải rà soát chỉ tiêu đăng ký (%)"))
    most_outstanding = _number("most_outstanding", _("nêu nhiều nhất, chỉ tiêu nổi bật"))
    most_tied = _number("most_tied", _("khi bằng nhau, nêu nhiều nhất"))
    gathered_total = _number("gathered_total", _("tổng số, từ"))
    gathered_places = _number("gathered_places", _("nêu nhiều nhất (nơi)"))
    gathered_tied = _number("gathered_tied", _("khi bằng nhau, nêu nhiều nhất (nơi)"))
    gathered_in_one = _number("gathered_in_one", _("mỗi nơi, từ"))
    gathered_together = _percent("gathered_together", _("các nơi cộng lại, từ (%)"))
    gathered_rate = _percent("gathered_rate", _("tỷ lệ mỗi nơi so với tỷ lệ chung, từ (%)"))
    praised_accepted = _percent("praised_accepted", _("báo cáo đã được xác nhận, từ (%)"))
    praised_reached = _percent("praised_reached", _("chỉ tiêu đạt và vượt, từ (%)"))
    most_praised = _number("most_praised", _("nêu nhiều nhất (tập thể)"))
    same_days = _percent("same_days", _("số ngày trùng nhau của hai kỳ, từ (%)"))
    compared_workers = _percent("compared_workers", _("số người lao động có số liệu ở cả hai năm, từ (%)"))
    same_result = _percent("same_result", _("thay đổi dưới mức này là tương đương (%)"))
    told_in_times = _percent("told_in_times", _("trên mức này thì nói gấp mấy lần (%)"))
    fewest_for_percent = _number("fewest_for_percent", _("tổng số dưới mức này thì không tính tỷ lệ"))
    nearly_all = _percent("nearly_all", _("hầu hết, từ (%)"))
    most = _percent("most", _("phần lớn, trên (%)"))
    many = _percent("many", _("nhiều, từ (%)"))
    near = _percent("near", _("trên, gần số tròn, trong khoảng (%)"))

    class Meta:
        verbose_name = _("ngưỡng đánh giá trong báo cáo")
        verbose_name_plural = _("ngưỡng đánh giá trong báo cáo")
        constraints = [
            models.CheckConstraint(
                condition=Q(short__lte=F("nearly"), short_at_end__lte=F("nearly_at_end")),
                name="low_is_below_nearly",
            ),
            models.CheckConstraint(
                condition=Q(many__lte=F("most"), most__lte=F("nearly_all")), name="words_for_quantities_in_order"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Ngưỡng đánh giá năm {year}").format(year=self.campaign.named_year)

    def clean(self) -> None:
        """Refuse limits of words that are not in the order of the words. Raises ValidationError."""
        sentence = gettext("Ngưỡng này không thể cao hơn “{name}”.")
        names = {column.name: column.verbose_name for column in self._meta.concrete_fields}
        errors = {
            lower: sentence.format(name=names[upper])
            for lower, upper in (
                ("short", "nearly"),
                ("short_at_end", "nearly_at_end"),
                ("many", "most"),
                ("most", "nearly_all"),
            )
            if None not in (getattr(self, lower), getattr(self, upper)) and getattr(self, lower) > getattr(self, upper)
        }
        if errors:
            raise ValidationError(errors)

    @property
    def limits(self) -> VerdictLimits:
        return VerdictLimits(**{limit.name: self._limit(limit.name) for limit in fields(VerdictLimits)})

    def _limit(self, name: str) -> Any:
        value = getattr(self, name)
        return value / HUNDRED if isinstance(getattr(DEFAULT_LIMITS, name), Decimal) else value


def limits_of(campaign: Campaign) -> VerdictLimits:
    """Return the limits of a campaign; no query if its row was selected with it."""
    row: AssessmentLimits | None = getattr(campaign, "assessment_limits", None)
    return row.limits if row else DEFAULT_LIMITS
