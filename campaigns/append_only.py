"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable, OpenColumns

TABLES = (
    AppendOnlyTable(
        "Submission",
        "submission_is_frozen",
        open=(
            OpenColumns(
                "submission_is_confirmed_once",
                ("confirmed_by_id", "confirmed_at"),
                "OLD.on_behalf_of_id IS NOT NULL AND OLD.confirmed_at IS NULL",
                "the submission was made on behalf of the unit, which has not confirmed it yet",
            ),
        ),
    ),
)
