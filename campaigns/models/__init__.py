"""The models of campaigns: campaign, phase, indicators, called units, sheets and the rows of their answers."""

from campaigns.models.activity import Activity
from campaigns.models.asked_catalogue import AskedCatalogue
from campaigns.models.assessment_limits import AssessmentLimits
from campaigns.models.batch import BatchedEvent
from campaigns.models.call_scope import CallScope
from campaigns.models.called import CalledUnit
from campaigns.models.campaign import Campaign
from campaigns.models.commemoration import Commemoration
from campaigns.models.consent import ExemplarConsent
from campaigns.models.count import Count
from campaigns.models.cross_check import CrossCheck
from campaigns.models.data_request import (
    AnswerKind,
    DataRequest,
    DataRequestQuestion,
    PrefilledFrom,
    RequestAudience,
)
from campaigns.models.data_request_sheet import (
    DataRequestAnswer,
    DataRequestRemark,
    DataRequestSheet,
    DataRequestSubmission,
)
from campaigns.models.dismissed_oddity import DismissedOddity, OddityKind
from campaigns.models.filing import Filing, FilingKind, Pledge, Report
from campaigns.models.followed import FollowedExemplar
from campaigns.models.gathering import Gathering, GatheringKind
from campaigns.models.indicator import (
    Asked,
    AskedLevel,
    AssignedTarget,
    Column,
    Computed,
    Indicator,
    OverPhases,
    OverUnits,
    Pace,
    Section,
)
from campaigns.models.inspection import Inspection
from campaigns.models.launch import Audience, ContentPoint, Measure, Purpose, Recipient, Resolution
from campaigns.models.launch_version import LaunchFile, LaunchVersion
from campaigns.models.phase import DueDate, DueGroup, DueKind, Phase
from campaigns.models.remark import Remark
from campaigns.models.responsibility import Responsibility
from campaigns.models.rows import Exemplar, Figure, Headcount, WrittenAnswer
from campaigns.models.submission import PaperSheet, Submission
from campaigns.models.work import Work, WorkCheck, WorkEntry, WorkKind, WorkResult

__all__ = [
    "Activity",
    "AnswerKind",
    "Asked",
    "AskedCatalogue",
    "AskedLevel",
    "AssessmentLimits",
    "AssignedTarget",
    "Audience",
    "BatchedEvent",
    "CallScope",
    "CalledUnit",
    "Campaign",
    "Column",
    "Commemoration",
    "Computed",
    "ContentPoint",
    "Count",
    "CrossCheck",
    "DataRequest",
    "DataRequestAnswer",
    "DataRequestQuestion",
    "DataRequestRemark",
    "DataRequestSheet",
    "DataRequestSubmission",
    "DismissedOddity",
    "DueDate",
    "DueGroup",
    "DueKind",
    "Exemplar",
    "ExemplarConsent",
    "Figure",
    "Filing",
    "FilingKind",
    "FollowedExemplar",
    "Gathering",
    "GatheringKind",
    "Headcount",
    "Indicator",
    "Inspection",
    "LaunchFile",
    "LaunchVersion",
    "Measure",
    "OddityKind",
    "OverPhases",
    "OverUnits",
    "Pace",
    "PaperSheet",
    "Phase",
    "Pledge",
    "PrefilledFrom",
    "Purpose",
    "Recipient",
    "Remark",
    "Report",
    "RequestAudience",
    "Resolution",
    "Responsibility",
    "Section",
    "Submission",
    "Work",
    "WorkCheck",
    "WorkEntry",
    "WorkKind",
    "WorkResult",
    "WrittenAnswer",
]
