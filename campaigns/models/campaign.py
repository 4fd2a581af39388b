"""The model of a campaign: a year's emulation movement, launched by a unit for all units below it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import CAMPAIGN, CampaignStatus
from campaigns.models.year_names import named_year
from units.models import Role, Unit, UnitKind, User
from units.models.vocabulary import term, type_for


def workers_word() -> str:
    """Return the word for workers today; this and the next are defaults of a campaign's columns."""
    return term("workers")


def workers_phrase() -> str:
    return term("workers_phrase")


def board_name() -> str:
    return term("board")


def on_behalf() -> str:
    """Return in whose name a launch is signed: "TM. BAN THƯỜNG VỤ"."""
    return f"TM. {type_for(UnitKind.PROVINCE).organ.upper()}"


class PageNumber(models.TextChoices):
    """Where papers have their page number: it moved when NĐ 30/2020 replaced TT 01/2011."""

    BOTTOM_RIGHT = "bottom_right", _("góc phải, cuối trang (trước năm 2020)")
    TOP_CENTRE = "top_centre", _("giữa, đầu trang (từ năm 2020)")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def alive(self) -> CampaignQuerySet:
        """Return the campaigns that were not discarded."""
        return self.exclude(status=CampaignStatus.DISCARDED)

    def published(self) -> CampaignQuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: User | AnonymousUser) -> CampaignQuerySet:
        """Return published campaigns, and unpublished ones of units whose reviewer or leader the user is.

        Discarded campaigns are left out.
        """
        return self.alive().known_to(user)

    def known_to(self, user: User | AnonymousUser) -> CampaignQuerySet:
        """Return the same as `visible_to` with discarded campaigns too: the admin keeps showing them."""
        readable = Q(published_at__isnull=False)
        if user.is_authenticated:
            units = [post.unit_id for post in user.current_posts if post.role in (Role.REVIEWER, Role.LEADER)]
            readable |= Q(unit__in=units)
        return self.filter(readable)

    def below_reach(self, user: User) -> CampaignQuerySet:
        """Return the campaigns launched by units in the user's reach."""
        return self.filter(user.reach("unit__path"))

    def running(self) -> Campaign | None:
        """Return the campaign that the public page shows: the latest published one."""
        return self.newest_first().first()

    def with_days(self) -> CampaignQuerySet:
        """Prefetch the phases and what they commemorate."""
        return self.prefetch_related("phases__commemorations")

    def newest_first(self) -> CampaignQuerySet:
        """Return the published campaigns, the running one first."""
        return self.published().order_by("-year", "-pk")


