"""The model of a sheet (a pledge or a report of a called unit). Both exist from the opening of the phase."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import AFTER_RETURN, FILING, MISSING, RECEIVED, FilingStatus
from campaigns.models.called import CalledUnit, called_in_reach
from campaigns.models.phase import DueDate, Phase
from campaigns.models.sheet_format import SHEET
from campaigns.models.sheet_shape import (
    HAS_DECIDER_IF_ACCEPTED,
    HAS_LATE_DAYS_ONLY_IF_LATE,
    HAS_REASON_AND_DATE_IF_RETURNED,
    HAS_REASON_IF_EXCUSED,
    IS_COUNTED_ONLY_IF_ACCEPTED,
    WAS_SUBMITTED_IF_RECEIVED,
    SheetShape,
)
from foundation.db.guaranteed import guaranteed
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


class Filing(SheetShape):
    """A pledge or a report of a called unit.

    Each submission has rows of its own (figures, works …): those of `current_submission`, the last one sent, are shown
    and reviewed; those of `counted_submission`, which an accepted sheet has, are counted.
    """

    lifecycle = FILING
    TYPED = SHEET

    called = models.ForeignKey(CalledUnit, models.PROTECT, related_name="filings", verbose_name=_("đơn vị"))
    kind = models.CharField(_("loại"), max_length=10, choices=FilingKind.choices)
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
            models.CheckConstraint(condition=WAS_SUBMITTED_IF_RECEIVED, name="received_sheet_was_submitted"),
            models.CheckConstraint(condition=HAS_DECIDER_IF_ACCEPTED, name="accepted_sheet_has_decider"),
            models.CheckConstraint(
                condition=HAS_REASON_AND_DATE_IF_RETURNED, name="returned_sheet_has_reason_and_date"
            ),
            models.CheckConstraint(condition=HAS_REASON_IF_EXCUSED, name="excused_sheet_has_reason"),
            models.CheckConstraint(condition=HAS_LATE_DAYS_ONLY_IF_LATE, name="only_late_sheets_have_late_days"),
            models.CheckConstraint(condition=IS_COUNTED_ONLY_IF_ACCEPTED, name="only_accepted_sheets_are_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.called.name}"

    @property
    def title(self) -> str:
        """The title of the sheet on pages: "Đăng ký thi đua đợt 1 năm 2015"."""
        return self.title_in(self.phase.in_year)

    def title_in(self, phase: str) -> str:
        """Return the title of the sheet in a phase: "quý I năm 2016"."""
        kind = _("Đăng ký thi đua") if self.is_pledge else _("Báo cáo kết quả")
        return f"{kind} {phase}"

    @property
    def is_pledge(self) -> bool:
        return self.kind == FilingKind.PLEDGE

    @property
    def name(self) -> str:
        """What its unit was called when the phase asked it."""
        return self.called.name

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
