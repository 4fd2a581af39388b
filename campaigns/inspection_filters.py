"""The filter of the list of inspections: campaign, status, upper union, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import InspectionStatus
from campaigns.row_filters import CampaignRowFilter

OVERDUE = "overdue"


class InspectionFilter(CampaignRowFilter):
    """Those recorded by mistake are listed only when they are chosen."""

    status_choices = [(OVERDUE, _("Quá hạn khắc phục")), *InspectionStatus.choices]

    def of_status(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.overdue() if value == OVERDUE else super().of_status(rows, name, value)

    def without_status(self, rows: Any) -> QuerySet:
        return rows.held()
