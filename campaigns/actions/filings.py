"""Actions of a unit on its sheet: save, submit, confirm, take back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.locking import lock_filing
from campaigns.actions.sheet_steps import move_to_submitted, write_draft
from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, PaperSheet, Submission
from campaigns.models.sheet_format import COMPARED, SHEET
from campaigns.sheet import Incomplete, Sheet
from campaigns.sheet.beside import TAKE, taken_over
from campaigns.sheet.indicator_parts import IndicatorGroup
from campaigns.sheet.parts import SheetPart
from campaigns.sheet.sheet import PAPER, REPLIES
from campaigns.sheet.writing import write_rows
from foundation import clock
from foundation.db.guaranteed import guaranteed
from foundation.digest import SPACED, digest
from foundation.forms.edit_conflicts import NO_CHECK, lines_to_write
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Post

CONFIRMED = "confirmed"


def save_part(filing: Filing, part_key: str, typed: Any, *, by: Acting, fingerprint: str | None = None) -> None:
    """Save one part of the draft as typed. `fingerprint` is that of the part as the page showed it; None: no check."""
    save_parts(filing, {part_key: typed}, by=by, fingerprints=_fingerprints(part_key, fingerprint))


@transaction.atomic
def save_parts(
    filing: Filing, typed: dict[str, Any], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Save parts of the draft, by key, exactly as typed, even what cannot be read.

    Raises EditConflict, and writes nothing, if somebody saved one of these parts after the page was made; changes to
    other parts are no conflict. The first save of an inherited pledge also copies the parts it inherits.
    """
    lock_filing(filing)
    _save(Sheet(filing), typed, by=by, fingerprints=fingerprints)


@transaction.atomic
def save_posted(
    filing: Filing,
    number: int,
    posted: Mapping[str, Any],
    *,
    by: Acting,
    fingerprint: str | None,
    group: str = "",
    only: Collection[str] = (),
) -> tuple[SheetPart, Any]:
    """Save what the page of a part posted, as `save_part` does; return the part as it was, and what was typed.

    What the unit pledged fills the blanks where that is ticked (`campaigns.sheet.beside`). `group`, `only`: as
    `Sheet.page` explains them. What the page did not show stays as it is, whoever typed it.
    Raises LookupError if the sheet has no such page.
    """
    lock_filing(filing)
    sheet = Sheet(filing)
    part = sheet.page(number, group, only)
    if part is None:
        raise LookupError(number)
    typed, fingerprints = part.read(posted), _fingerprints(part.key, fingerprint)
    if TAKE in posted and (from_pledge := taken_over(sheet, part)):
        typed = from_pledge.into(typed)
    if isinstance(part, IndicatorGroup):
        _save_group(sheet, part, typed, by=by, fingerprints=fingerprints)
    else:
        _save(sheet, {part.key: typed}, by=by, fingerprints=fingerprints)
    return part, typed


def _save_group(
    sheet: Sheet, part: IndicatorGroup, typed: dict[str, str], *, by: Acting, fingerprints: Mapping[str, str]
) -> None:
    """Save the fields of a group beside those of the others."""
    filing = sheet.filing
    require_still_allowed(access.may_edit(filing, by), filing)
    shown, stored = {part.key: part.comparable(typed)}, {part.key: part.comparable(part.typed)}
    changed = lines_to_write(shown, stored, fingerprints, lambda: _conflict_sentence(filing))
    whole = (sheet.typed.get(part.key) or {}) | typed
    _save(sheet, {part.key: whole} if changed or not part.touched else {}, by=by, fingerprints=NO_CHECK)


def _fingerprints(part_key: str, fingerprint: str | None) -> Mapping[str, str]:
    return NO_CHECK if fingerprint is None else {part_key: fingerprint}


def _save(sheet: Sheet, typed: dict[str, Any], *, by: Acting, fingerprints: Mapping[str, str]) -> None:
    """Save parts of a sheet that the caller has locked and read."""
    filing = sheet.filing
    post = require_still_allowed(access.may_edit(filing, by), filing)
    before = dict(sheet.typed)
    draft = before | lines_to_write(typed, before, fingerprints, lambda: _conflict_sentence(filing))
    write_draft(filing, draft, SHEET, by=by, post=post)


def _conflict_sentence(filing: Filing) -> str:
    sentence = _("{who} cũng đang sửa bản này. Nội dung vừa nhập chưa được lưu, còn giữ bên dưới.")
    return sentence.format(who=filing.typed_by or _("Người khác"))


@transaction.atomic
def confirm_questions(filing: Filing, answers: dict[str, dict[str, str]], *, by: Acting) -> None:
    """Save the unit's confirmations (“Số liệu đúng”) of questions: {question key: {"of": …, "reason": …}}.

    Answers to what the sheet does not ask of the figures it has now are left out.
    """
    lock_filing(filing)
    sheet = Sheet(filing)
    raised = {question.key: question.of for question in sheet.questions}
    answers = {key: answer for key, answer in answers.items() if raised.get(key) == answer["of"]}
    if answers:
        confirmed = sheet.typed.get(CONFIRMED) or {}
        _save(sheet, {CONFIRMED: confirmed | answers}, by=by, fingerprints=NO_CHECK)


