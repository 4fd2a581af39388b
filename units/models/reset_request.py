"""The model of somebody's wish to set a new password by mail, until the next tick answers it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResetRequest(models.Model):
    """What was typed on the page of forgotten passwords, from where.

    The page looks nothing up: it takes as long, and says the same, whether or not there is such an account. The tick
    looks, writes the mails and deletes the row.
    """

    typed = models.CharField(_("tên đăng nhập hoặc địa chỉ thư"), max_length=254)
    address = models.CharField(_("địa chỉ mạng"), max_length=45, blank=True)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("đề nghị đặt lại mật khẩu")
        verbose_name_plural = _("đề nghị đặt lại mật khẩu")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.pk)
