"""The models of a phase (đợt) of a campaign, with its due dates. Opening it calls the units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import PHASE, PhaseStatus
from campaigns.models.campaign import Campaign
from campaigns.models.commemoration import Commemoration
from campaigns.models.phase_names import PhaseNames, in_year
from campaigns.models.year_names import named_year
from foundation import clock
from foundation.vietnamese import same_day_in, school_year
from units.models import User

TIMES = ("đầu ", "giữa ", "cuối ", "trong ", "vào ", "tháng ", "quý ", "năm ")
"""How an occasion begins that says when and not what is celebrated: "cuối năm 2015"."""


def celebrated(occasion: str) -> str:
    """Return what a review celebrates; "" if its occasion only says when it is held, for while its day is not known."""
    return "" if occasion.lower().startswith(TIMES) else occasion


class PhaseQuerySet(models.QuerySet["Phase"]):
    def alive(self) -> PhaseQuerySet:
        """Return the phases that were not discarded. Discarding a campaign discards its phases too."""
        return self.exclude(status=PhaseStatus.DISCARDED)

    def visible_to(self, user: User | AnonymousUser) -> PhaseQuerySet:
        return self.alive().filter(campaign__in=Campaign.objects.visible_to(user))

    def asking(self, kind: str) -> PhaseQuerySet:
        """Return the phases that ask for sheets of a kind."""
        return self.filter(asks_pledge=True) if kind == DueKind.PLEDGE else self

    def named(self, *more: str) -> PhaseQuerySet:
        """Read only the columns of a phase's name and `more`, for choices and lists."""
        return self.select_related("campaign").only("number", "review_name", "campaign__year", "campaign__title", *more)

    def with_days(self) -> PhaseQuerySet:
        """Prefetch commemorations and due dates. A day's years ask the phase for its campaign, which is to be read."""
        return self.with_commemorations().prefetch_related("due_dates")

    def with_commemorations(self) -> PhaseQuerySet:
        return self.prefetch_related(Prefetch("commemorations", Commemoration.objects.order_by("pk")))


