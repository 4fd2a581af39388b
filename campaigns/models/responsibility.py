"""The model of a responsibility: who answers for a measure of the launch, until when, and how far that is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import RESPONSIBILITY, ResponsibilityStatus
from campaigns.models.launch import Measure
from foundation import clock
from foundation.lazy_text import LazyText
from units.models import Unit, User

TO_DO = (ResponsibilityStatus.NOT_BEGUN, ResponsibilityStatus.UNDER_WAY)
"""The statuses in which who answers has something to do."""
OPEN_RESPONSIBILITIES = (*TO_DO, ResponsibilityStatus.DONE)
YEAR = "measure__campaign__year"


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def visible_to(self, user: User) -> ResponsibilityQuerySet:
        """Return those of unions in reach, and those of members of the Board to who reaches the Board's union."""
        of_unions = user.reach("unit__path", year=YEAR)
        of_persons = Q(unit=None) & user.reach("measure__campaign__unit__path", year=YEAR)
        return self.filter(of_unions | of_persons)

    def in_force(self) -> ResponsibilityQuerySet:
        return self.exclude(status=ResponsibilityStatus.DROPPED)

    def overdue(self) -> ResponsibilityQuerySet:
        return self.filter(status__in=TO_DO, due_on__lt=clock.today())

    def with_context(self) -> ResponsibilityQuerySet:
        return self.select_related("measure__campaign__unit", "unit__parent", "person")


class Responsibility(models.Model):
    """An upper union (`unit`), or a member of the Board (`person`), answers for a measure until a day.

    `progress`: what they told last; `reason`: why the Board did not take it for done.
    """

    lifecycle = RESPONSIBILITY

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="responsibilities", verbose_name=_("biện pháp"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="responsibilities", verbose_name=_("đơn vị chịu trách nhiệm")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người chịu trách nhiệm")
    )
    due_on = models.DateField(_("hạn, hết ngày"))
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=ResponsibilityStatus.choices, default=ResponsibilityStatus.NOT_BEGUN
    )
    progress = models.TextField(_("tiến độ"), blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(_("báo lúc"), null=True)
    reason = models.CharField(_("lý do chưa xác nhận"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("phân công lúc"))

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công thực hiện biện pháp")
        verbose_name_plural = _("phân công thực hiện biện pháp")
        ordering = ("due_on", "measure__order", "pk")
        indexes = [
            models.Index(fields=["unit"], name="responsibility_open", condition=Q(status__in=OPEN_RESPONSIBILITIES))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
                name="responsibility_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["measure", "unit"],
                condition=~Q(status=ResponsibilityStatus.DROPPED),
                name="unit_answers_once_for_a_measure",
            ),
            models.UniqueConstraint(
                fields=["measure", "person"],
                condition=~Q(status=ResponsibilityStatus.DROPPED),
                name="person_answers_once_for_a_measure",
            ),
            models.CheckConstraint(
                condition=Q(told_by=None, told_at=None, progress="")
                | (Q(told_by__isnull=False, told_at__isnull=False) & ~Q(progress="")),
                name="responsibility_progress_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(ResponsibilityStatus.NOT_BEGUN, ResponsibilityStatus.DROPPED))
                | Q(told_at__isnull=False),
                name="responsibility_moves_when_told",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=ResponsibilityStatus.CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False
                )
                | (~Q(status=ResponsibilityStatus.CONFIRMED) & Q(confirmed_by=None, confirmed_at=None)),
                name="responsibility_done_was_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.person)

    def get_absolute_url(self) -> str:
        return reverse("responsibilities:detail", args=[self.pk])

    @property
    def owner(self) -> Unit:
        """The union whose matter it is: the one that answers, or that of the member of the Board."""
        return self.unit or self.measure.campaign.unit

    @property
    def is_to_do(self) -> bool:
        return self.status in TO_DO

    @property
    def is_overdue(self) -> bool:
        return self.is_to_do and self.due_on < clock.today()

    @property
    def status_text(self) -> LazyText:
        words = ResponsibilityStatus(self.status).label
        return format_lazy(_("{status}, quá hạn"), status=words) if self.is_overdue else words

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return "no" if self.is_overdue else TONES[ResponsibilityStatus(self.status)]


def responsibility_list_url() -> str:
    return reverse("responsibilities:list")


TONES = {
    ResponsibilityStatus.NOT_BEGUN: "wait",
    ResponsibilityStatus.UNDER_WAY: "blue",
    ResponsibilityStatus.DONE: "wait",
    ResponsibilityStatus.CONFIRMED: "ok",
    ResponsibilityStatus.DROPPED: "plain",
}
