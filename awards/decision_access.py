"""Access rules for decisions, from draft to scan, and for the register; see `awards/access.py` for what came before.

Who closes decisions for signing and registers them is `units/signing.py`.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.lifecycle import DecisionStatus
from awards.models import Award, Decision, DecisionKind
from awards.rules.deciding_unit import DECIDING_KINDS
from units.access import Answer, both, done_by, no_in_this_state, not_withdrawn, yes
from units.acting import Acting
from units.models import Attachment, Role, Unit
from units.signing import closes_proposals_alone, may_close_for, may_register_for, may_take_back_for

NEVER_CHANGES = gettext_lazy("Quyết định đã ban hành, không sửa được. Sai sót phải có quyết định đính chính.")


def may_draft(unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of a deciding unit may draft its decisions."""
    if by and by.unit.pk == unit.pk and by.is_(Role.REVIEWER) and unit.kind in DECIDING_KINDS:
        return yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, unit)


def may_edit_draft(decision: Decision, by: Acting | None) -> Answer:
    """Reviewers of the unit may edit a draft that is not proposed."""
    answer = both(may_draft(decision.unit, by), _draft(decision))
    if answer and decision.proposed_at:
        return no_in_this_state(_("Dự thảo đã trình lãnh đạo. Cần sửa, xin rút về trước."))
    return answer


def may_discard(decision: Decision, by: Acting | None) -> Answer:
    return may_edit_draft(decision, by)


def may_propose(decision: Decision, by: Acting | None) -> Answer:
    """Reviewers of the unit may propose a draft to its leaders, unless it records a decision of a higher body."""
    answer = may_edit_draft(decision, by)
    if answer and decision.is_outside:
        return no_in_this_state(_("Quyết định của cấp trên được ghi nhận, không trình lãnh đạo ban hành."))
    return answer


def may_withdraw_proposal(decision: Decision, by: Acting | None) -> Answer:
    answer = both(may_draft(decision.unit, by), _draft(decision))
    return no_in_this_state(_("Dự thảo chưa được trình.")) if answer and not decision.proposed_at else answer


def may_close(decision: Decision, by: Acting | None) -> Answer:
    """Who closes papers for signing may close a draft of the unit; a leader only one that its reviewers proposed."""
    answer = both(may_close_for(decision.unit, by), _draft(decision))
    if answer and decision.is_outside:
        return no_in_this_state(_("Quyết định của cấp trên được ghi nhận, không chốt để trình ký."))
    if answer and closes_proposals_alone(answer) and not decision.proposed_at:
        return no_in_this_state(_("Dự thảo chưa được trình."))
    return answer


def may_take_back(decision: Decision, by: Acting | None) -> Answer:
    """The unit's Board may take back a decision that is closed for signing, until it is registered."""
    return both(may_take_back_for(decision.unit, by), _to_sign(decision))


def may_register(decision: Decision, by: Acting | None) -> Answer:
    """Who registers papers of the unit may register a decision that is closed for signing."""
    return both(may_register_for(decision.unit, by), _to_sign(decision))


def may_record(decision: Decision, by: Acting | None) -> Answer:
    """Reviewers of the unit may record a decision of a higher body."""
    answer = both(may_draft(decision.unit, by), _draft(decision))
    if answer and not decision.is_outside:
        return no_in_this_state(_("Quyết định của đơn vị được chốt để trình ký, ký xong thì ghi số, ngày."))
    return answer


def may_keep_scans(decision: Decision, by: Acting | None) -> Answer:
    """Who records what was signed on paper may add scans to a decision once it is issued, and withdraw them."""
    issued = yes() if decision.is_issued else no_in_this_state(_("Chỉ gắn bản chụp vào quyết định đã ban hành."))
    return both(_recorder(decision, by), issued)


def may_withdraw_scan(scan: Attachment, decision: Decision, by: Acting | None) -> Answer:
    return both(may_keep_scans(decision, by), not_withdrawn(scan))


def _recorder(decision: Decision, by: Acting | None) -> Answer:
    """Who registers papers of the unit; of a higher body's decision any of its reviewers."""
    return may_draft(decision.unit, by) if decision.is_outside else may_register_for(decision.unit, by)


def may_amend(decision: Decision, by: Acting | None) -> Answer:
    """Reviewers of the unit may draft a decision that corrects, adjusts or annuls an issued award decision."""
    answer = may_draft(decision.unit, by)
    if answer and not (decision.is_issued and decision.kind == DecisionKind.AWARD):
        return no_in_this_state(_("Chỉ đính chính, điều chỉnh, hủy bỏ quyết định khen thưởng đã ban hành."))
    return answer


def may_keep_register(award: Award, by: Acting | None) -> Answer:
    """Reviewers of the deciding unit may record a handing over and reissue a paper of an award in force."""
    answer = may_draft(award.decision.unit, by)
    return no_in_this_state(_("Khen thưởng này đã bị hủy bỏ.")) if answer and award.is_annulled else answer


def _draft(decision: Decision) -> Answer:
    if decision.is_draft:
        return yes()
    if decision.is_to_sign:
        return no_in_this_state(_("Quyết định đã chốt để trình ký. Cần sửa, xin thu lại trước."), moved=True)
    if decision.is_issued:
        return no_in_this_state(str(NEVER_CHANGES), moved=True)
    return no_in_this_state(_("Dự thảo này đã bỏ."), moved=decision.status == DecisionStatus.DISCARDED)


def _to_sign(decision: Decision) -> Answer:
    if decision.is_to_sign:
        return yes()
    if decision.is_issued:
        return no_in_this_state(str(NEVER_CHANGES), moved=True)
    return no_in_this_state(_("Quyết định chưa chốt để trình ký."), moved=decision.is_draft)
