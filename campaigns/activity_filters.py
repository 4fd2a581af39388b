"""The filter of the list of activity notes: campaign, status, upper union, and search without Vietnamese marks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.lifecycle import ActivityStatus
from campaigns.models.activity import FOR_REPORT
from campaigns.row_filters import CampaignRowFilter


class ActivityFilter(CampaignRowFilter):
    """Those that were withdrawn are listed only when they are chosen."""

    status_choices = [*ActivityStatus.choices, (FOR_REPORT, _("Dùng cho báo cáo"))]

    def of_status(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.filter(for_report=True) if value == FOR_REPORT else super().of_status(rows, name, value)

    def without_status(self, rows: Any) -> QuerySet:
        return rows.exclude(status=ActivityStatus.WITHDRAWN)
