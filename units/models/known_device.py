"""The model of a browser from which a person has signed in before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownDevice(models.Model):
    """A browser from which a person signed in; it is told by a random value in a cookie, stored as its digest alone.

    Who shares a browser shares its value: a row for each of them. `is_new`: its person has not
    said yet that they know it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices", verbose_name=_("người dùng")
    )
    digest = models.CharField(max_length=64)
    label = models.CharField(_("thiết bị"), max_length=60)
    address = models.CharField(_("địa chỉ mạng"), max_length=45, blank=True, db_default="", default="")
    is_new = models.BooleanField(_("chưa ai nhận"), db_default=False, default=False)
    first_at = models.DateTimeField(_("đăng nhập lần đầu lúc"))
    last_at = models.DateTimeField(_("đăng nhập lần cuối lúc"), db_index=True)

    class Meta:
        verbose_name = _("thiết bị quen")
        verbose_name_plural = _("thiết bị quen")
        ordering = ("-last_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="a_device_is_known_once")]

    def __str__(self) -> str:
        return self.label
