"""The tables of this app that the database keeps (see foundation/db/append_only.py)."""

from foundation.db.append_only import AppendOnlyTable, OpenColumns

CURRENT = "EXISTS (SELECT 1 FROM campaigns_filing f WHERE f.current_submission_id = OLD.submission_id)"
CHOSEN = "the row belongs to the submission that its sheet names as current"

OPEN = "EXISTS (SELECT 1 FROM campaigns_phase p WHERE p.id = OLD.phase_id AND p.status = 'open')"

DRAFTED = "EXISTS (SELECT 1 FROM campaigns_datarequest r WHERE r.id = OLD.request_id AND r.status = 'drafted')"
DRAFTED_WORDS = "no unit was asked yet"

TABLES = (
    AppendOnlyTable("AskedCatalogue", "asked_catalogue_is_frozen"),
    AppendOnlyTable(
        "CalledUnit",
        "called_unit_is_frozen",
        open=(
            OpenColumns(
                "called_unit_is_extended_while_open",
                ("pledge_due", "report_due", "due_reason"),
                OPEN,
                "the phase that called the unit is open",
            ),
        ),
    ),
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
    AppendOnlyTable("Remark", "remark_is_frozen"),
    AppendOnlyTable(
        "DataRequestQuestion",
        "request_question_is_frozen",
        draft=DRAFTED,
        draft_when=DRAFTED_WORDS,
        released=DRAFTED,
        released_when=DRAFTED_WORDS,
    ),
    AppendOnlyTable("DataRequestSubmission", "request_submission_is_frozen"),
    AppendOnlyTable("DataRequestAnswer", "request_answer_is_frozen"),
    AppendOnlyTable("DataRequestRemark", "request_remark_is_frozen"),
    AppendOnlyTable("DismissedOddity", "dismissed_oddity_is_frozen"),
    AppendOnlyTable("BatchedEvent", "batched_event_is_frozen"),
    AppendOnlyTable("Headcount", "headcount_is_frozen"),
    AppendOnlyTable("Figure", "figure_is_frozen"),
    AppendOnlyTable("WrittenAnswer", "written_answer_is_frozen"),
    AppendOnlyTable("WorkEntry", "work_entry_is_frozen"),
    AppendOnlyTable(
        "Exemplar",
        "exemplar_is_frozen",
        open=(OpenColumns("exemplar_is_published_while_current", ("published", "consent_id"), CURRENT, CHOSEN),),
    ),
    AppendOnlyTable(
        "ExemplarConsent",
        "consent_is_frozen",
        open=(
            OpenColumns(
                "consent_is_withdrawn_once",
                ("withdrawn_by_id", "withdrawn_at"),
                "OLD.withdrawn_at IS NULL",
                "the consent was not withdrawn yet",
            ),
        ),
    ),
    AppendOnlyTable(
        "WorkResult",
        "work_result_is_frozen",
        open=(OpenColumns("work_result_is_highlighted_while_current", ("highlighted",), CURRENT, CHOSEN),),
    ),
    AppendOnlyTable("WorkCheck", "work_check_is_frozen"),
    AppendOnlyTable("LaunchVersion", "launch_version_is_frozen"),
    AppendOnlyTable(
        "LaunchFile",
        "launch_file_is_frozen",
        draft="OLD.made_at IS NULL",
        draft_when="the paper is not stored yet",
    ),
)
