"""The model of an activity note (tin hoạt động): what a union tells between the phases, in a title and a few lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import ACTIVITY, ActivityStatus
from campaigns.models.campaign import Campaign
from campaigns.models.commemoration import Commemoration
from campaigns.models.phase import Phase
from foundation.lazy_text import LazyText
from units.models import Unit, User
from units.tree import within

FOR_REPORT = "for_report"
"""What the list's filter calls those that are chosen for the report."""


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: User) -> ActivityQuerySet:
        """Return those of unions in the user's reach."""
        return self.filter(user.reach("unit__path", year="campaign__year"))

    def of_report(self, campaign: Campaign, phase: Phase | None, unit: Unit) -> ActivityQuerySet:
        """Return those chosen for a unit's report of a phase, sent while it lasted, or without a phase of the year."""
        chosen = self.filter(within("unit__path", [unit.path]), campaign=campaign, for_report=True)
        if phase is None:
            return chosen
        return chosen.filter(sent_at__date__range=(phase.starts_on, phase.ends_on))

    def published(self) -> ActivityQuerySet:
        """Return those that everybody may read."""
        return self.filter(status=ActivityStatus.PUBLISHED)


class Activity(models.Model):
    """What a union did in a campaign, told by itself. The Board reads it, may choose it for the report and publish it.

    `honours`: the commemoration that the activity is dedicated to, if any.
    """

    lifecycle = ACTIVITY

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="activities", verbose_name=_("phong trào"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities", verbose_name=_("đơn vị"))
    honours = models.ForeignKey(
        Commemoration, models.SET_NULL, null=True, related_name="+", verbose_name=_("chào mừng")
    )
    title = models.CharField(_("tiêu đề"), max_length=120)
    text = models.TextField(_("nội dung"))
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=ActivityStatus.choices, default=ActivityStatus.SENT
    )
    for_report = models.BooleanField(_("dùng cho báo cáo"), default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("gửi lúc"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(_("đọc lúc"), null=True)
    published_at = models.DateTimeField(_("công bố lúc"), null=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("tin hoạt động")
        verbose_name_plural = _("tin hoạt động")
        ordering = ("-sent_at", "-pk")
        indexes = [
            models.Index(fields=["campaign"], name="activity_to_read", condition=Q(status=ActivityStatus.SENT)),
            models.Index(
                fields=["campaign", "-published_at"], name="activity_published",
                condition=Q(status=ActivityStatus.PUBLISHED),
            ),
            models.Index(fields=["-sent_at", "-id"], name="activity_latest_first"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="activity_says_something"),
            models.CheckConstraint(
                condition=Q(status__in=(ActivityStatus.SENT, ActivityStatus.WITHDRAWN), read_by=None, read_at=None)
                | Q(status__in=(ActivityStatus.READ, ActivityStatus.PUBLISHED))
                & Q(read_by__isnull=False, read_at__isnull=False),
                name="activity_was_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=ActivityStatus.PUBLISHED, published_at__isnull=False)
                | ~Q(status=ActivityStatus.PUBLISHED) & Q(published_at=None),
                name="activity_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(for_report=False) | Q(status__in=(ActivityStatus.READ, ActivityStatus.PUBLISHED)),
                name="activity_of_the_report_was_read",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:detail", args=[self.pk])

    @property
    def status_text(self) -> LazyText:
        return ActivityStatus(self.status).label

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return TONES[ActivityStatus(self.status)]


def activities_for_report_url() -> str:
    return f"{reverse('activities:list')}?status={FOR_REPORT}"


TONES = {
    ActivityStatus.SENT: "wait",
    ActivityStatus.READ: "blue",
    ActivityStatus.PUBLISHED: "ok",
    ActivityStatus.WITHDRAWN: "plain",
}
