"""Access rules for titles, quotas, dossiers and nominations.

Each `may_…` function returns an Answer: yes, or the sentence that says why not. Pages, buttons and actions all ask the
same function.

Three words are used below. *Filers* are officers of the dossier's unit or of a unit above it; *endorsers* are reviewers
of a unit between the dossier's unit and the deciding unit; *deciders* are reviewers of the deciding unit.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.decision_access import may_draft
from awards.lifecycle import EDITABLE, HAS_VERDICT, UNDER_REVIEW, DossierStatus, NominationStatus
from awards.models import Dossier, Nomination, Quota
from awards.rules.deciding_unit import DECIDING_KINDS, between, chain
from campaigns.access import may_run
from campaigns.models import Phase
from foundation import vietnamese
from units.access import Answer, both, done_by, for_board, no, no_in_this_state, yes
from units.acting import Acting
from units.models import Role, Unit

IN_CLOSED_LETTER = gettext_lazy(
    "Trường hợp này nằm trong tờ trình đã chốt. Ghi số tờ trình thì chuyển “đã trình cấp trên”."
)


def may_keep_titles(unit: Unit, by: Acting | None) -> Answer:
    """Reviewers of a unit may edit its catalogue of titles."""
    if by and by.unit.pk == unit.pk and by.is_(Role.REVIEWER):
        return yes(by.post(Role.REVIEWER))
    return done_by(Role.REVIEWER, unit)


def may_give_quota(quota: Quota, by: Acting | None) -> Answer:
    """Whoever runs the campaign may give, change and end its quotas; an ended quota cannot be changed."""
    answer = may_run(quota.campaign, by)
    if answer and quota.ended_at:
        sentence = _("Số lượng phân bổ này đã thôi áp dụng ngày {day}, không sửa được.")
        return no_in_this_state(sentence.format(day=vietnamese.format_date(quota.ended_at)))
    return answer


def may_make(unit: Unit, phase: Phase, by: Acting | None) -> Answer:
    """Filers may start a dossier once the phase has been opened.

    A locked phase stops pledges and reports but not dossiers, so the lock is not checked here.
    """
    answer = _filer(unit, by)
    if not answer:
        return answer
    if unit.pk == phase.campaign.unit_id:
        return no_in_this_state(_("Đơn vị tổ chức phong trào không lập hồ sơ gửi chính mình."))
    if not phase.campaign.unit.contains(unit.path):
        return no_in_this_state(_("Đơn vị không thuộc phong trào này."))
    if phase.opened_at is None:
        return no_in_this_state(_("{phase} chưa mở.").format(phase=phase.heading))
    return answer


def may_edit(dossier: Dossier, by: Acting | None) -> Answer:
    """Filers may edit a dossier that is a draft or was returned."""
    return both(_filer(dossier.unit, by), _in(dossier, *EDITABLE))


def may_submit(dossier: Dossier, by: Acting | None) -> Answer:
    """Filers may send a dossier that is a draft or was returned."""
    return both(_filer(dossier.unit, by), _in(dossier, *EDITABLE))


def may_take_back(dossier: Dossier, by: Acting | None) -> Answer:
    """The unit, or the union above that filed the dossier, may take it back to correct it until somebody acted on it.

    Somebody acted once it is endorsed or returned, or a nomination has a verdict: then the nomination may take a place
    of a quota or be part of a draft decision.
    """
    return _before_verdicts(dossier, both(_withdrawer(dossier, by), _in(dossier, DossierStatus.SUBMITTED)))


def may_withdraw(dossier: Dossier, by: Acting | None) -> Answer:
    """The unit, or the union above that filed the dossier, may withdraw it for good while no nomination has a verdict.

    Any other union above has to return the dossier instead.
    """
    answer = both(_withdrawer(dossier, by), _in(dossier, *EDITABLE, DossierStatus.SUBMITTED))
    return _before_verdicts(dossier, answer)


def may_begin_again(dossier: Dossier, by: Acting | None) -> Answer:
    """Filers may begin a new dossier, once, from one that was withdrawn."""
    answer = both(_filer(dossier.unit, by), _in(dossier, DossierStatus.WITHDRAWN))
    answer = answer and may_make(dossier.unit, dossier.phase, by)
    if answer and Dossier.objects.filter(begun_from=dossier).exists():
        return no_in_this_state(_("Đã lập hồ sơ mới từ hồ sơ này."))
    return answer


def may_endorse(dossier: Dossier, by: Acting | None) -> Answer:
    """Endorsers may endorse a dossier that was sent; whoever sent it may not."""
    return both(_endorser(dossier, by), _in(dossier, DossierStatus.SUBMITTED))


def may_return(dossier: Dossier, by: Acting | None) -> Answer:
    """Endorsers (before the endorsement) and deciders may return a dossier while no nomination has a verdict."""
    who = _decider(dossier, dossier.deciding_unit or dossier.campaign.unit, by)
    if dossier.status != DossierStatus.ENDORSED:
        who = who or _endorser(dossier, by)
    answer = both(who, _in(dossier, *UNDER_REVIEW))
    if answer and dossier.nominations.exclude(status=NominationStatus.PENDING).exists():
        return no_in_this_state(
            _("Hồ sơ đã có trường hợp được kết luận. Cần trả lại, xin hoàn tác các kết luận trước.")
        )
    return answer


def may_correct_nominee(dossier: Dossier, by: Acting | None) -> Answer:
    """Endorsers and deciders may correct a person's sex while the dossier is with them or after it is closed.

    Issued decisions and papers keep what was decided.
    """
    who = _decider(dossier, dossier.deciding_unit or dossier.campaign.unit, by) or _endorser(dossier, by)
    return both(who, _in(dossier, *UNDER_REVIEW, DossierStatus.APPRAISED, DossierStatus.CLOSED))


def may_give_verdicts(by: Acting | None) -> Answer:
    """Reviewers of a deciding unit may give verdicts at all.

    For anybody else the answer names the unit above that decides.
    """
    if by is None:
        return for_board()
    unit = next((unit for unit in chain(by.unit) if unit.kind in DECIDING_KINDS), by.unit)
    return may_draft(unit, by)


def may_read_appraisal(by: Acting | None) -> Answer:
    """Reviewers and leaders of a deciding unit may read the appraisal table."""
    if by and by.is_(Role.LEADER) and by.unit.kind in DECIDING_KINDS:
        return yes(by.post(Role.LEADER))
    return may_give_verdicts(by)


def may_appraise(nomination: Nomination, by: Acting | None, *, waiting: set[int] | None = None) -> Answer:
    """Deciders may give a verdict on a pending nomination once its dossier has reached them.

    `waiting`: the result of `awaiting_endorsement`, to be passed when many nominations are checked; without it one
    query is made.
    """
    answer = both(_decider(nomination.dossier, nomination.deciding_unit, by), _arrived(nomination, waiting))
    return both(answer, _status(nomination, NominationStatus.PENDING))


def may_undo_verdict(nomination: Nomination, by: Acting | None) -> Answer:
    """Deciders may undo a verdict until the decision is proposed, or the letter to a body outside closed."""
    answer = _decider(nomination.dossier, nomination.deciding_unit, by)
    answer = both(answer, _status(nomination, *HAS_VERDICT))
    if answer and nomination.letter_up_id:
        return no_in_this_state(str(IN_CLOSED_LETTER))
    if answer and nomination.decision and nomination.decision.is_to_sign:
        return no_in_this_state(_("Trường hợp này nằm trong quyết định đã chốt để trình ký. Xin thu lại trước."))
    if answer and nomination.decision and nomination.decision.proposed_at:
        return no_in_this_state(_("Trường hợp này nằm trong dự thảo đã trình lãnh đạo. Xin rút dự thảo về trước."))
    return answer


def may_send_up(nomination: Nomination, by: Acting | None) -> Answer:
    """Deciders may send up an approved nomination whose title a higher body decides."""
    answer = _decider(nomination.dossier, nomination.deciding_unit, by)
    answer = both(answer, _status(nomination, NominationStatus.APPROVED))
    if answer and nomination.letter_up_id:
        return no_in_this_state(str(IN_CLOSED_LETTER))
    if answer and not nomination.title.is_sent_up:
        return no_in_this_state(_("Hình thức này do {unit} quyết định.").format(unit=nomination.deciding_unit))
    return answer


def may_record_refusal(nomination: Nomination, by: Acting | None) -> Answer:
    """Deciders may record that the higher body did not grant a title that was sent up."""
    answer = _decider(nomination.dossier, nomination.deciding_unit, by)
    return both(answer, _status(nomination, NominationStatus.SENT_UP))


def needs_endorsement(dossier: Dossier) -> bool:
    """Return whether a reviewer of a unit between the dossier's unit and the deciding unit can endorse it."""
    return dossier.pk in awaiting_endorsement([dossier])


