"""The desk's part about the register of exemplars: whom to visit, by when."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.followed_access import may_enter_any
from campaigns.followed_filters import TO_VISIT
from campaigns.models import FollowedExemplar
from campaigns.models.followed import FollowedQuerySet
from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.todo import WEEK, Todo, WeekLine

MOST = 50
"""Visits of this week that a desk reads."""


def open_rows(by: Acting) -> FollowedQuerySet:
    """Return, unread, the exemplars that the union acted for is to visit within the week."""
    if not may_enter_any(by):
        return FollowedExemplar.objects.none()
    soon = FollowedExemplar.objects.followed().filter(next_visit__lt=clock.today() + WEEK)
    return soon.filter(following_unit=by.unit)


def visits(by: Acting) -> list[FollowedExemplar]:
    """Return the same, read, the longest waited for first."""
    return list(open_rows(by).order_by("next_visit", "pk")[:MOST])


def todos(exemplars: Iterable[FollowedExemplar]) -> list[Todo]:
    """Return a task for each whose day has come."""
    due = [exemplar for exemplar in exemplars if exemplar.next_visit and exemplar.next_visit <= clock.today()]
    if not due:
        return []
    if len(due) == 1:
        detail, url = due[0].follower, due[0].get_absolute_url()
        title = _("Đến thăm, theo dõi điển hình: {who}").format(who=due[0].who)
    else:
        detail, url = _("Đến hẹn gặp lại; ghi đã thấy gì."), f"{reverse('followed:list')}?status={TO_VISIT}"
        title = _("Đến thăm, theo dõi {n} điển hình").format(n=format_number(len(due)))
    return [Todo(title=title, detail=detail, url=url, button=_("Xem điển hình"), count=len(due))]


def lines(exemplars: Iterable[FollowedExemplar]) -> list[WeekLine]:
    """Return the days of this week on which somebody is to be visited."""
    title = _("Hẹn gặp điển hình: {who}")
    return [
        WeekLine(title.format(who=exemplar.who), exemplar.get_absolute_url(), exemplar.next_visit)
        for exemplar in exemplars
        if exemplar.next_visit and exemplar.next_visit > clock.today()
    ]
