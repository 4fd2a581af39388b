"""What a reorganisation does to sheets of phases that are open, and which due dates and targets stay to be looked at.

A locked phase is not touched: its units, tree and figures are copies of the day they were called.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from campaigns.actions.phases import create_called_units
from campaigns.actions.sheet_steps import AnySheet
from campaigns.calling import scope_of, units_of_day, within_scope
from campaigns.lifecycle import MISSING, DataRequestStatus, FilingStatus, PhaseStatus
from campaigns.models import AssignedTarget, CalledUnit, DataRequest, DataRequestSheet, Filing, FilingKind, Phase
from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_moment, format_number
from units.history import move
from units.models import Unit
from units.reorganising.consequences import Ended, TakingBack, TreeChange
from units.reorganising.journal import UndoStep
from units.tree import ancestor_paths

DECIDED = ("status", "due_again", "reason", "decided_by_id", "decided_at")
"""The columns of a sheet that excusing writes."""


def lock_sheets(ending: Collection[int]) -> None:
    """Lock the open data requests, and the sheets of unions that end in them and in open phases."""
    open_requests = DataRequest.objects.filter(status=DataRequestStatus.OPENED)
    list(open_requests.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    sheets = Filing.objects.filter(called__unit__in=ending, called__phase__status=PhaseStatus.OPEN)
    list(sheets.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    requested = DataRequestSheet.objects.filter(unit__in=ending, request__status=DataRequestStatus.OPENED)
    list(requested.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def excuse_ended(change: TreeChange) -> None:
    """Excuse unions that end from what they have not sent in phases that go on after that day.

    What a phase asks that was over by then stays due: whoever reviews the union's sheets may type it for the union.
    """
    units = {ended.unit.pk: ended.unit for ended in change.ended}
    open_sheets = Filing.objects.filter(called__unit__in=units, called__phase__status=PhaseStatus.OPEN)
    sheets = open_sheets.exclude(status__in=(FilingStatus.ACCEPTED, FilingStatus.EXCUSED))
    for sheet in sheets.with_context().order_by("pk"):
        unit = units[sheet.called.unit_id]
        words = {"title": sheet.title, "status": sheet.status_text}
        if sheet.status not in MISSING or sheet.phase.ends_on < change.on:
            stays = _("{title} ({status}): giữ, do nơi đang theo dõi đơn vị xử lý tiếp")
            change.journal.note("sheet", unit, stays.format(**words), is_written=False)
            continue
        excuse_sheet(change, sheet, unit)
        change.journal.note("sheet", unit, _("{title} ({status}): không phải nộp nữa").format(**words))


def excuse_sheet(change: TreeChange, sheet: AnySheet, unit: Unit) -> None:
    """Excuse a union that ends from a sheet, by a step that can be taken back."""
    before = {name: getattr(sheet, name) for name in DECIDED}
    move(
        sheet,
        FilingStatus.EXCUSED,
        verb="excuse",
        by=change.by,
        post=change.post,
        unit=unit,
        event_reason=change.reason,
        reason=change.reason,
        decided_by=change.user,
        decided_at=clock.now(),
        due_again=None,
    )
    change.journal.changed(sheet, before, {"status": FilingStatus.EXCUSED.value})


def take_back_sheets(steps: list[UndoStep], back: TakingBack) -> None:
    """Expect again what was excused, and excuse founded unions from the sheets of phases that called them."""
    take_sheets_back(Filing.objects.select_related("called__unit"), steps, back)


def take_sheets_back(rows: QuerySet[Any], steps: list[UndoStep], back: TakingBack) -> None:
    """Move sheets back to where they were before the act; those it made are excused."""
    sheets = rows.in_bulk([step.pk for step in steps])
    for step in steps:
        sheet = sheets[step.pk]
        if step.made:
            decided = {"decided_by": back.by.user, "decided_at": clock.now(), "reason": back.reason}
            _move_back(sheet, FilingStatus.EXCUSED, "excuse", back, **decided)
            continue
        if sheet.status != FilingStatus.EXCUSED:
            raise StateConflict(_("{sheet} vừa được thay đổi.").format(sheet=sheet))
        columns = {name: value for name, value in step.before.items() if name != "status"}
        _move_back(sheet, str(step.before["status"]), "unexcuse", back, **columns)


def _move_back(sheet: AnySheet, to: str, verb: str, back: TakingBack, **columns: Any) -> None:
    unit, reason = sheet.unit, back.reason
    move(sheet, to, verb=verb, by=back.by, post=back.post, unit=unit, event_reason=reason, changes=None, **columns)


def call_founded(change: TreeChange) -> None:
    """Call the founded unions to the open phases that go on after that day, if the plan says so."""
    if not change.plan.calls_founded:
        return
    for phase in Phase.objects.filter(status=PhaseStatus.OPEN, ends_on__gte=change.on).select_related("campaign__unit"):
        below = _called_by(phase, change)
        create_called_units(phase, below)
        called = CalledUnit.objects.filter(phase=phase, unit__in=below).values_list("pk", flat=True)
        for sheet in Filing.objects.filter(called__in=list(called)).order_by("pk"):
            change.journal.made(sheet, {"status": sheet.status})
        for unit in below:
            change.journal.note("sheet", unit, _("thuộc diện {phase}, có phiếu phải gửi").format(phase=phase))
            change.record(phase, "call", unit)


def _called_by(phase: Phase, change: TreeChange) -> list[Unit]:
    """Return the founded unions that the phase's campaign calls, and those above a union that it called."""
    campaign, scope = phase.campaign, scope_of(phase.campaign)
    below = [unit for unit in change.founded if campaign.unit.contains(unit.path)]
    if scope.is_everything or not below:
        return below
    chosen = {unit.path for unit in within_scope(scope, units_of_day(campaign, change.on))}
    called = phase.called_units.filter(unit__valid_to=None).values_list("unit__path", flat=True)
    chosen |= {path for of_called in called for path in ancestor_paths(of_called)}
    return [unit for unit in below if unit.path in chosen]


