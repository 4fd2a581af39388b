"""Tasks about decisions of the unit: drafts to finish, drafts to issue, news of recorded ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from awards.lifecycle import DecisionStatus
from awards.models import Decision
from awards.models.decision import DecisionQuerySet
from awards.selectors.decision_page import subject, with_subject
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.acting import Acting
from units.todo import Todo

FRESH = timedelta(days=7)
"""How long a recorded decision is shown to the leader as news."""


def _drafts(by: Acting) -> DecisionQuerySet:
    drafts = Decision.objects.filter(unit=by.unit, status=DecisionStatus.DRAFT).order_by("pk")
    return drafts.annotate(named=Count("nominations", distinct=True) + Count("corrections", distinct=True))


def _named(draft: Any) -> int:
    """Return how many awards a draft is about: an annotation of `_drafts`, which no type knows."""
    return draft.named


def to_finish(by: Acting) -> list[Todo]:
    """Return a task for each draft that is not proposed."""
    return [
        Todo(
            title=_("Hoàn thành dự thảo: {subject}").format(subject=_lower(decision)),
            detail=_("{n} tập thể, cá nhân; chưa trình lãnh đạo.").format(n=_named(decision)),
            url=decision.get_absolute_url(),
            button=_("Xem dự thảo"),
        )
        for decision in with_subject(_drafts(by).filter(proposed_at=None))
    ]


def to_issue(by: Acting) -> list[Todo]:
    """Return a task for each proposed draft."""
    detail = _("{n} tập thể, cá nhân; {who} trình ngày {day}.")
    proposed = _drafts(by).exclude(proposed_at=None).select_related("proposed_by")
    return [
        Todo(
            title=_("Ban hành quyết định: {subject}").format(subject=_lower(decision)),
            detail=detail.format(
                n=_named(decision),
                who=guaranteed(decision.proposed_by, "decision_proposal_is_whole").full_name,
                day=vietnamese.format_date(guaranteed(decision.proposed_at, "decision_proposal_is_whole")),
            ),
            url=decision.get_absolute_url(),
            button=_("Xem và ban hành"),
        )
        for decision in with_subject(proposed, "proposed_at", "proposed_by__full_name")
    ]


def to_record(by: Acting) -> list[Todo]:
    """Return a task for each proposed draft, which the clerk records once it is signed on paper."""
    detail = _("{n} tập thể, cá nhân; đã trình lãnh đạo ngày {day}.")
    proposed = _drafts(by).filter(organ="").exclude(proposed_at=None)
    return [
        Todo(
            title=_("Ghi số, ngày khi đã ký: {subject}").format(subject=_lower(decision)),
            detail=detail.format(
                n=_named(decision),
                day=vietnamese.format_date(guaranteed(decision.proposed_at, "decision_proposal_is_whole")),
            ),
            url=decision.get_absolute_url(),
            button=_("Xem và ghi nhận"),
        )
        for decision in with_subject(proposed, "proposed_at")
    ]


def recorded(by: Acting) -> list[Todo]:
    """Return the decisions that reviewers recorded lately, as news for the leader."""
    fresh = Decision.objects.issued().filter(unit=by.unit, recorded=True, issued_at__gt=clock.now() - FRESH)
    fresh = fresh.select_related("issued_by").order_by("pk")
    return [
        Todo(
            title=_("Đã ghi nhận quyết định đã ký số {number}").format(number=decision.written_number),
            detail=_("{subject}. {who} ghi nhận ngày {day}.").format(
                subject=subject(decision),
                who=guaranteed(decision.issued_by, "issued_decision_is_whole").full_name,
                day=vietnamese.format_date(guaranteed(decision.issued_at, "issued_decision_is_whole")),
            ),
            url=decision.get_absolute_url(),
            button=_("Xem quyết định"),
            tone="ok",
        )
        for decision in with_subject(fresh, "issued_at", "issued_by__full_name")
    ]


def _lower(decision: Decision) -> str:
    text = subject(decision)
    return text[0].lower() + text[1:]
