"""What may be awarded: the catalogue of titles, their wordings by timing, and the quotas."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Phase
from units.models import Unit, UnitKind, User
from units.models.vocabulary import kind_name, term, type_for


class TitleSystem(models.TextChoices):
    """Who awards a title: the unions or the State."""

    UNION = "union", _("Hệ thống Công đoàn")
    STATE = "state", _("Nhà nước")


class DecidingLevel(models.TextChoices):
    """The level that decides. Titles of a confederation and of the State are sent up."""

    CONFEDERATION = "confederation", _("Tổng Liên đoàn")
    PROVINCE = "province", _("đơn vị phát động")
    UPPER = "upper", _("CĐ cấp trên trực tiếp cơ sở")
    GRASSROOTS = "grassroots", _("CĐCS")
    STATE = "state", _("Nhà nước")


class InPortal(models.TextChoices):
    """What the portal does with a title: decide, send up, or only record numbers from reports."""

    DECIDE = "decide", _("xét và quyết định")
    SEND_UP = "send_up", _("xét, trình cấp trên quyết định")
    RECORD = "record", _("chỉ ghi số lượng theo báo cáo")


class Timing(models.TextChoices):
    """The occasion of an award; it decides which titles are offered and how papers are worded."""

    YEAR = "year", _("Năm")
    SCHOOL_YEAR = "school_year", _("Năm học")
    PHASE = "phase", _("Đợt")
    THEME = "theme", _("Chuyên đề")
    UNEXPECTED = "unexpected", _("Đột xuất")
    CAREER = "career", _("Cống hiến")


class PledgeRequired(models.TextChoices):
    """The registration a title requires: by law of the title itself, for awards of a phase of the unit."""

    TITLE = "title", _("đã đăng ký đúng danh hiệu")
    UNIT = "unit", _("đơn vị đã đăng ký thi đua")
    NONE = "none", _("không đòi hỏi")


class Initiative(models.TextChoices):
    REQUIRED = "required", _("phải có sáng kiến được công nhận")
    PREFERRED = "preferred", _("ưu tiên người có sáng kiến")
    NO = "no", _("không đòi hỏi")


class PaperKind(models.TextChoices):
    """What is printed for each award. A flag has a text to be embroidered and no certificate."""

    MERIT = "merit", _("Bằng khen")
    PRAISE = "praise", _("Giấy khen")
    CERTIFICATE = "certificate", _("Giấy chứng nhận")
    FLAG = "flag", _("nội dung thêu trên cờ")
    NONE = "none", _("không in")


def standing_organ() -> str:
    """Return the organ of a province, in whose name decisions are signed unless a title says another."""
    return type_for(UnitKind.PROVINCE).organ


def executive_organ() -> str:
    """Return the organ of a grassroots union, in whose name certificates are given unless a title says another."""
    return type_for(UnitKind.GRASSROOTS).organ


def level_name(level: str) -> str:
    """Return what the level that decides is called."""
    return term("level_launching") if level == DecidingLevel.PROVINCE else str(DecidingLevel(level).label)


class AwardTitleQuerySet(models.QuerySet["AwardTitle"]):
    def visible_to(self, user: User | AnonymousUser) -> AwardTitleQuerySet:
        """Return the catalogue to every signed-in user."""
        return self.all() if user.is_authenticated else self.none()

    def valid_on(self, day: date) -> AwardTitleQuerySet:
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def offered(self, campaign: Campaign, timing: str, day: date) -> AwardTitleQuerySet:
        """Return the titles that a dossier with this timing may ask for on `day`."""
        nominated = self.filter(unit=campaign.unit_id, timings__timing=timing).exclude(in_portal=InPortal.RECORD)
        return nominated.valid_on(day)


class AwardTitle(models.Model):
    """A title (danh hiệu) or form of award (hình thức) in the catalogue that the Board of `unit` keeps.

    `form`: its name within sentences ("Bằng khen"). `registered_as`: code of the indicator with which a pledge
    registers the title. `collectives_from`, `persons_from`: codes of report indicators that give the numbers of a title
    that is only recorded.
    """

    class Kind(models.TextChoices):
        TITLE = "title", _("danh hiệu thi đua")
        FORM = "form", _("hình thức khen thưởng")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="award_titles", verbose_name=_("danh mục của"))
    code = models.CharField(_("mã"), max_length=20)
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    name = models.CharField(_("tên gọi"), max_length=250)
    form = models.CharField(_("gọi trong câu"), max_length=120, help_text=_("Ví dụ Bằng khen."))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    line = models.CharField(_("hệ"), max_length=10, choices=TitleSystem.choices, default=TitleSystem.UNION)
    level = models.CharField(_("cấp quyết định"), max_length=20, choices=DecidingLevel.choices)
    decided_by = models.CharField(_("cơ quan quyết định"), max_length=160, blank=True)
    in_portal = models.CharField(_("trên cổng này"), max_length=10, choices=InPortal.choices)
    for_collectives = models.BooleanField(_("tặng tập thể"))
    for_persons = models.BooleanField(_("tặng cá nhân"))
    whole_units_only = models.BooleanField(_("chỉ tặng cả đơn vị công đoàn"), default=False)
    pledge_required = models.CharField(
        _("điều kiện đăng ký"), max_length=10, choices=PledgeRequired.choices, default=PledgeRequired.NONE
    )
    initiative = models.CharField(_("sáng kiến"), max_length=10, choices=Initiative.choices, default=Initiative.NO)
    ranks_as_ministerial = models.BooleanField(_("tương đương cấp bộ, tỉnh"), default=False)
    registered_as = models.CharField(_("đăng ký ở chỉ tiêu"), max_length=10, blank=True, help_text=_("Mã chỉ tiêu."))
    collectives_from = models.CharField(_("số tập thể lấy từ chỉ tiêu"), max_length=10, blank=True)
    persons_from = models.CharField(_("số cá nhân lấy từ chỉ tiêu"), max_length=10, blank=True)
    verb = models.CharField(_("động từ"), max_length=40, default="tặng")
    decision_organ = models.CharField(_("quyết định nhân danh"), max_length=80, default=standing_organ)
    paper_organ = models.CharField(_("bằng, giấy nhân danh"), max_length=80, default=executive_organ)
    paper = models.CharField(_("bản in"), max_length=12, choices=PaperKind.choices, default=PaperKind.NONE)
    amount = models.PositiveBigIntegerField(
        _("mức tiền thưởng, đồng"), null=True, blank=True, help_text=_("Để trống: chưa quy định mức tiền thưởng.")
    )
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("hết áp dụng ngày"), null=True, blank=True)

    objects = AwardTitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh hiệu, hình thức khen thưởng")
        verbose_name_plural = _("danh hiệu, hình thức khen thưởng")
        ordering = ("unit", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="award_title_code_once"),
            models.CheckConstraint(
                condition=Q(for_collectives=True) | Q(for_persons=True), name="award_title_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(in_portal=InPortal.DECIDE) | Q(level__in=(DecidingLevel.PROVINCE, DecidingLevel.UPPER)),
                name="decided_title_has_a_level_here",
            ),
            models.CheckConstraint(
                condition=~Q(paper=PaperKind.FLAG) | Q(for_persons=False), name="flag_is_for_collectives"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="award_title_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sent_up(self) -> bool:
        return self.in_portal == InPortal.SEND_UP

    @property
    def has_certificate(self) -> bool:
        return self.paper in (PaperKind.MERIT, PaperKind.PRAISE, PaperKind.CERTIFICATE)


PLACEHOLDERS = ("năm", "số đợt", "dịp", "năm học", "tên phong trào", "việc đã làm", "tên giải pháp")
"""Names allowed in braces in a wording; `awards.rules.wording_text.fill` replaces them by their values."""


def wording_fault(text: str) -> str:
    """Return why a wording cannot be printed, or "": an unknown placeholder, or a brace without its pair."""
    placeholders = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in PLACEHOLDERS:
            return gettext("Không có nội dung nào tên là {{{name}}}. Chỉ dùng được: {placeholders}.").format(
                name=name, placeholders=placeholders
            )
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        return gettext("Dấu {{ và }} phải đi thành cặp, giữa hai dấu là một trong các tên: {placeholders}.").format(
            placeholders=placeholders
        )
    return ""


class TitleTiming(models.Model):
    """A timing at which a title is given, and the wording (lời ghi) of its papers with placeholders in braces."""

    title = models.ForeignKey(AwardTitle, models.CASCADE, related_name="timings")
    timing = models.CharField(_("dịp"), max_length=12, choices=Timing.choices)
    wording = models.CharField(_("lời ghi"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("dịp khen và lời ghi")
        verbose_name_plural = _("dịp khen và lời ghi")
        ordering = ("title", "pk")
        constraints = [models.UniqueConstraint(fields=["title", "timing"], name="title_timing_once")]

    def __str__(self) -> str:
        return str(self.get_timing_display())

    def clean(self) -> None:
        """Validate the wording; the admin and the catalogue import call this."""
        if fault := wording_fault(self.wording):
            raise ValidationError({"wording": fault})


class PercentOf(models.TextChoices):
    UNITS = "units", _("số công đoàn cơ sở được gọi")
    MEMBERS = "members", _("số đoàn viên")
    WORKERS = "workers", _("số người lao động")


class QuotaQuerySet(models.QuerySet["Quota"]):
    def visible_to(self, user: User) -> QuotaQuerySet:
        """Return quotas of campaigns of units in the user's reach, and quotas for a unit in that reach."""
        return self.filter(user.reach("campaign__unit__path", "unit__path", year="campaign__year"))

    def in_force(self) -> QuotaQuerySet:
        """Return quotas that are not ended. Only these limit verdicts."""
        return self.filter(ended_at=None)


