"""Who may do what with summaries: reviewers of the unit write and propose; `units.signing` says who closes, registers
and takes back.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.access import may_run
from campaigns.models import Campaign, Phase
from summaries.models import ForeignWorkbook, Summary
from units.access import Answer, both, done_by, may_launch, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role, Unit
from units.signing import closes_proposals_alone, may_close_for, may_register_for, may_take_back_for


def may_begin(campaign: Campaign, phase: Phase | None, unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of the unit may begin the first draft of a summary; without a phase, of the whole campaign."""
    answer = _of(Role.REVIEWER, unit, by)
    if answer and Summary(campaign=campaign, phase=phase, unit=unit).is_by_sheet:
        return _by_sheet()
    if answer and Summary.objects.of(campaign, phase, unit).exists():
        return no_in_this_state(_("Báo cáo này đã được lập."))
    opened = phase.opened_at if phase else any(live.opened_at for live in campaign.live_phases)
    return answer if not answer or opened else no_in_this_state(_("Đợt này chưa mở nên chưa có số liệu để báo cáo."))


def may_edit(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    if answer and summary.is_proposed:
        return no_in_this_state(_("Báo cáo đã được đề nghị chốt. Cần sửa lời văn, xin rút đề nghị trước."))
    return answer


def may_edit_lines(campaign: Campaign, by: Acting | None) -> Answer:
    """The Board writes the sentences of its campaign's reports."""
    return may_run(campaign, by)


def may_choose_words(unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of the unit say which words its reports use."""
    return _of(Role.REVIEWER, unit, by)


def may_fill_workbooks(by: Acting | None) -> Answer:
    """The Board fills workbooks of the higher body, and brings in new ones for the unit it acts for."""
    return may_launch(by)


def may_point(workbook: ForeignWorkbook, by: Acting | None) -> Answer:
    """The Board of the workbook's own unit says what goes into its cells, and brings in next year's file."""
    return _of(Role.REVIEWER, workbook.unit, by) if may_launch(by) else may_launch(by)


def may_propose(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    return no_in_this_state(_("Báo cáo đã được đề nghị chốt.")) if answer and summary.is_proposed else answer


def may_withdraw_proposal(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    return no_in_this_state(_("Báo cáo chưa được đề nghị chốt.")) if answer and not summary.is_proposed else answer


def may_close(summary: Summary, by: Acting | None) -> Answer:
    """Leaders may close what was proposed for signing, a reviewer whose post records signed papers any draft."""
    answer = both(may_close_for(summary.unit, by), _is_draft(summary))
    if closes_proposals_alone(answer) and not summary.is_proposed:
        return no_in_this_state(_("Báo cáo chưa được đề nghị chốt."))
    return answer


def may_register(summary: Summary, by: Acting | None) -> Answer:
    """Whether number and date may be written beside a summary that is closed for signing."""
    return both(may_register_for(summary.unit, by), _is_to_sign(summary))


def may_take_back(summary: Summary, by: Acting | None) -> Answer:
    """Whether a summary that is closed for signing may become a draft again."""
    return both(may_take_back_for(summary.unit, by), _is_to_sign(summary))


def may_keep_scans(summary: Summary, by: Acting | None) -> Answer:
    """Who registers may add scans to a final summary, and withdraw them."""
    final = yes() if summary.is_final else no_in_this_state(_("Chỉ gắn bản chụp vào báo cáo đã ghi số, ngày."))
    return both(may_register_for(summary.unit, by), final)


def may_revise(summary: Summary, by: Acting | None) -> Answer:
    """Reviewers of the unit may begin the next revision of a final summary; there is only one draft at a time."""
    answer = _of(Role.REVIEWER, summary.unit, by)
    if not answer:
        return answer
    if summary.is_by_sheet:
        return _by_sheet()
    revisions = Summary.objects.of(summary.campaign, summary.phase, summary.unit)
    if not summary.is_final or revisions.filter(revision__gt=summary.revision).exists():
        return no_in_this_state(_("Chỉ lập bản mới từ bản đã ban hành gần nhất, khi chưa có dự thảo khác."))
    return answer


def may_withdraw_scan(scan: Attachment, summary: Summary, by: Acting | None) -> Answer:
    return both(may_keep_scans(summary, by), not_withdrawn(scan))


def _draft(summary: Summary, role: str, by: Acting | None) -> Answer:
    return both(_of(role, summary.unit, by), _is_draft(summary))


def _by_sheet() -> Answer:
    sentence = _("Báo cáo chính thức của công đoàn cơ sở trong một đợt là báo cáo kết quả, không lập báo cáo khác.")
    return no_in_this_state(sentence)


def _is_draft(summary: Summary) -> Answer:
    if summary.is_by_sheet and not summary.is_closed:
        return _by_sheet()
    if summary.is_to_sign:
        sentence = _("Báo cáo đã chốt để trình ký, không sửa được. Cần sửa, xin thu lại trước khi ghi số, ngày.")
        return no_in_this_state(sentence)
    if summary.is_final:
        return no_in_this_state(_("Báo cáo đã ban hành, không sửa được. Cần điều chỉnh, xin lập bản mới."))
    return yes()


def _is_to_sign(summary: Summary) -> Answer:
    if summary.is_final:
        return no_in_this_state(_("Báo cáo đã ghi số, ngày."))
    return yes() if summary.is_to_sign else no_in_this_state(_("Báo cáo chưa chốt để trình ký."))


def _of(role: str, unit: Unit, by: Acting | None) -> Answer:
    if by and by.unit.pk == unit.pk and by.is_(role):
        return yes(by.post(role))
    return done_by(role, unit)
