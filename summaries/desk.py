"""What awaits a person among the summaries."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Phase
from foundation import clock
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary
from units.acting import Acting
from units.models import Role
from units.todo import Todo

FRESH = timedelta(days=7)
"""For so long a file that was made is news."""
SEASON = timedelta(days=180)
"""For so long after its last day a phase without a summary is work to do; an older one is history."""


def todo(by: Acting | None) -> list[Todo]:
    """Drafts to make final, summaries to begin or to propose, files that are ready."""
    if by is None or by.unit.is_grassroots or not (by.is_(Role.LEADER) or by.is_(Role.REVIEWER)):
        return []
    mine = _in_hand(by)
    drafts = [one for one in mine if not one.is_final]
    found = []
    if by.is_(Role.LEADER):
        found += [_to_finalise(one) for one in drafts if one.is_proposed]
    if by.is_(Role.REVIEWER):
        found += [_to_propose(one) for one in drafts if not one.is_proposed]
        found += [_to_begin(phase, by) for phase in _without_summary(by)]
    return found + [_ready(one) for one in mine if one.is_final]


def _in_hand(by: Acting) -> list[Summary]:
    """Drafts of the unit, and final ones whose file was made lately."""
    lately = Q(status=SummaryStatus.FINAL, file__made_at__gt=clock.now() - FRESH)
    mine = Summary.objects.filter(Q(status=SummaryStatus.DRAFT) | lately, unit=by.unit)
    return list(mine.light().order_by("campaign", "phase", "-revision"))


def _without_summary(by: Acting) -> list[Phase]:
    """Phases whose figures are in: their last day is over, and nobody has begun the summary."""
    today = clock.today()
    phases = Phase.objects.exclude(opened_at=None).filter(ends_on__lt=today, ends_on__gte=today - SEASON)
    called = CalledUnit.objects.filter(phase=OuterRef("pk"), unit=by.unit)
    phases = phases.filter(Q(campaign__unit=by.unit) | Exists(called))
    begun = Summary.objects.filter(unit=by.unit, phase__isnull=False).values("phase")
    return list(phases.exclude(pk__in=begun).named("review_name", "review_date", "campaign__slug"))


def _to_begin(phase: Phase, by: Acting) -> Todo:
    summary = Summary(campaign=phase.campaign, phase=phase, unit=by.unit)
    return Todo(
        title=_("Soạn {title}").format(title=_lower(summary)),
        detail=_("Số liệu được cập nhật theo báo cáo của các đơn vị."),
        url=f"{summary.page_url()}?unit={by.unit.pk}",
        button=_("Xem số liệu"),
        due=_review(summary),
    )


def _to_propose(summary: Summary) -> Todo:
    return Todo(
        title=_("Hoàn thành {title}").format(title=_lower(summary)),
        detail=_("Dự thảo lần {n}, chưa đề nghị chốt.").format(n=summary.revision),
        url=summary.get_absolute_url(),
        button=_("Xem dự thảo"),
        due=_review(summary),
    )


def _to_finalise(summary: Summary) -> Todo:
    return Todo(
        title=_("Chốt {title}").format(title=_lower(summary)),
        detail=_("Dự thảo lần {n} đã được đề nghị chốt.").format(n=summary.revision),
        url=summary.get_absolute_url(),
        button=_("Xem và chốt báo cáo"),
        due=_review(summary),
    )


def _ready(summary: Summary) -> Todo:
    return Todo(
        title=_("Bản PDF {title} đã tạo xong").format(title=_lower(summary)),
        detail=_("Báo cáo số {n}, lần {k}.").format(n=summary.number, k=summary.revision),
        url=summary.pdf_url,
        button=_("Tải bản PDF"),
        tone="ok",
    )


def _lower(summary: Summary) -> str:
    return summary.title[0].lower() + summary.title[1:]


def _review(summary: Summary):
    day = summary.phase.review_date if summary.phase else None
    return clock.end_of_day(day) if day else None
