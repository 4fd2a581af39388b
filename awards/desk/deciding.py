"""Tasks about decisions of the unit: drafts to finish and to close, those to register, news of registered ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from awards.lifecycle import DecisionStatus
from awards.models import Decision
from awards.models.decision import DecisionQuerySet
from awards.selectors.decision_page import subject, with_subject
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.acting import Acting
from units.models import Role
from units.models.signing import has_other_signer
from units.signing import may_register_for
from units.todo import OF_THE_WEEK, Todo

FRESH = timedelta(days=7)
"""How long a registered decision is shown to the leader as news."""
IS_DRAFTED = Q(status=DecisionStatus.DRAFT, proposed_at=None)
IS_PROPOSED = Q(status=DecisionStatus.DRAFT, proposed_at__isnull=False)
IS_TO_SIGN = Q(status=DecisionStatus.TO_SIGN)


def _of(by: Acting, condition: Q) -> DecisionQuerySet:
    decisions = Decision.objects.filter(condition, unit=by.unit).order_by("pk")
    return decisions.annotate(named=Count("nominations", distinct=True) + Count("corrections", distinct=True))


def _named(decision: Any) -> int:
    """Return how many awards a decision is about: an annotation of `_of`, which no type knows."""
    return decision.named


def to_finish(by: Acting) -> list[Todo]:
    """Return tasks for drafts that are not proposed, and for decisions to close anew and to register."""
    decisions = _read(by, IS_DRAFTED | IS_TO_SIGN)
    to_sign = [decision for decision in decisions if decision.is_to_sign]
    todos = [_to_finish(decision) for decision in decisions if decision.is_draft]
    todos += [_to_close_anew(decision) for decision in to_sign if decision.has_other_signer]
    return todos + _to_register(by, to_sign)


def to_register(by: Acting) -> list[Todo]:
    """Return a task for each decision that is closed for signing."""
    return _to_register(by, _read(by, IS_TO_SIGN))


def _read(by: Acting, condition: Q) -> list[Any]:
    """Return decisions of the unit; `has_other_signer`: whether the signer one was closed with signs no more."""
    decisions = _of(by, condition).annotate(has_other_signer=has_other_signer(clock.today()))
    return list(with_subject(decisions, "status", "closed_at", "signer_name"))


def _to_finish(decision: Decision) -> Todo:
    return Todo(
        title=_("Hoàn thành dự thảo: {subject}").format(subject=_lower(decision)),
        detail=_("{n} tập thể, cá nhân; chưa trình lãnh đạo.").format(n=_named(decision)),
        url=decision.get_absolute_url(),
        button=_("Xem dự thảo"),
    )


def _to_close_anew(decision: Decision) -> Todo:
    detail = _("{name} không còn là người ký. Nếu chưa ký, xin thu lại và chốt lại.")
    return Todo(
        title=_("Chốt lại quyết định: {subject}").format(subject=_lower(decision)),
        detail=detail.format(name=decision.signer_name),
        url=decision.get_absolute_url(),
        button=_("Xem quyết định"),
        tone="no",
    )


def _to_register(by: Acting, decisions: list[Any]) -> list[Todo]:
    if not decisions:
        return []
    if not may_register_for(by.unit, by):
        return [_waiting(decision) for decision in decisions if not decision.has_other_signer]
    detail = _("{n} tập thể, cá nhân; chốt ngày {day} để {name} ký.")
    return [
        Todo(
            title=_("Ghi số, ngày khi đã ký: {subject}").format(subject=_lower(decision)),
            detail=detail.format(
                n=_named(decision),
                day=vietnamese.format_date(guaranteed(decision.closed_at, "decision_to_sign_is_whole")),
                name=decision.signer_name,
            ),
            url=decision.get_absolute_url(),
            button=_("Xem quyết định"),
        )
        for decision in decisions
    ]


def _waiting(decision: Decision) -> Todo:
    """Return what others do with a decision that is closed for signing: sign it, and register it with its scan."""
    title = _("Chờ ký, ghi số và bản chụp: {subject}").format(subject=_lower(decision))
    return Todo(title, "", decision.get_absolute_url(), "", tone=OF_THE_WEEK)


def to_close(by: Acting) -> list[Todo]:
    """Return a task for each proposed draft, and what waits for signature and number."""
    detail = _("{n} tập thể, cá nhân; {who} trình ngày {day}.")
    is_told = by.is_(Role.REVIEWER) or by.is_(Role.CLERK)  # whose tasks name those to sign
    rows = _of(by, IS_PROPOSED if is_told else IS_PROPOSED | IS_TO_SIGN).select_related("proposed_by")
    decisions = list(with_subject(rows, "status", "proposed_at", "proposed_by__full_name"))
    return [_waiting(decision) for decision in decisions if decision.is_to_sign] + [
        Todo(
            title=_("Chốt để trình ký quyết định: {subject}").format(subject=_lower(decision)),
            detail=detail.format(
                n=_named(decision),
                who=guaranteed(decision.proposed_by, "decision_proposal_is_whole").full_name,
                day=vietnamese.format_date(guaranteed(decision.proposed_at, "decision_proposal_is_whole")),
            ),
            url=decision.get_absolute_url(),
            button=_("Xem và chốt"),
        )
        for decision in decisions
        if decision.is_draft
    ]


def recorded(by: Acting) -> list[Todo]:
    """Return the decisions that were registered lately, as news for the leader."""
    fresh = Decision.objects.issued().filter(unit=by.unit, recorded=True, issued_at__gt=clock.now() - FRESH)
    fresh = fresh.select_related("issued_by").order_by("pk")
    return [
        Todo(
            title=_("Đã ghi số, ngày: quyết định {number}").format(number=decision.written_number),
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
