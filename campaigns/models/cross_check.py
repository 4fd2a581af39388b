"""The model of cross-checks: two answers of a sheet that are possible but unlikely together are asked about."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from units.models.rule_registry import REGISTRY, WHOLE

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
FIRST, SECOND, LIMIT, TO_COMPARE = "a", "b", "tỷ lệ", "cần đối chiếu"
NAMES = (FIRST, SECOND, LIMIT, TO_COMPARE)
"""The placeholders of a sentence: both numbers, the limit in percent, and that the limit is to be compared."""


class CheckKind(models.TextChoices):
    SHARE = "share", _("số thứ nhất vượt tỷ lệ của số thứ hai")
    WITHOUT = "without", _("số thứ nhất có, số thứ hai bằng 0")
    MISSING = "missing", _("số thứ nhất bằng 0, số thứ hai có")
    ANY = "any", _("số thứ nhất lớn hơn 0")


class CrossCheck(models.Model):
    """A question that a sheet raises about the answers to one or two indicators, `first` and `second` by their codes.

    The limit of a share is in percent: `limit`, or the value of the rule `limit_rule` on the last day of the phase.
    Sheets read the checks of their phase's catalogue; `key` is stored with what a unit confirmed.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="cross_checks", verbose_name=_("phong trào"), editable=False
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    key = models.CharField(_("mã"), max_length=40, editable=False)
    kind = models.CharField(_("hỏi khi"), max_length=10, choices=CheckKind.choices, editable=False)
    first = models.CharField(_("chỉ tiêu thứ nhất"), max_length=10, editable=False)
    second = models.CharField(_("chỉ tiêu thứ hai"), max_length=10, blank=True, editable=False)
    limit = models.PositiveSmallIntegerField(_("tỷ lệ (%)"), null=True, blank=True)
    limit_rule = models.CharField(_("tỷ lệ theo quy định"), max_length=60, blank=True, editable=False)
    sentence = models.TextField(
        _("câu hỏi"),
        help_text=_("{a}, {b} là hai số, {tỷ lệ} là tỷ lệ, {cần đối chiếu} là lời nhắc khi tỷ lệ chưa có căn cứ."),
    )
    in_pledge = models.BooleanField(_("hỏi trong đăng ký"), default=True)
    in_report = models.BooleanField(_("hỏi trong báo cáo"), default=True)
    active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("câu hỏi về số liệu")
        verbose_name_plural = _("câu hỏi về số liệu")
        ordering = ("campaign", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="cross_check_once"),
            models.CheckConstraint(
                condition=Q(kind=CheckKind.ANY, second="") | (~Q(kind=CheckKind.ANY) & ~Q(second="")),
                name="cross_check_of_two_names_both",
            ),
            models.CheckConstraint(
                condition=(Q(kind=CheckKind.SHARE) & (Q(limit__isnull=False) ^ ~Q(limit_rule="")))
                | (~Q(kind=CheckKind.SHARE) & Q(limit=None, limit_rule="")),
                name="cross_check_of_a_share_has_one_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codes}: {self.get_kind_display()}"

    @property
    def codes(self) -> str:
        return ", ".join(filter(None, (self.first, self.second)))

    @property
    def limit_rule_name(self) -> str:
        return str(REGISTRY[self.limit_rule].name) if self.limit_rule in REGISTRY else ""

    def clean(self) -> None:
        """Refuse codes that the campaign does not have, and unknown placeholders. Raises ValidationError.

        A check that is switched off may name anything: a code may have gone since.
        """
        codes = set(self.campaign.indicators.common().filter(answer="figure").values_list("code", flat=True))
        if self.active and (errors := self.problems(codes)):
            raise ValidationError(errors)

    def problems(self, codes: set[str]) -> dict[str, Any]:
        """Return by column the sentences that say what is wrong."""
        problems: dict[str, Any] = {}
        sentence = gettext("Phong trào không có chỉ tiêu mã “{code}”.")
        unknown = [sentence.format(code=code) for code in (self.first, self.second) if code and code not in codes]
        rule = REGISTRY.get(self.limit_rule)
        if self.limit_rule and (rule is None or rule.type is not WHOLE):
            unknown.append(gettext("Cổng không có quy định về tỷ lệ mã “{code}”.").format(code=self.limit_rule))
        if unknown:
            problems["__all__"] = unknown
        is_limited = self.kind == CheckKind.SHARE and not self.limit_rule
        if is_limited != (self.limit is not None):
            problems["limit"] = (
                gettext("Xin ghi tỷ lệ (%).")
                if is_limited
                else gettext("Câu hỏi này không dùng tỷ lệ ghi ở đây. Xin để trống.")
            )
        rest = PLACEHOLDER.sub("", self.sentence)
        names = [name for name in PLACEHOLDER.findall(self.sentence) if name not in NAMES]
        if names or "{" in rest or "}" in rest:
            sentence = gettext("Câu hỏi chỉ dùng được {{a}}, {{b}}, {{tỷ lệ}}, {{cần đối chiếu}}; không có “{name}”.")
            problems["sentence"] = sentence.format(name=names[0] if names else "{")
        return problems
