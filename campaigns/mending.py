"""What a reviewer asked to be mended when a sheet was sent back, and what the unit has changed and answered since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import Form
from django.utils.html import format_html
from django.utils.translation import gettext as _

from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, Remark, Submission
from campaigns.row_changes import RETURNS, last_return, returned_submission
from campaigns.sheet import Sheet
from campaigns.sheet.indicator_parts import IndicatorsPart, code_of
from campaigns.sheet.part_forms import SheetRowForm
from campaigns.sheet.parts import FormPart, RowsPart, SheetPart
from campaigns.sheet.sheet import REPLIES
from campaigns.sheet.spots import Spot, SpotChange, anchor_of, changes_of, first_field
from units.models import Event


@dataclass(frozen=True)
class Request:
    """A remark with what the unit has done about it: the changes at its spot and its `reply`.

    `url` leads to the spot on the page of its part; it is empty for what concerns the whole sheet.
    """

    remark: Remark
    changes: list[SpotChange]
    reply: str
    url: str = ""

    @property
    def spot(self) -> Spot:
        return Spot(self.remark.part, self.remark.row, self.remark.field)

    @property
    def key(self) -> str:
        return reply_key(self.remark)

    @property
    def is_open(self) -> bool:
        """Whether the unit has neither changed the spot nor replied."""
        return not self.changes and not self.reply

    @property
    def state_text(self) -> str:
        if self.changes:
            return _("Đã sửa")
        return _("Đã trả lời") if self.reply else _("Cần sửa")

    @property
    def state_tone(self) -> str:
        return "no" if self.is_open else "ok"


@dataclass(frozen=True)
class Mending:
    """The last return of a sheet: who sent which submission back, what was asked, what has changed since.

    `who` is the name of the union that sent it back.
    """

    event: Event
    who: str
    returned: Submission
    requests: list[Request]
    changes: list[SpotChange] = field(default_factory=list)

    @property
    def open_requests(self) -> list[Request]:
        return [request for request in self.requests if request.is_open]

    @property
    def unasked(self) -> list[SpotChange]:
        """The changes at spots that no remark names."""
        named = {change.spot for request in self.requests if request.remark.part for change in request.changes}
        return [change for change in self.changes if change.spot not in named]

    def requests_of(self, part: str) -> list[Request]:
        """Return what was asked of a part, by its key."""
        return [request for request in self.requests if request.remark.part == part]

    def open_outside(self, part: str) -> int:
        """Return how many remarks at spots of other parts are open."""
        return sum(1 for request in self.open_requests if request.remark.part not in ("", part))


def reply_key(remark: Remark) -> str:
    """Return the key of the unit's reply in the sheet's draft; "0" for the reason of a return without remarks."""
    return str(remark.pk or 0)


def mending_of(sheet: Sheet, events: Iterable[Event] | None = None) -> Mending | None:
    """Return the last return of a sheet compared with its content; None if it was not sent back, or that was undone.

    `events` are those about the sheet, newest first, where they are read already.
    """
    filing = sheet.filing
    if filing.last_submission is None:
        return None
    remarks = _last_remarks(filing, events)
    if not remarks:
        return None
    event, returned = remarks[0].event, remarks[0].submission
    old = sheet if sheet.submission == returned else Sheet(filing, submission=returned)
    changes, replies = changes_of(old, sheet), sheet.typed.get(REPLIES) or {}
    requests, codes = [], {code_of(remark.field) for remark in remarks}
    for remark in remarks:
        spot = Spot(remark.part, remark.row, remark.field)
        at_spot = [change for change in changes if not remark.part or spot.covers(change.spot)]
        requests.append(Request(remark, at_spot, replies.get(reply_key(remark), ""), _url_of(sheet, spot, codes)))
    who = event.post.office if event.post else _("Công đoàn cấp trên")
    return Mending(event, who, returned, requests, changes)


def _last_remarks(filing: Filing, events: Iterable[Event] | None) -> list[Remark]:
    """Return the remarks of the last return that was not undone; of one without any its reason, as one not saved."""
    rows = Remark.objects.order_by("-event", "pk").select_related(
        "submission", "event__personal", "event__post__unit", "event__post__area"
    )
    if filing.status == FilingStatus.RETURNED:
        remarks = list(rows.filter(submission=filing.current_submission_id))
        if remarks:
            return [remark for remark in remarks if remark.event_id == remarks[0].event_id]
    event = last_return(filing, events)
    returned = returned_submission(filing, event) if event else None
    if event is None or returned is None:
        return []
    if remarks := list(rows.filter(event=event)):
        return remarks
    if events is not None:
        event = Event.objects.select_related("personal", "post__unit", "post__area").get(pk=event.pk)
    return [Remark(event=event, submission=returned, text=event.reason or filing.reason)]


def _url_of(sheet: Sheet, spot: Spot, codes: set[str]) -> str:
    """Return where a spot is mended: of indicators on a page with only those that remarks name, by their `codes`."""
    part = sheet.by_key(spot.part)
    if part is None:
        return ""
    only = [row.indicator.code for row in part.asked_indicators] if isinstance(part, IndicatorsPart) else []
    only = [code for code in only if code in codes]
    return sheet.filing.part_url(part.number, anchor_of(part, spot), only=",".join(only))


def show_at_fields(part: SheetPart, requests: list[Request]) -> None:
    """Put each remark into the help of the first field of its spot, and those of a whole row above the row."""
    for request in requests:
        spot = request.spot
        if isinstance(part, FormPart):
            _show_at(part.form, first_field(part.form, spot), request)
        elif isinstance(part, RowsPart):
            for row, form in zip(part.rows, part.forms, strict=True):
                if row.get("uuid") == spot.row:
                    _show_at(form, spot.field, request)


def _show_at(form: Form, name: str, request: Request) -> None:
    if isinstance(form, SheetRowForm):
        form.is_asked = True
    if name in form.fields:
        bound = form[name]
        remark = format_html(
            '<strong class="remark">{} “{}”</strong> {}', _("Cần sửa:"), request.remark.text, bound.help_text
        )
        bound.help_text = bound.field.help_text = remark
    elif isinstance(form, SheetRowForm):
        form.remarks = [*form.remarks, request.remark.text]


def show_in_parts(sheet: Sheet, mending: Mending) -> None:
    """Mark each part of a returned sheet: what is to be mended in it, or whether it has changed."""
    changed = {change.spot.part for change in mending.changes}
    for part in sheet.parts:
        part.left_to_mend = sum(request.is_open for request in mending.requests_of(part.key))
        part.has_changed = part.key in changed


def open_remark_counts(filings: Sequence[Filing]) -> dict[int, int]:
    """Return by the sheet's id how many remarks of its last return are open in what was sent again.

    The sheets have been sent, and are read with their last submissions. It takes three statements however many there
    are, and none if none was returned. Compared is what is typed, as it is typed.
    """
    resent = {filing.pk: filing for filing in filings if filing.due_again is not None}
    if not resent:
        return {}
    told = Event.objects.about_all(Filing, list(resent)).filter(verb__in=RETURNS)
    by_filing: dict[int, list[Event]] = defaultdict(list)
    for event in told:
        by_filing[event.target_id].append(event)
    returns = {event.pk for pk, events in by_filing.items() if (event := last_return(resent[pk], events))}
    counts: dict[int, int] = defaultdict(int)
    for remark in Remark.objects.filter(event__in=returns).select_related("submission"):
        last = resent[remark.submission.filing_id].last_submission
        is_answered = bool((last.typed.get(REPLIES) or {}).get(reply_key(remark)))
        spot = Spot(remark.part, remark.row, remark.field)
        if not is_answered and _typed_at(remark.submission.typed, spot) == _typed_at(last.typed, spot):
            counts[remark.submission.filing_id] += 1
    return dict(counts)


def _typed_at(typed: Mapping[str, Any], spot: Spot) -> Any:
    """Return what is typed at a spot, without reading it as a form: that of the whole sheet has no replies."""
    if not spot.part:
        return {key: part for key, part in typed.items() if key != REPLIES}
    part = typed.get(spot.part)
    if isinstance(part, list):
        rows: list[Mapping[str, Any]] = [row for row in part if row.get("uuid") == spot.row]
        row = rows[0] if rows else {}
        return row.get(spot.field) if spot.field else row
    return {name: text for name, text in (part or {}).items() if spot.covers(Spot(spot.part, "", name))}
