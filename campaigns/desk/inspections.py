"""The desk's part about inspections: what a union has to mend, what its inspectors have to confirm."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.inspection_access import may_record_any
from campaigns.inspection_filters import OVERDUE
from campaigns.lifecycle import InspectionStatus
from campaigns.models import Inspection
from campaigns.models.inspection import OPEN_INSPECTIONS, InspectionQuerySet, inspection_list_url
from foundation import clock
from foundation.vietnamese import format_date, format_number
from units.acting import Acting
from units.models import Role, Unit
from units.todo import Todo, WeekLine, in_this_week, page_or_list

MOST = 200
"""Open inspections of a union that its desk reads."""


def open_rows(by: Acting) -> InspectionQuerySet:
    """Return, unread, the inspections that are open for who mends at the union acted for, or who inspects for it."""
    if by.area:
        return Inspection.objects.none()
    concerned, units = Q(pk__in=[]), Unit.objects.with_ended_into(by.unit).values("pk")
    if by.is_(Role.OFFICER):
        concerned |= Q(unit__in=units, status=InspectionStatus.TO_MEND)
    if may_record_any(by):
        concerned |= Q(inspecting_unit__in=units, status__in=OPEN_INSPECTIONS)
    return Inspection.objects.filter(concerned)


def open_inspections(by: Acting) -> list[Inspection]:
    """Return the same, read, as they are due."""
    read = open_rows(by).select_related("unit__parent", "inspecting_unit__parent")
    return list(read.order_by("mend_by", "pk")[:MOST])


def todos(inspections: Iterable[Inspection], by: Acting) -> list[Todo]:
    """Return a task for each thing that the union has to mend, and one for all that wait to be confirmed."""
    tasks = []
    told, overdue = list[Inspection](), list[Inspection]()
    for inspection in inspections:
        if inspection.unit.goes_on_as().pk == by.unit.pk and inspection.status == InspectionStatus.TO_MEND:
            tasks.append(_mend_todo(inspection))
        elif inspection.status == InspectionStatus.TOLD:
            told.append(inspection)
        elif inspection.is_overdue:
            overdue.append(inspection)
    if told:
        tasks.append(_confirm_todo(told))
    if overdue:
        tasks.append(_urge_todo(overdue))
    return tasks


def lines(inspections: Iterable[Inspection], by: Acting) -> list[WeekLine]:
    """Return the days of this week until which unions inspected from here have to mend something."""
    return [
        WeekLine(
            _("Hạn khắc phục sau kiểm tra: {unit}").format(unit=inspection.unit),
            inspection.get_absolute_url(),
            inspection.mend_by,
        )
        for inspection in inspections
        if inspection.inspecting_unit.goes_on_as().pk == by.unit.pk
        and inspection.status == InspectionStatus.TO_MEND
        and in_this_week(inspection.mend_by)
    ]


def _mend_todo(inspection: Inspection) -> Todo:
    assert inspection.mend_by is not None, "as inspection_status_has_what_to_mend says"
    return Todo(
        title=_mend_title(inspection),
        detail=Truncator(inspection.to_mend).chars(160),
        url=inspection.get_absolute_url(),
        button=_("Xem và báo đã khắc phục"),
        due=clock.end_of_day(inspection.mend_by),
        tone="no" if inspection.is_overdue else "wait",
    )


def _mend_title(inspection: Inspection) -> str:
    """Return the title of the task; of an inspection of a union that has ended with that union's name."""
    sentence = _("Khắc phục sau kiểm tra ngày {day}")
    if inspection.unit.valid_to:
        sentence = _("Khắc phục sau kiểm tra {unit} ngày {day}")
    return sentence.format(unit=inspection.unit.name, day=format_date(inspection.visited_on))


def _confirm_todo(told: list[Inspection]) -> Todo:
    return Todo(
        title=_("{n} đơn vị báo đã khắc phục sau kiểm tra").format(n=format_number(len(told))),
        detail=_("Xin xem và xác nhận, hoặc nêu việc còn thiếu."),
        url=page_or_list(told, f"{inspection_list_url()}?status={InspectionStatus.TOLD}"),
        button=_("Xem và xác nhận"),
        count=len(told),
    )


def _urge_todo(overdue: list[Inspection]) -> Todo:
    return Todo(
        title=_("{n} đơn vị quá hạn khắc phục sau kiểm tra").format(n=format_number(len(overdue))),
        detail=_("Đề nghị đôn đốc các đơn vị trong danh sách."),
        url=page_or_list(overdue, f"{inspection_list_url()}?status={OVERDUE}"),
        button=_("Xem đơn vị quá hạn"),
        count=len(overdue),
    )
