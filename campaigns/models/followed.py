"""The model of the register of exemplars (sổ điển hình): who is followed over the years, and how far it came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import FOLLOWED, UNCOMMENDED, FollowedStatus
from foundation import clock
from foundation.lazy_text import LazyText
from foundation.vietnamese import format_number
from units.models import Unit, User
from units.tree import within


def visit_is_due() -> Q:
    """Return the condition that the next visit was to be by today."""
    return Q(next_visit__lte=clock.today())


class FollowedQuerySet(models.QuerySet["FollowedExemplar"]):
    def visible_to(self, user: User) -> FollowedQuerySet:
        """Return those found at unions in the user's reach."""
        return self.filter(user.reach("unit__path"))

    def followed(self) -> FollowedQuerySet:
        """Return those that somebody still follows."""
        return self.exclude(status=FollowedStatus.DROPPED)

    def to_nominate(self, unit: Unit) -> FollowedQuerySet:
        """Return those found at a union or below it, who may be put forward for an award, the latest first."""
        return self.followed().filter(within("unit__path", [unit.path])).order_by("-found_on", "-pk")

    def uncommended(self) -> FollowedQuerySet:
        """Return those that are followed and not known to be commended."""
        return self.filter(status__in=UNCOMMENDED)

    def to_visit(self, unit: Unit) -> FollowedQuerySet:
        """Return those that a union follows and was to visit again by today."""
        return self.followed().filter(visit_is_due(), following_unit=unit)


class FollowedExemplar(models.Model):
    """A person or collective that a union found worth following, whatever year it is.

    `unit`: where it was found. `following_unit`: whose officers and reviewers follow it; `follower`: who of them by
    name. `spread_to`: to how many unions its example has spread.
    """

    lifecycle = FOLLOWED

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="followed_exemplars", verbose_name=_("đơn vị"))
    who = models.CharField(_("tập thể, cá nhân"), max_length=200)
    story = models.TextField(_("việc làm tiêu biểu"))
    found_by = models.CharField(_("người phát hiện"), max_length=200)
    found_on = models.DateField(_("ngày phát hiện"))
    following_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("nơi theo dõi"))
    follower = models.CharField(_("người theo dõi, bồi dưỡng"), max_length=200)
    next_visit = models.DateField(_("lần đến tiếp theo"), null=True)
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=FollowedStatus.choices, default=FollowedStatus.FOUND
    )
    spread_to = models.PositiveIntegerField(_("đã nhân rộng ở (đơn vị)"), null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("ghi lúc"))

    objects = FollowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("điển hình theo dõi")
        verbose_name_plural = _("sổ điển hình")
        ordering = ("-found_on", "-pk")
        indexes = [
            models.Index(
                fields=["following_unit", "next_visit"],
                name="followed_to_visit",
                condition=Q(next_visit__isnull=False) & ~Q(status=FollowedStatus.DROPPED),
            ),
            models.Index(fields=["-found_on", "-id"], name="followed_latest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(who="") & ~Q(story="") & ~Q(found_by="") & ~Q(follower=""),
                name="followed_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(status=FollowedStatus.SPREAD) | Q(spread_to__isnull=False, spread_to__gte=1),
                name="followed_spread_says_how_far",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(FollowedStatus.FOUND, FollowedStatus.FOSTERED, FollowedStatus.COMMENDED))
                | Q(spread_to=None),
                name="followed_not_spread_counts_none",
            ),
        ]

    def __str__(self) -> str:
        return self.who

    def get_absolute_url(self) -> str:
        return reverse("followed:detail", args=[self.pk])

    @property
    def status_text(self) -> str | LazyText:
        if self.status == FollowedStatus.SPREAD and self.spread_to:
            return str(_("Đã nhân rộng ở {n} đơn vị")).format(n=format_number(self.spread_to))
        return FollowedStatus(self.status).label

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return TONES[FollowedStatus(self.status)]


def confirm_url(exemplar: FollowedExemplar) -> str:
    """Return where it is confirmed that an award is the exemplar's."""
    return f"{reverse('followed:follow_up', args=[exemplar.pk])}?praised=1"


TONES = {
    FollowedStatus.FOUND: "wait",
    FollowedStatus.FOSTERED: "blue",
    FollowedStatus.COMMENDED: "ok",
    FollowedStatus.SPREAD: "ok",
    FollowedStatus.DROPPED: "plain",
}
