"""Who may do what with summaries: reviewers of the unit write and propose, a leader of the unit finalises."""

from __future__ import annotations

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase
from summaries.models import Summary
from units.access import Answer, done_by, no_in_this_state, yes
from units.acting import Acting
from units.models import Role, Unit


def may_begin(campaign: Campaign, phase: Phase | None, unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of the unit may begin the first draft of a summary; without a phase, of the whole campaign."""
    answer = _of(Role.REVIEWER, unit, by)
    if answer and Summary.objects.of(campaign, phase, unit).exists():
        return no_in_this_state(_("Báo cáo này đã được lập."))
    opened = phase.opened_at if phase else any(live.opened_at for live in campaign.live_phases)
    return answer if not answer or opened else no_in_this_state(_("Đợt này chưa mở nên chưa có số liệu để báo cáo."))


def may_edit(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    if answer and summary.is_proposed:
        return no_in_this_state(_("Báo cáo đã được đề nghị chốt. Cần sửa lời văn, xin rút đề nghị trước."))
    return answer


def may_propose(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    return no_in_this_state(_("Báo cáo đã được đề nghị chốt.")) if answer and summary.is_proposed else answer


def may_withdraw_proposal(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.REVIEWER, by)
    return no_in_this_state(_("Báo cáo chưa được đề nghị chốt.")) if answer and not summary.is_proposed else answer


def may_finalise(summary: Summary, by: Acting | None) -> Answer:
    answer = _draft(summary, Role.LEADER, by)
    if answer and not summary.is_proposed:
        return no_in_this_state(_("Báo cáo chưa được đề nghị chốt."))
    return answer


def may_revise(summary: Summary, by: Acting | None) -> Answer:
    """Reviewers of the unit may begin the next revision of a final summary; there is only one draft at a time."""
    answer = _of(Role.REVIEWER, summary.unit, by)
    if not answer:
        return answer
    revisions = Summary.objects.of(summary.campaign, summary.phase, summary.unit)
    if not summary.is_final or revisions.filter(revision__gt=summary.revision).exists():
        return no_in_this_state(_("Chỉ lập bản mới từ bản đã chốt gần nhất, khi chưa có dự thảo khác."))
    return answer


def _draft(summary: Summary, role: str, by: Acting | None) -> Answer:
    answer = _of(role, summary.unit, by)
    if answer and summary.is_final:
        return no_in_this_state(_("Báo cáo đã chốt, không sửa được. Cần điều chỉnh, xin lập bản mới."))
    return answer


def _of(role: str, unit: Unit, by: Acting | None) -> Answer:
    if by and by.unit.pk == unit.pk and by.is_(role):
        return yes(by.post(role))
    return done_by(role, unit)
