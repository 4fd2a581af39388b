"""The desk's part about the unit's own sheets: to fill, to correct, to confirm, and those received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from campaigns.filing_notices import behalf_sentence
from campaigns.lifecycle import EDITABLE, RECEIVED, FilingStatus
from campaigns.mending import Mending, mending_of, show_in_parts
from campaigns.models import Filing, Submission
from campaigns.sheet import Sheet
from campaigns.sheet.indicator_parts import part_links
from campaigns.timing import in_season
from foundation import clock, vietnamese
from units.acting import Acting
from units.models import Role
from units.todo import Todo

SENT_SHOWN = 3


@dataclass(frozen=True)
class SheetCard:
    """The sheet to fill first: its parts as steps (components/steps.html), how many are done, and its button.

    `narrow` is where the button leads on narrow screens, "" if that is the same.
    `is_begun`: whether somebody has begun it, so that something of it can be done.
    """

    sheet: Filing
    steps: tuple[dict[str, Any], ...]
    done: int
    is_begun: bool
    url: str
    narrow: str
    button: str
    detail: str


def sheets_of(by: Acting) -> list[Filing]:
    """Return all sheets of the unit acted for, the earliest due first.

    `last_number` is the number of the last submission, `behalf` that of the last one that another unit, `behalf_by`,
    submitted and the unit has not confirmed.
    """
    last = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number")
    own: QuerySet[Filing] = Filing.objects.filter(called__unit=by.unit).order_by()
    own = own.select_related("called__phase__campaign").prefetch_related("called__phase__due_dates")
    on_behalf = last.filter(on_behalf_of=F("filing__called__unit"), confirmed_at=None)
    sheets = own.annotate(
        behalf=Subquery(on_behalf.values("number")[:1]),
        behalf_by=Subquery(on_behalf.values("post__unit__name")[:1]),
        last_number=Subquery(last.values("number")[:1]),
    )
    for sheet in sheets:
        sheet.called.unit = by.unit
    return sorted(sheets, key=lambda sheet: (sheet.due is None, sheet.due, sheet.pk))


def to_fill(sheets: list[Filing], by: Acting) -> list[Filing]:
    """Return the sheets that the unit has to fill or to correct now; none for who is not an officer."""
    today = clock.today()
    if not by.is_(Role.OFFICER):
        return []
    return [
        sheet
        for sheet in sheets
        if sheet.phase.is_open
        and sheet.status in EDITABLE
        and (sheet.status != FilingStatus.AWAITED or in_season(sheet.phase, sheet.kind, today))
    ]


def todos(sheets: list[Filing], by: Acting) -> list[Todo]:
    typed_by_others = [sheet for sheet in sheets if by.is_(Role.OFFICER) and awaits_confirmation(sheet)]
    return [_fill_todo(sheet) for sheet in to_fill(sheets, by)] + [_confirm_todo(sheet) for sheet in typed_by_others]


def awaits_confirmation(sheet: Any) -> bool:
    """Return whether a union above submitted the sheet and the unit has not confirmed it."""
    return (
        sheet.phase.is_open
        and sheet.status == FilingStatus.SUBMITTED
        and sheet.behalf is not None
        and sheet.behalf == sheet.last_number
    )


def _fill_todo(sheet: Filing) -> Todo:
    detail, button, tone = _("Chưa bắt đầu."), _("Bắt đầu"), "wait"
    if sheet.status == FilingStatus.DRAFT:
        detail, button = _draft_sentence(sheet), _("Làm tiếp")
    elif sheet.status == FilingStatus.RETURNED:
        detail, button, tone = returned_sentence(sheet), _("Bổ sung và gửi lại"), "no"
    return Todo(sheet.title, detail, sheet.get_absolute_url(), button, sheet.due, tone)


def _draft_sentence(sheet: Filing) -> str:
    return _("Đang sửa, chưa gửi lại.") if sheet.first_submitted_at else _("Đang soạn, chưa gửi.")


def returned_sentence(sheet: Filing) -> str:
    """Return the sentence that tells who asks for what to be added."""
    sentence = _("{unit} đề nghị bổ sung: “{reason}”.")
    return sentence.format(unit=sheet.returned_by, reason=sheet.reason.rstrip("."))


def _confirm_todo(sheet: Any) -> Todo:
    detail = behalf_sentence(sheet.behalf_by, vietnamese.format_date(sheet.received_at))
    return Todo(sheet.title, detail, sheet.get_absolute_url(), _("Xác nhận số liệu nhập thay"), sheet.due)


def card(sheet: Filing) -> SheetCard:
    """Return the card of a sheet: its parts with their states, and the button to go on."""
    whole = Sheet(sheet)
    mending = mending_of(whole) if sheet.status == FilingStatus.RETURNED else None
    if mending:
        show_in_parts(whole, mending)
    steps = [
        {
            "title": part.title,
            "detail": part.detail,
            "state_text": part.state_text,
            "state_tone": part.state_tone,
            "url": url,
            "narrow": narrow,
        }
        for part in whole.parts
        for url, narrow in [part_links(sheet, part)]
    ]
    left = [part for part in whole.parts if not part.is_settled]
    (url, narrow), button = _next_step(whole, left, mending)
    is_begun = sheet.status != FilingStatus.AWAITED
    done = len(steps) - len(left)
    return SheetCard(sheet, tuple(steps), done, is_begun, url, narrow, button, _card_detail(whole, mending))


def _next_step(whole: Sheet, left: list[Any], mending: Mending | None) -> tuple[tuple[str, str], str]:
    """Return the address of the card's button, the one for narrow screens if that differs, and its text."""
    sheet = whole.filing
    if whole.inherited:
        return (sheet.get_absolute_url(), ""), _("Xem, giữ nguyên hoặc điều chỉnh")
    if mending and mending.open_requests:
        return (sheet.get_absolute_url(), ""), _("Bổ sung và gửi lại")
    if left:
        return part_links(sheet, left[0]), _("Làm tiếp: {part}").format(part=left[0].name)
    return (sheet.url("check"), ""), _("Kiểm tra lại trước khi gửi")


def _card_detail(whole: Sheet, mending: Mending | None) -> str:
    if whole.inherited:
        return _("Kế thừa đăng ký đầu năm; chỉ ghi phần điều chỉnh, bổ sung.")
    if mending and not mending.open_requests:
        return _("Đã sửa hoặc trả lời mọi đề nghị, chờ gửi lại.")
    spots = sum(1 for request in mending.open_requests if request.remark.part) if mending else 0
    if mending and spots:
        return _("{unit} đề nghị bổ sung: còn {n} chỗ cần sửa.").format(unit=mending.who, n=spots)
    if whole.filing.status == FilingStatus.RETURNED:
        return returned_sentence(whole.filing)
    return _draft_sentence(whole.filing) if whole.filing.first_submitted_at else ""


def sent(sheets: list[Filing]) -> list[Filing]:
    """Return the latest sheets that were received and need nothing from the unit, at most SENT_SHOWN."""
    came = [sheet for sheet in sheets if sheet.status in RECEIVED and sheet.status != FilingStatus.RETURNED]
    return sorted(came, key=lambda sheet: sheet.received_at, reverse=True)[:SENT_SHOWN]


def next_due(sheets: list[Filing]) -> tuple[str, datetime] | None:
    """Return the title and the due date of the unit's next sheet to send, or None."""
    now = clock.now()
    open_sheets = [sheet for sheet in sheets if sheet.phase.is_open and sheet.status in EDITABLE]
    return next(((sheet.title, due) for sheet in open_sheets if (due := sheet.due) and due > now), None)
