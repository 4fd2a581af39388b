"""The model of what narrows whom a campaign calls: strands of unions, and branches of the tree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.indicator import Column
from units.models import Unit


class CallScope(models.Model):
    """A row lets a campaign call the unions of a column, or those at and below a unit; see `campaigns.calling`.

    A campaign without rows calls every unit below it, one without a column every strand, one without a unit every
    branch. Its own unit stands for the grassroots unions right below it.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="call_scopes")
    column = models.CharField(_("loại hình"), max_length=20, choices=Column.choices, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị"))

    class Meta:
        verbose_name = _("diện được gọi")
        verbose_name_plural = _("diện được gọi")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(column="", unit__isnull=False) | (~Q(column="") & Q(unit=None)),
                name="call_scope_is_of_a_column_or_a_unit",
            ),
            models.UniqueConstraint(
                fields=["campaign", "column"], condition=~Q(column=""), name="call_scope_column_once"
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"], condition=Q(unit__isnull=False), name="call_scope_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit) if self.unit else str(self.get_column_display())
