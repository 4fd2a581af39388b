from summaries.models.report_line import ReportLine
from summaries.models.summary import (
    LIST_COLUMNS,
    Summary,
    SummaryFile,
    SummaryQuerySet,
    SummarySource,
    SummaryWorkbook,
)
from summaries.models.word_choice import WordChoice

__all__ = [
    "LIST_COLUMNS",
    "ReportLine",
    "Summary",
    "SummaryFile",
    "SummaryQuerySet",
    "SummarySource",
    "SummaryWorkbook",
    "WordChoice",
]
