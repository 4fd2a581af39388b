"""What a reorganisation does to data requests that are open: who goes on is asked in place of a union that ends."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from campaigns.actions.data_requests import create_sheets
from campaigns.actions.reorganised_sheets import excuse_sheet, take_sheets_back
from campaigns.data_requests.audience import units_to_ask
from campaigns.lifecycle import EDITABLE, MISSING, DataRequestStatus, FilingStatus
from campaigns.mails import tell_officers
from campaigns.models import DataRequest, DataRequestSheet
from units.models import MailKind
from units.reorganising.consequences import Ended, TakingBack, TreeChange
from units.reorganising.journal import UndoStep

OPEN = (*MISSING, FilingStatus.RETURNED, FilingStatus.SUBMITTED)


def ask_who_goes_on(change: TreeChange) -> None:
    """Ask founded unions and successors in open requests, then excuse the ended unions for which they answer.

    A union that ended goes on being asked if it has sent its answers, or who goes on for it has sent its own.
    """
    ended = {of.unit.pk: of for of in change.ended}
    if not ended and not change.founded:
        return
    waiting: dict[int, list[DataRequestSheet]] = defaultdict(list)
    sheets = DataRequestSheet.objects.filter(unit__in=ended, status__in=OPEN, request__status=DataRequestStatus.OPENED)
    for sheet in sheets.select_related("request__campaign__unit", "unit").order_by("pk"):
        waiting[sheet.request_id].append(sheet)
    requests = DataRequest.objects.filter(status=DataRequestStatus.OPENED).select_related("campaign__unit", "phase")
    for request in requests.select_for_update(of=("self",)).order_by("pk"):
        of_request = waiting[request.pk]
        _ask(change, request, [ended[sheet.unit_id] for sheet in of_request if sheet.status in MISSING])
        answering = set(request.sheets.filter(status__in=EDITABLE).values_list("unit", flat=True))
        for sheet in of_request:
            _excuse(change, sheet, ended[sheet.unit_id], answering)


def _ask(change: TreeChange, request: DataRequest, ended: list[Ended]) -> None:
    """Give sheets to the founded unions that the request would ask, and to successors that were not asked."""
    launching = request.campaign.unit
    units = {of.successor.pk: of.successor for of in ended if of.successor and launching.contains(of.successor.path)}
    units.pop(launching.pk, None)
    if change.plan.calls_founded and (founded := {unit.pk: unit for unit in change.founded}):
        to_ask = units_to_ask(request, change.on).filter(pk__in=founded)
        units |= {pk: founded[pk] for pk in to_ask.values_list("pk", flat=True)}
    present = set(request.sheets.filter(unit__in=units).values_list("unit", flat=True))
    new = [unit for pk, unit in units.items() if pk not in present]
    create_sheets(request, new)
    made = {sheet.unit_id: sheet for sheet in request.sheets.filter(unit__in=[unit.pk for unit in new])}
    for unit in new:
        change.journal.made(made[unit.pk], {"status": made[unit.pk].status})
        words = _("yêu cầu bổ sung số liệu “{title}”: có phiếu phải gửi").format(title=request.title)
        change.journal.note("duty", unit, words)
        change.record(request, "ask_unit", unit)
    tell_officers(MailKind.REQUEST_OPENED, made.values())


def _excuse(change: TreeChange, sheet: DataRequestSheet, ended: Ended, answering: set[int]) -> None:
    """Excuse a union from answers it has not sent, if all who go on for it still answer; else note who has to act."""
    heirs = ended.heirs
    words = {"title": sheet.request.title, "status": sheet.status_text}
    words |= {"heirs": ended.heir_names, "who": sheet.request.campaign.unit.name}
    if sheet.status in MISSING and heirs and all(unit.pk in answering for unit in heirs):
        excuse_sheet(change, sheet, ended.unit)
        sentence = _("yêu cầu bổ sung số liệu “{title}” ({status}): không phải gửi nữa, {heirs} trả lời")
        change.journal.note("duty", sheet.unit, sentence.format(**words))
        return
    sentence = _("yêu cầu bổ sung số liệu “{title}” ({status}): giữ; {who} cho miễn, hoặc nơi cấp trên trả lời thay")
    if sheet.status == FilingStatus.SUBMITTED:
        sentence = _("yêu cầu bổ sung số liệu “{title}” ({status}): giữ; {who} xem và xác nhận như trước")
    elif heirs:
        sentence = _("yêu cầu bổ sung số liệu “{title}” ({status}): giữ; {heirs} trả lời thay, hoặc {who} cho miễn")
    change.journal.note("duty", sheet.unit, sentence.format(**words), is_written=False)


def take_back_requests(steps: list[UndoStep], back: TakingBack) -> None:
    """Take back the sheets that were given, which nobody has begun, and ask again who was excused."""
    made = [step.pk for step in steps if step.made]
    sheets = DataRequestSheet.objects.filter(pk__in=made).select_related("request", "unit")
    for sheet in sheets:
        back.record(sheet.request, "carry_over", sheet.unit, changes={str(_("phiếu bổ sung")): [sheet.unit.name, ""]})
    sheets.delete()
    take_sheets_back(DataRequestSheet.objects.select_related("unit"), [step for step in steps if not step.made], back)


CONSEQUENCES = (ask_who_goes_on,)
TAKEN_BACK = {"campaigns.DataRequestSheet": take_back_requests}
