"""The mails of this app: to a union's officers, about the data requests that it has to answer.

Only who has an address of one's own on the portal gets any; whoever takes it away there gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.lifecycle import EDITABLE, DataRequestStatus, FilingStatus
from campaigns.models import CalledUnit, DataRequestSheet
from campaigns.models.data_request_sheet import DUE_NOW
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units import outbox
from units.mail_text import letter
from units.models import MailKind, Post, Role, User
from units.outbox import MailText

REMIND_AHEAD = timedelta(days=3)
"""A reminder is written so long before answers are due."""
DAY = timedelta(days=1)
"""Who was asked, or got the sheet back, within the last day has that mail, and no reminder."""
FIRST_HOUR = 7
"""Reminders are written from seven in the morning."""
MOST_AT_ONCE = 500
"""Sheets of which one statement, and one call of the tick, writes mails."""


def officers_with_address() -> QuerySet[Post]:
    """Return the posts of those whom mails reach."""
    officers = Post.objects.current(clock.today()).filter(role=Role.OFFICER, user__is_active=True)
    return officers.exclude(user__email="")


def tell_officers(kind: MailKind, sheets: Iterable[DataRequestSheet | CalledUnit], *, when: str = "") -> int:
    """Write a mail to each officer of the unions of these sheets: two statements for 500. Return to how many."""
    by_unit: dict[int, list[DataRequestSheet | CalledUnit]] = defaultdict(list)
    for sheet in sheets:
        by_unit[sheet.unit_id].append(sheet)
    units = list(by_unit)
    with_address = officers_with_address().select_related("user", "unit").order_by("pk")
    count = 0
    for first in range(0, len(units), MOST_AT_ONCE):
        posts = with_address.filter(unit__in=units[first : first + MOST_AT_ONCE])
        told = [(sheet, post.user, post.unit) for post in posts for sheet in by_unit[post.unit_id]]
        outbox.post_all(kind, told, when=when)
        count += len(told)
    return count


@transaction.atomic
def remind_due() -> str:
    """Remind the unions that have to answer within three days, once for each due date: a duty of the tick."""
    now = clock.now()
    if timezone.localtime(now).hour < FIRST_HOUR:
        return ""
    open_sheets = DataRequestSheet.objects.filter(request__status=DataRequestStatus.OPENED, status__in=EDITABLE)
    soon = open_sheets.annotate(due_now=DUE_NOW).filter(due_now__gt=now, due_now__lte=now + REMIND_AHEAD)
    waiting = soon.exclude(reminded_for=F("due_now")).select_for_update(of=("self",), skip_locked=True)
    sheets = list(waiting.select_related("request").order_by("pk")[:MOST_AT_ONCE])
    if not sheets:
        return ""
    count = tell_officers(MailKind.REQUEST_DUE, [sheet for sheet in sheets if _told_at(sheet) < now - DAY])
    for sheet in sheets:
        sheet.reminded_for = sheet.due
    DataRequestSheet.objects.bulk_update(sheets, ["reminded_for"])
    return _("Đã viết {n} thư nhắc hạn bổ sung số liệu.").format(n=count) if count else ""


def _told_at(sheet: DataRequestSheet) -> datetime:
    """Return when its union was last told of the sheet: when it was asked, or got it back."""
    opened_at = guaranteed(sheet.request.opened_at, "data_request_status_has_its_moment")
    returned_at = sheet.decided_at if sheet.status == FilingStatus.RETURNED else None
    return max(opened_at, returned_at or opened_at)


def _is_to_answer(sheet: DataRequestSheet, person: User) -> bool:
    """Return whether the sheet still waits for its union, and the person is still an officer there."""
    posts = Post.objects.current(clock.today()).filter(user=person, unit=sheet.unit_id, role=Role.OFFICER)
    return sheet.request.is_open and sheet.status in EDITABLE and posts.exists()


def request_opened(sheet: DataRequestSheet, person: User) -> MailText | None:
    if not _is_to_answer(sheet, person):
        return None
    request = sheet.request
    subject = _("Yêu cầu bổ sung số liệu: {title}").format(title=request.title)
    text = _("{unit} được yêu cầu bổ sung số liệu: {title}. Xin trả lời trước hết ngày {day}.")
    rests_on = _("Căn cứ: {letter}.").format(letter=request.letter) if request.letter else ""
    day = vietnamese.format_date(sheet.due)
    told = [text.format(unit=sheet.name, title=request.title, day=day), rests_on]
    return letter(person, subject, *filter(None, told), label=_("Trả lời"), path=sheet.get_absolute_url())


def request_due(sheet: DataRequestSheet, person: User) -> MailText | None:
    if not _is_to_answer(sheet, person) or sheet.due < clock.now():
        return None
    day = vietnamese.format_date(sheet.due)
    subject = _("Hạn {day}: {title}").format(day=day, title=sheet.request.title)
    text = _("{unit} chưa gửi phiếu bổ sung số liệu: {title}. Hạn gửi là hết ngày {day}.")
    told = text.format(unit=sheet.name, title=sheet.request.title, day=day)
    return letter(person, subject, told, label=_("Trả lời"), path=sheet.get_absolute_url())


def request_returned(sheet: DataRequestSheet, person: User) -> MailText | None:
    if not _is_to_answer(sheet, person) or sheet.status != FilingStatus.RETURNED:
        return None
    subject = _("Được trả lại để bổ sung: {title}").format(title=sheet.request.title)
    text = _("Phiếu bổ sung số liệu của {unit} được trả lại: {reason}. Xin gửi lại trước hết ngày {day}.")
    day = vietnamese.format_date(sheet.due)
    told = text.format(unit=sheet.name, reason=sheet.reason.rstrip("."), day=day)
    return letter(person, subject, told, label=_("Xem phải sửa gì"), path=sheet.get_absolute_url())


LETTERS = {
    MailKind.REQUEST_OPENED: request_opened,
    MailKind.REQUEST_DUE: request_due,
    MailKind.REQUEST_RETURNED: request_returned,
}
