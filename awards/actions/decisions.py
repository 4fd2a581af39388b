"""A draft of a decision until it is proposed. Corrections, adjustments and annulments are decisions too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from awards import decision_access
from awards.actions.locking import lock_decision, lock_nominations
from awards.lifecycle import DecisionStatus, NominationStatus
from awards.models import FIELDS_OF, Award, Correction, CorrectionField, Decision, DecisionKind, Nomination
from awards.rules.wording_text import has_braces
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, lines_to_write
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict, update_in_status
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Unit

NAMED = 5  # most names in a refusal


@transaction.atomic
def draft(nominations: Iterable[Nomination], *, by: Acting, organ: str = "") -> Decision:
    """Make a draft of the unit acted for from nominations of one title, phase and occasion.

    `organ`: the higher body that decided on nominations sent up; the draft then records its decision.
    """
    rows = lock_nominations([nomination.pk for nomination in nominations])
    if not rows:
        raise ValidationError(_("Xin chọn các trường hợp đưa vào quyết định."))
    first = rows[0]
    post = require_still_allowed(decision_access.may_draft(by.unit, by), first)
    wanted = NominationStatus.SENT_UP if organ else NominationStatus.APPROVED
    for row in rows:
        _require_gatherable(row, first, wanted, by.unit)
    decision = Decision.objects.create(
        unit=by.unit,
        organ=vietnamese.clean(organ),
        kind=DecisionKind.AWARD,
        campaign=first.dossier.campaign,
        phase=first.dossier.phase,
        timing=first.dossier.timing,
        period_label=first.dossier.period_label,
        title=first.title,
        made_at=clock.now(),
        made_by=by.user,
    )
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(decision=decision)
    record(decision, "draft_decision", by=by, post=post, unit=by.unit, changes={"nominations": len(rows)})
    return decision


def _require_gatherable(row: Nomination, first: Nomination, wanted: str, unit: Unit) -> None:
    """Raise ValidationError unless the nomination fits into a decision together with `first`.

    It needs the wanted status, the same title, phase and occasion, and must be in no other decision.
    """
    name = row.nominee.name
    if row.status != wanted or row.deciding_unit_id != unit.pk:
        raise ValidationError(_("{name} chưa được thống nhất, hoặc do đơn vị khác quyết định.").format(name=name))
    if row.decision_id is not None:
        raise ValidationError(_("{name} đã nằm trong một dự thảo quyết định.").format(name=name))
    if wanted == NominationStatus.APPROVED and row.title.is_sent_up:
        raise ValidationError(_("{name}: hình thức này do cấp trên quyết định, xin trình cấp trên.").format(name=name))
    if _occasion(row) != _occasion(first):
        raise ValidationError(_("Một quyết định chỉ gồm một hình thức, một đợt, một dịp khen. Xin chọn lại."))


def _occasion(row: Nomination) -> tuple[int, int, str, str]:
    """Return what all nominations of one decision have in common."""
    dossier = row.dossier
    return row.title.pk, dossier.phase_id, dossier.timing, dossier.period_label


@transaction.atomic
def amend(
    original: Decision, changes: list[tuple[Award, str, str]], *, by: Acting, kind: str, reason: str = ""
) -> Decision:
    """Draft a decision that corrects, adjusts or annuls awards.

    `changes`: (award, field, new text); the text of an annulment is ignored.
    """
    post = require_still_allowed(decision_access.may_amend(original, by), original)
    reason = required_text(reason) if kind == DecisionKind.ANNUL else vietnamese.clean(reason)
    decision = Decision.objects.create(
        unit=original.unit,
        organ=original.organ,
        kind=kind,
        campaign=original.campaign,
        phase=original.phase,
        timing=original.timing,
        period_label=original.period_label,
        title=original.title,
        made_at=clock.now(),
        made_by=by.user,
    )
    for award, field, new in changes:
        _correct(decision, original, award, field, vietnamese.clean(new), reason)
    if not changes:
        raise ValidationError(_("Xin chọn khen thưởng cần đính chính, điều chỉnh hoặc hủy bỏ."))
    record(decision, "draft_decision", by=by, post=post, unit=original.unit, changes={"of": original.written_number})
    return decision


def _correct(decision: Decision, original: Decision, award: Award, field: str, new: str, reason: str) -> None:
    if award.decision_id != original.pk or award.is_annulled or field not in FIELDS_OF[DecisionKind(decision.kind)]:
        raise StateConflict(_("Khen thưởng này không thuộc quyết định, hoặc đã bị hủy bỏ."))
    if decision.kind == DecisionKind.ANNUL:
        Correction.objects.create(decision=decision, award=award, field=field, reason=reason)
        return
    old = getattr(award, field)
    if not new or new == old:
        raise ValidationError(_("{name}: xin ghi nội dung sửa khác nội dung đã in.").format(name=award.name))
    if field == CorrectionField.WORDING and has_braces(new):
        raise ValidationError(_still_in_braces([award.name]))
    Correction.objects.create(decision=decision, award=award, field=field, old=old, new=new, reason=reason)


@transaction.atomic
def drop(decision: Decision, nominations: Iterable[Nomination], *, by: Acting) -> int:
    """Take nominations, which stay approved, out of a draft; return how many. StateConflict if none is in it."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_edit_draft(decision, by), decision)
    ids = [nomination.pk for nomination in nominations]
    lock_rows(decision)
    rows = Nomination.objects.filter(pk__in=ids, decision=decision)
    if not (dropped := rows.count()):
        raise StateConflict(_("Các trường hợp đã chọn không còn trong dự thảo này."))
    rows.update(decision=None)
    record(decision, "drop_nominations", by=by, post=post, unit=decision.unit, changes={"nominations": dropped})
    return dropped


