"""The models of a data request (yêu cầu bổ sung số liệu): what a letter of the upper level asks, and of whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import DATA_REQUEST, DataRequestStatus
from campaigns.models.campaign import Campaign
from campaigns.models.indicator import Indicator
from campaigns.models.phase import Phase
from foundation.vietnamese import format_date
from units.models import Role, Unit, User

MOST_QUESTIONS = 20


class RequestAudience(models.TextChoices):
    UPPER = "upper", _("Công đoàn cấp trên, trả lời cho cả các đơn vị cấp dưới")
    UPPER_AND_DIRECT = "upper_direct", _("Công đoàn cấp trên và công đoàn cơ sở trực thuộc")
    GRASSROOTS = "grassroots", _("Công đoàn cơ sở, nghiệp đoàn của các khối được chọn")
    CHOSEN = "chosen", _("Những đơn vị được đánh dấu")


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def visible_to(self, user: User) -> DataRequestQuerySet:
        """Return those of unions whose reviewer or leader the user is, and those that asked a unit in reach."""
        own = [post.unit_id for post in user.current_posts if post.role in (Role.REVIEWER, Role.LEADER)]
        reached = DataRequest.objects.filter(user.reach("sheets__path", "sheets__unit__path", year="campaign__year"))
        sent = Q(opened_at__isnull=False) & Exists(reached.filter(pk=OuterRef("pk")))
        return self.filter(Q(campaign__unit__in=own) | sent)


class DataRequest(models.Model):
    """A request for figures beside the phases of a campaign; it moves no sheet of theirs.

    `phase`: whose accepted figures the answers are prefilled with, and in whose summary they are an annex; without one
    they are in the summary of the year alone. `strands`: of the grassroots unions asked; "occupational" for a nghiệp
    đoàn. `due_at` is the end of the day it is due.
    """

    lifecycle = DATA_REQUEST

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="data_requests", verbose_name=_("phong trào"))
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="data_requests", verbose_name=_("gắn với đợt")
    )
    status = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=DataRequestStatus.choices,
        default=DataRequestStatus.DRAFTED,
        editable=False,
    )
    title = models.CharField(_("tên yêu cầu"), max_length=200)
    letter_number = models.CharField(_("số, ký hiệu công văn"), max_length=60, blank=True)
    letter_on = models.DateField(_("ngày công văn"), null=True, blank=True)
    letter_from = models.CharField(_("cơ quan ban hành"), max_length=160, blank=True)
    note = models.TextField(_("hướng dẫn chung"), blank=True)
    audience = models.CharField(
        _("hỏi đơn vị nào"), max_length=20, choices=RequestAudience.choices, default=RequestAudience.UPPER
    )
    strands = models.JSONField(default=list, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("đơn vị được đánh dấu"))
    due_at = models.DateTimeField(_("hạn gửi"))
    in_summary = models.BooleanField(_("đưa vào báo cáo tổng hợp thành phụ lục"), default=True)
    opened_at = models.DateTimeField(_("gửi xuống đơn vị lúc"), null=True, editable=False)
    closed_at = models.DateTimeField(_("khép lại lúc"), null=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu bổ sung số liệu")
        verbose_name_plural = _("yêu cầu bổ sung số liệu")
        ordering = ("campaign", "-number")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="data_request_number_once"),
            models.CheckConstraint(
                condition=Q(status=DataRequestStatus.DRAFTED, opened_at=None, closed_at=None)
                | Q(status=DataRequestStatus.OPENED, opened_at__isnull=False, closed_at=None)
                | Q(status=DataRequestStatus.CLOSED, opened_at__isnull=False, closed_at__isnull=False)
                | Q(status=DataRequestStatus.DISCARDED, closed_at=None),
                name="data_request_status_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="data_request_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def status_text(self) -> str:
        return str(DataRequestStatus(self.status).label)

    @property
    def is_drafted(self) -> bool:
        return self.status == DataRequestStatus.DRAFTED

    @property
    def is_open(self) -> bool:
        return self.status == DataRequestStatus.OPENED

    @property
    def is_settled(self) -> bool:
        """Whether nobody is expected to answer any more: it is closed or discarded."""
        return self.status in (DataRequestStatus.CLOSED, DataRequestStatus.DISCARDED)

    @property
    def was_sent(self) -> bool:
        """Whether units were asked: it is open, closed, or was discarded after that."""
        return self.opened_at is not None

    @property
    def letter(self) -> str:
        """The letter that it rests on, as papers cite it; "" where none is named."""
        words = [f"số {self.letter_number}"] if self.letter_number else []
        words += [f"ngày {format_date(self.letter_on)}"] if self.letter_on else []
        words += [f"của {self.letter_from}"] if self.letter_from else []
        return f"Công văn {' '.join(words)}" if words else ""

    def url(self, page: str, *args: object) -> str:
        """The address of one of the Board's pages of it (campaigns/urls/data_requests.py)."""
        return reverse(f"campaigns:{page}", args=[self.campaign.slug, self.number, *args])

    def get_absolute_url(self) -> str:
        return self.url("data_request")


