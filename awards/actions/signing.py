"""A decision from the proposed draft to its issue: closed for signing, perhaps taken back, registered.

Closing fixes text, list and signer, and the paper is drawn with room for number and date. Registering writes these in
and issues the decision. A decision of a higher body is recorded in one step, as it was signed elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from awards import decision_access
from awards.actions.appraisal import settle
from awards.actions.decisions import count_of, lock_rows, require_issuable
from awards.actions.locking import lock_decision
from awards.actions.register import amend_awards, enter_awards
from awards.actions.registration import number_taken, registered, signed_by
from awards.certificate_tasks import ask_for_certificates
from awards.lifecycle import DecisionStatus, NominationStatus
from awards.mails import tell_leaders
from awards.models import Decision, DecisionKind, Nomination
from awards.rules.decision_snapshot import SNAPSHOT, snapshot_of
from awards.tasks import ask_for_paper
from campaigns.actions.locking import share_phase_lock
from foundation import clock
from foundation.digest import digest
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.attachments import attach
from units.history import move, require_still_allowed
from units.models import Post
from units.registration import BadRegistration
from units.signing import chosen_block


@transaction.atomic
def close(
    decision: Decision, *, by: Acting, block: str = "", signer_name: str = "", signer_position: str = "",
    expected_count: int | None = None,
) -> None:  # fmt: skip
    """Close the draft for signing. Raises ValidationError and BadRegistration.

    `block`: the key of a signature block that is offered today, "" for the usual one; where the unit lists no signers,
    name and position are given. `expected_count`: how many the draft held on the page that asked.
    """
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_close(decision, by), decision)
    if expected_count is not None and expected_count != count_of(decision):
        raise StateConflict(_("Danh sách của dự thảo vừa thay đổi. Xin xem lại rồi chốt."))
    require_issuable(decision)
    if signs := chosen_block(decision.unit, block):
        position = str(signs.signer.get_position_display())
        signer = {"signer_name": signs.name, "signer_position": position, "signer_block": signs.on_behalf}
    else:
        signer = signed_by(signer_name, signer_position)
    _locked_nominations(decision)
    move(
        decision, DecisionStatus.TO_SIGN, verb="close_decision", by=by, post=post, unit=decision.unit,
        changes={"signer": signer["signer_name"]}, closed_at=clock.now(), closed_by=by.user,
        signer=signs.signer if signs else None, **signer, **_frozen(decision),
    )  # fmt: skip
    ask_for_paper(decision, by.user)


@transaction.atomic
def take_back(decision: Decision, *, by: Acting, reason: str) -> None:
    """Make a decision that is closed for signing a draft again, with the reason. The file that was drawn stays."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_take_back(decision, by), decision)
    unsigned: dict[str, Any] = dict.fromkeys(("signer_name", "signer_position", "signer_block", "sha256"), "")
    unsigned |= dict.fromkeys(("closed_at", "closed_by", "signer", "proposed_at", "proposed_by", "content"))
    move(
        decision, DecisionStatus.DRAFT, verb="take_back_decision", by=by, post=post, unit=decision.unit,
        event_reason=required_text(reason), changes={"sha256": decision.sha256}, **unsigned,
    )  # fmt: skip


@transaction.atomic
def register(
    decision: Decision, *, by: Acting, number: str, dated_on: date, scan: UploadedFile, seen: str | None = None,
    confirmed: str = "",
) -> None:  # fmt: skip
    """Write the registry's number and date into a decision that was signed, with its scan. Raises BadRegistration.

    `seen`: the digest of what the page that asked showed. `confirmed`: the mark of the questions about number and date
    that the user confirmed. The leaders read about it on their desk and are written to.
    """
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_register(decision, by), decision)
    if seen is not None and seen != decision.sha256:
        raise StateConflict(_("Quyết định vừa được thu lại và chốt lại. Xin xem lại rồi ghi số, ngày."))
    fields = registered(decision, number, dated_on, confirmed=confirmed)
    _issue(decision, fields, by=by, post=post, verb="register_decision", scan=scan)


@transaction.atomic
def record_signed(
    decision: Decision, *, by: Acting, number: str, dated_on: date, signer_name: str, signer_position: str,
    scan: UploadedFile, expected_count: int | None = None, confirmed: str = "",
) -> None:  # fmt: skip
    """Record a decision of a higher body, with its scan. Raises BadRegistration."""
    lock_decision(decision)
    post = require_still_allowed(decision_access.may_record(decision, by), decision)
    if expected_count is not None and expected_count != count_of(decision):
        raise StateConflict(_("Danh sách của dự thảo vừa thay đổi. Xin xem lại rồi ghi nhận."))
    require_issuable(decision)
    fields = signed_by(signer_name, signer_position)
    fields |= registered(decision, number, dated_on, confirmed=confirmed)
    _set(decision, fields)
    _issue(decision, fields | _frozen(decision), by=by, post=post, verb="record_decision", scan=scan)


def _frozen(decision: Decision) -> dict[str, Any]:
    """Return the columns of the snapshot as it is now."""
    content = snapshot_of(decision)
    return {"content": content, "format": SNAPSHOT.present, "sha256": digest(content)}


def _set(decision: Decision, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(decision, name, value)


def _issue(
    decision: Decision, fields: dict[str, Any], *, by: Acting, post: Post | None, verb: str, scan: UploadedFile
) -> None:
    """Issue it: now its awards are in the register, or those it amends are changed."""
    share_phase_lock(decision.phase_id)  # a summary that is being closed is older than the decision, or counts it
    nominations = _locked_nominations(decision)
    fields |= {"recorded": True, "issued_at": clock.now(), "issued_by": by.user}
    try:
        with transaction.atomic():  # a savepoint, so that number_taken() can query after a violated constraint
            move(decision, DecisionStatus.ISSUED, verb=verb, by=by, post=post, unit=decision.unit, **fields)
    except IntegrityError as error:
        _set(decision, fields)
        raise BadRegistration({"number": number_taken(decision)}) from error
    ask_for_paper(decision, by.user)
    if decision.kind == DecisionKind.AWARD:
        enter_awards(decision, nominations)
        for nomination in nominations:
            move(nomination, NominationStatus.AWARDED, verb="award", by=by, post=post, unit=nomination.dossier.unit)
            settle(nomination.dossier, by=by)
        ask_for_certificates(decision.pk, by=by.user)
    else:
        amend_awards(decision, by=by, post=post)
        corrected = decision.corrections.order_by().values_list("award__decision", flat=True).distinct()
        ask_for_certificates(*corrected, by=by.user)
    attach(decision, scan, unit=decision.unit, by=by)
    tell_leaders(decision)


def _locked_nominations(decision: Decision) -> list[Nomination]:
    nominations = lock_rows(decision)
    if any(nomination.decision_id != decision.pk for nomination in nominations):
        raise StateConflict(_("Danh sách của dự thảo vừa thay đổi. Xin xem lại."))
    return nominations
