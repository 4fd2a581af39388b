"""Who may do what with campaigns, phases and sheets. Each `may_…` returns yes, or no with a sentence that says why.

Four groups of people appear in the rules: *filers* (officers of the unit or of a unit above it), *reviewers* (of any
unit above it), *desks* (of an area that covers the unit) and *the Board* (reviewers of the campaign's unit). What only
the state forbids is `no_in_this_state`: the page then answers 409, not 403. Units above are those of today's tree, not
of the tree at the call.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.lifecycle import EDITABLE, FilingStatus, PhaseStatus
from campaigns.models import CalledUnit, Campaign, DataRequestSheet, Exemplar, Filing, Phase
from campaigns.models.year_names import named_year
from campaigns.readiness import Readiness
from campaigns.sheet import inherited_submission
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.access import Answer, both, done_by, no, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role, Unit, UnitKind
from units.reviewing_unit import nearest_reviewing, reviewing_unit


def may_run(campaign: Campaign, by: Acting | None) -> Answer:
    """The Policy–Law Board, who are the reviewers on the campaign's unit, may run the campaign."""
    if by and by.unit.pk == campaign.unit_id and by.is_(Role.REVIEWER):
        return no_in_this_state(_("Phong trào này đã bỏ.")) if campaign.is_discarded else yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, lambda: campaign.unit)


