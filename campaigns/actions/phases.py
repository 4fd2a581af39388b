"""Actions of the Board on a campaign and its phases: publish, discard, open, lock, unlock, call a unit, extend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access, running
from campaigns.actions.amendments import amend, begin_change, correct_reopened, write_version
from campaigns.actions.catalogues import write_catalogue
from campaigns.actions.extensions import judge_late_sheets_again
from campaigns.actions.locking import lock_campaign_row, lock_phase_row
from campaigns.calling import units_to_call
from campaigns.lifecycle import CampaignStatus, PhaseStatus
from campaigns.models import CalledUnit, Campaign, Filing, FilingKind, Phase
from campaigns.models.called import UNIT_WIDTH, sort_key_of
from campaigns.schedule import schedule_problems
from foundation import clock, vietnamese
from foundation.forms.edit_conflicts import NO_CHECK, WHOLE_FORM, lines_to_write
from foundation.forms.errors import required_text
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.history import move, record, require_still_allowed
from units.models import Post, Unit, UnitKind
from units.tree import SEGMENT, ancestor_paths


@transaction.atomic
def publish(campaign: Campaign, *, by: Acting) -> None:
    """Publish the campaign: everybody may read its launch, of which this is the first version."""
    lock_campaign_row(campaign)
    post = require_still_allowed(access.may_publish(campaign, by), campaign)
    now = clock.now()
    move(
        campaign, CampaignStatus.PUBLISHED, verb="publish", by=by, post=post, unit=campaign.unit, published_at=now
    )  # fmt: skip
    write_version(campaign, number=1, by=by, at=now)


@transaction.atomic
def discard_campaign(campaign: Campaign, *, reason: str, by: Acting) -> None:
    """Discard a campaign that was never published, and its phases; rows and events are kept."""
    lock_campaign_row(campaign)  # before its phases, as every change of a campaign does
    post = require_still_allowed(access.may_discard_campaign(campaign, by), campaign)
    text = required_text(reason)
    for phase in Phase.objects.alive().filter(campaign=campaign).order_by("number"):
        phase.campaign = campaign
        _discard(phase, by=by, post=post, reason=text)
    move(
        campaign, CampaignStatus.DISCARDED, verb="discard_campaign", by=by, post=post, unit=campaign.unit,
        event_reason=text,
    )  # fmt: skip


@transaction.atomic
def discard_phase(phase: Phase, *, reason: str, by: Acting) -> None:
    """Discard a phase that was not opened; its number may be given to another. A published launch says so anew."""
    before = begin_change(phase.campaign)
    lock_phase_row(phase)
    post, text = require_still_allowed(access.may_discard_phase(phase, by), phase), required_text(reason)
    _discard(phase, by=by, post=post, reason=text)
    # the dates of the phases that stay are as they were, so nothing is asked about them
    before = replace(before, schedule=schedule_problems(phase.campaign))
    amend(phase.campaign, before, by=by, reason=text)


def _discard(phase: Phase, *, by: Acting, post: Post | None, reason: str) -> None:
    move(
        phase, PhaseStatus.DISCARDED, verb="discard_phase", by=by, post=post, unit=phase.campaign.unit,
        event_reason=reason,
    )  # fmt: skip


@transaction.atomic
def open_phase(phase: Phase, *, by: Acting) -> int:
    """Open a planned phase: write what it asks, call the units whom the campaign calls and that are valid today.

    Return how many units were called.
    """
    lock_campaign_row(phase.campaign)  # what is being changed in the campaign is asked as it will be, or not yet
    lock_phase_row(phase)
    post = require_still_allowed(access.may_open(phase, by), phase)
    called = create_called_units(phase, units_to_call(phase))
    write_catalogue(phase, by=by)
    move(
        phase,
        PhaseStatus.OPEN,
        verb="open",
        by=by,
        post=post,
        unit=phase.campaign.unit,
        changes={"called": called},
        opened_at=clock.now(),
    )
    running.forget()
    return called


def create_called_units(phase: Phase, units: Iterable[Unit]) -> int:
    """Create the called units and, for each, an awaited sheet of every kind asked for; return how many units."""
    uppers = upper_orders()
    new = [unsaved_called_unit(phase, unit, uppers) for unit in units]
    if phase.called_units.exists():
        _put_below_called(phase, new)
    called = CalledUnit.objects.bulk_create(new, batch_size=500)
    sheets = [Filing(called=called_unit, kind=kind) for called_unit in called for kind in phase.sheet_kinds]
    Filing.objects.bulk_create(sheets, batch_size=500)
    return len(called)


def _put_below_called(phase: Phase, new: Iterable[CalledUnit]) -> None:
    """Put those who are called later below the union above them where the phase has it, which may have moved since."""
    above = {path for called in new for path in ancestor_paths(called.path)}
    uppers = phase.called_units.filter(unit__path__in=above)
    places = {today: (path, key) for today, path, key in uppers.values_list("unit__path", "path", "sort_key")}
    for called in new:
        if upper := next((path for path in reversed(ancestor_paths(called.path)) if path in places), ""):
            below, (path, sort_key) = called.path.removeprefix(upper), places[upper]
            called.path = path + below
            called.sort_key = sort_key + called.sort_key[-len(below) // SEGMENT * UNIT_WIDTH :]


def upper_orders() -> dict[str, int]:
    """Return the `order` of every upper union, by path."""
    return dict(Unit.objects.exclude(kind=UnitKind.GRASSROOTS).values_list("path", "order"))


def unsaved_called_unit(phase: Phase, unit: Unit, uppers: dict[str, int]) -> CalledUnit:
    """Return the unit's unsaved CalledUnit, with its columns as of now. `uppers`: the order of upper unions by path."""
    parent = unit.parent
    assert parent is not None, "the root launches a campaign, none calls it"
    return CalledUnit(
        phase=phase,
        unit=unit,
        parent=parent,
        parent_name=parent.name,
        parent_full_name=parent.full_name,
        parent_kind=parent.kind,
        type_name=unit.words.short,
        organ=unit.words.organ,
        has_employer=unit.has_employer,
        path=unit.path,
        search_text=unit.search_text,
        sort_key=sort_key_of(phase, unit, uppers),
        **unit.shape() | {"place": unit.place or parent.place},
    )


