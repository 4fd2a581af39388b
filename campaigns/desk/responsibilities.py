"""The desk's part about measures of the launch: what one answers for, what the Board has to confirm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.lifecycle import ResponsibilityStatus
from campaigns.models import Responsibility
from campaigns.models.responsibility import OPEN_RESPONSIBILITIES, ResponsibilityQuerySet, responsibility_list_url
from campaigns.responsibility_filters import OVERDUE
from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.models import Role, Unit
from units.todo import Todo, WeekLine, in_this_week, page_or_list

MOST = 200
"""Open responsibilities that a desk reads."""


def open_rows(by: Acting) -> ResponsibilityQuerySet:
    """Return, unread, what is open of what the union acted for answers for, and of what its Board assigned.

    Grassroots unions answer for no measure.
    """
    answers = by.is_(Role.REVIEWER) or by.is_(Role.OFFICER)
    if by.area or by.unit.is_grassroots or not (answers or by.is_(Role.LEADER)):
        return Responsibility.objects.none()
    concerned = Q(unit__in=Unit.objects.with_ended_into(by.unit).values("pk")) if answers else Q(pk__in=[])
    if by.unit.may_launch and (by.is_(Role.REVIEWER) or by.is_(Role.LEADER)):
        concerned |= Q(measure__campaign__unit=by.unit)
    return Responsibility.objects.filter(concerned, status__in=OPEN_RESPONSIBILITIES)


def open_responsibilities(by: Acting) -> list[Responsibility]:
    """Return the same, read, as it is due."""
    return list(open_rows(by).with_context().order_by("due_on", "pk")[:MOST])


def todos(responsibilities: Iterable[Responsibility], by: Acting) -> list[Todo]:
    """Return a task for each measure that the union, or the member of the Board, answers for; then the Board's."""
    tasks, told, overdue = list[Todo](), list[Responsibility](), list[Responsibility]()
    for responsibility in responsibilities:
        if _is_own(responsibility, by):
            tasks += [_own_todo(responsibility)] if responsibility.is_to_do else []
        elif responsibility.status == ResponsibilityStatus.DONE:
            told.append(responsibility)
        elif responsibility.is_overdue:
            overdue.append(responsibility)
    if told:
        tasks.append(_confirm_todo(told))
    if overdue and by.is_(Role.REVIEWER):
        tasks.append(_urge_todo(overdue))
    return tasks


def lines(responsibilities: Iterable[Responsibility], by: Acting) -> list[WeekLine]:
    """Return the measures that others have to do this week, one line each: who answers has them as tasks."""
    due = defaultdict[tuple[int, date], list[Responsibility]](list)
    for responsibility in responsibilities:
        if responsibility.is_to_do and not _is_own(responsibility, by) and in_this_week(responsibility.due_on):
            due[responsibility.measure_id, responsibility.due_on].append(responsibility)
    return [_line(same, day) for (_measure, day), same in due.items()]


def _line(same: list[Responsibility], day: date) -> WeekLine:
    """Return the line of a measure that is due on a day, of one or several who answer for it."""
    who = str(same[0]) if len(same) == 1 else _("{n} đơn vị, người").format(n=format_number(len(same)))
    what = Truncator(same[0].measure.text).chars(80)
    url = page_or_list(same, responsibility_list_url())
    return WeekLine(_("Hạn biện pháp của {who}: {what}").format(who=who, what=what), url, day)


def _is_own(responsibility: Responsibility, by: Acting) -> bool:
    answers = responsibility.unit is not None and responsibility.unit.goes_on_as().pk == by.unit.pk
    return answers or by.user.pk == responsibility.person_id


def _own_todo(responsibility: Responsibility) -> Todo:
    unit, sentence = responsibility.unit, _("Biện pháp được phân công: {what}")
    if unit and unit.valid_to:
        sentence = _("Biện pháp được phân công cho {unit}: {what}")
    what = Truncator(responsibility.measure.text).chars(100)
    return Todo(
        title=sentence.format(unit=unit, what=what),
        detail=responsibility.reason or responsibility.progress or _("Báo khi bắt đầu làm và khi xong."),
        url=responsibility.get_absolute_url(),
        button=_("Xem và báo tiến độ"),
        due=clock.end_of_day(responsibility.due_on),
        tone="no" if responsibility.is_overdue else "wait",
    )


def _confirm_todo(told: list[Responsibility]) -> Todo:
    return Todo(
        title=_("{n} biện pháp được báo xong, chờ xác nhận").format(n=format_number(len(told))),
        detail=_("Xin xem và xác nhận, hoặc nêu việc còn thiếu."),
        url=page_or_list(told, f"{responsibility_list_url()}?status={ResponsibilityStatus.DONE}"),
        button=_("Xem và xác nhận"),
        count=len(told),
    )


def _urge_todo(overdue: list[Responsibility]) -> Todo:
    return Todo(
        title=_("{n} biện pháp quá hạn").format(n=format_number(len(overdue))),
        detail=_("Đề nghị đôn đốc các đơn vị, người trong danh sách."),
        url=page_or_list(overdue, f"{responsibility_list_url()}?status={OVERDUE}"),
        button=_("Xem biện pháp quá hạn"),
        count=len(overdue),
    )