class Campaign(models.Model):
    """An emulation campaign of a year: what its launch document says, and whether it is published."""

    lifecycle = CAMPAIGN

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name=_("đơn vị phát động"))
    slug = models.SlugField(_("đường dẫn"), help_text=_("Thường là năm của phong trào."))
    year = models.PositiveSmallIntegerField(_("năm"))
    title = models.CharField(_("tên phong trào"), max_length=250)
    number = models.CharField(
        _("số, ký hiệu"), max_length=40, blank=True, help_text=_("Như văn thư đã ghi; chưa có thì để trống.")
    )
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    status = models.CharField(
        _("trạng thái"),
        max_length=12,
        choices=CampaignStatus.choices,
        default=CampaignStatus.UNPUBLISHED,
        editable=False,
    )
    published_at = models.DateTimeField(_("công bố lúc"), null=True, blank=True, editable=False)
    occasion = models.CharField(_("dịp"), max_length=300, blank=True)
    slogan = models.CharField(_("khẩu hiệu"), max_length=250, blank=True)
    workers_word = models.CharField(_("cách gọi người lao động"), max_length=60, default=workers_word)
    workers_phrase = models.CharField(_("cách gọi đầy đủ"), max_length=120, default=workers_phrase)
    parent_body = models.CharField(_("cơ quan cấp trên trên văn bản"), max_length=160, blank=True)
    board = models.CharField(_("ban tham mưu"), max_length=120, default=board_name)
    board_phone = models.CharField(_("điện thoại của ban"), max_length=40, blank=True)
    signer_on_behalf = models.CharField(_("thể thức ký"), max_length=80, default=on_behalf)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=80, default="CHỦ TỊCH")
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    signed = models.BooleanField(_("bản phát động đã ký"), default=False)
    abridged = models.BooleanField(
        _("chỉ là nội dung tóm lược"),
        default=False,
        help_text=_("Cổng tóm lược bản phát động đã ký ở nơi khác: bản PDF ghi như vậy và không có phần chữ ký."),
    )
    asks_titles = models.BooleanField(
        _("hỏi danh hiệu, xếp loại"),
        default=True,
        help_text=_("Không đánh dấu: phiếu của đợt mở sau không hỏi các mục thuộc nhóm Danh hiệu, xếp loại."),
    )
    asks_works = models.BooleanField(
        _("hỏi đề tài, sáng kiến, công trình"),
        default=True,
        help_text=_("Các đợt mở sau theo lựa chọn này; đợt đang mở giữ như khi mở."),
    )
    asks_exemplars = models.BooleanField(_("hỏi điển hình"), default=True)
    asks_duties = models.BooleanField(_("hỏi phân công thực hiện"), default=True)
    employer_heading = models.CharField(
        _("chức danh thủ trưởng ký cùng"),
        max_length=80,
        blank=True,
        default="THỦ TRƯỞNG ĐƠN VỊ",
        help_text=_("In trên chữ ký bên trái của đăng ký, báo cáo. Để trống: thủ trưởng không ký cùng."),
    )
    chair_heading = models.CharField(
        _("chức danh người ký của công đoàn"),
        max_length=80,
        default="CHỦ TỊCH",
        help_text=_("In trên chữ ký bên phải, ví dụ: CHỦ TỊCH CÔNG ĐOÀN."),
    )
    signs_on_behalf = models.BooleanField(
        _("ký thay mặt ban chấp hành"), default=True, help_text=_("Ghi thay mặt ban chấp hành trên chức danh bên phải.")
    )
    small_below = models.PositiveSmallIntegerField(
        _("đơn vị nhỏ có dưới (đoàn viên)"),
        default=30,
        help_text=_("Công đoàn cơ sở có ít đoàn viên hơn được bỏ trống những dòng “bắt buộc, trừ đơn vị nhỏ”."),
    )
    page_number = models.CharField(
        _("vị trí số trang"), max_length=20, choices=PageNumber.choices, default=PageNumber.BOTTOM_RIGHT
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("phong trào")
        verbose_name_plural = _("phong trào")
        ordering = ("-year", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(signed=False) | ~Q(signer_name=""), name="campaign_signed_by_somebody"),
            models.UniqueConstraint(
                fields=["slug"], condition=~Q(status=CampaignStatus.DISCARDED), name="campaign_slug_once"
            ),
            models.CheckConstraint(
                condition=Q(status=CampaignStatus.PUBLISHED, published_at__isnull=False)
                | Q(status__in=(CampaignStatus.UNPUBLISHED, CampaignStatus.DISCARDED), published_at=None),
                name="campaign_status_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_discarded(self) -> bool:
        return self.status == CampaignStatus.DISCARDED

    @property
    def live_phases(self) -> list[Any]:
        """The phases that were not discarded, in the order of `phases`; no query if these were prefetched."""
        return [phase for phase in self.phases.all() if not phase.is_discarded]

    @property
    def named_year(self) -> str:
        """The year, with the title where another campaign has it too."""
        return named_year(self)

    @property
    def year_in_list(self) -> int | str:
        """What a column of years says: 2015, "2016 (Thi đua cao điểm)"."""
        words = named_year(self)
        return self.year if words == str(self.year) else words

    def get_absolute_url(self) -> str:
        return reverse("campaigns:launch", args=[self.slug])
