"""A letter (tờ trình) of a union: closed for signing with its file, perhaps taken back, registered."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from awards import letter_access
from awards.actions.locking import lock_nominations
from awards.lifecycle import LetterStatus, NominationStatus
from awards.models import Letter, LetterFile, Nomination
from awards.papers.union_letter import addressee, subject, union_letter_pdf
from awards.rules.letter_groups import LetterGroup, grouped, waiting_for_letter
from campaigns.launch_document import first_day
from foundation import clock, vietnamese
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.actions import scans
from units.attachments import attach
from units.history import move, record, require_still_allowed
from units.models import Attachment, Unit
from units.registration import (
    DocumentKind,
    RegistrationCheck,
    UsedNumber,
    check_registration,
    number_key,
    require_registration,
)
from units.signing import check_signed_day, chosen_block

EXAMPLE = "45a/TTr-LĐLĐ"
"""A number of a letter."""


@transaction.atomic
def close(group: LetterGroup, *, by: Acting, block: str = "", expected_count: int | None = None) -> Letter:
    """Close the letter of a group for signing: its file is drawn and kept, with blanks for number and date.

    `block`: as `chosen_block`. `expected_count`: how many the page that asked showed. Raises StateConflict when the
    group is not what it was, ValidationError and PdfUnavailable.
    """
    group = _locked_group(group)
    post = require_still_allowed(letter_access.may_close(group.unit, by), group.rows[0])
    if expected_count is not None and expected_count != len(group.rows):
        raise StateConflict(_("Danh sách của tờ trình vừa thay đổi. Xin xem lại rồi chốt."))
    signs, now = chosen_block(group.unit, block), clock.now()
    letter = Letter.objects.create(
        unit=group.unit,
        campaign=group.campaign,
        phase=group.phase,
        timing=group.timing,
        period_label=group.period_label,
        deciding_unit=group.deciding_unit,
        addressee=addressee(group),
        about=subject(group),
        closed_at=now,
        closed_by=by.user,
        signer=signs.signer if signs else None,
        signer_name=signs.name if signs else "",
    )
    content = union_letter_pdf(group, block=signs, closed_at=now)
    digest = hashlib.sha256(content).hexdigest()
    LetterFile.objects.create(letter=letter, content=content, sha256=digest, made_at=now)
    column = "letter" if group.deciding_unit else "letter_up"
    Nomination.objects.filter(pk__in=[row.pk for row in group.rows]).update(**{column: letter})
    record(letter, "close_letter", by=by, post=post, unit=letter.unit, changes={"nominations": len(group.rows)})
    return letter


def _locked_group(group: LetterGroup) -> LetterGroup:
    """Return the group read anew, its nominations locked. StateConflict if it has none any more."""
    lock_nominations([row.pk for row in group.rows])
    groups = grouped(group.unit, waiting_for_letter(group.unit))
    ids = {row.pk for row in group.rows}
    for present in groups:
        if ids & {row.pk for row in present.rows} and present.body == group.body:
            return present
    raise StateConflict(_("Tờ trình này vừa được chốt, hoặc không còn trường hợp nào."))


@transaction.atomic
def register(
    letter: Letter, *, number: str, dated_on: date, scan: UploadedFile, by: Acting, confirmed: str = ""
) -> None:
    """Write the registry's number and date beside the letter that was signed, and attach its scan.

    What a body outside decides counts as sent up from now on. Raises BadRegistration.
    """
    _lock(letter)
    post = require_still_allowed(letter_access.may_register(letter, by), letter)
    number = vietnamese.clean(number)
    require_registration(registration_check(letter, number, dated_on), confirmed)
    move(
        letter, LetterStatus.REGISTERED, verb="register_letter", by=by, post=post, unit=letter.unit,
        changes={"number": number}, number=number, dated_on=dated_on, registered_at=clock.now(), registered_by=by.user,
    )  # fmt: skip
    attach(letter, scan, unit=letter.unit, by=by)
    for row in lock_nominations(list(letter.sent_up.values_list("pk", flat=True))):
        if row.status == NominationStatus.APPROVED:
            move(row, NominationStatus.SENT_UP, verb="send_up", by=by, post=post, unit=row.dossier.unit)


@transaction.atomic
def take_back(letter: Letter, *, reason: str, by: Acting) -> None:
    """Take back a letter that has no number yet: its nominations wait for a letter again; its file stays."""
    _lock(letter)
    post = require_still_allowed(letter_access.may_take_back(letter, by), letter)
    move(
        letter, LetterStatus.TAKEN_BACK, verb="take_back_letter", by=by, post=post, unit=letter.unit,
        event_reason=required_text(reason),
    )  # fmt: skip
    Nomination.objects.filter(letter=letter).update(letter=None)
    Nomination.objects.filter(letter_up=letter).update(letter_up=None)


@transaction.atomic
def add_scan(letter: Letter, scan: UploadedFile, *, by: Acting) -> Attachment:
    """Attach one more scan. Raises ValidationError at the field `scan`."""
    _lock(letter)
    post = require_still_allowed(letter_access.may_keep_scans(letter, by), letter)
    return scans.add_scan(letter, scan, unit=letter.unit, by=by, post=post)


@transaction.atomic
def withdraw_scan(letter: Letter, scan: Attachment, *, reason: str, by: Acting) -> None:
    """Withdraw a scan of the letter, with the reason. Raises StateConflict if somebody has done so already."""
    _lock(letter)
    scan.refresh_from_db(fields=["withdrawn_at"])
    post = require_still_allowed(letter_access.may_withdraw_scan(scan, letter, by), letter)
    scans.withdraw_scan(letter, scan, unit=letter.unit, reason=reason, by=by, post=post)


def registration_check(letter: Letter, number: str, dated_on: date) -> RegistrationCheck:
    """Return what is refused, and what has to be confirmed, about number and date of a letter."""
    kind = DocumentKind(_("tờ trình"), _("Ngày của tờ trình"), EXAMPLE, _find_used, once=False)
    earliest, today = first_day(letter.campaign), clock.today()
    check = check_registration(number, dated_on, unit=letter.unit, kind=kind, earliest=earliest, today=today)
    return check_signed_day(check, letter, dated_on)


def _find_used(unit: Unit, key: str, year: int) -> UsedNumber | None:
    """Return a registered letter of the unit that has the number. Letters are few: compared in Python."""
    registered = Letter.objects.filter(unit=unit, status=LetterStatus.REGISTERED, dated_on__year=year)
    numbers = registered.order_by("-registered_at").values_list("number", "dated_on")
    return next((UsedNumber(number, day) for number, day in numbers if day and number_key(number) == key), None)


def _lock(letter: Letter) -> None:
    letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(of=("self",)).with_context())
