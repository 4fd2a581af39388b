"""The acts on a summary, from its beginning to its number and date. Each is one transaction and one event."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.actions.locking import hold_phases_still
from campaigns.figures.queries import phases_up_to
from campaigns.launch_document import first_day
from campaigns.models import Campaign, Phase
from foundation import clock, vietnamese
from foundation.digest import digest
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict, update_in_status
from foundation.serialization import to_json
from summaries import access
from summaries.figures.stored_figures import FIGURES
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary, SummaryFile, SummarySource, SummaryWorkbook
from summaries.report.contents import SummaryDraft
from summaries.report.stored_text import TEXT
from summaries.sources import SOURCES, sources_digest, write_sources
from summaries.tasks import ask_for_file, ask_for_workbook
from units.acting import Acting
from units.attachments import attach
from units.history import move, record, require_still_allowed
from units.models import Unit
from units.registration import (
    DocumentKind,
    RegistrationCheck,
    UsedNumber,
    check_registration,
    number_key,
    require_registration,
)
from units.signing import check_signed_day, chosen_block

EXAMPLE = "45a/BC-LĐLĐ"
"""A number of a report."""


@transaction.atomic
def begin(campaign: Campaign, phase: Phase | None, unit: Unit, *, by: Acting) -> Summary:
    """Create the first draft, without any text of reviewers."""
    post = require_still_allowed(access.may_begin(campaign, phase, unit, by), campaign)
    summary = _add(Summary(campaign=campaign, phase=phase, unit=unit))
    record(summary, "begin_summary", by=by, post=post, unit=unit)
    return summary


@transaction.atomic
def propose(summary: Summary, *, by: Acting) -> None:
    """Propose to the leader to close it for signing."""
    lock(summary)
    post = require_still_allowed(access.may_propose(summary, by), summary)
    update_in_status(summary, proposed_at=clock.now(), proposed_by=by.user)
    record(summary, "propose_summary", by=by, post=post, unit=summary.unit)


@transaction.atomic
def withdraw_proposal(summary: Summary, *, by: Acting) -> None:
    lock(summary)
    post = require_still_allowed(access.may_withdraw_proposal(summary, by), summary)
    update_in_status(summary, proposed_at=None, proposed_by=None)
    record(summary, "withdraw_proposal", by=by, post=post, unit=summary.unit)


@transaction.atomic
def close_for_signing(summary: Summary, *, by: Acting, block: str = "") -> None:
    """Store figures and text as they are now; the worker makes the files, with blanks for number and date.

    `block`: the key of a signature block that is offered today, "" for the usual one. Raises ValidationError.
    """
    lock(summary)
    post = require_still_allowed(access.may_close(summary, by), summary)
    signs = chosen_block(summary.unit, block)
    draft = SummaryDraft(summary, anew=True)
    hold_phases_still(phases_up_to(draft.phase))  # figures, awards and sources are of one state
    contents = draft.contents(block=signs, is_closed=True)
    figures, text = to_json(contents.figures), to_json(contents.document)
    write_sources(summary, draft.phase)
    move(
        summary,
        SummaryStatus.TO_SIGN,
        verb="close_for_signing",
        by=by,
        post=post,
        unit=summary.unit,
        changes={SOURCES: sources_digest(summary), **({"signer": signs.name} if signs else {})},
        figures=figures,
        figures_format=FIGURES.present,
        text=text,
        text_format=TEXT.present,
        sha256=digest({"figures": figures, "text": text}),
        closed_at=clock.now(),
        closed_by=by.user,
        signer=signs.signer if signs else None,
    )
    ask_for_file(summary, by.user)
    ask_for_workbook(summary, by.user)


@transaction.atomic
def register(
    summary: Summary, *, number: str, dated_on: date, scan: UploadedFile, by: Acting, confirmed: str = ""
) -> None:
    """Write number and date as the registry gave them beside the frozen content, and attach what was signed.

    `confirmed`: what the person confirmed about number and date, see `require_registration`. Raises BadRegistration.
    """
    lock(summary)
    post = require_still_allowed(access.may_register(summary, by), summary)
    number = vietnamese.clean(number)
    require_registration(registration_check(summary, number, dated_on), confirmed)
    move(
        summary,
        SummaryStatus.FINAL,
        verb="register_summary",
        by=by,
        post=post,
        unit=summary.unit,
        changes={"number": number},
        number=number,
        dated_on=dated_on,
        finalised_at=clock.now(),
        finalised_by=by.user,
    )
    attach(summary, scan, unit=summary.unit, by=by)


@transaction.atomic
def take_back(summary: Summary, *, reason: str, by: Acting) -> None:
    """Make a draft again of what has no number yet, with the figures of now. Raises ValidationError without a reason.

    What was stored and drawn for signing goes; the events keep its checksum and the reason.
    """
    lock(summary)
    post = require_still_allowed(access.may_take_back(summary, by), summary)
    move(
        summary,
        SummaryStatus.DRAFT,
        verb="take_back_summary",
        by=by,
        post=post,
        unit=summary.unit,
        event_reason=required_text(reason),
        changes={"sha256": summary.sha256},
        figures=None,
        text=None,
        sha256="",
        closed_at=None,
        closed_by=None,
        signer=None,
        proposed_at=None,
        proposed_by=None,
    )
    for rows in (SummarySource.objects, SummaryFile.objects, SummaryWorkbook.objects):
        rows.filter(summary=summary).delete()


@transaction.atomic
def revise(summary: Summary, *, reason: str, by: Acting) -> Summary:
    """Create the next revision, a draft with the text of the final one. Raises ValidationError without a reason."""
    lock(summary)
    post = require_still_allowed(access.may_revise(summary, by), summary)
    reason = required_text(reason)
    draft = Summary(
        campaign=summary.campaign,
        phase=summary.phase,
        unit=summary.unit,
        revision=summary.revision + 1,
        reason=reason,
        narrative=summary.narrative,
        editing=summary.editing,
        editing_format=summary.editing_format,
    )
    _add(draft)
    record(draft, "revise_summary", by=by, post=post, unit=summary.unit, reason=reason)
    return draft


def registration_check(summary: Summary, number: str, dated_on: date) -> RegistrationCheck:
    """Return what is refused, and what has to be confirmed, about the number and the date of a summary to sign.

    A report is not older than its phase or campaign, nor than the report that it replaces.
    """
    date_name = _("Ngày của báo cáo")
    check = check_registration(
        number,
        dated_on,
        unit=summary.unit,
        kind=DocumentKind(_("báo cáo"), date_name, EXAMPLE, _find_used, once=False, never_early=True),
        earliest=summary.phase.starts_on if summary.phase else first_day(summary.campaign),
        today=clock.today(),
    )
    replaced = summary.replaced
    if replaced and replaced.dated_on and dated_on < replaced.dated_on:
        sentence = _("{date_name} không thể trước ngày của báo cáo được thay thế ({day}).")
        day = vietnamese.format_date(replaced.dated_on)
        check.refusals.setdefault("dated_on", sentence.format(date_name=date_name, day=day))
    return check_signed_day(check, summary, dated_on)


def _find_used(unit: Unit, key: str, year: int) -> UsedNumber | None:
    """Return a final summary of the unit that has the number. Reports are few, so numbers are compared in Python."""
    finals = Summary.objects.filter(unit=unit, status=SummaryStatus.FINAL, dated_on__year=year)
    numbers = finals.order_by("-finalised_at").values_list("number", "dated_on")
    return next((UsedNumber(number, day) for number, day in numbers if day and number_key(number) == key), None)


def lock(summary: Summary) -> None:
    """Read the row again and lock it; on SQLite the transaction itself locks the whole file."""
    rows = Summary.objects.select_for_update(of=("self",)).select_related(
        "campaign__unit", "unit", "phase__campaign", "signer"
    )
    summary.refresh_from_db(from_queryset=rows)


def _add(summary: Summary) -> Summary:
    """Store a draft. Raises StateConflict when somebody else created it at the same moment."""
    try:
        with transaction.atomic():
            summary.save()
    except IntegrityError as error:
        raise StateConflict(_("Dự thảo này vừa được người khác lập. Xin xem lại trang.")) from error
    return summary
