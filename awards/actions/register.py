"""The register (sổ khen thưởng): entries of issued decisions, corrections, papers, handing over."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from awards import decision_access
from awards.actions.locking import lock_register
from awards.certificate_tasks import ask_for_certificates
from awards.lifecycle import NominationStatus
from awards.models import Award, Decision, DecisionKind, Nomination, Paper
from awards.models.award import SEARCHED
from awards.rules.decision_snapshot import snapshot_of
from awards.rules.sorting import roll_key
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Post

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which are misread
CODE_LENGTH = 14  # 70 bits, so that a code cannot be guessed


def new_code() -> str:
    """Return a random code of a paper."""
    return "".join(secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))


def enter_awards(decision: Decision, nominations: list[Nomination]) -> None:
    """Save a register entry for each nomination of an issued decision, and a code for each certificate.

    Names, wording and order are those of the snapshot, which was signed.
    """
    by_id = {nomination.pk: nomination for nomination in nominations}
    listed = [by_id[row["nomination"]] for row in snapshot_of(decision)["entries"]]
    number = None if decision.is_outside else _last_number(decision)
    for award in entries(decision, listed, after=number):
        award.save()
        if decision.title.has_certificate and not decision.is_outside:
            Paper.objects.create(award=award, issue=1, code=new_code(), dated_on=decision.signed_on)


def entries(decision: Decision, nominations: list[Nomination], *, after: int | None) -> list[Award]:
    """Return unsaved entries of nominations in the order of the snapshot, numbered from `after` + 1, or not if None."""
    return [
        Award(number=None if after is None else after + listed["place"], **_entry_fields(decision, nomination, listed))
        for nomination, listed in zip(nominations, snapshot_of(decision)["entries"], strict=True)
    ]


def _last_number(decision: Decision) -> int:
    lock_register(decision.unit)
    entries = Award.objects.filter(deciding_unit=decision.unit, year=decision.signed_on.year)
    return entries.aggregate(last=Max("number"))["last"] or 0


def _entry_fields(decision: Decision, nomination: Nomination, listed: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an entry, with names and wording as decided."""
    nominee, unit = nomination.nominee, nomination.dossier.unit
    upper = unit.parent if unit.parent_id != nomination.dossier.campaign.unit_id else None
    return {
        "decision": decision,
        "nomination": nomination,
        "nominee": nominee,
        "unit": unit,
        "phase": nomination.dossier.phase,
        "title": decision.title,
        "deciding_unit": decision.unit,
        "year": decision.year,
        "place": listed["place"],
        "is_person": listed["is_person"],
        "name": listed["name"],
        "position": listed["position"],
        "unit_name": listed["unit"],
        "upper_name": upper.full_name if upper else "",
        "title_name": decision.title.name,
        "wording": listed["wording"],
        "nominee_class": listed["class"],
        "sex": listed["sex"],
        "birth_year": nominee.birth_year,
        # Kinh is the majority; None where the ethnicity was not written.
        "minority": vietnamese.fold(nomination.ethnicity) != "kinh" if nomination.ethnicity else None,
        "bloc": unit.bloc,
        "search_text": search_text(listed["name"], listed["unit"], unit.name, upper.full_name if upper else ""),
        "sort_key": _sort_key(nomination, vietnamese.sort_key(listed["name"])),
    }


def search_text(*texts: str) -> str:
    return vietnamese.search_text(*texts, longest=SEARCHED)


def _sort_key(nomination: Nomination, name_key: str) -> str:
    return roll_key(nomination.dossier, name_key, is_person=nomination.nominee.is_person)


def amend_awards(decision: Decision, *, by: Acting, post: Post | None) -> None:
    """Apply a correcting, adjusting or annulling decision to the register."""
    related = ("award__nomination__nominee", "award__nomination__dossier", "award__unit")
    award_by_id: dict[int, Award] = {}
    for correction in decision.corrections.select_related(*related):
        # Several corrections of one award share the object, so that the later ones see the earlier changes.
        award = award_by_id.setdefault(correction.award_id, correction.award)
        if award.is_annulled:
            raise StateConflict(_("{name}: khen thưởng này vừa bị hủy bỏ.").format(name=award.name))
        if decision.kind == DecisionKind.ANNUL:
            _update_entry(award, annulled_by=decision)
            nomination = award.nomination
            move(nomination, NominationStatus.ANNULLED, verb="annul", by=by, post=post, unit=award.unit)
            continue
        changed = {correction.field: correction.new}
        name, unit_name = changed.get("name", award.name), changed.get("unit_name", award.unit_name)
        derived = {
            "search_text": search_text(name, unit_name, award.unit.name, award.upper_name),
            "sort_key": _sort_key(award.nomination, vietnamese.sort_key(name)),
        }
        _update_entry(award, **changed, **derived)


def _update_entry(award: Award, **fields: Any) -> None:
    """Update an entry that is not annulled. This is the only function that changes entries.

    A trigger of the database rejects changes of columns that no decision may change.
    """
    # A plain QuerySet, as the manager's own refuses update().
    changed = QuerySet(Award).filter(pk=award.pk, annulled_by=None).update(**fields)
    if not changed:
        raise StateConflict(_("{name}: khen thưởng này vừa bị hủy bỏ.").format(name=award.name))
    for name, value in fields.items():
        setattr(award, name, value)


@transaction.atomic
def reissue(award: Award, *, reason: str, by: Acting) -> Paper:
    """Make a new paper of an award. Its number stays; the old code is answered as replaced."""
    award = _locked(award)
    post = require_still_allowed(decision_access.may_keep_register(award, by), award)
    text = required_text(reason)
    last = award.papers.aggregate(last=Max("issue"))["last"]
    if last is None:
        raise ValidationError(_("Hình thức này không có bằng, giấy in từ cổng."))
    paper = Paper.objects.create(award=award, issue=last + 1, code=new_code(), dated_on=clock.today(), reason=text)
    record(award, "reissue", by=by, post=post, unit=award.unit, reason=text)
    ask_for_certificates(award.decision_id, by=by.user)
    return paper


@transaction.atomic
def hand_over(award: Award, *, on: date, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK) -> None:
    """Record the day on which the award was handed over. Raises EditConflict."""
    award = _locked(award)
    post = require_still_allowed(decision_access.may_keep_register(award, by), award)
    if on > clock.today() or on < award.decision.signed_on:
        raise ValidationError({"on": _("Ngày trao phải từ ngày ký quyết định đến hôm nay.")})
    if lines_to_write({WHOLE_FORM: on}, {WHOLE_FORM: award.handed_over_on}, fingerprints):
        _update_entry(award, handed_over_on=on)
        record(award, "hand_over", by=by, post=post, unit=award.unit)


def _locked(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",)).select_related("decision__unit", "unit")
    return rows.get(pk=award.pk)
