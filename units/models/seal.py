"""The model of a seal over a piece of the history: each one is computed from the one before."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models.event import AppendOnlyQuerySet


class Seal(models.Model):
    """The digest of some events and of the seal before: whoever alters one of them alters every later digest.

    It covers `count` events, those after the `up_to` of the seal before it up to its own. Append-only.
    """

    number = models.PositiveIntegerField(_("số"), primary_key=True)
    at = models.DateTimeField(_("lúc"))
    up_to = models.PositiveBigIntegerField(_("đến sự việc số"), unique=True)
    count = models.PositiveIntegerField(_("số sự việc"))
    digest = models.CharField(_("mã kiểm tra"), max_length=64)

    objects: Any = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("niêm phong nhật ký")
        verbose_name_plural = _("niêm phong nhật ký")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"