@transaction.atomic
def reply(filing: Filing, replies: dict[str, str], *, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK) -> None:
    """Save the unit's replies to remarks in its draft, by the remark's id as text. Raises EditConflict."""
    lock_filing(filing)
    require_still_allowed(access.may_edit(filing, by), filing)
    sheet = Sheet(filing)
    stored = sheet.typed.get(REPLIES) or {}
    shown = {key: stored.get(key, "") for key in replies}
    changed = lines_to_write(replies, shown, fingerprints, lambda: _conflict_sentence(filing))
    if changed:
        kept = {key: text for key, text in (stored | changed).items() if text}
        _save(sheet, {REPLIES: kept}, by=by, fingerprints=NO_CHECK)


@transaction.atomic
def submit(filing: Filing, *, by: Acting, paper: PaperSheet | None = None) -> Submission:
    """Submit the sheet. Raises Incomplete, and writes nothing, if something is missing or a question is unconfirmed.

    `paper`: the signed paper that a union above typed the sheet from, on the unit's behalf.
    """
    lock_filing(filing)
    post = require_still_allowed(access.may_submit(filing, by), filing)
    if paper and paper.arrived_on > clock.today():
        raise ValidationError({"paper_arrived_on": PaperSheet.NOT_ARRIVED})
    return _submit(filing, "submit", by=by, post=post, paper=paper)


@transaction.atomic
def confirm_unchanged(filing: Filing, *, by: Acting) -> Submission:
    """Submit a later phase's pledge with the content of the accepted pledge before it. Raises Incomplete."""
    lock_filing(filing)
    post = require_still_allowed(access.may_confirm_unchanged(filing, by), filing)
    return _submit(filing, "confirm_unchanged", by=by, post=post)


def _submit(filing: Filing, verb: str, *, by: Acting, post: Post | None, paper: PaperSheet | None = None) -> Submission:
    sheet = Sheet(filing)
    if not sheet.complete:
        raise Incomplete(sheet)
    now, before = clock.now(), filing.current_submission_id
    sheet.typed = {key: typed for key, typed in sheet.typed.items() if key != PAPER}
    submission = _create_submission(sheet, at=now, by=by, post=post, paper=paper)
    came_at = min(now, clock.end_of_day(paper.arrived_on)) if paper else now  # typing it may take the office longer
    move_to_submitted(filing, submission, verb=verb, came_at=came_at, by=by, post=post)
    write_rows(sheet, submission, before=before)
    filing.__dict__.pop("last_submission", None)
    return submission


def _create_submission(
    sheet: Sheet, *, at: datetime, by: Acting, post: Post | None, paper: PaperSheet | None
) -> Submission:
    assert post is not None, "may_submit and may_confirm_unchanged name the officer's post"
    filing, content = sheet.filing, sheet.typed
    number = filing.submissions.count() + 1
    return Submission.objects.create(
        filing=filing,
        number=number,
        at=at,
        by=by.user,
        post=post,
        on_behalf_of=filing.unit if by.unit.pk != filing.unit.pk else None,
        paper_number=paper.number if paper else "",
        paper_arrived_on=paper.arrived_on if paper else None,
        content=content,
        format=SHEET.present,
        sha256=submission_digest(content),
        catalogue_id=guaranteed(filing.phase.catalogue_id, "opened_phase_has_its_catalogue"),
        compared=sheet.compared,
        compared_format=COMPARED.present,
    )


def submission_digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of what was typed: its first letters are on the printed paper, so its spaces stay."""
    return digest(content, separators=SPACED)


@transaction.atomic
def take_back(filing: Filing, *, by: Acting) -> None:
    """Take a submitted sheet back to correct it."""
    lock_filing(filing)
    post = require_still_allowed(access.may_take_back(filing, by), filing)
    move(filing, FilingStatus.DRAFT, verb="take_back", by=by, post=post, unit=filing.unit)


@transaction.atomic
def confirm_on_behalf(filing: Filing, *, by: Acting) -> None:
    """Confirm, as the unit, the figures that an upper union submitted on its behalf."""
    lock_filing(filing)
    post = require_still_allowed(access.may_confirm_on_behalf(filing, by), filing)
    submission = filing.last_submission
    assert submission is not None, "may_confirm_on_behalf says no to a sheet that was never sent"
    submission.confirmed_by, submission.confirmed_at = by.user, clock.now()
    submission.save(update_fields=["confirmed_by", "confirmed_at"])
    record(filing, "confirm_on_behalf", by=by, post=post, unit=filing.unit)
