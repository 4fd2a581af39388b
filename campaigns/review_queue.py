"""The sheets that await a reviewer, in the office's order: how many, and what comes before and after one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Min, OuterRef, Q, Subquery, Window
from django.db.models.functions import Lag, Lead, RowNumber, Substr

from campaigns.lifecycle import PhaseStatus
from campaigns.models import Filing, Submission
from campaigns.models.called import called_in_reach
from campaigns.models.filing import FilingQuerySet
from foundation import clock
from units.acting import Acting
from units.models import Post, Role, Unit
from units.tree import SEGMENT, below_except


@dataclass(frozen=True)
class QueuePlace:
    """Where a sheet is among those of its kind and phase that await a reviewer, and its neighbours' ids."""

    number: int
    size: int
    previous: int | None
    next: int | None


def to_review(by: Acting) -> FilingQuerySet:
    """Return the sheets that this person has to review: of a reviewer or of a desk whose area may decide."""
    if by.area and by.area.may_decide:
        return _without_own(_waiting().filter(called_in_reach(by.area, "called")), by)
    return mine_to_review(by) if by.is_(Role.REVIEWER) else Filing.objects.none()


def place_in_queue(filing: Filing, by: Acting) -> QueuePlace | None:
    """Return the sheet's place among those that await this person; None if it is not one of them."""
    alike = to_review(by).filter(kind=filing.kind, called__phase=filing.called.phase_id)
    in_order = [F("called__sort_key").asc()]
    placed = alike.annotate(
        number=Window(RowNumber(), order_by=in_order),
        size=Window(Count("pk")),
        previous=Window(Lag("pk"), order_by=in_order),
        next=Window(Lead("pk"), order_by=in_order),
    )
    row = placed.filter(pk=filing.pk).order_by().values("number", "size", "previous", "next").first()
    return QueuePlace(**row) if row else None


def mine_to_review(by: Acting) -> FilingQuerySet:
    """Return the submitted sheets that a reviewer has to review, the one waiting longest first.

    These are sheets of units below (in today's tree) that have no nearer reviewer, without those that the person
    submitted and no other person confirmed for the unit (`access.may_accept`).
    """
    below = _waiting().filter(below_except("called__unit__path", by.unit.path, _nearer_reviewers(by)))
    return _without_own(below, by)


def _waiting() -> FilingQuerySet:
    return Filing.objects.awaiting_review().filter(called__phase__status=PhaseStatus.OPEN)


def _without_own(waiting: FilingQuerySet, by: Acting) -> FilingQuerySet:
    last = Submission.objects.filter(filing=OuterRef("pk")).order_by("-number")
    own = Q(last_by=by.user.pk) & (Q(last_confirmed_by=None) | Q(last_confirmed_by=by.user.pk))
    return (
        waiting.annotate(
            last_by=Subquery(last.values("by")[:1]), last_confirmed_by=Subquery(last.values("confirmed_by")[:1])
        )
        .exclude(own)
        .order_by("submitted_at", "pk")
    )


def _nearer_reviewers(by: Acting) -> list[str]:
    """Return the paths of the units below that have a reviewer of their own.

    Units below a reviewing unit directly under this one are left out, because its path already excludes them: for a
    confederation the paths of the provinces are enough, instead of thousands.
    """
    posts = Post.objects.current(clock.today()).filter(role=Role.REVIEWER, user__is_active=True).order_by()
    branch = Substr("unit__path", 1, len(by.unit.path) + SEGMENT)
    first = Window(Min("unit__path"), partition_by=branch)  # the branch itself if its head reviews
    below = posts.filter(unit__in=Unit.objects.below(by.unit)).annotate(branch=branch, first=first)
    nearest = below.filter(Q(first=F("unit__path")) | ~Q(first=F("branch")))
    return list(nearest.values_list("unit__path", flat=True))
