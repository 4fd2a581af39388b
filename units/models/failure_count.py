"""The model of how often somebody guessed wrong, by account, address or device."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FailureCount(models.Model):
    """How many tries in a row failed, of an account, an address or a device; `units/actions/guessing.py` counts.

    `key` is a keyed digest: the table holds neither names nor addresses. `since`: the first of these failures.
    `free_at`: before then nothing is checked; None without a pause.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(_("số lần sai"), default=0)
    since = models.DateTimeField(_("từ lúc"), db_index=True)
    free_at = models.DateTimeField(_("thử lại được từ lúc"), null=True, db_index=True)

    class Meta:
        verbose_name = _("số lần nhập sai")
        verbose_name_plural = _("số lần nhập sai")

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.failures}"
