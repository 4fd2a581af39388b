"""Who may do what with data requests and their sheets: the Board runs them, as it does campaigns.

Who files a sheet and who reviews it are those who would for the unit's pledge and report, but for the desks of areas.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import accepted_today, filer_of, may_run, not_begun_to_mend, reviewer_above
from campaigns.lifecycle import EDITABLE, DataRequestStatus, FilingStatus
from campaigns.models import Campaign, DataRequest, DataRequestSheet
from foundation.db.guaranteed import guaranteed
from units.access import Answer, both, done_by, no, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role

DRAFTED, OPENED, CLOSED = DataRequestStatus.DRAFTED, DataRequestStatus.OPENED, DataRequestStatus.CLOSED


def may_begin_request(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may draft a request beside the phases of a published campaign, open, locked or none."""
    unpublished = no_in_this_state(_("Phong trào chưa được công bố. Xin công bố trước khi yêu cầu bổ sung số liệu."))
    return both(may_run(campaign, by), yes() if campaign.published_at else unpublished)


def _board_in_status(request: DataRequest, by: Acting | None, *statuses: str) -> Answer:
    state = yes()
    if request.status not in statuses:
        sentence = _("Yêu cầu này đang ở trạng thái “{status}”.")
        state = no_in_this_state(sentence.format(status=request.get_status_display()), moved=True)
    return both(may_run(request.campaign, by), state)


def may_edit_request(request: DataRequest, by: Acting | None) -> Answer:
    """The Board may change what is asked, and whom, while no unit was asked yet."""
    return _board_in_status(request, by, DRAFTED)


def may_open_request(request: DataRequest, by: Acting | None) -> Answer:
    return _board_in_status(request, by, DRAFTED)


def may_extend_request(request: DataRequest, by: Acting | None) -> Answer:
    return _board_in_status(request, by, OPENED)


def may_ask_unit(request: DataRequest, by: Acting | None) -> Answer:
    """The Board may ask one more unit while the request is open."""
    return _board_in_status(request, by, OPENED)


def may_close_request(request: DataRequest, by: Acting | None) -> Answer:
    return _board_in_status(request, by, OPENED)


def may_reopen_request(request: DataRequest, by: Acting | None) -> Answer:
    return _board_in_status(request, by, CLOSED)


def may_discard_request(request: DataRequest, by: Acting | None) -> Answer:
    return _board_in_status(request, by, DRAFTED, OPENED)


def may_add_letter(request: DataRequest, by: Acting | None) -> Answer:
    """The Board may add scans of the letter, until the request is discarded."""
    return _board_in_status(request, by, DRAFTED, OPENED, CLOSED)


def may_withdraw_letter(scan: Attachment, request: DataRequest, by: Acting | None) -> Answer:
    return both(may_add_letter(request, by), not_withdrawn(scan))


def _in_status(sheet: DataRequestSheet, *statuses: str) -> Answer:
    """Answer yes if the request is open and the sheet has one of these statuses, else a no of the state."""
    request = sheet.request
    if not request.is_open:
        sentence = _(
            "Yêu cầu bổ sung số liệu này đang ở trạng thái “{status}”. Cần điều chỉnh, đề nghị liên hệ {board}."
        )
        words = sentence.format(status=request.get_status_display(), board=request.campaign.board)
        return no_in_this_state(words, moved=True)
    if sheet.status not in statuses:
        sentence = _("Phiếu này đang ở trạng thái “{status}”.")
        return no_in_this_state(sentence.format(status=sheet.status_text), moved=True)
    return yes()


def _not_own(sheet: DataRequestSheet, by: Acting | None, answer: Answer) -> Answer:
    """Return the answer, or a no for who sent the sheet."""
    last = sheet.last_submission
    if answer and by and last and last.by_id == by.user.pk:
        return no(_("Người gửi không tự xác nhận phiếu của mình. Đề nghị đồng chí khác hoặc cấp trên xác nhận."))
    return answer


def may_answer(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    """Filers may type and check the answers."""
    return both(filer_of(sheet.unit, by), _in_status(sheet, *EDITABLE))


def may_send_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(filer_of(sheet.unit, by), _in_status(sheet, FilingStatus.DRAFT, FilingStatus.RETURNED))


def may_take_answers_back(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    """Officers of the unit, or of the unit above that sent it on its behalf, may take a sheet back."""
    who, last = filer_of(sheet.unit, by), sheet.last_submission
    if who and by and by.unit.pk != sheet.unit_id and (last is None or last.post.unit_id != by.unit.pk):
        who = done_by(Role.OFFICER, sheet.unit)
    return both(who, _in_status(sheet, FilingStatus.SUBMITTED))


def may_accept_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(_not_own(sheet, by, reviewer_above(sheet.unit, by)), _in_status(sheet, FilingStatus.SUBMITTED))


def may_return_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(_not_own(sheet, by, reviewer_above(sheet.unit, by)), _in_status(sheet, FilingStatus.SUBMITTED))


def may_review_many_answers(by: Acting | None) -> Answer:
    """Reviewers may decide about many sheets at once; each of them is asked about too."""
    if by and by.is_(Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return no(_("Trang này dành cho người xác nhận phiếu bổ sung số liệu của đơn vị cấp dưới."))


def may_reopen_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(_not_own(sheet, by, reviewer_above(sheet.unit, by)), _in_status(sheet, FilingStatus.ACCEPTED))


def may_undo_decision(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    """Whoever accepted the sheet may undo that on the same day, a return until the unit changes its draft."""
    who = reviewer_above(sheet.unit, by)
    if who and by and sheet.decided_by_id not in (None, by.user.pk):
        who = no(_("Chỉ người đã quyết định mới hoàn tác được."))
    answer = both(who, _in_status(sheet, FilingStatus.ACCEPTED, FilingStatus.RETURNED))
    if not answer:
        return answer
    if sheet.status == FilingStatus.RETURNED:
        return both(answer, not_begun_to_mend(sheet))
    return both(answer, accepted_today(guaranteed(sheet.decided_at, "accepted_request_sheet_has_decider")))


def may_excuse_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(may_run(sheet.request.campaign, by), _in_status(sheet, *EDITABLE))


def may_unexcuse_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    return both(may_run(sheet.request.campaign, by), _in_status(sheet, FilingStatus.EXCUSED))


def may_extend_answers(sheet: DataRequestSheet, by: Acting | None) -> Answer:
    """The Board may give one unit its own due date until its sheet is accepted or excused."""
    return both(may_run(sheet.request.campaign, by), _in_status(sheet, *EDITABLE, FilingStatus.SUBMITTED))
