from summaries.models.foreign_workbook import (
    CHOSEN_PERIOD,
    YEAR_PERIOD,
    ForeignWorkbook,
    Pointing,
    PointingState,
    WorkbookVersion,
    WrittenAs,
)
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
    "CHOSEN_PERIOD",
    "LIST_COLUMNS",
    "YEAR_PERIOD",
    "ForeignWorkbook",
    "Pointing",
    "PointingState",
    "ReportLine",
    "Summary",
    "SummaryFile",
    "SummaryQuerySet",
    "SummarySource",
    "SummaryWorkbook",
    "WordChoice",
    "WorkbookVersion",
    "WrittenAs",
]
