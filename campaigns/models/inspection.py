"""The model of an inspection (cuộc kiểm tra): who went to which union when, what was seen, what is to be mended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import INSPECTION, InspectionStatus
from campaigns.models.campaign import Campaign
from foundation import clock
from foundation.lazy_text import LazyText
from units.models import Unit, User

OPEN_INSPECTIONS = (InspectionStatus.TO_MEND, InspectionStatus.TOLD)
"""The statuses in which somebody still has something to do."""


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> InspectionQuerySet:
        """Return the inspections of unions in the user's reach."""
        return self.filter(user.reach("unit__path", year="campaign__year"))

    def held(self) -> InspectionQuerySet:
        """Return the inspections without those that were recorded by mistake."""
        return self.exclude(status=InspectionStatus.DISCARDED)

    def overdue(self) -> InspectionQuerySet:
        """Return those whose union has not told by the day given that it has mended what was found."""
        return self.filter(status=InspectionStatus.TO_MEND, mend_by__lt=clock.today())


class Inspection(models.Model):
    """A visit to a union to look at how it carries the campaign out.

    `inspecting_unit`: the union whose reviewers, or whose inspection team, recorded it. `mending`: what the inspected
    union tells it has done; `reason`: why that was not confirmed the last time.
    """

    lifecycle = INSPECTION

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="inspections", verbose_name=_("phong trào"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name=_("đơn vị được kiểm tra"))
    inspecting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("nơi kiểm tra"))
    team = models.CharField(_("người, đoàn kiểm tra"), max_length=200)
    members = models.TextField(_("thành viên"), blank=True)
    visited_on = models.DateField(_("ngày kiểm tra"))
    findings = models.TextField(_("nội dung kiểm tra, nhận xét"))
    to_mend = models.TextField(_("việc phải khắc phục"), blank=True)
    mend_by = models.DateField(_("khắc phục trước hết ngày"), null=True)
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=InspectionStatus.choices, default=InspectionStatus.RECORDED
    )
    mending = models.TextField(_("đơn vị đã khắc phục"), blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(_("báo lúc"), null=True)
    reason = models.CharField(_("lý do chưa xác nhận"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("ghi lúc"))

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("cuộc kiểm tra")
        verbose_name_plural = _("cuộc kiểm tra")
        ordering = ("-visited_on", "-pk")
        indexes = [
            models.Index(fields=["unit"], name="inspection_to_mend", condition=Q(status=InspectionStatus.TO_MEND)),
            models.Index(
                fields=["inspecting_unit"], name="inspection_to_follow", condition=Q(status__in=OPEN_INSPECTIONS)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(team="") & ~Q(findings=""), name="inspection_says_who_and_what"),
            models.CheckConstraint(
                condition=Q(to_mend="", mend_by=None) | (~Q(to_mend="") & Q(mend_by__isnull=False)),
                name="inspection_mends_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(mend_by=None) | Q(mend_by__gte=F("visited_on")), name="inspection_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(status=InspectionStatus.DISCARDED)
                | Q(status=InspectionStatus.RECORDED, mend_by=None)
                | (~Q(status=InspectionStatus.RECORDED) & Q(mend_by__isnull=False)),
                name="inspection_status_has_what_to_mend",
            ),
            models.CheckConstraint(
                condition=Q(told_by=None, told_at=None, mending="")
                | (Q(told_by__isnull=False, told_at__isnull=False) & ~Q(mending="")),
                name="inspection_mending_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(InspectionStatus.TOLD, InspectionStatus.MENDED)) | Q(told_at__isnull=False),
                name="inspection_mended_was_told",
            ),
            models.CheckConstraint(
                condition=Q(status=InspectionStatus.MENDED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                | (~Q(status=InspectionStatus.MENDED) & Q(confirmed_by=None, confirmed_at=None)),
                name="inspection_mended_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('Kiểm tra')} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:detail", args=[self.pk])

    @property
    def status_text(self) -> LazyText:
        return _("Quá hạn khắc phục") if self.is_overdue else InspectionStatus(self.status).label

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "no" if self.is_overdue else TONES[InspectionStatus(self.status)]

    @property
    def is_overdue(self) -> bool:
        return self.status == InspectionStatus.TO_MEND and self.mend_by is not None and self.mend_by < clock.today()


def inspection_list_url() -> str:
    return reverse("inspections:list")


TONES = {
    InspectionStatus.RECORDED: "plain",
    InspectionStatus.TO_MEND: "wait",
    InspectionStatus.TOLD: "blue",
    InspectionStatus.MENDED: "ok",
    InspectionStatus.DISCARDED: "plain",
}
