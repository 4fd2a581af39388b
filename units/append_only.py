"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable, OpenColumns

NO_OVERLAP = """NOT EXISTS (
    SELECT 1 FROM units_rule r WHERE r.code = NEW.code AND r.scope = NEW.scope {another}
    AND coalesce(r.valid_from, '0001-01-01') <= coalesce(NEW.valid_to, '9999-12-31')
    AND coalesce(NEW.valid_from, '0001-01-01') <= coalesce(r.valid_to, '9999-12-31')
)"""

SIGNS_ONCE = """NOT EXISTS (
    SELECT 1 FROM units_signer s WHERE s.unit_id = NEW.unit_id AND s.name = NEW.name AND s."position" = NEW."position"
    {another} AND s.since < coalesce(NEW.until, '9999-12-31') AND NEW.since < coalesce(s.until, '9999-12-31')
)"""

TABLES = (
    AppendOnlyTable("Event", "event_is_frozen"),
    AppendOnlyTable(
        "EventPersonal",
        "event_personal_is_frozen",
        released="EXISTS (SELECT 1 FROM units_maskedtext m WHERE m.event_id = OLD.event_id)",
        released_when="a masking names the event",
    ),
    AppendOnlyTable(
        "Masking",
        "masking_is_kept",
        draft="OLD.state = 'asked'",
        draft_when="nobody has confirmed or dropped the request",
    ),
    AppendOnlyTable("MaskedText", "masked_text_is_frozen"),
    AppendOnlyTable("Seal", "seal_is_frozen"),
    AppendOnlyTable(
        "Attachment",
        "attachment_is_frozen",
        open=(
            OpenColumns(
                "attachment_is_withdrawn_once",
                ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
                "OLD.withdrawn_at IS NULL",
                "the file is not withdrawn yet",
            ),
        ),
    ),
    AppendOnlyTable(
        "Blob",
        "blob_is_frozen",
        released="NOT EXISTS (SELECT 1 FROM units_attachment a WHERE a.blob_id = OLD.sha256)"
        " AND NOT EXISTS (SELECT 1 FROM units_import i WHERE i.blob_id = OLD.sha256)",
        released_when="no attachment and no import refers to it",
    ),
    AppendOnlyTable(
        "Rule",
        "rule_is_frozen",
        open=(
            OpenColumns(
                "rule_validity_overlaps",
                ("valid_from", "valid_to"),
                NO_OVERLAP.format(another="AND r.id <> OLD.id"),
                "no other rule of the same code and scope is valid on one of the days",
            ),
            OpenColumns("rule_is_corrected", ("value", "article", "words", "certainty"), "true", "always"),
        ),
        beside=NO_OVERLAP.format(another=""),
    ),
    AppendOnlyTable(
        "Signer",
        "signer_is_kept",
        open=(
            OpenColumns(
                "signer_validity_overlaps",
                ("name", "position", "since", "until"),
                SIGNS_ONCE.format(another="AND s.id <> OLD.id"),
                "the person does not sign in this position on one of the days by another row",
            ),
            OpenColumns("signer_is_described", ("user_id", "block"), "true", "always"),
        ),
        beside=SIGNS_ONCE.format(another=""),
    ),
)
