"""The tasks of a person about summaries, for the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Phase
from foundation import clock
from summaries.lifecycle import OPEN_STATUSES, SummaryStatus
from summaries.models import Summary
from units.acting import Acting
from units.models import Role
from units.models.signing import has_other_signer
from units.signing import may_register_for
from units.todo import OF_THE_WEEK, Todo

NEWS_FOR = timedelta(days=7)
"""How long the file of a summary that was closed for signing is announced."""
TO_BEGIN_FOR = timedelta(days=180)
"""How long after its last day a phase without a summary is a task."""


def todo(by: Acting | None) -> list[Todo]:
    """Return drafts to close, papers to register or to close anew, summaries to begin or to propose, and new files.

    The clerk has those to register, and the files.
    """
    readers = (Role.LEADER, Role.REVIEWER, Role.CLERK)
    if by is None or by.unit.is_grassroots or not any(by.is_(role) for role in readers):
        return []
    summaries = _drafts_and_new_files(by)
    drafts = [summary for summary in summaries if not summary.is_closed]
    to_sign = [summary for summary in summaries if summary.is_to_sign]
    todos = []
    if by.is_(Role.LEADER):
        todos += [_to_close(draft) for draft in drafts if draft.is_proposed]
    if by.is_(Role.REVIEWER):
        todos += [_to_propose(draft) for draft in drafts if not draft.is_proposed]
        todos += [_to_begin(phase, by) for phase in _without_summary(by)]
        todos += [_to_close_anew(summary) for summary in to_sign if summary.has_other_signer]
    if to_sign:
        if may_register_for(by.unit, by):
            todos += [_to_register(summary) for summary in to_sign]
        else:
            todos += [_waiting(summary) for summary in to_sign if not summary.has_other_signer]
    return todos + [_ready(summary) for summary in summaries if summary.is_closed and summary.has_new_file]


def _drafts_and_new_files(by: Acting) -> list[Any]:
    """Return the unit's drafts and those to sign, and its final ones closed lately whose file was made.

    `has_other_signer`: whether the signer it was closed with signs no more; `has_new_file`: whether its file is new.
    """
    lately = clock.now() - NEWS_FOR
    is_new = Q(file__made_at__gt=lately, closed_at__gt=lately)
    summaries = Summary.objects.filter(Q(status__in=OPEN_STATUSES) | is_new & Q(status=SummaryStatus.FINAL))
    summaries = summaries.filter(unit=by.unit).annotate(
        has_other_signer=has_other_signer(clock.today()),
        has_new_file=ExpressionWrapper(is_new, BooleanField()),
    )
    return list(summaries.light().order_by("campaign", "phase", "-revision"))


def _without_summary(by: Acting) -> list[Phase]:
    """Return phases whose last day has passed and whose summary nobody has begun."""
    today = clock.today()
    phases = Phase.objects.exclude(opened_at=None).filter(ends_on__lt=today, ends_on__gte=today - TO_BEGIN_FOR)
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
        due=_review_date(summary),
    )


def _to_propose(summary: Summary) -> Todo:
    return Todo(
        title=_("Hoàn thành {title}").format(title=_lower(summary)),
        detail=_("Dự thảo lần {n}, chưa đề nghị chốt.").format(n=summary.revision),
        url=summary.get_absolute_url(),
        button=_("Xem dự thảo"),
        due=_review_date(summary),
    )


def _to_close(summary: Summary) -> Todo:
    return Todo(
        title=_("Chốt {title}").format(title=_lower(summary)),
        detail=_("Dự thảo lần {n} đã được đề nghị chốt.").format(n=summary.revision),
        url=summary.get_absolute_url(),
        button=_("Xem và chốt để trình ký"),
        due=_review_date(summary),
    )


def _to_register(summary: Summary) -> Todo:
    return Todo(
        title=_("Ghi số, ngày {title}").format(title=_lower(summary)),
        detail=_("Đã chốt để trình ký, chờ ghi số và gắn bản chụp."),
        url=summary.get_absolute_url(),
        button=_("Xem và ghi số, ngày"),
        due=_review_date(summary),
    )


def _waiting(summary: Summary) -> Todo:
    """Return what others do with a report that is closed for signing: sign it, and register it with its scan."""
    title = _("Chờ ký, ghi số và bản chụp: {title}").format(title=_lower(summary))
    return Todo(title, "", summary.get_absolute_url(), "", tone=OF_THE_WEEK)


def _to_close_anew(summary: Summary) -> Todo:
    return Todo(
        title=_("Chốt lại {title}").format(title=_lower(summary)),
        detail=_("Người ký đã chọn không còn ký văn bản của đơn vị; báo cáo chưa ghi số, ngày."),
        url=summary.get_absolute_url(),
        button=_("Xem báo cáo"),
        tone="no",
    )


def _ready(summary: Summary) -> Todo:
    detail = _("Bản lần {k}, để in và trình ký.") if summary.is_to_sign else _("Báo cáo số {n}, lần {k}.")
    return Todo(
        title=_("Bản PDF {title} đã tạo xong").format(title=_lower(summary)),
        detail=detail.format(n=summary.written_number, k=summary.revision),
        url=summary.pdf_url,
        button=_("Tải bản PDF"),
        tone="ok",
    )


def _lower(summary: Summary) -> str:
    return summary.title[0].lower() + summary.title[1:]


def _review_date(summary: Summary) -> datetime | None:
    day = summary.phase.review_date if summary.phase else None
    return clock.end_of_day(day) if day else None
