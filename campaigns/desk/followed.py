"""The desk's part about the register of exemplars: whom to visit, by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.followed_access import may_enter_any
from campaigns.followed_filters import TO_VISIT
from campaigns.models import FollowedExemplar
from campaigns.models.followed import FollowedQuerySet, visit_is_due
from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Unit
from units.todo import WEEK, Todo, WeekLine

MOST = 50
"""Visits of this week that a desk lists; it counts all that are due."""


def open_rows(by: Acting) -> FollowedQuerySet:
    """Return, unread, the exemplars that the union acted for is to visit within the week."""
    if not may_enter_any(by):
        return FollowedExemplar.objects.none()
    soon = FollowedExemplar.objects.followed().filter(next_visit__lt=clock.today() + WEEK)
    return soon.filter(following_unit__in=Unit.objects.with_ended_into(by.unit).values("pk"))


def visits(by: Acting) -> list[FollowedExemplar]:
    """Return the same, read, the longest waited for first; each with `due`, how many of all are due by now."""
    due = Window(Count("pk", filter=visit_is_due()))
    return list(open_rows(by).annotate(due=due).order_by("next_visit", "pk")[:MOST])


def todos(exemplars: Sequence[Any]) -> list[Todo]:
    """Return the task to visit those of `visits` whose day has come; the list that it leads to has as many."""
    count = exemplars[0].due if exemplars else 0
    if not count:
        return []
    if count == 1:
        detail, url = exemplars[0].follower, exemplars[0].get_absolute_url()
        title = _("Đến thăm, theo dõi điển hình: {who}").format(who=exemplars[0].who)
    else:
        detail, url = _("Đến hẹn gặp lại; ghi đã thấy gì."), f"{reverse('followed:list')}?status={TO_VISIT}"
        title = _("Đến thăm, theo dõi {n} điển hình").format(n=format_number(count))
    return [Todo(title=title, detail=detail, url=url, button=_("Xem điển hình"), count=count)]


def lines(exemplars: Iterable[FollowedExemplar]) -> list[WeekLine]:
    """Return the days of this week on which somebody is to be visited."""
    title = _("Hẹn gặp điển hình: {who}")
    return [
        WeekLine(title.format(who=exemplar.who), exemplar.get_absolute_url(), exemplar.next_visit)
        for exemplar in exemplars
        if exemplar.next_visit and exemplar.next_visit > clock.today()
    ]
