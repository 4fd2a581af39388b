"""Which rows that figures are counted from an event may have changed, by its verb."""

from __future__ import annotations

from enum import Enum, auto


class Effect(Enum):
    """What has to be read again after an event."""

    NOTHING = auto()
    SHEETS = auto()  # those of the event's unit
    TARGETS = auto()  # the assigned targets
    AWARDS = auto()
    GUIDANCE = auto()  # what unions held themselves, inspections, measures, news chosen
    REQUESTS = auto()  # data requests and their sheets
    EVERYTHING = auto()


EFFECTS: dict[str, Effect] = {
    **dict.fromkeys(
        (
            "save", "submit", "confirm_unchanged", "take_back", "return", "undo_return", "accept", "undo_accept",
            "reopen", "excuse", "unexcuse", "confirm_on_behalf", "check_values", "publish_exemplar", "highlight",
            "record_consent", "withdraw_consent",
            "extend",
        ),
        Effect.SHEETS,
    ),
    "assign": Effect.TARGETS,
    **dict.fromkeys(
        (
            "record_inspection", "edit_inspection", "ask_mending", "drop_mending", "tell_mended", "confirm_mended",
            "refuse_mended", "discard_inspection",
            "assign_measure", "change_due", "tell_under_way", "tell_done", "confirm_done", "refuse_done",
            "drop_responsibility",
            "record_launch", "change_launch", "withdraw_launch", "record_review", "change_review", "withdraw_review",
            "choose_activity", "drop_activity",
        ),
        Effect.GUIDANCE,
    ),
    **dict.fromkeys(
        (
            "begin_request", "change_request", "open_request", "ask_unit", "close_request", "reopen_request",
            "discard_request",
        ),
        Effect.REQUESTS,
    ),
    **dict.fromkeys(
        (
            "make_dossier", "describe_dossier", "change_nomination", "correct_sex", "remove_nomination",
            "submit_dossier", "take_back_dossier", "withdraw_dossier", "endorse_dossier", "return_dossier",
            "appraise_dossier", "unappraise_dossier", "close_dossier", "approve", "other_title", "reject", "defer",
            "undo_verdict", "send_up", "not_grant", "award", "annul", "end_quota", "draft_decision",
            "drop_nominations", "reword", "propose_decision", "withdraw_decision", "discard_decision",
            "close_decision", "take_back_decision", "register_decision", "issue_decision", "record_decision",
            "reissue", "hand_over",
        ),
        Effect.AWARDS,
    ),
    **dict.fromkeys(
        (
            "begin_summary", "edit_narrative", "choose_words", "drop_words",
            "write_report_line", "add_report_line", "remove_report_line", "move_report_line",
            "add_workbook", "renew_workbook", "point_at_cell", "confirm_pointings", "drop_pointing",
            "propose_summary", "withdraw_proposal", "finalise",
            "close_for_signing", "register_summary", "take_back_summary", "revise_summary",
            "plan_act", "hinder_act", "call_off_act", "give_post", "end_post", "set_password",
            "load_rules",
            "draft_reorganisation", "change_reorganisation", "schedule_reorganisation", "stop_reorganisation",
            "revise_reorganisation", "call_off_reorganisation",
            "open_page",
            "change_area_members",
            "close_letter", "take_back_letter", "register_letter",
            "add_scan", "withdraw_scan", "cancel_job", "retry_job", "send_mail_again", "drop_mail",
            "send_test_mail", "confirm_test_mail",
            "issue_code", "use_code", "change_password", "fail_sign_in", "unlock_sign_in", "dismiss_failures",
            "end_sessions", "link_identity", "unlink_identity", "reissue_password", "ask_reset", "reset_password",
            "ask_masking", "mask_person", "drop_masking", "give_personal_data", "export_history",
            "set_up_totp", "make_recovery_codes", "use_recovery_code", "add_passkey", "rename_passkey",
            "remove_factor", "ask_factor_reset", "reset_factor",
            "send_activity", "read_activity", "publish_activity", "unpublish_activity", "withdraw_activity",
            "enter_exemplar", "edit_exemplar", "visit_exemplar", "foster_exemplar", "commend_exemplar",
            "spread_exemplar", "drop_exemplar",
            "bring_in_table", "apply_table", "undo_table", "empty_table",  # whose rows have events of their own
        ),
        Effect.NOTHING,
    ),
    **dict.fromkeys(
        (
            "carry_out_reorganisation", "undo_reorganisation", "carry_over",
            "publish", "discard_campaign", "discard_phase", "open", "lock", "unlock", "call", "add_unit", "move_unit",
            "close_unit", "reopen_unit", "take_back_unit", "change_type", "carry_out_act", "admin_add", "admin_change",
            "amend_launch", "correct_catalogue", "confirm_dates", "load_words", "begin_campaign", "copy_campaign",
            "set_up_campaign",
            "add_asked", "change_asked", "move_asked", "switch_asked_on", "switch_asked_off",
            "withdraw_branch_section",
        ),
        Effect.EVERYTHING,
    ),
}  # fmt: skip
"""By verb. A verb that is not here changes everything."""

NOT_COUNTED = ("user", "post", "area", "reportline", "crosscheck")
"""Models that no figure is counted from."""

OF_REQUESTS = ("datarequest", "datarequestsheet")
"""Models whose events have verbs of sheets and phases too."""

FAR_VERBS = (
    "move_unit", "close_unit", "reopen_unit", "register_decision", "issue_decision", "record_decision",
)  # fmt: skip
"""Acts that may change the figures of a unit that theirs is not near: it was below it before, or when it was called."""


def effect_of(verb: str, model: str) -> Effect:
    """Return what an event with this verb, about a row of this model, may have changed."""
    if model in OF_REQUESTS:
        return Effect.REQUESTS
    return Effect.NOTHING if model in NOT_COUNTED else EFFECTS.get(verb, Effect.EVERYTHING)