@transaction.atomic
def reword(
    decision: Decision, wordings: dict[int, str], *, by: Acting, fingerprints: Mapping[int, str] = NO_CHECK
) -> None:
    """Change the wording of nominations of a draft, by id. Raises EditConflict."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_edit_draft(decision, by), decision)
    rows = decision.nominations.filter(pk__in=wordings).select_related("nominee").in_bulk()
    typed = {pk: vietnamese.clean(wordings[pk]) for pk in rows}
    changes = {}
    for pk, text in lines_to_write(typed, {pk: row.wording for pk, row in rows.items()}, fingerprints).items():
        changes[rows[pk].nominee.name] = [rows[pk].wording, text]
        Nomination.objects.filter(pk=pk).update(wording=text)
    if changes:
        record(decision, "reword", by=by, post=post, unit=decision.unit, changes=changes)


@transaction.atomic
def propose(decision: Decision, *, by: Acting) -> None:
    """Propose the draft to the leaders of the unit."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_propose(decision, by), decision)
    require_issuable(decision)
    update_in_status(decision, proposed_at=clock.now(), proposed_by=by.user)
    record(decision, "propose_decision", by=by, post=post, unit=decision.unit)


@transaction.atomic
def withdraw_proposal(decision: Decision, *, by: Acting) -> None:
    """Take back the proposal, so that the draft can be edited again."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_withdraw_proposal(decision, by), decision)
    update_in_status(decision, proposed_at=None, proposed_by=None)
    record(decision, "withdraw_decision", by=by, post=post, unit=decision.unit)


@transaction.atomic
def discard(decision: Decision, *, by: Acting) -> None:
    """Discard the draft; its nominations keep their status."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_discard(decision, by), decision)
    lock_rows(decision)
    decision.nominations.update(decision=None)
    move(decision, DecisionStatus.DISCARDED, verb="discard_decision", by=by, post=post, unit=decision.unit)


def count_of(decision: Decision) -> int:
    """Return how many nominations, or corrections, the decision holds."""
    return decision.nominations.count() if decision.is_award else decision.corrections.count()


def lock_rows(decision: Decision) -> list[Nomination]:
    """Lock the nominations of a decision in the order of their ids."""
    return lock_nominations(list(decision.nominations.values_list("pk", flat=True)))


def require_issuable(decision: Decision) -> None:
    """Raise ValidationError when the draft is empty or a wording would be printed with its braces."""
    if not count_of(decision):
        raise ValidationError(_("Dự thảo chưa có tập thể, cá nhân nào."))
    in_braces = decision.nominations.filter(Q(wording__contains="{") | Q(wording__contains="}"))
    if names := list(in_braces.order_by("pk").values_list("nominee__name", flat=True)[:NAMED]):
        raise ValidationError(_still_in_braces(names))


def _still_in_braces(names: list[str]) -> str:
    sentence = _("Lời ghi của {names} còn phần trong dấu { } chưa thay bằng nội dung cụ thể.")
    return sentence.replace("{names}", ", ".join(names))