class Quota(models.Model):
    """Số lượng phân bổ: the most awards of a title that a unit, a kind of unit or all units get.

    It applies to a campaign or to one phase. The limit is `max_count`, or `percent` of `percent_of`. A `hard` quota
    refuses more; any other asks for a written reason. `min_direct`: the wished share of direct workers, in percent. An
    ended quota is kept for the record and limits nothing.
    """

    title = models.ForeignKey(AwardTitle, models.PROTECT, related_name="quotas", verbose_name=_("hình thức"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="quotas", verbose_name=_("phong trào"))
    phase = models.ForeignKey(
        Phase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("đợt"),
        help_text=_("Để trống: cả năm."),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("cho đơn vị"),
        help_text=_("Để trống: mọi đơn vị."),
    )
    kind = models.CharField(_("cho cấp"), max_length=20, choices=UnitKind.choices, blank=True)
    max_count = models.PositiveIntegerField(_("tối đa"), null=True, blank=True)
    percent = models.DecimalField(_("hoặc tối đa, %"), max_digits=5, decimal_places=2, null=True, blank=True)
    percent_of = models.CharField(_("của"), max_length=10, choices=PercentOf.choices, blank=True)
    min_direct = models.DecimalField(
        _("người trực tiếp mong muốn từ, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    hard = models.BooleanField(_("không cho vượt"), default=False)
    ended_at = models.DateTimeField(_("thôi áp dụng lúc"), null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("số lượng phân bổ")
        verbose_name_plural = _("số lượng phân bổ")
        ordering = ("campaign", "title", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None, percent_of="") | (Q(percent__isnull=False) & ~Q(percent_of="")),
                name="quota_percent_of_something",
            ),
            models.CheckConstraint(condition=Q(max_count=None) | Q(percent=None), name="quota_is_a_count_or_a_percent"),
            models.CheckConstraint(
                condition=Q(max_count__isnull=False) | Q(percent__isnull=False) | Q(min_direct__isnull=False),
                name="quota_says_something",
            ),
            models.CheckConstraint(
                condition=(Q(percent=None) | Q(percent__gte=Decimal(0), percent__lte=Decimal(100)))
                & (Q(min_direct=None) | Q(min_direct__gte=Decimal(0), min_direct__lte=Decimal(100))),
                name="quota_percents_are_percents",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="quota_end_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title.form}: {self.unit or self.kind_words or _('mọi đơn vị')}"

    @property
    def kind_words(self) -> str:
        """What the unions of its kind are called; "" for a quota of no kind."""
        return kind_name(self.kind)
