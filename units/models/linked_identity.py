"""The model of what an OpenID Connect provider calls a person who may sign in by way of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkedIdentity(models.Model):
    """Whose account a provider's subject opens. A person links it while signed in, or an administrator does."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity", verbose_name=_("người dùng")
    )
    issuer = models.CharField(_("nơi cấp"), max_length=200)
    subject = models.CharField(_("mã ở nơi cấp"), max_length=255)
    linked_at = models.DateTimeField(_("liên kết lúc"))

    class Meta:
        verbose_name = _("liên kết đăng nhập")
        verbose_name_plural = _("liên kết đăng nhập")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="a_subject_opens_one_account")]

    def __str__(self) -> str:
        return self.subject