def awaiting_endorsement(dossiers: Iterable[Dossier]) -> set[int]:
    """Return the ids of those dossiers for which `needs_endorsement` is true, in one query."""
    rows = Dossier.objects.filter(pk__in={dossier.pk for dossier in dossiers})
    return set(rows.awaiting_endorsement().values_list("pk", flat=True))


def _filer(unit: Unit, by: Acting | None) -> Answer:
    if by and by.is_(Role.OFFICER) and by.covers(unit.path):
        return yes(by.post(Role.OFFICER))
    return done_by(Role.OFFICER, unit)


def _withdrawer(dossier: Dossier, by: Acting | None) -> Answer:
    """Allow the unit itself, once it ended who goes on for it, or the union that filed the dossier.

    Merely acting for a unit below is not enough.
    """
    answer = _filer(dossier.unit, by)
    if answer and by and by.unit.pk not in (dossier.unit.goes_on_as().pk, dossier.filing_unit_id):
        filer = dossier.unit if dossier.filing_unit_id == dossier.unit_id else dossier.filing_unit
        sentence = _("Hồ sơ này do {unit} lập, gửi, chỉ nơi lập, gửi rút được. Cần sửa, xin trả lại bổ sung.")
        return no(sentence.format(unit=filer.name))
    return answer


