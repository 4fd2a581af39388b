"""The model of a request to take a forgotten second factor away: one person asks for it, a second one confirms it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation import clock
from units.models.user import User

OPEN_FOR = timedelta(hours=1)


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def open(self) -> FactorResetQuerySet:
        """Return the requests that can still be confirmed."""
        return self.filter(confirmed_at=None, asked_at__gt=clock.now() - OPEN_FOR)

    def to_confirm_by(self, person: User) -> FactorResetQuerySet:
        """Return those of them that a second person, this one, may confirm, as far as it is about people alone."""
        return self.open().exclude(asked_by=person).exclude(person=person)

    def unread(self) -> FactorResetQuerySet:
        """Return those that were carried out and that their person has not yet said to know of."""
        return self.filter(confirmed_at__isnull=False, read_at=None)


class FactorReset(models.Model):
    """A request for a person. With its confirmation all second factors of the person are gone.

    `read_at`: when the person said to know of it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="factor_resets", verbose_name=_("người dùng")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người đề nghị")
    )
    asked_at = models.DateTimeField(_("đề nghị lúc"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("người xác nhận")
    )
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True)
    read_at = models.DateTimeField(_("đã xem lúc"), null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị gỡ xác thực hai bước")
        verbose_name_plural = _("đề nghị gỡ xác thực hai bước")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("asked_by")), name="nobody_asks_to_reset_the_own_factor"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None, read_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("asked_by"))
                & ~Q(confirmed_by=F("person")),
                name="a_factor_reset_is_confirmed_by_a_second",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def open_until(self) -> datetime:
        return self.asked_at + OPEN_FOR

    @property
    def is_open(self) -> bool:
        return self.confirmed_at is None and clock.now() < self.open_until
