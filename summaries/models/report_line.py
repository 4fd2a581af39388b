"""The sentences of a campaign's reports, as rows: headings, sentences, phrases, default sentences, column headings."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from summaries.sentences.names import KnownNames, known_names, problem_of_code, problem_of_text


class Level(models.TextChoices):
    """Whose report it is: of the unit that launched the campaign, of an upper union, of a grassroots union."""

    CAMPAIGN = "campaign", _("Đơn vị phát động")
    UPPER = "upper", _("Công đoàn cấp trên")
    GRASSROOTS = "grassroots", _("Công đoàn cơ sở")


class Period(models.TextChoices):
    """What a report covers: a phase, or the year of the campaign."""

    PHASE = "phase", _("Báo cáo đợt")
    YEAR = "year", _("Tổng kết năm")


class LineRole(models.TextChoices):
    OPENING = "opening", _("Mở đầu")
    HEADING = "heading", _("Tên phần")
    SENTENCE = "sentence", _("Câu")
    DEFAULT = "default", _("Câu chung cho chỉ tiêu khác")
    CLOSING = "closing", _("Kết thúc")
    PHRASE = "phrase", _("Cụm từ dùng trong các câu")
    COLUMN = "column", _("Tên cột Biểu số 06")


MAY_BE_EMPTY = (LineRole.OPENING, LineRole.SENTENCE, LineRole.CLOSING)
"""The roles whose text reviewers may be left to write."""

DEFAULT_FOR = {
    "sum": _("cộng dồn"),
    "percent": _("tỷ lệ phần trăm"),
    "quotient": _("bình quân"),
    "yes_no": _("có hoặc không"),
}
"""The keys of default sentences, the ways in which indicators are added up, in words."""


class ReportLine(models.Model):
    """A sentence of a campaign's reports of one level and period, with placeholders for figures.

    Drafts read it at each reading.

    `key`: the number of a sentence ("III.2"), which the texts of reviewers are stored under; of a heading the part; of
    a phrase the name of its placeholder; of a default sentence the way in which its indicators are added up.
    `asks`: codes of the indicators it is about; when no unit was asked for any of them, it is left out. `silent`: its
    text when units were asked and none answered. `zero`: the text of a phrase whose figures are all nought, once every
    asked unit has answered. A sentence without text is written by reviewers; `hint` says what belongs there.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="report_lines", verbose_name=_("phong trào"), editable=False
    )
    level = models.CharField(_("báo cáo của"), max_length=10, choices=Level.choices, editable=False)
    period = models.CharField(_("kỳ"), max_length=5, choices=Period.choices, default=Period.PHASE, editable=False)
    role = models.CharField(_("loại"), max_length=10, choices=LineRole.choices, editable=False)
    part = models.CharField(_("phần"), max_length=10, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    key = models.CharField(_("câu"), max_length=60, editable=False)
    title = models.CharField(_("đầu đề"), max_length=160, blank=True)
    text = models.TextField(
        _("lời"),
        blank=True,
        max_length=8000,
        help_text=_(
            "{…} là số liệu, […] chỉ in khi số liệu trong đó khác 0, [0:…] in cả số 0. "
            "Để trống thì người lập báo cáo tự viết."
        ),
    )
    silent = models.TextField(_("khi chưa đơn vị nào trả lời"), blank=True)
    zero = models.TextField(_("khi số liệu bằng 0"), blank=True)
    hint = models.TextField(_("gợi ý cho người viết"), blank=True)
    asks = models.JSONField(_("hỏi về chỉ tiêu"), default=list, editable=False)
    active = models.BooleanField(_("đang dùng"), default=True)

    ADDED = "+"
    """Stands in the key of a sentence that the Board added, behind its part; an added part's begins with it."""

    class Meta:
        verbose_name = _("câu của báo cáo")
        verbose_name_plural = _("câu của báo cáo")
        ordering = ("campaign", "level", "period", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "level", "period", "role", "key"], name="report_line_once"),
            models.CheckConstraint(
                condition=Q(role__in=MAY_BE_EMPTY) | ~Q(text=""),
                name="report_line_has_text",
            ),
        ]

    def __str__(self) -> str:
        role = str(self.get_role_display())
        if self.role in (LineRole.OPENING, LineRole.CLOSING):
            return role
        if self.role == LineRole.HEADING and self.is_added:
            return gettext("Tên phần thêm")
        if self.is_added:
            is_in_added = self.part.startswith(self.ADDED)
            return gettext("Câu thêm, phần {part}").format(part=gettext("thêm") if is_in_added else self.part)
        if self.role in (LineRole.DEFAULT, LineRole.PHRASE):
            return f"{role}: {DEFAULT_FOR.get(self.key, self.key)}"
        return f"{role} {self.key}"

    @property
    def is_added(self) -> bool:
        """True of a sentence or a part that the Board added; it does not stay without a text."""
        return self.key.startswith(self.ADDED) or f"{self.part}{self.ADDED}" in self.key

    def clean(self) -> None:
        """Refuse placeholders and codes that the campaign does not have. Raises ValidationError.

        A line that is switched off may name anything: an indicator may have gone since.
        """
        if self.active and (errors := self.problems(known_names(self.campaign))):
            raise ValidationError(errors)

    def problems(self, of_campaign: KnownNames) -> dict[str, Any]:
        """Return by column the sentence that says which name or code is unknown, or which brackets do not match."""
        names = of_campaign.names
        if self.role == LineRole.DEFAULT:
            names = of_campaign.of_defaults
        elif self.role == LineRole.PHRASE:
            names = of_campaign.of_phrases
        texts = {name: problem_of_text(getattr(self, name), names) for name in ("text", "silent", "zero")}
        problems: dict[str, Any] = {name: sentence for name, sentence in texts.items() if sentence}
        if not self.text and self.role not in MAY_BE_EMPTY:
            problems["text"] = gettext("Xin ghi lời. Không dùng nữa thì bỏ đánh dấu “đang dùng”.")
        if unknown := [problem_of_code(code, of_campaign.codes) for code in self.asks if code not in of_campaign.codes]:
            problems["__all__"] = unknown
        return problems
