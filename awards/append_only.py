"""The tables of this app that the database keeps (see foundation/db/append_only.py).

A text of a register entry changes only to what an issued decision corrects it to, and only an issued decision that says
so annuls an entry: its rows have to be there before. Four of the names are those of triggers of version 0.1.0.
"""

from foundation.db.append_only import AppendOnlyTable, OpenColumns

ISSUED_CORRECTION = """EXISTS (
    SELECT 1 FROM awards_correction c JOIN awards_decision d ON d.id = c.decision_id
    WHERE c.award_id = OLD.id AND d.status = 'issued' AND {condition}
)"""

TEXT = (
    "content",
    "format",
    "sha256",
    "signer_name",
    "signer_position",
    "signer_block",
    "signer_id",
    "closed_at",
    "closed_by_id",
)
"""Columns of what is signed."""


def _corrected(column: str, kind: str) -> OpenColumns:
    """A text that a decision of this kind corrects. The choices of `Correction.field` are names of columns."""
    condition = f"d.kind = '{kind}' AND c.field = '{column}' AND c.\"new\" = NEW.\"{column}\""
    return OpenColumns(
        f"register_{column}_is_corrected",
        (column,),
        ISSUED_CORRECTION.format(condition=condition),
        f"an issued decision of kind “{kind}” corrects it to the text that is written",
    )


TABLES = (
    AppendOnlyTable(
        "Decision",
        "issued_decision_is_frozen",
        open=(
            OpenColumns(
                "signed_decision_keeps_its_text",
                TEXT,
                "OLD.status = 'draft' OR OLD.status = 'to_sign' AND NEW.status = 'draft'",
                "the decision is a draft, or is taken back to be one",
            ),
        ),
        draft="OLD.status IN ('draft', 'to_sign')",
        draft_when="the decision is a draft, or is closed for signing",
    ),
    AppendOnlyTable("Correction", "correction_is_frozen"),
    AppendOnlyTable(
        "Award",
        "register_entry_is_frozen",
        open=(
            _corrected("name", "correct"),
            _corrected("position", "correct"),
            _corrected("unit_name", "correct"),
            _corrected("wording", "adjust"),
            OpenColumns(
                "register_annulment_is_decided",
                ("annulled_by_id",),
                ISSUED_CORRECTION.format(
                    condition="d.kind = 'annul' AND c.field = 'award' AND d.id = NEW.annulled_by_id"
                ),
                "the decision written here is issued and annuls this award",
            ),
            OpenColumns("register_handing_over_is_open", ("handed_over_on",), "true", "always"),
            OpenColumns(
                "register_keys_are_computed",
                ("search_text", "sort_key"),
                "true",
                "always: computed for searching and sorting, shown nowhere",
            ),
            OpenColumns(
                "annulled_award_is_frozen", (), "OLD.annulled_by_id IS NULL", "no decision has annulled the award"
            ),
        ),
    ),
    AppendOnlyTable("Paper", "paper_is_frozen"),
    AppendOnlyTable(
        "DecisionFile",
        "decision_file_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the paper is not stored yet",
    ),
    AppendOnlyTable(
        "CertificateFile",
        "certificate_file_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the certificates are not stored yet",
    ),
    AppendOnlyTable(
        "Letter",
        "letter_is_frozen",
        open=(
            OpenColumns(
                "letter_to_sign_is_registered_or_taken_back",
                ("status", "number", "dated_on", "registered_at", "registered_by_id"),
                "OLD.status = 'to_sign'",
                "the letter is neither registered nor taken back",
            ),
        ),
    ),
    AppendOnlyTable("LetterFile", "letter_file_is_frozen"),
)
