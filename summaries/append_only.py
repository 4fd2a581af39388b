"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable, OpenColumns

TAKEN_BACK = "(SELECT s.status FROM summaries_summary s WHERE s.id = OLD.summary_id) = 'draft'"
TAKEN_BACK_WORDS = "its summary is a draft, as after it was taken back"

TABLES = (
    AppendOnlyTable(
        "Summary",
        "final_summary_is_frozen",
        open=(
            OpenColumns(
                "summary_content_is_frozen",
                (
                    "figures",
                    "figures_format",
                    "text",
                    "text_format",
                    "sha256",
                    "closed_at",
                    "closed_by_id",
                    "signer_id",
                    "proposed_at",
                    "proposed_by_id",
                ),
                "OLD.status = 'draft' OR (OLD.status = 'to_sign' AND NEW.status = 'draft')",
                "the summary is a draft, or is taken back",
            ),
            OpenColumns(
                "summary_is_registered_once",
                ("number", "dated_on", "finalised_at", "finalised_by_id"),
                "OLD.status = 'to_sign' AND NEW.status = 'final'",
                "the summary is closed for signing and gets number and date",
            ),
            OpenColumns(
                "summary_moves_by_its_life_cycle",
                ("status",),
                "(OLD.status = 'draft' AND NEW.status = 'to_sign')"
                " OR (OLD.status = 'to_sign' AND NEW.status IN ('draft', 'final'))",
                "it leads from draft to to_sign, or from there to draft or final",
            ),
        ),
        draft="OLD.status = 'draft'",
        draft_when="the summary is a draft",
    ),
    AppendOnlyTable("SummarySource", "summary_source_is_frozen", released=TAKEN_BACK, released_when=TAKEN_BACK_WORDS),
    AppendOnlyTable(
        "SummaryFile",
        "summary_file_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the worker has not stored the file yet",
        released=TAKEN_BACK,
        released_when=TAKEN_BACK_WORDS,
    ),
    AppendOnlyTable(
        "SummaryWorkbook",
        "summary_workbook_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the worker has not stored the file yet",
        released=TAKEN_BACK,
        released_when=TAKEN_BACK_WORDS,
    ),
)