@transaction.atomic
def lock_phase(phase: Phase, *, by: Acting) -> None:
    """Lock a phase: its pledges and reports cannot be changed, submitted or reviewed."""
    lock_phase_row(phase)
    post = require_still_allowed(access.may_lock(phase, by), phase)
    unit, now = phase.campaign.unit, clock.now()
    move(phase, PhaseStatus.LOCKED, verb="lock", by=by, post=post, unit=unit, locked_at=now)


@transaction.atomic
def unlock_phase(phase: Phase, *, reason: str, by: Acting) -> None:
    """Unlock a locked phase, with a reason. Words that were changed while it was locked are corrected in it now."""
    lock_campaign_row(phase.campaign)
    lock_phase_row(phase)
    post = require_still_allowed(access.may_unlock(phase, by), phase)
    unit, text = phase.campaign.unit, required_text(reason)
    move(
        phase,
        PhaseStatus.OPEN,
        verb="unlock",
        by=by,
        post=post,
        unit=unit,
        event_reason=text,
        locked_at=None,
    )
    correct_reopened(phase, by=by, post=post, reason=text)


@transaction.atomic
def call_unit(phase: Phase, unit: Unit, *, by: Acting) -> CalledUnit:
    """Call one unit that was founded after the opening. Raises StateConflict if it cannot be called."""
    lock_phase_row(phase)
    post = require_still_allowed(access.may_call(phase, by), phase)
    if unit.pk not in {unit_to_call.pk for unit_to_call in units_to_call(phase)}:
        raise StateConflict(_("{unit} đã thuộc diện của đợt này, hoặc không hoạt động.").format(unit=unit.name))
    create_called_units(phase, [unit])
    record(phase, "call", by=by, post=post, unit=unit)
    return CalledUnit.objects.get(phase=phase, unit=unit)


@transaction.atomic
def extend(
    called: CalledUnit, *, kind: str, on: date, reason: str, by: Acting, fingerprints: Mapping[str, str] = NO_CHECK
) -> None:
    """Give one called unit its own due date (the end of the day `on`) for a kind of sheet. Raises EditConflict.

    What came inside it is not late.
    """
    post = require_still_allowed(access.may_extend(called, by), called)
    stored = own_due_dates(CalledUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=called.pk))
    day = vietnamese.format_date(on)
    if not lines_to_write(
        {WHOLE_FORM: stored | {kind: day, "reason": required_text(reason)}}, {WHOLE_FORM: stored}, fingerprints
    ):
        return
    column = "pledge_due" if kind == FilingKind.PLEDGE else "report_due"
    setattr(called, column, clock.end_of_day(on))
    called.due_reason = required_text(reason)
    called.save(update_fields=[column, "due_reason"])
    judge_late_sheets_again([called], kind, clock.end_of_day(on))
    filing = called.filings.get(kind=kind)
    due = _("hạn đăng ký") if kind == FilingKind.PLEDGE else _("hạn báo cáo")
    changes = {due: [stored[kind], day]}
    record(filing, "extend", by=by, post=post, unit=called.unit, reason=reason, changes=changes)


def own_due_dates(called: CalledUnit) -> dict[str, str]:
    """Return the unit's own due dates as text by kind of sheet ("" for none), and their `reason`."""
    dates = {FilingKind.PLEDGE.value: called.pledge_due, FilingKind.REPORT.value: called.report_due}
    days = {kind: vietnamese.format_date(due) if due else "" for kind, due in dates.items()}
    return days | {"reason": called.due_reason}
