"""The models of a unit's sheet of a data request: expected from the day on which it was asked, sent, accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import AFTER_RETURN, DATA_REQUEST_SHEET, MISSING, RECEIVED, FilingStatus
from campaigns.models.called import order_in_office
from campaigns.models.data_request import DataRequest, DataRequestQuestion
from campaigns.models.sheet_shape import (
    HAS_DECIDER_IF_ACCEPTED,
    HAS_LATE_DAYS_ONLY_IF_LATE,
    HAS_REASON_AND_DATE_IF_RETURNED,
    HAS_REASON_IF_EXCUSED,
    IS_COUNTED_ONLY_IF_ACCEPTED,
    WAS_SUBMITTED_IF_RECEIVED,
    SheetShape,
    receipt_code,
)
from foundation.db.guaranteed import guaranteed
from foundation.stored_format import StoredFormat, Upgrade, format_field
from units.models import Area, Event, Post, Unit, UnitKind, User
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet
from units.tree import LONGEST, within

ANSWER_UPGRADES: dict[int, Upgrade] = {}
ANSWERS = StoredFormat("answers to a data request", ANSWER_UPGRADES)
"""The format of `DataRequestSheet.typed` and `DataRequestSubmission.content`: texts as typed, by name of the field."""

YEAR = "request__campaign__year"
DUE_NOW = Case(
    When(status__in=AFTER_RETURN, due_again__isnull=False, then=F("due_again")),
    default=Coalesce("own_due_at", "request__due_at"),
)
"""The due date of a sheet, as its property `due` says it."""


class DataRequestSheetQuerySet(models.QuerySet["DataRequestSheet"]):
    def visible_to(self, user: User) -> DataRequestSheetQuerySet:
        """Return the sheets of units that are below the user's units today or were when they were asked."""
        return self.filter(user.reach("path", "unit__path", year=YEAR))

    def under(self, *paths: str) -> DataRequestSheetQuerySet:
        return self.filter(within("path", paths))

    def in_area(self, area: Area) -> DataRequestSheetQuerySet:
        """Return the sheets of the area's unions and of all below them, as `visible_to` does for its desk."""
        return self.filter(area.reach("path", "unit__path", year=YEAR))

    def missing(self) -> DataRequestSheetQuerySet:
        return self.filter(status__in=MISSING)

    def received(self) -> DataRequestSheetQuerySet:
        return self.filter(status__in=RECEIVED)

    def for_page(self) -> DataRequestSheetQuerySet:
        """Read along what every page of a sheet needs."""
        return self.select_related("request__campaign__unit", "unit", "current_submission__by")