def note_due_dates(change: TreeChange) -> None:
    """Note the due dates of their own that unions of the plan have in open phases: they stay with the union."""
    units = _concerned(change)
    own = CalledUnit.objects.filter(unit__in=units, phase__status=PhaseStatus.OPEN)
    own = own.exclude(pledge_due=None, report_due=None).select_related("phase__campaign").order_by("pk")
    for called in own:
        for kind, due in ((FilingKind.PLEDGE, called.pledge_due), (FilingKind.REPORT, called.report_due)):
            if due:
                words = {"kind": kind.label, "phase": called.phase, "due": format_moment(due)}
                stays = _("hạn riêng của {kind} {phase}, {due}: giữ").format(**words)
                change.journal.note("due", units[called.unit_id], stays, is_written=False)


def note_targets(change: TreeChange) -> None:
    """Note the year's targets given to or by unions that end: they stay as given, and who gave them gives them anew.

    Phases that called the union go on comparing with its target; whoever is called by a later one needs another.
    """
    ended = {of.unit.pk: of for of in change.ended}
    heirs = {of.successor.pk for of in change.ended if of.successor}
    running = Phase.objects.filter(status__in=(PhaseStatus.PLANNED, PhaseStatus.OPEN)).values("campaign")
    targets = AssignedTarget.objects.filter(indicator__campaign__in=running)
    received = list(targets.filter(to__in=[*ended, *heirs]).select_related("indicator", "by").order_by("pk"))
    values = {(target.indicator_id, target.to_id, target.by_id): target.value for target in received}
    for target in received:
        if of := ended.get(target.to_id):
            own = values.get((target.indicator_id, of.successor.pk, target.by_id)) if of.successor else None
            change.journal.note("target", of.unit, _target_words(target, of, own), is_written=False)
    given = targets.filter(by__in=ended).order_by("by").values_list("by").annotate(Count("to", distinct=True))
    for by, count in given:
        words = {"n": format_number(count), "heirs": ended[by].heir_names or change.plan.unit}
        stays = _("chỉ tiêu đã giao cho {n} đơn vị: giữ; {heirs} giao lại nếu đổi").format(**words)
        change.journal.note("target", ended[by].unit, stays, is_written=False)


def _target_words(target: AssignedTarget, of: Ended, own: Decimal | None) -> str:
    """Return what is said of a target of a union that ends; `own`: that of its successor from the same giver."""
    words = {"indicator": target.indicator.code, "by": target.by, "value": format_number(target.value.normalize())}
    stays = _("chỉ tiêu {indicator}, {by} giao {value}: giữ ở các đợt đã gọi đơn vị này")
    if of.heirs:
        stays = _("chỉ tiêu {indicator}, {by} giao {value}: giữ ở các đợt đã gọi đơn vị này; {by} giao lại cho {heirs}")
        words["heirs"] = of.heir_names
    if own is not None and not target.indicator.is_ratio:
        stays += _(", cộng với của đơn vị ấy là {sum}")
        words["sum"] = format_number((own + target.value).normalize())
    return stays.format(**words)


def _concerned(change: TreeChange) -> dict[int, Unit]:
    return {unit.pk: unit for unit in (*change.moved, *(ended.unit for ended in change.ended))}


CONSEQUENCES = (excuse_ended, call_founded, note_due_dates, note_targets)
TAKEN_BACK = {"campaigns.Filing": take_back_sheets}
