"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable

TABLES = (
    AppendOnlyTable(
        "Summary",
        "final_summary_is_frozen",
        draft="OLD.status = 'draft'",
        draft_when="the summary is a draft",
    ),
    AppendOnlyTable("SummarySource", "summary_source_is_frozen"),
    AppendOnlyTable(
        "SummaryFile",
        "summary_file_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the worker has not stored the file yet",
    ),
    AppendOnlyTable(
        "SummaryWorkbook",
        "summary_workbook_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the worker has not stored the file yet",
    ),
)
