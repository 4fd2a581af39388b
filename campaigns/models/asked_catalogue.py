"""The model of what a phase asks, as it was when the phase was opened. It never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.phase import Phase
from foundation.stored_format import format_field
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet


class AskedCatalogue(AppendOnlyModel):
    """A version of all that a phase asks: indicators, columns, words, signers, the campaign's head.

    Version 1 is written when the phase is opened, later ones with a reason; `Phase.catalogue` is the one in force. A
    submission names the version it answered. `by` is None for what was written for phases opened before there were
    catalogues. campaigns.catalogue.stored reads `content`.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="catalogues")
    version = models.PositiveSmallIntegerField(_("phiên bản"))
    at = models.DateTimeField(_("ghi lúc"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("lý do"), blank=True)
    content = models.JSONField(_("nội dung"))
    format = format_field()
    sha256 = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("nội dung hỏi của đợt")
        verbose_name_plural = _("nội dung hỏi của các đợt")
        ordering = ("phase", "version")
        constraints = [
            models.UniqueConstraint(fields=["phase", "version"], name="catalogue_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="later_catalogue_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.phase}, {self.version}"
