"""The model of the one row that says whose data the database holds: the demo's, generated ones, or a union's own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation import clock


class InstallationKind(models.TextChoices):
    DEMO = "demo", _("bản minh họa")
    GENERATED = "generated", _("dữ liệu do máy tạo để thử")
    REAL = "real", _("dữ liệu thật")


class Installation(models.Model):
    """What `manage.py demo`, `generate` or `begin` made of the database, and when; no row before one of them ran.

    `units/installation.py` reads it: pages and papers of fictional data say so, and in use they are refused.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField(_("loại dữ liệu"), max_length=10, choices=InstallationKind.choices)
    made_at = models.DateTimeField(_("dựng lúc"), default=clock.now)

    class Meta:
        verbose_name = _("bản cài đặt")
        verbose_name_plural = _("bản cài đặt")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_is_one_row")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def stored_kind(cls) -> str:
        """Return the kind of the row; REAL where there is none."""
        return cls.objects.values_list("kind", flat=True).first() or InstallationKind.REAL
