"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable

TABLES = (
    AppendOnlyTable("Event", "event_is_frozen"),
    AppendOnlyTable("EventPersonal", "event_personal_is_frozen"),
    AppendOnlyTable("Attachment", "attachment_is_frozen"),
)
