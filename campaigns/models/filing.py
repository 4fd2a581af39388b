"""The model of a sheet (a pledge or a report of a called unit). Both exist from the opening of the phase."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import AFTER_RETURN, FILING, MISSING, RECEIVED, FilingStatus
from campaigns.models.called import CalledUnit, called_in_reach
from campaigns.models.phase import DueDate, Phase
from campaigns.models.sheet_format import SHEET
from campaigns.models.year_names import named_year
from foundation.db.guaranteed import guaranteed
from foundation.stored_format import format_field
from units.models import Event, Unit, User
from units.tree import within


class FilingKind(models.TextChoices):
    PLEDGE = "pledge", _("đăng ký thi đua")
    REPORT = "report", _("báo cáo kết quả")


STATUS_WORDS = {
    FilingKind.PLEDGE: {FilingStatus.AWAITED: _("Chưa đăng ký"), FilingStatus.EXCUSED: _("Không thuộc diện")},
    FilingKind.REPORT: {
        FilingStatus.AWAITED: _("Chưa báo cáo"),
        FilingStatus.EXCUSED: _("Được miễn báo cáo"),
    },
}


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, user: User) -> FilingQuerySet:
        """Return the sheets of units that are below the user's units today or were when they were called."""
        return self.filter(called_in_reach(user, "called"))

    def under(self, *paths: str) -> FilingQuerySet:
        """Return the sheets of units that were called at one of these paths or below it."""
        return self.filter(within("called__path", paths))

    def expected(self) -> FilingQuerySet:
        return self.exclude(status=FilingStatus.EXCUSED)

    def received(self) -> FilingQuerySet:
        return self.filter(status__in=RECEIVED)

    def missing(self) -> FilingQuerySet:
        return self.filter(status__in=MISSING)

    def awaiting_review(self) -> FilingQuerySet:
        return self.filter(status=FilingStatus.SUBMITTED)

    def with_context(self) -> FilingQuerySet:
        """Read along all that the actions of a sheet need, in a fixed number of queries."""
        return self.for_page("called__phase__campaign__unit", "called__unit__parent").prefetch_related(due_dates())

    def for_page(self, *related: str) -> FilingQuerySet:
        """Read along what every page of a sheet needs, and `related`; each table more costs as much as two statements.

        The unit above, the launching union and the due dates are read when a page names them.
        """
        return self.select_related("called__phase__campaign", "called__unit", *related)


def due_dates() -> Prefetch[str]:
    """Return what reads the due dates of a sheet's phase along: in their order they would join two tables."""
    return Prefetch("called__phase__due_dates", DueDate.objects.order_by())


