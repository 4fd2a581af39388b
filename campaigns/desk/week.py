"""The desk's part about the week: due dates of open phases, and dates that units have to themselves."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.desk.review import Below, has_units
from campaigns.filters import in_area
from campaigns.lifecycle import FilingStatus
from campaigns.models import DueKind, FilingKind, Phase
from campaigns.models.filing import filing_list_url
from foundation.vietnamese import format_number
from foundation.vietnamese.dates import local_day
from units.acting import Acting
from units.models import Role
from units.todo import WeekLine, in_this_week


def lines(phases: list[Phase], below: Below, by: Acting) -> list[WeekLine]:
    """Return what the next seven days bring for who reviews or leads; officers' tasks have their dates."""
    if not below.books or not (by.area or by.is_(Role.REVIEWER) or by.is_(Role.LEADER)):
        return []
    here = [phase for phase in phases if has_units(below.books, phase)]
    return [line for phase in here for line in _of_phase(phase, below, by)]


def _of_phase(phase: Phase, below: Below, by: Acting) -> Iterator[WeekLine]:
    for due in phase.due_dates.all():
        if in_this_week(local_day(due.at)):
            title = _("Hạn {kind} {phase}: {group}")
            words = title.format(kind=DueKind(due.kind).label, group=due.get_group_display(), phase=phase.in_year)
            yield WeekLine(words, phase.get_absolute_url(), local_day(due.at))
    if in_this_week(phase.review_date):
        yield WeekLine(
            _("{review} {phase}").format(review=phase.review_words, phase=phase.in_year),
            phase.get_absolute_url(),
            phase.review_date,
        )
    for kind in phase.sheet_kinds:
        yield from _extended(phase, FilingKind(kind), below, by)


def _extended(phase: Phase, kind: FilingKind, below: Below, by: Acting) -> Iterator[WeekLine]:
    """Yield the days on which sheets that were returned, or called units, have a date of their own, as one line."""
    what = _("bản đăng ký") if kind == FilingKind.PLEDGE else _("báo cáo")
    name = {"what": what, "phase": phase.in_year}
    sentences = {
        FilingStatus.RETURNED: _("Hết hạn gửi lại: {k} {what} {phase}"),
        FilingStatus.DRAFT: _("Hết hạn riêng: {k} {what} đang soạn, {phase}"),
        FilingStatus.AWAITED: _("Hết gia hạn: {k} {what} chưa bắt đầu, {phase}"),
    }
    for status, sentence in sentences.items():
        extended = below.extended.get((phase.pk, kind.value, status.value))
        if extended:
            title = sentence.format(k=format_number(extended.count), **name)
            days = local_day(extended.first), local_day(extended.last)
            yield WeekLine(title, _list_url(phase, kind, status, by), *days)


def _list_url(phase: Phase, kind: FilingKind, status: FilingStatus, by: Acting) -> str:
    under = in_area(by.area) if by.area else by.unit.pk
    return f"{filing_list_url(kind)}?phase={phase.pk}&status={status.value}&under={under}"