class AnswerKind(models.TextChoices):
    """What answers a question of a data request. An indicator says in two columns how (`AnsweredBy`, `OverUnits`)."""

    SUM = "sum", _("Số, cộng các đơn vị")
    RATIO = "ratio", _("Tỷ lệ: số này trên tổng số kia")
    YES_NO = "yes_no", _("Có hoặc không")
    TEXT = "text", _("Chữ, một dòng")
    LONG_TEXT = "long_text", _("Chữ, nhiều dòng")
    DATE = "date", _("Ngày")
    CHOICE = "choice", _("Chọn một mục")


COUNTED = (AnswerKind.SUM, AnswerKind.RATIO, AnswerKind.YES_NO)
"""The kinds of answers that add up over units."""


class PrefilledFrom(models.TextChoices):
    ACTUAL = "report", _("Thực hiện, theo báo cáo đã xác nhận")
    TARGET = "pledge", _("Đăng ký, theo bản đăng ký đã xác nhận")


class DataRequestQuestion(models.Model):
    """One of at most 20 questions of a data request. It stays as it is from the day on which units were asked.

    `code` is unique in the request and names its figures (`request:12.C3`). `choices`: one on each line.
    `indicator` and `prefilled_from` say which accepted figures of the request's phase are offered as the answer.
    """

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    code = models.CharField(_("mã"), max_length=10)
    name = models.CharField(_("câu hỏi"), max_length=250)
    kind = models.CharField(_("trả lời bằng"), max_length=10, choices=AnswerKind.choices, default=AnswerKind.SUM)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=40, blank=True)
    denominator_name = models.CharField(_("trên tổng số"), max_length=120, blank=True)
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=0)
    choices = models.TextField(_("các mục để chọn"), blank=True)
    required = models.BooleanField(_("bắt buộc"), default=True)
    help_text = models.CharField(_("hướng dẫn"), max_length=300, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("điền sẵn theo chỉ tiêu")
    )
    prefilled_from = models.CharField(
        _("lấy số"), max_length=10, choices=PrefilledFrom.choices, default=PrefilledFrom.ACTUAL
    )

    class Meta:
        verbose_name = _("câu hỏi của yêu cầu")
        verbose_name_plural = _("các câu hỏi của yêu cầu")
        ordering = ("request", "order", "pk")
        constraints = [
            models.UniqueConstraint(fields=["request", "code"], name="request_question_code_once"),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=MOST_QUESTIONS), name="request_has_at_most_20_questions"
            ),
            models.CheckConstraint(
                condition=(Q(kind=AnswerKind.RATIO) & ~Q(denominator_name=""))
                | (~Q(kind=AnswerKind.RATIO) & Q(denominator_name="")),
                name="ratio_question_names_its_denominator",
            ),
            models.CheckConstraint(
                condition=(Q(kind=AnswerKind.CHOICE) & ~Q(choices="")) | (~Q(kind=AnswerKind.CHOICE) & Q(choices="")),
                name="choice_question_has_choices",
            ),
            models.CheckConstraint(
                condition=Q(indicator=None) | Q(kind__in=(AnswerKind.SUM, AnswerKind.RATIO)),
                name="only_numbers_are_prefilled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_ratio(self) -> bool:
        return self.kind == AnswerKind.RATIO

    @property
    def is_counted(self) -> bool:
        return self.kind in COUNTED

    @property
    def choice_list(self) -> list[str]:
        return [line for line in self.choices.splitlines() if line.strip()]
