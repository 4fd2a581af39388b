"""The model of a stored roll-up: numbers of a confederation, counted by the worker because a request cannot wait."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.phase import Phase
from foundation.stored_format import format_field
from units.models import Unit


class Count(models.Model):
    """The last count of one subject in a phase, for one unit.

    `value` is what the subject's counter returned (campaigns/progress/rollups.py), None before the first count; it is
    read through `campaigns.progress.rollups.value_of`, which knows its `format`.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="counts", verbose_name=_("đợt"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    subject = models.CharField(_("nội dung đếm"), max_length=20)
    value = models.JSONField(_("kết quả"), null=True)
    format = format_field()
    counted_at = models.DateTimeField(_("đếm lúc"), null=True)
    asked_at = models.DateTimeField(_("giao đếm lúc"))

    class Meta:
        verbose_name = _("số đếm")
        verbose_name_plural = _("các số đếm")
        constraints = [
            models.UniqueConstraint(fields=["phase", "unit", "subject"], name="one_count_per_subject"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, counted_at__isnull=True)
                | models.Q(value__isnull=False, counted_at__isnull=False),
                name="counted_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.phase}, {self.unit}"