class Filing(models.Model):
    """A pledge or a report of a called unit.

    `typed` is the draft exactly as typed, even what cannot be read. Each submission has rows of its own (figures,
    works …): those of `current_submission`, the last one sent, are shown and reviewed; those of `counted_submission`,
    which an accepted sheet has, are counted.
    """

    lifecycle = FILING

    called = models.ForeignKey(CalledUnit, models.PROTECT, related_name="filings", verbose_name=_("đơn vị"))
    kind = models.CharField(_("loại"), max_length=10, choices=FilingKind.choices)
    status = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=FilingStatus.choices,
        default=FilingStatus.AWAITED,
        editable=False,
    )
    typed = models.JSONField(default=dict, editable=False)
    format = format_field()
    version = models.PositiveIntegerField(default=0, editable=False)
    typed_at = models.DateTimeField(null=True, editable=False)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    first_submitted_at = models.DateTimeField(_("gửi lần đầu"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    late = models.BooleanField(_("gửi sau hạn"), default=False, editable=False)
    late_days = models.PositiveSmallIntegerField(_("số ngày muộn"), default=0, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, editable=False)
    reason = models.TextField(_("lý do"), blank=True, editable=False)
    due_again = models.DateTimeField(_("hạn gửi lại"), null=True, editable=False)
    current_submission = models.OneToOneField(
        "campaigns.Submission", models.PROTECT, null=True, related_name="current_for", editable=False
    )
    counted_submission = models.OneToOneField(
        "campaigns.Submission", models.PROTECT, null=True, related_name="counted_for", editable=False
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản đăng ký, báo cáo")
        verbose_name_plural = _("đăng ký và báo cáo")
        ordering = ("called__phase", "called__order", "called__path", "kind")
        indexes = [models.Index(fields=["kind", "status"], name="filing_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["called", "kind"], name="one_sheet_per_unit_phase_kind"),
            models.CheckConstraint(
                condition=~Q(status__in=RECEIVED) | Q(submitted_at__isnull=False, first_submitted_at__isnull=False),
                name="received_sheet_was_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status=FilingStatus.ACCEPTED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="accepted_sheet_has_decider",
            ),
            models.CheckConstraint(
                condition=~Q(status=FilingStatus.RETURNED)
                | (Q(decided_by__isnull=False, decided_at__isnull=False, due_again__isnull=False) & ~Q(reason="")),
                name="returned_sheet_has_reason_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=FilingStatus.EXCUSED)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
                name="excused_sheet_has_reason",
            ),
            models.CheckConstraint(condition=Q(late=True) | Q(late_days=0), name="only_late_sheets_have_late_days"),
            models.CheckConstraint(
                # "is not null" is demanded explicitly, because a comparison with NULL would pass
                condition=Q(status=FilingStatus.ACCEPTED, counted_submission__isnull=False)
                & Q(current_submission__isnull=False, counted_submission=F("current_submission"))
                | ~Q(status=FilingStatus.ACCEPTED) & Q(counted_submission=None),
                name="only_accepted_sheets_are_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.called.name}"

    @property
    def title(self) -> str:
        """The title of the sheet on pages: "Đăng ký thi đua đợt 1 năm 2015"."""
        return self.title_in(self.phase.number, named_year(self.phase.campaign))

    def title_in(self, number: int, year: str) -> str:
        """Return the title of the sheet in the phase of a number, and a year as `named_year` has it."""
        kind = _("Đăng ký thi đua") if self.is_pledge else _("Báo cáo kết quả")
        return f"{kind} đợt {number} năm {year}"

    @property
    def is_pledge(self) -> bool:
        return self.kind == FilingKind.PLEDGE

    @property
    def phase(self) -> Phase:
        return self.called.phase

    @property
    def unit(self) -> Unit:
        return self.called.unit

    @property
    def status_text(self) -> str:
        """The name of the status, in the words of this kind of sheet."""
        status = FilingStatus(self.status)
        return str(STATUS_WORDS[FilingKind(self.kind)].get(status, status.label))

    @property
    def due(self) -> datetime | None:
        """When the sheet is due: the new date of a return, else the unit's own date, else its group's, else None.

        The new date holds until the sheet is accepted, so also for a draft that was sent again and taken back.
        """
        if self.status in AFTER_RETURN and self.due_again:
            return self.due_again
        return self.first_due

    @property
    def first_due(self) -> datetime | None:
        """When the sheet was due before any return; its first submission is late by this date."""
        return self.called.due(self.kind)

    @property
    def received_at(self) -> datetime:
        """When a received sheet was submitted last."""
        return guaranteed(self.submitted_at, "received_sheet_was_submitted")

    @cached_property
    def last_submission(self) -> Any:  # Submission | None, whose module imports this one
        """The latest `Submission` with the post of its sender, or None."""
        return self.submissions.select_related("post").order_by("-number").first()

    @cached_property
    def returned_by(self) -> str:
        """Who sent the sheet back last: a union above, the Board or a desk by its own name."""
        returns = Event.objects.about(self).filter(verb__in=("return", "reopen"), post__isnull=False)
        event = returns.select_related("post__unit", "post__area").first()
        return event.post.office if event and event.post else str(_("Công đoàn cấp trên"))

    @property
    def draft(self) -> dict[str, Any]:
        """What is typed, in the present format."""
        draft: dict[str, Any] = SHEET.read(self.typed, self.format)
        return draft

    @property
    def untouched_since_submission(self) -> bool:
        """True while the draft is exactly what was last submitted."""
        return self.last_submission is not None and self.draft == self.last_submission.typed

    def url(self, page: str, *args: Any) -> str:
        """The address of one of the sheet's pages: `page` and its `args` are those of campaigns/urls/filings.py."""
        return reverse(f"{self.kind}s:{page}", args=[self.pk, *args])

    def part_url(self, number: int, anchor: str = "", **page: str) -> str:
        """The address of a part, or of its `group` or `only` some indicators (`Sheet.page`), at the field `anchor`."""
        query = urlencode({name: value for name, value in page.items() if value})
        return self.url("part", number) + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")

    def get_absolute_url(self) -> str:
        return self.url("detail")


def filing_list_url(kind: str, **conditions: Any) -> str:
    """The address of the list of sheets of a kind; `conditions` are the fields of campaigns.filters.FilingFilter."""
    address = reverse(f"{kind}s:list")
    return f"{address}?{urlencode(conditions)}" if conditions else address


class FilingKindManager(models.Manager.from_queryset(FilingQuerySet)):  # type: ignore[misc]  # a class made at run time
    """A manager of the sheets of one kind."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> FilingQuerySet:
        return super().get_queryset().filter(kind=self.kind)


class Pledge(Filing):
    objects: ClassVar[FilingKindManager] = FilingKindManager(FilingKind.PLEDGE)

    class Meta:
        proxy = True
        verbose_name = _("bản đăng ký")
        verbose_name_plural = _("đăng ký thi đua")


class Report(Filing):
    objects: ClassVar[FilingKindManager] = FilingKindManager(FilingKind.REPORT)

    class Meta:
        proxy = True
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo kết quả")
