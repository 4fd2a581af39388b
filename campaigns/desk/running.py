"""The desk's part about running campaigns: to publish, to open a phase, to set due dates, to lock a phase."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.lifecycle import PhaseStatus
from campaigns.models import Campaign, FilingKind, Phase
from campaigns.models.phase_names import in_year
from campaigns.models.year_names import named_year
from campaigns.timing import dues_words, lacks_due_dates
from foundation import clock
from units.access import may_launch
from units.acting import Acting
from units.models import Role
from units.todo import Todo

OPEN_AHEAD = timedelta(days=15)
"""Opening a phase becomes a task this long before it begins."""


def todos(campaigns: list[Campaign], by: Acting) -> list[Todo]:
    """Return what the campaigns of the unit acted for need from its Board; none for others."""
    if not by.is_(Role.REVIEWER):
        return []
    if not campaigns and by.unit.parent_id is None and may_launch(by):
        return [_begin_todo()]
    return [task for campaign in campaigns if campaign.unit_id == by.unit.pk for task in _campaign_todos(campaign)]


def _campaign_todos(campaign: Campaign) -> list[Todo]:
    if campaign.published_at is None:
        return [_publish_todo(campaign)]
    tasks = []
    for phase in campaign.live_phases:
        tasks += [make(phase) for make, wanted in STEPS if wanted(phase)]
    return tasks


def _begin_todo() -> Todo:
    return Todo(
        title=_("Soạn phong trào thi đua đầu tiên"),
        detail=_("Soạn từng bước, bước nào cũng lưu riêng; đơn vị chỉ thấy khi công bố."),
        url=reverse("campaigns:new"),
        button=_("Soạn phong trào mới"),
    )


def _publish_todo(campaign: Campaign) -> Todo:
    return Todo(
        title=_("Công bố phong trào {year}").format(year=named_year(campaign)),
        detail=_("Bản phát động mới chỉ {board} và lãnh đạo xem được.").format(board=campaign.board),
        url=campaign.get_absolute_url(),
        button=_("Xem và công bố"),
    )


def _must_open(phase: Phase) -> bool:
    """Return whether a phase is to be opened: from shortly before it begins until the campaign ends, since units that
    were not called by then cannot report at all.
    """
    last = max(other.ends_on for other in phase.campaign.live_phases)
    return phase.is_planned and phase.starts_on - OPEN_AHEAD <= clock.today() <= last


def _open_todo(phase: Phase) -> Todo:
    return Todo(
        title=_("Mở {phase}").format(phase=in_year(phase.as_phase, named_year(phase.campaign))),
        detail=_("Mở đợt thì các đơn vị mới đăng ký được.")
        if phase.asks_pledge
        else _("Mở đợt thì các đơn vị mới báo cáo được."),
        url=reverse("campaigns:open_phase", args=[phase.campaign.slug, phase.number]),
        button=_("Mở {phase}…").format(phase=phase.as_phase),
        due=clock.end_of_day(phase.starts_on),
    )


def _lacks_due_dates(phase: Phase) -> bool:
    return phase.is_open and lacks_due_dates(phase)


def _due_dates_todo(phase: Phase) -> Todo:
    return Todo(
        title=_("Đặt hạn cho {phase}").format(phase=phase.in_year),
        detail=_("Đợt đang mở chưa có đủ {dues}.").format(dues=dues_words(phase)),
        url=reverse("admin:campaigns_phase_change", args=[phase.pk]),
        button=_("Đặt hạn"),
    )


def _must_lock(phase: Phase) -> bool:
    return phase.status == PhaseStatus.OPEN and clock.today() > lock_day(phase)


def lock_day(phase: Phase) -> date:
    """Return the day after which a phase is to be locked: its review, else the reports' last due date, else its end."""
    dues = [timezone.localdate(due.at) for due in phase.due_dates.all() if due.kind == FilingKind.REPORT]
    return phase.review_date or max(dues, default=phase.ends_on)


def _lock_todo(phase: Phase) -> Todo:
    return Todo(
        title=_("Khóa số liệu {phase}").format(phase=phase.in_year),
        detail=_("Đã qua ngày sơ kết, tổng kết; số liệu còn sửa được đến khi khóa."),
        url=reverse("campaigns:lock_phase", args=[phase.campaign.slug, phase.number]),
        button=_("Khóa số liệu…"),
        due=clock.end_of_day(lock_day(phase)),
    )


STEPS = ((_open_todo, _must_open), (_due_dates_todo, _lacks_due_dates), (_lock_todo, _must_lock))
