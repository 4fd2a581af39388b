"""Verdicts on nominations: approve (perhaps with another title), reject, defer, undo, send up, record a refusal.

Each action applies to all the nominations given, or to none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from awards import access
from awards.actions.dossiers import move_to_endorsed
from awards.actions.locking import lock_nominations, lock_titles
from awards.lifecycle import DECIDED, HAS_VERDICT, DossierStatus, NominationStatus
from awards.models import AwardTitle, Dossier, Nomination
from awards.rules import quota_usage
from awards.rules.deciding_unit import deciding_unit, highest
from awards.rules.dossier_completeness import unfit
from awards.rules.eligibility import Evidence, evidence
from awards.rules.wording_text import wording_of
from foundation import clock, vietnamese
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Post, Unit

NEEDS_REASON = _("Tiếp tục cần ghi lý do.")


def approve(
    nominations: Iterable[Nomination], *, by: Acting, title: AwardTitle | None = None, reason: str = ""
) -> None:
    """Approve each nomination with its own title, or with `title`.

    If another unit decides the title, the nomination goes to that unit and stays pending. Raises StateConflict when a
    hard quota is full, when the nominee can never be given the title, and, without a `reason`, when a soft quota is
    exceeded or a condition is not met.
    """
    with transaction.atomic():
        rows = lock_nominations([nomination.pk for nomination in nominations])
        lock_titles([title or nomination.title for nomination in rows])
        for nomination in rows:
            _approve(nomination, title or nomination.title, by=by, reason=vietnamese.clean(reason))


def _approve(nomination: Nomination, title: AwardTitle, *, by: Acting, reason: str) -> None:
    post = require_still_allowed(access.may_appraise(nomination, by), nomination)
    dossier = nomination.dossier
    if refusal := unfit(title, nomination):
        raise StateConflict(f"{nomination.nominee.name}: {refusal}")
    decider = deciding_unit(title, dossier.unit, dossier.campaign.unit)
    if decider.pk != nomination.deciding_unit_id:
        _pass_on(nomination, title, decider, by=by, post=post, reason=reason)
        return
    facts = evidence([nomination], title=title)[nomination.pk]
    objections = _objections(nomination, title, facts)
    if objections and not reason:
        raise StateConflict(f"{nomination.nominee.name}: {' '.join(objections)}")
    move(
        nomination, NominationStatus.APPROVED, verb="approve", by=by, post=post, unit=dossier.unit,
        event_reason=reason, title_granted=title, reason=reason,
        wording=wording_of(title, dossier, nomination.nominee_class),
        rules_used=facts.rules_as_used(), **_decided(by),
    )  # fmt: skip
    settle(dossier, by=by)


def _objections(nomination: Nomination, title: AwardTitle, facts: Evidence) -> list[str]:
    """Return the sentences that make a written reason necessary. Raises StateConflict when a hard quota is full."""
    overshot = quota_usage.overshot(title, nomination.dossier)
    hard = [usage for usage in overshot if usage.quota.hard]
    if hard:
        raise StateConflict(quota_usage.sentences(hard)[0])
    lacking = facts.against
    return [*quota_usage.sentences(overshot), *([*lacking, NEEDS_REASON] if lacking else [])]


def _pass_on(
    nomination: Nomination, title: AwardTitle, decider: Unit, *, by: Acting, post: Post | None, reason: str
) -> None:
    """Pass the nomination, still pending, to the unit that decides the title."""
    dossier = nomination.dossier
    Nomination.objects.filter(pk=nomination.pk).update(title_granted=title, deciding_unit=decider)
    nomination.title_granted, nomination.deciding_unit = title, decider
    record(
        nomination, "other_title", by=by, post=post, unit=dossier.unit, reason=reason,
        changes={_("hình thức khen"): [nomination.title_asked.name, title.name]},
    )  # fmt: skip
    if highest([dossier.decider, decider]).pk != dossier.deciding_unit_id:
        Dossier.objects.filter(pk=dossier.pk).update(deciding_unit=decider)
        dossier.deciding_unit = decider
        if dossier.status == DossierStatus.SUBMITTED:
            move_to_endorsed(dossier, by=by, post=post)


def reject(nominations: Iterable[Nomination], *, by: Acting, reason: str) -> None:
    """Reject the nominations with a reason."""
    _refuse(nominations, NominationStatus.REJECTED, "reject", by=by, reason=reason)


def defer(nominations: Iterable[Nomination], *, by: Acting, reason: str) -> None:
    """Defer the nominations with a reason."""
    _refuse(nominations, NominationStatus.DEFERRED, "defer", by=by, reason=reason)


@transaction.atomic
def _refuse(nominations: Iterable[Nomination], to: str, verb: str, *, by: Acting, reason: str) -> None:
    text = required_text(reason)
    rows = lock_nominations([row.pk for row in nominations])
    facts = evidence(rows)
    for nomination in rows:
        post = require_still_allowed(access.may_appraise(nomination, by), nomination)
        move(
            nomination, to, verb=verb, by=by, post=post, unit=nomination.dossier.unit, event_reason=text, reason=text,
            rules_used=facts[nomination.pk].rules_as_used(), **_decided(by),
        )  # fmt: skip
        settle(nomination.dossier, by=by)


@transaction.atomic
def undo_verdict(nominations: Iterable[Nomination], *, by: Acting) -> None:
    """Make the nominations pending again, and take them out of a draft decision.

    A nomination that was passed here from another unit keeps the title it was passed with; others go back to the title
    asked.
    """
    for nomination in lock_nominations([row.pk for row in nominations]):
        post = require_still_allowed(access.may_undo_verdict(nomination, by), nomination)
        fields: dict[str, Any] = {"decided_by": None, "decided_at": None, "reason": "", "decision": None, "wording": ""}
        fields["rules_used"] = []
        title_to_keep = nomination.title_granted if nomination.deciding_unit_id != _first_decider(nomination) else None
        move(
            nomination, NominationStatus.PENDING, verb="undo_verdict", by=by, post=post,
            unit=nomination.dossier.unit, title_granted=title_to_keep, **fields,
        )  # fmt: skip
        settle(nomination.dossier, by=by)


def _first_decider(nomination: Nomination) -> int:
    """Return the id of the unit that decides the title asked for."""
    dossier = nomination.dossier
    return deciding_unit(nomination.title_asked, dossier.unit, dossier.campaign.unit).pk


@transaction.atomic
def send_up(nominations: Iterable[Nomination], *, by: Acting) -> None:
    """Record that the nominations were sent up to the higher body that decides."""
    for nomination in lock_nominations([row.pk for row in nominations]):
        post = require_still_allowed(access.may_send_up(nomination, by), nomination)
        move(nomination, NominationStatus.SENT_UP, verb="send_up", by=by, post=post, unit=nomination.dossier.unit)


@transaction.atomic
def record_refusal(nominations: Iterable[Nomination], *, by: Acting, reason: str) -> None:
    """Record that the higher body did not grant the nominations."""
    text = required_text(reason)
    for nomination in lock_nominations([row.pk for row in nominations]):
        post = require_still_allowed(access.may_record_refusal(nomination, by), nomination)
        move(
            nomination, NominationStatus.NOT_GRANTED, verb="not_grant", by=by, post=post,
            unit=nomination.dossier.unit, event_reason=text, reason=text, decision=None,
        )  # fmt: skip
        settle(nomination.dossier, by=by)


def settle(dossier: Dossier, *, by: Acting) -> None:
    """Move the dossier to the status that follows from its nominations: appraised, closed, or back under review."""
    dossier.refresh_from_db(fields=["status", "endorsed_at"])
    statuses = set(dossier.nominations.values_list("status", flat=True))
    under_review = dossier.status in (DossierStatus.SUBMITTED, DossierStatus.ENDORSED)
    if NominationStatus.PENDING in statuses:
        if not under_review:
            back = DossierStatus.ENDORSED if dossier.endorsed_at else DossierStatus.SUBMITTED
            move(dossier, back, verb="unappraise_dossier", by=by, unit=dossier.unit)
        return
    if under_review:
        move(dossier, DossierStatus.APPRAISED, verb="appraise_dossier", by=by, unit=dossier.unit)
    if dossier.status == DossierStatus.APPRAISED and statuses <= set(DECIDED):
        move(dossier, DossierStatus.CLOSED, verb="close_dossier", by=by, unit=dossier.unit)


def _decided(by: Acting) -> dict[str, Any]:
    return {"decided_by": by.user, "decided_at": clock.now()}


__all__ = ["HAS_VERDICT", "approve", "defer", "record_refusal", "reject", "send_up", "settle", "undo_verdict"]