def may_ask(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board writes what a campaign asks; what an open phase asks is corrected in its words alone."""
    return may_run(campaign, by)


def may_ask_branch(campaign: Campaign, by: Acting | None) -> Answer:
    """Reviewers of a sector union may ask the units of its branch something of its own beside the campaign."""
    if by and keeps_branch(by) and campaign.unit.contains(by.unit.path):
        state = no_in_this_state(_("Phong trào này đã bỏ.")) if campaign.is_discarded else _not_locked(campaign)
        return both(yes(by.post(Role.REVIEWER)), state)
    return no(_("Việc này do người xác nhận của công đoàn phụ trách một ngành thực hiện, cho các đơn vị trong ngành."))


def keeps_branch(by: Acting) -> bool:
    """True for reviewers of a sector union (công đoàn ngành)."""
    return by.unit.kind == UnitKind.UPPER_TRADE and by.is_(Role.REVIEWER)


def not_over(campaign: Campaign) -> Answer:
    """Answer yes for a published campaign whose data are still open, else a no of the state."""
    if campaign.published_at is None or campaign.is_discarded:
        return no_in_this_state(_("Phong trào chưa được công bố."))
    return _not_locked(campaign)


def _not_locked(campaign: Campaign) -> Answer:
    phases = campaign.live_phases
    if phases and all(phase.status == PhaseStatus.LOCKED for phase in phases):
        sentence = _("Phong trào năm {year} đã kết thúc: số liệu mọi đợt đã khóa, không ghi thêm được.")
        return no_in_this_state(sentence.format(year=named_year(campaign)))
    return yes()


def may_withdraw_launch_scan(scan: Attachment, campaign: Campaign, by: Acting | None) -> Answer:
    """The Board adds scans of a launch's signed original, and withdraws them."""
    return both(may_run(campaign, by), not_withdrawn(scan))


def may_publish(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may publish the campaign once nothing that a launch needs is missing."""
    answer = _board_before_publishing(campaign, by)
    if answer and (missing := Readiness(campaign).missing):
        sentences = "; ".join(gap.sentence for gap in missing)
        return no_in_this_state(_("Chưa công bố được, còn thiếu: {what}.").format(what=sentences))
    return answer


def may_set_up(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may write a campaign step by step before it is published; later each change needs its reason."""
    answer = _board_before_publishing(campaign, by)
    if campaign.published_at and may_run(campaign, by):
        sentence = _("Phong trào đã được công bố. Xin sửa ở Điều hành, có lý do; cổng ghi thành bản mới.")
        return no_in_this_state(sentence)
    return answer


def may_copy(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may make a new campaign from one of its unit."""
    return may_run(campaign, by)


def may_discard_campaign(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board may discard a campaign begun by mistake, before it is published."""
    return _board_before_publishing(campaign, by)


def _board_before_publishing(campaign: Campaign, by: Acting | None) -> Answer:
    state = no_in_this_state(_("Phong trào đã được công bố.")) if campaign.published_at else yes()
    return both(may_run(campaign, by), state)


def may_open(phase: Phase, by: Acting | None) -> Answer:
    answer = _board_in_status(phase, by, PhaseStatus.PLANNED)
    if answer and phase.campaign.published_at is None:
        return no_in_this_state(_("Phong trào chưa được công bố. Xin công bố trước khi mở đợt."))
    return answer


def may_discard_phase(phase: Phase, by: Acting | None) -> Answer:
    """The Board may discard a phase that was not opened; the only phase of a published campaign stays."""
    answer = _board_in_status(phase, by, PhaseStatus.PLANNED)
    published = phase.campaign.published_at is not None
    if answer and published and not Phase.objects.alive().filter(campaign=phase.campaign).exclude(pk=phase.pk).exists():
        return no_in_this_state(
            _("Đây là đợt duy nhất của phong trào đã công bố. Xin thêm đợt khác trước khi bỏ đợt này.")
        )
    return answer


def may_lock(phase: Phase, by: Acting | None) -> Answer:
    return _board_in_status(phase, by, PhaseStatus.OPEN)


def may_unlock(phase: Phase, by: Acting | None) -> Answer:
    return _board_in_status(phase, by, PhaseStatus.LOCKED)


def may_call(phase: Phase, by: Acting | None) -> Answer:
    """The Board may call a unit that was founded after the opening."""
    return _board_in_status(phase, by, PhaseStatus.OPEN)


def may_extend(called: CalledUnit, by: Acting | None) -> Answer:
    """The Board may give a called unit its own due date."""
    return may_extend_many(called.phase, by)


def may_extend_many(phase: Phase, by: Acting | None) -> Answer:
    """The Board may move the due date of many units of an open phase at once."""
    return _board_in_status(phase, by, PhaseStatus.OPEN)


def _board_in_status(phase: Phase, by: Acting | None, status: str) -> Answer:
    board = may_run(phase.campaign, by)
    if board and phase.status != status:
        sentence = _("{phase} đang ở trạng thái “{status}”.")
        return no_in_this_state(sentence.format(phase=phase.heading, status=phase.status_words), moved=True)
    return board


def may_assign_targets(campaign: Campaign, by: Acting | None) -> Answer:
    """Reviewers of the campaign's unit, and of unions below it that have units below, may assign its targets."""
    if by and by.is_(Role.REVIEWER) and not by.unit.is_grassroots and campaign.unit.contains(by.unit.path):
        return no_in_this_state(_("Phong trào này đã bỏ.")) if campaign.is_discarded else yes(by.post(Role.REVIEWER))
    own = by.unit if by and campaign.unit.contains(by.unit.path) else campaign.unit
    return done_by(Role.REVIEWER, lambda: nearest_reviewing(own))


def may_assign(unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of a unit above may give targets (chỉ tiêu giao) to a unit."""
    return reviewer_above(unit, by)


def filer_of(unit: Unit, by: Acting | None) -> Answer:
    """Answer yes for officers of the unit, and of a unit above it (on its behalf)."""
    if by and by.is_(Role.OFFICER) and by.covers(unit.path):
        return yes(by.post(Role.OFFICER))
    return done_by(Role.OFFICER, unit)


def reviewer_above(unit: Unit, by: Acting | None) -> Answer:
    """Answer yes for reviewers of any unit above: usually of the nearest that has one; a higher one may step in."""
    if by and by.is_(Role.REVIEWER) and by.above(unit.path):
        return yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, lambda: unit.parent or unit)


def _desk(filing: Filing, by: Acting | None) -> Answer:
    """Answer yes for the desk of an area that covers the unit."""
    if by and by.is_(Role.DESK) and by.covers(filing.unit.path):
        return yes(by.post(Role.DESK))
    return done_by(Role.REVIEWER, lambda: filing.unit.parent or filing.unit)


def _reviewer_or_deciding_desk(filing: Filing, by: Acting | None) -> Answer:
    """Answer yes for reviewers above, and for a desk whose area has the setting that it may decide."""
    if by and by.area and by.area.may_decide:
        return _desk(filing, by)
    return reviewer_above(filing.unit, by)


def _in_status(filing: Filing, *statuses: str) -> Answer:
    """Answer yes if the phase is open and the sheet has one of these statuses, else a no of the state."""
    phase = filing.phase
    if phase.status != PhaseStatus.OPEN:
        return no_in_this_state(locked_sentence(phase))
    if filing.status not in statuses:
        sentence = _("Bản này đang ở trạng thái “{status}”.")
        return no_in_this_state(sentence.format(status=filing.status_text), moved=True)
    return yes()


def discarded_sentence(phase: Phase) -> str:
    return _("{phase} đã bỏ.").format(phase=phase.heading)


def locked_sentence(phase: Phase) -> str:
    """Return the sentence for a phase whose sheets cannot change: it is not open yet, or it was locked."""
    if phase.locked_at is None or phase.status == PhaseStatus.PLANNED:
        return _("{phase} chưa mở.").format(phase=phase.heading)
    sentence = _("Số liệu {phase} đã khóa từ ngày {day}. Cần điều chỉnh, đề nghị liên hệ {board}.")
    day = vietnamese.format_date(phase.locked_at)
    return sentence.format(phase=phase.words, day=day, board=phase.campaign.board)


def may_edit(filing: Filing, by: Acting | None) -> Answer:
    return both(filer_of(filing.unit, by), _in_status(filing, *EDITABLE))


def may_type_paper_sheets(by: Acting | None) -> Answer:
    """Officers of an upper union may type, in a table, the paper sheets of the unions right below it."""
    if by and by.is_(Role.OFFICER) and by.unit.kind != UnitKind.GRASSROOTS:
        return yes(by.post(Role.OFFICER))
    return no(_("Bảng nhập từ bản giấy dành cho cán bộ nhập liệu của công đoàn cấp trên."))


def may_submit(filing: Filing, by: Acting | None) -> Answer:
    return both(filer_of(filing.unit, by), _in_status(filing, FilingStatus.DRAFT, FilingStatus.RETURNED))


def may_confirm_unchanged(filing: Filing, by: Acting | None) -> Answer:
    """Filers may submit a later phase's pledge unchanged, as inherited from the accepted pledge before it."""
    answer = both(filer_of(filing.unit, by), _in_status(filing, FilingStatus.AWAITED))
    if answer and inherited_submission(filing) is None:
        return no_in_this_state(_("Chưa có đăng ký đợt trước để xác nhận giữ nguyên."))
    return answer


def may_take_back(filing: Filing, by: Acting | None) -> Answer:
    """Officers of the unit, or of the unit above that submitted it on its behalf, may take a submitted sheet back."""
    who, last = filer_of(filing.unit, by), filing.last_submission
    if who and by and by.unit.pk != filing.unit.pk and (last is None or last.post.unit_id != by.unit.pk):
        return done_by(Role.OFFICER, filing.unit)
    return both(who, _in_status(filing, FilingStatus.SUBMITTED))


def may_confirm_on_behalf(filing: Filing, by: Acting | None) -> Answer:
    """Officers of the unit itself may confirm what a unit above submitted on its behalf."""
    last = filing.last_submission
    who = filer_of(filing.unit, by)
    if who and by and by.unit.pk != filing.unit.pk:
        return done_by(Role.OFFICER, filing.unit)
    if who and (last is None or not last.on_behalf or last.confirmed_at):
        return no_in_this_state(_("Không có số liệu nhập thay cần xác nhận."))
    return both(who, _in_status(filing, FilingStatus.SUBMITTED))


def may_accept(filing: Filing, by: Acting | None) -> Answer:
    return both(_decider(filing, by), _in_status(filing, FilingStatus.SUBMITTED))


def may_return(filing: Filing, by: Acting | None) -> Answer:
    return both(_decider(filing, by), _in_status(filing, FilingStatus.SUBMITTED))


def may_dismiss_oddities(filing: Filing, by: Acting | None) -> Answer:
    """The reviewers of the union that reviews the sheet see its oddities while it waits for them, and nobody else."""
    who = _decider(filing, by)
    if who and by:
        reviewing = reviewing_unit(filing.unit, by)
        if not by.is_(Role.REVIEWER) or by.unit.pk != reviewing.pk:
            who = done_by(Role.REVIEWER, reviewing)
    return both(who, _in_status(filing, FilingStatus.SUBMITTED))


def may_review_many(by: Acting | None) -> Answer:
    """Reviewers and deciding desks may decide about many sheets at once; each of them is asked about too."""
    if by and by.area and by.area.may_decide:
        return yes(by.post(Role.DESK))
    if by and by.is_(Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return no(_("Trang này dành cho người xác nhận đăng ký, báo cáo của đơn vị cấp dưới."))


def may_reopen(filing: Filing, by: Acting | None) -> Answer:
    """Reviewers above may reopen an accepted sheet; a desk may not."""
    return both(_not_own(filing, by, reviewer_above(filing.unit, by)), _in_status(filing, FilingStatus.ACCEPTED))


def _decider(filing: Filing, by: Acting | None) -> Answer:
    """Answer yes for reviewers above and deciding desks who did not submit the sheet themselves."""
    return _not_own(filing, by, _reviewer_or_deciding_desk(filing, by))


def _not_own(filing: Filing, by: Acting | None, answer: Answer) -> Answer:
    """Return the answer, or a no for who submitted the sheet.

    Who submitted it on the unit's behalf may decide once another person has confirmed it for the unit.
    """
    last = filing.last_submission
    if answer and by and last and last.by_id == by.user.pk and last.confirmed_by_id in (None, by.user.pk):
        sentence = _("Người gửi không tự xác nhận bản của mình. Đề nghị đồng chí khác hoặc cấp trên xác nhận.")
        return no(sentence)
    return answer


def may_undo_return(filing: Filing, by: Acting | None) -> Answer:
    """Whoever returned the sheet may undo that until the unit changes its draft."""
    answer = both(_own_decision(filing, by), _in_status(filing, FilingStatus.RETURNED))
    return both(answer, not_begun_to_mend(filing)) if answer else answer


def may_undo_accept(filing: Filing, by: Acting | None) -> Answer:
    """Whoever accepted the sheet may undo that on the same day."""
    answer = both(_own_decision(filing, by), _in_status(filing, FilingStatus.ACCEPTED))
    if not answer:
        return answer
    return both(answer, accepted_today(guaranteed(filing.decided_at, "accepted_sheet_has_decider")))


def not_begun_to_mend(sheet: Filing | DataRequestSheet) -> Answer:
    """Answer yes while a returned sheet's draft is what was sent."""
    if sheet.untouched_since_submission:
        return yes()
    return no_in_this_state(_("Đơn vị đã bắt đầu sửa, không hoàn tác được."))


def accepted_today(decided_at: datetime) -> Answer:
    if vietnamese.format_date(decided_at) == vietnamese.format_date(clock.today()):
        return yes()
    return no_in_this_state(_("Chỉ hoàn tác được trong ngày xác nhận. Cần sửa, xin chọn “Mở lại”."))


def _own_decision(filing: Filing, by: Acting | None) -> Answer:
    answer = _reviewer_or_deciding_desk(filing, by)
    if answer and by and filing.decided_by_id not in (None, by.user.pk):
        return no(_("Chỉ người đã quyết định mới hoàn tác được."))
    return answer


def may_excuse(filing: Filing, by: Acting | None) -> Answer:
    return both(may_run(filing.phase.campaign, by), _in_status(filing, *EDITABLE))


def may_unexcuse(filing: Filing, by: Acting | None) -> Answer:
    return both(may_run(filing.phase.campaign, by), _in_status(filing, FilingStatus.EXCUSED))


def may_record_consent(filing: Filing, by: Acting | None) -> Answer:
    """Who knows the exemplar may record its consent once the report was sent: filers, reviewers above and desks."""
    sent = (FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
    state = yes() if filing.status in sent else no_in_this_state(_("Báo cáo chưa được gửi."), moved=True)
    return both(may_keep_consents(filing, by), state)


def may_withdraw_consent(exemplar: Exemplar, by: Acting | None) -> Answer:
    """The same people may write at any time that a consent was withdrawn, also when the phase is locked."""
    none = no_in_this_state(_("Điển hình này không có sự đồng ý đang có hiệu lực."), moved=True)
    return both(may_keep_consents(exemplar.submission.filing, by), yes() if exemplar.has_consent else none)


def may_keep_consents(filing: Filing, by: Acting | None) -> Answer:
    """Filers, reviewers above and desks may see a report's exemplars with their consents."""
    return filer_of(filing.unit, by) or _desk(filing, by) or reviewer_above(filing.unit, by)


def may_check_values(filing: Filing, by: Acting | None) -> Answer:
    """Reviewers above and desks may, until the phase is locked, check values and choose what summaries name."""
    return both(
        _desk(filing, by) or reviewer_above(filing.unit, by),
        _in_status(filing, FilingStatus.SUBMITTED, FilingStatus.ACCEPTED),
    )
