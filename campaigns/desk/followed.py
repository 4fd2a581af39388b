"""The desk's part about the register of exemplars: whom to visit, by when; whose award is to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.followed_access import may_enter_any
from campaigns.followed_filters import PRAISED, TO_VISIT
from campaigns.lifecycle import UNCOMMENDED
from campaigns.models import FollowedExemplar
from campaigns.models.followed import FollowedQuerySet, confirm_url, visit_is_due
from campaigns.praises import praises_of
from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Unit
from units.todo import WEEK, Todo, WeekLine

MOST = 50
"""Visits of this week, and uncommended exemplars, that a desk reads; it counts all that are due."""


def open_rows(by: Acting) -> FollowedQuerySet:
    """Return, unread, those that the union acted for follows: to visit within the week, or not commended so far."""
    if not may_enter_any(by):
        return FollowedExemplar.objects.none()
    concerned = FollowedExemplar.objects.followed().filter(_within_the_week() | Q(status__in=UNCOMMENDED))
    return concerned.filter(following_unit__in=Unit.objects.with_ended_into(by.unit).values("pk"))


def _within_the_week() -> Q:
    return Q(next_visit__lt=clock.today() + WEEK)


def visits(by: Acting) -> list[FollowedExemplar]:
    """Return those to visit within the week, read, the longest waited for first.

    Each has `due`, how many of all are due by now.
    """
    due = Window(Count("pk", filter=visit_is_due()))
    return list(open_rows(by).filter(_within_the_week()).annotate(due=due).order_by("next_visit", "pk")[:MOST])


def praised(by: Acting) -> list[tuple[FollowedExemplar, str]]:
    """Return those with an award that nobody has confirmed as theirs, each with its latest award in words."""
    exemplars = list(open_rows(by).uncommended().order_by("pk")[:MOST])
    praises = praises_of(exemplars)
    return [(exemplar, praises[exemplar.pk][-1]) for exemplar in exemplars if exemplar.pk in praises]


def praise_todos(awarded: list[tuple[FollowedExemplar, str]]) -> list[Todo]:
    """Return one task for all awards that are to be confirmed."""
    if not awarded:
        return []
    if len(awarded) == 1:
        exemplar, detail = awarded[0]
        title, url = _("{who} đã được khen thưởng").format(who=exemplar.who), confirm_url(exemplar)
    else:
        title = _("{n} điển hình đã được khen thưởng").format(n=format_number(len(awarded)))
        detail, url = _("Xin xác nhận trong sổ điển hình."), f"{reverse('followed:list')}?status={PRAISED}"
    return [Todo(title=title, detail=detail, url=url, button=_("Xác nhận đã biểu dương"), count=len(awarded))]


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