class Phase(PhaseNames, models.Model):
    """A phase (đợt) of a campaign. While it is open the called units send their pledges and reports.

    A phase that does not ask for a pledge has reports alone: what was pledged in an earlier phase is the plan of the
    year.
    """

    class Review(models.TextChoices):
        PRELIMINARY = "preliminary", _("sơ kết")
        FINAL = "final", _("tổng kết")

    lifecycle = PHASE

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases", verbose_name=_("phong trào"))
    number = models.PositiveSmallIntegerField(_("đợt"))
    theme = models.CharField(_("chủ đề"), max_length=250)
    theme_end = models.CharField(_("vế sau của chủ đề"), max_length=250, blank=True)
    starts_on = models.DateField(_("bắt đầu"))
    start_is_month_only = models.BooleanField(_("chỉ ghi tháng bắt đầu"), default=False)
    ends_on = models.DateField(_("kết thúc"))
    cutoff_on = models.DateField(
        _("ngày chốt số liệu"), null=True, blank=True, help_text=_("Để trống: ngày kết thúc đợt.")
    )
    asks_pledge = models.BooleanField(
        _("có đăng ký riêng"),
        default=True,
        help_text=_("Không chọn: đợt này chỉ báo cáo; chỉ tiêu đã đăng ký ở đợt trước là kế hoạch của cả năm."),
    )
    review_kind = models.CharField(_("hình thức tổng hợp"), max_length=20, choices=Review.choices)
    review_name = models.CharField(_("tên gọi"), max_length=60, help_text=_("Ví dụ Sơ kết."))
    review_date = models.DateField(_("ngày sơ kết, tổng kết"), null=True, blank=True)
    review_occasion = models.CharField(
        _("nhân dịp"),
        max_length=200,
        blank=True,
        help_text=_("Ví dụ “kỷ niệm Ngày thành lập Công đoàn Việt Nam”; chưa định ngày thì ghi “cuối năm” và năm nào."),
    )
    status = models.CharField(
        _("trạng thái"),
        max_length=10,
        choices=PhaseStatus.choices,
        default=PhaseStatus.PLANNED,
        editable=False,
    )
    opened_at = models.DateTimeField(_("mở lúc"), null=True, editable=False)
    locked_at = models.DateTimeField(_("khóa lúc"), null=True, editable=False)
    catalogue = models.ForeignKey(
        "campaigns.AskedCatalogue", models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt")
        verbose_name_plural = _("các đợt")
        ordering = ("campaign", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                condition=~Q(status=PhaseStatus.DISCARDED),
                name="phase_number_once",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="phase_dates_in_order"),
            models.CheckConstraint(
                condition=Q(status__in=(PhaseStatus.PLANNED, PhaseStatus.DISCARDED), opened_at=None)
                | Q(status=PhaseStatus.OPEN, opened_at__isnull=False)
                | Q(status=PhaseStatus.LOCKED, opened_at__isnull=False, locked_at__isnull=False),
                name="phase_status_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(catalogue__isnull=False),
                name="opened_phase_has_its_catalogue",
            ),
        ]

    def __str__(self) -> str:
        return capfirst(self.in_year)

    @property
    def in_year(self) -> str:
        """The phase with its year: "đợt 1 năm 2015", "quý I năm 2016", with its title where it is one of two."""
        return in_year(self.words, named_year(self.campaign))

    @property
    def in_lists(self) -> str:
        """What a column of phases of several years says: "1/2015", "quý I/2016"."""
        return f"{self.in_list}/{named_year(self.campaign)}"

    @property
    def celebrated(self) -> str:
        """What its review celebrates, "" if nothing."""
        return celebrated(self.review_occasion)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:phase", args=[self.campaign.slug, self.number])

    @property
    def is_open(self) -> bool:
        return self.status == PhaseStatus.OPEN

    @property
    def status_words(self) -> str:
        """The status as pages say it: an open phase is under way from its first day until its last, then summed up."""
        if self.is_open and clock.today() < self.starts_on:
            return gettext("Đã mở, chưa bắt đầu")
        if self.is_open and self.ends_on < clock.today():
            return gettext("Đã kết thúc, đang tổng hợp")
        return self.get_status_display()

    @property
    def is_planned(self) -> bool:
        return self.status == PhaseStatus.PLANNED

    @property
    def is_discarded(self) -> bool:
        return self.status == PhaseStatus.DISCARDED

    @property
    def cutoff(self) -> date:
        """The day on which the figures are taken."""
        return self.cutoff_on or self.ends_on

    @property
    def sheet_kinds(self) -> list[str]:
        """The kinds of sheets that each called unit is asked for: values of `FilingKind`."""
        return [DueKind.PLEDGE.value, DueKind.REPORT.value] if self.asks_pledge else [DueKind.REPORT.value]

    @property
    def holds_june(self) -> bool:
        """True if 1 June is in the phase; schools are judged in that phase, at the end of their year."""
        return self.first_of_june is not None

    @property
    def first_of_june(self) -> date | None:
        """The first 1 June in the phase, of whichever year; None if there is none."""
        return next(self._days_in_phase(date(self.starts_on.year, 6, 1)), None)

    @property
    def school_year(self) -> str:
        """The school year of the phase, as "2014-2015": the one that ends in it, else that of its first day."""
        return school_year(self.first_of_june or self.starts_on)

    def anniversary(self, event: date) -> date:
        """Return the day on which the phase commemorates an event.

        It is the first such day in the phase, in whichever year; if none is in it, that of the campaign's year.
        """
        return next(self._days_in_phase(event), None) or same_day_in(event, self.campaign.year)

    def _days_in_phase(self, day: date) -> Iterator[date]:
        """Yield the dates within the phase that have the day and month of `day`."""
        years = range(self.starts_on.year, self.ends_on.year + 1)
        days = (same_day_in(day, year) for year in years)
        return (anniversary for anniversary in days if self.starts_on <= anniversary <= self.ends_on)

    @property
    def days(self) -> list[Commemoration]:
        """The commemorations in order; no query if they were prefetched."""
        return list(self.commemorations.all())


class DueKind(models.TextChoices):
    PLEDGE = "pledge", _("đăng ký thi đua")
    REPORT = "report", _("báo cáo kết quả")
    DOSSIER = "dossier", _("hồ sơ khen thưởng")
    SCHOOL_DOSSIER = "school_dossier", _("hồ sơ khen thưởng năm học")


class DueGroup(models.TextChoices):
    BELOW_UPPER = "below_upper", _("CĐCS thuộc công đoàn cấp trên")
    DIRECT = "direct", _("công đoàn cấp trên, cơ sở trực thuộc")


class DueDate(models.Model):
    """When the sheets or dossiers of a group of units are due; `at` is the end of that day."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="due_dates")
    kind = models.CharField(_("việc"), max_length=20, choices=DueKind.choices)
    group = models.CharField(_("nhóm đơn vị"), max_length=20, choices=DueGroup.choices)
    at = models.DateTimeField(_("hết ngày"))

    class Meta:
        verbose_name = _("hạn nộp")
        verbose_name_plural = _("hạn nộp")
        ordering = ("phase", "at")
        constraints = [
            models.UniqueConstraint(fields=["phase", "kind", "group"], name="due_date_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_group_display()}"


class DatedDue(Protocol):
    """What is read of a due date: of a row, or of one in a stored launch."""

    @property
    def kind(self) -> str: ...

    @property
    def group(self) -> str: ...

    @property
    def at(self) -> datetime: ...


def due_for(due_dates: Iterable[DatedDue], kind: str, group: str) -> datetime | None:
    """Return when work of a kind is due for a group, from due dates already read; None if not set."""
    return next((due.at for due in due_dates if due.kind == kind and due.group == group), None)
