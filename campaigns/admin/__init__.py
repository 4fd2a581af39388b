"""The admin screens of campaigns, phases, indicators, pledges and reports."""

from campaigns.admin.assessment_limits import AssessmentLimitsAdmin
from campaigns.admin.campaign import CampaignAdmin
from campaigns.admin.cross_check import CrossCheckAdmin
from campaigns.admin.data_requests import DataRequestAdmin, DataRequestSheetAdmin
from campaigns.admin.indicator import IndicatorAdmin
from campaigns.admin.phase import PhaseAdmin
from campaigns.admin.sheets import PledgeAdmin, ReportAdmin

__all__ = [
    "AssessmentLimitsAdmin",
    "CampaignAdmin",
    "CrossCheckAdmin",
    "DataRequestAdmin",
    "DataRequestSheetAdmin",
    "IndicatorAdmin",
    "PhaseAdmin",
    "PledgeAdmin",
    "ReportAdmin",
]
