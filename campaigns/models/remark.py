"""The model of a remark: what a reviewer asks to be mended in one field of a returned sheet. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.submission import Submission
from units.models import Event
from units.models.event import AppendOnlyModel, AppendOnlyQuerySet


class Remark(AppendOnlyModel):
    """A remark of a return or a reopening, on the submission that was sent back.

    `part`, `row` and `field` are those of a `campaigns.sheet.spots.Spot`; `part` is empty for what concerns the whole
    sheet. `label` names the spot as it was called then: the row may be gone when the sheet is sent again.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="remarks")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="remarks")
    part = models.CharField(max_length=20, blank=True)
    row = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=40, blank=True)
    label = models.TextField(_("chỗ cần sửa"), blank=True)
    text = models.TextField(_("đề nghị"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị sửa")
        verbose_name_plural = _("các đề nghị sửa")
        ordering = ("event", "pk")
        constraints = [
            models.UniqueConstraint(fields=["event", "part", "row", "field"], name="one_remark_per_spot"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(condition=~Q(part="", field__gt=""), name="field_is_of_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text