def _endorser(dossier: Dossier, by: Acting | None) -> Answer:
    decider = dossier.deciding_unit or dossier.campaign.unit
    if by and by.is_(Role.REVIEWER) and any(unit.pk == by.unit.pk for unit in between(dossier.unit, decider)):
        return _not_own(dossier, by)
    return done_by(Role.REVIEWER, lambda: dossier.unit.parent or dossier.unit)


def _decider(dossier: Dossier, unit: Unit, by: Acting | None) -> Answer:
    if by and by.is_(Role.REVIEWER) and by.unit.pk == unit.pk:
        return _not_own(dossier, by)
    return done_by(Role.REVIEWER, unit)


def _not_own(dossier: Dossier, by: Acting) -> Answer:
    """Refuse people who sent the dossier and people who hold a post at its unit."""
    own = dossier.unit_id in {post.unit_id for post in by.user.current_posts}
    if own or dossier.submitted_by_id == by.user.pk:
        return no(_("Người lập, gửi hồ sơ và người của chính đơn vị không xét hồ sơ này. Đề nghị đồng chí khác xét."))
    return yes(by.post(Role.REVIEWER))


def _before_verdicts(dossier: Dossier, answer: Answer) -> Answer:
    """Return the answer, or a no in place of a yes for a sent dossier in which somebody gave a verdict."""
    sent = answer and dossier.status == DossierStatus.SUBMITTED
    if sent and dossier.nominations.exclude(status=NominationStatus.PENDING).exists():
        return no_in_this_state(_("Hồ sơ đã có trường hợp được kết luận, không rút được."))
    return answer


def _in(dossier: Dossier, *statuses: str) -> Answer:
    if dossier.status in statuses:
        return yes()
    sentence = _("Hồ sơ đang ở trạng thái “{status}”.")
    return no_in_this_state(sentence.format(status=dossier.status_text), moved=True)


def _status(nomination: Nomination, *statuses: str) -> Answer:
    if nomination.status in statuses:
        return yes()
    sentence = _("{name} đang ở trạng thái “{status}”.")
    return no_in_this_state(sentence.format(name=nomination.nominee.name, status=nomination.status_text), moved=True)


def _arrived(nomination: Nomination, waiting: set[int] | None) -> Answer:
    dossier = nomination.dossier
    waits = needs_endorsement(dossier) if waiting is None else dossier.pk in waiting
    if dossier.status == DossierStatus.SUBMITTED and waits:
        return no_in_this_state(_("Hồ sơ đang chờ công đoàn cấp trên của đơn vị xem xét, đề nghị."))
    return _in(dossier, *UNDER_REVIEW, DossierStatus.APPRAISED)