class DataRequestSheet(SheetShape):
    """What a unit is asked by a data request and answers. Its status is one of the six of a filing's.

    `name`, `parent`, `kind`, `path`, `organ` … are the unit's on the day on which it was asked. The answers of
    `counted_submission`, which an accepted sheet has, are counted. Lateness is told here alone. `reminded_for`: the due
    date of which its officers were last reminded by mail.
    """

    lifecycle = DATA_REQUEST_SHEET
    TYPED = ANSWERS

    request = models.ForeignKey(DataRequest, models.PROTECT, related_name="sheets", verbose_name=_("yêu cầu"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="data_request_sheets", verbose_name=_("đơn vị"))
    name = models.CharField(max_length=160)
    full_name = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    coordinated = models.BooleanField(default=False)
    path = models.CharField(max_length=LONGEST, db_index=True)
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parent_name = models.CharField(max_length=160)
    parent_full_name = models.CharField(max_length=250)
    parent_kind = models.CharField(max_length=20, choices=UnitKind.choices)
    organ = models.CharField(max_length=80)
    place_name = models.CharField(max_length=80, blank=True)
    symbol = models.CharField(max_length=20, blank=True)
    search_text = models.CharField(max_length=420, editable=False)
    sort_key = models.CharField(max_length=96, editable=False, unique=True)
    own_due_at = models.DateTimeField(_("hạn riêng"), null=True)
    due_reason = models.CharField(_("lý do gia hạn"), max_length=300, blank=True)
    reminded_for = models.DateTimeField(null=True, editable=False)
    current_submission = models.OneToOneField(
        "campaigns.DataRequestSubmission", models.PROTECT, null=True, related_name="current_for", editable=False
    )
    counted_submission = models.OneToOneField(
        "campaigns.DataRequestSubmission", models.PROTECT, null=True, related_name="counted_for", editable=False
    )

    objects = DataRequestSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu bổ sung số liệu")
        verbose_name_plural = _("phiếu bổ sung số liệu")
        ordering = ("sort_key",)
        indexes = [models.Index(fields=["request", "status"], name="request_sheet_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["request", "unit"], name="unit_asked_once_by_a_request"),
            models.CheckConstraint(condition=WAS_SUBMITTED_IF_RECEIVED, name="received_request_sheet_was_submitted"),
            models.CheckConstraint(condition=HAS_DECIDER_IF_ACCEPTED, name="accepted_request_sheet_has_decider"),
            models.CheckConstraint(
                condition=HAS_REASON_AND_DATE_IF_RETURNED, name="returned_request_sheet_has_reason_and_date"
            ),
            models.CheckConstraint(condition=HAS_REASON_IF_EXCUSED, name="excused_request_sheet_has_reason"),
            models.CheckConstraint(
                condition=HAS_LATE_DAYS_ONLY_IF_LATE, name="only_late_request_sheets_have_late_days"
            ),
            models.CheckConstraint(
                condition=Q(own_due_at=None) | ~Q(due_reason=""), name="own_due_date_of_request_has_reason"
            ),
            models.CheckConstraint(
                condition=IS_COUNTED_ONLY_IF_ACCEPTED, name="only_accepted_request_sheets_are_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.title}, {self.name}"

    @property
    def title(self) -> str:
        """What the sheet is called where it stands alone, as on its receipt."""
        return str(_("Phiếu bổ sung số liệu: {title}")).format(title=self.request.title)

    @property
    def status_text(self) -> str:
        return str(FilingStatus(self.status).label)

    @property
    def due(self) -> datetime:
        """When the sheet is due: the new date of a return, else the unit's own date, else the request's."""
        if self.status in AFTER_RETURN and self.due_again:
            return self.due_again
        return self.first_due

    @property
    def first_due(self) -> datetime:
        """When the sheet was due before any return; its first submission is late by this date."""
        return self.own_due_at or self.request.due_at

    @property
    def received_at(self) -> datetime:
        """When a received sheet was submitted last."""
        return guaranteed(self.submitted_at, "received_request_sheet_was_submitted")

    @cached_property
    def last_submission(self) -> Any:  # DataRequestSubmission | None
        """The latest submission with the post of its sender, or None."""
        return self.submissions.select_related("post__unit", "by").order_by("-number").first()

    @property
    def answers_for_below(self) -> bool:
        """Whether it is of an upper union, which answers for the units below it."""
        return self.kind != UnitKind.GRASSROOTS

    def url(self, page: str) -> str:
        return reverse(f"data_requests:{page}", args=[self.pk])

    def get_absolute_url(self) -> str:
        return self.url("detail")


def sort_key_in_request(request: DataRequest, unit: Unit, uppers: Mapping[str, int]) -> str:
    """Return the text that sorts a unit in the lists of all requests: the newest request first, then office's order."""
    return f"{99_999_999 - request.pk:08}{order_in_office(unit, uppers)}"


class DataRequestSubmission(AppendOnlyModel):
    """The answers of a unit as they were sent. It never changes."""

    sheet = models.ForeignKey(DataRequestSheet, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("lần"))
    at = models.DateTimeField(_("gửi lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người gửi"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("nhập thay cho"))
    content = models.JSONField(_("nội dung"))
    format = format_field()
    sha256 = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi phiếu bổ sung")
        verbose_name_plural = _("các lần gửi phiếu bổ sung")
        ordering = ("sheet", "number")
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="request_submission_number_once")]

    def __str__(self) -> str:
        return self.receipt

    @property
    def receipt(self) -> str:
        return receipt_code(self.sheet_id, self.number, self.sha256)

    @property
    def typed(self) -> dict[str, str]:
        """The content in the present format."""
        typed: dict[str, str] = ANSWERS.read(self.content, self.format)
        return typed

    @property
    def on_behalf(self) -> bool:
        return self.on_behalf_of_id is not None


def read_last_answers(sheets: Sequence[DataRequestSheet]) -> None:
    """Set `DataRequestSheet.last_submission` of many sheets, in one query."""
    sent = DataRequestSubmission.objects.filter(sheet__in=sheets).select_related("post__unit", "by").order_by("number")
    newest = {submission.sheet_id: submission for submission in sent}
    for sheet in sheets:
        sheet.last_submission = newest.get(sheet.pk)


class DataRequestAnswer(AppendOnlyModel):
    """An answer to one question: a value (yes = 1, no = 0), a numerator and denominator, a text, or a day.

    `offered`, `offered_denominator`: what it was prefilled with when it was sent; None where nothing was offered.
    """

    submission = models.ForeignKey(DataRequestSubmission, models.PROTECT, related_name="answers")
    question = models.ForeignKey(DataRequestQuestion, models.PROTECT, related_name="answers")
    value = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    text = models.TextField(blank=True)
    day = models.DateField(null=True)
    offered = models.DecimalField(max_digits=18, decimal_places=3, null=True)
    offered_denominator = models.DecimalField(max_digits=18, decimal_places=3, null=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("các câu trả lời")
        constraints = [
            models.UniqueConstraint(fields=["submission", "question"], name="request_answer_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, value__gte=0, numerator=None, denominator=None, text="", day=None)
                | Q(numerator__isnull=False, denominator__isnull=False, numerator__gte=0, denominator__gte=0)
                & Q(value=None, text="", day=None)
                | Q(value=None, numerator=None, denominator=None, day=None) & ~Q(text="")
                | Q(value=None, numerator=None, denominator=None, text="", day__isnull=False),
                name="request_answer_is_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text or self.value or self.numerator or self.day}"


class DataRequestRemark(AppendOnlyModel):
    """What a reviewer asks to be mended in one answer of a sheet sent back, or in all of it (`question` None)."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="request_remarks")
    submission = models.ForeignKey(DataRequestSubmission, models.PROTECT, related_name="remarks")
    question = models.ForeignKey(DataRequestQuestion, models.PROTECT, null=True, related_name="remarks")
    text = models.TextField(_("đề nghị"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị sửa phiếu bổ sung")
        verbose_name_plural = _("các đề nghị sửa phiếu bổ sung")
        ordering = ("event", "pk")
        constraints = [
            models.UniqueConstraint(fields=["event", "question"], name="one_remark_per_request_answer"),
            models.CheckConstraint(condition=~Q(text=""), name="request_remark_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
