"""The sheets that await a reviewer, in the office's order: how many, and what comes before and after one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import F, Min, Q, Window
from django.db.models.functions import Substr
from django.urls import reverse

from campaigns.lifecycle import DataRequestStatus, FilingStatus, PhaseStatus
from campaigns.models import DataRequestSheet, Filing
from campaigns.models.called import called_in_reach
from campaigns.models.data_request_sheet import DataRequestSheetQuerySet
from campaigns.models.filing import FilingQuerySet
from foundation import clock
from units.acting import Acting
from units.models import Post, Role, Unit
from units.tree import SEGMENT, below_except


@dataclass(frozen=True)
class QueuePlace:
    """Where a sheet is among those of its kind, phase and union above that wait, and its neighbours' ids.

    `union` is the name of the union above.
    """

    number: int
    size: int
    previous: int | None
    next: int | None
    kind: str
    union: str

    @property
    def previous_url(self) -> str:
        return self._url(self.previous)

    @property
    def next_url(self) -> str:
        return self._url(self.next)

    def _url(self, pk: int | None) -> str:
        return reverse(f"{self.kind}s:detail", args=[pk]) if pk else ""


def to_review(by: Acting) -> FilingQuerySet:
    """Return the sheets that this person has to review: of a reviewer or of a desk whose area may decide."""
    if by.area and by.area.may_decide:
        return _without_own(_waiting().filter(called_in_reach(by.area, "called")), by)
    return mine_to_review(by) if by.is_(Role.REVIEWER) else Filing.objects.none()


def answers_to_review(by: Acting) -> DataRequestSheetQuerySet:
    """Return the sheets of open requests that this reviewer has to decide about: right below, sent by others."""
    if by.area or not by.is_(Role.REVIEWER):
        return DataRequestSheet.objects.none()
    waiting = DataRequestSheet.objects.filter(
        request__status=DataRequestStatus.OPENED, status=FilingStatus.SUBMITTED, unit__parent=by.unit
    )
    return waiting.exclude(current_submission__by=by.user)


def place_in_queue(filing: Filing, by: Acting) -> QueuePlace | None:
    """Return the sheet's place among those of units below the same union; None if this person does not decide on it."""
    ids = list(_alike(filing, by).values_list("pk", flat=True))
    if filing.pk not in ids:
        return None
    index = ids.index(filing.pk)
    before = ids[index - 1] if index else None
    after = ids[index + 1] if index + 1 < len(ids) else None
    return QueuePlace(index + 1, len(ids), before, after, filing.kind, _union_above(filing))


def _union_above(filing: Filing) -> str:
    """Return the name of the union above the sheet's unit, as the sheet names it unless the unit has moved since."""
    called, above = filing.called, filing.unit.parent_id
    if called.parent_id == above:
        return called.parent_name
    return filing.unit.parent_name


def next_to_review(filing: Filing, by: Acting) -> Filing | None:
    """Return the sheet to review after one that was decided: the next of its queue, after the last one the first.

    If its queue is empty, another of its kind and phase that this person has to review; None if there is none.
    """
    alike = _alike(filing, by).with_context()
    mine = to_review(by).filter(kind=filing.kind, called__phase=filing.called.phase_id).with_context()
    after = alike.filter(called__sort_key__gt=filing.called.sort_key)
    for waiting in (after, alike, mine.order_by("called__sort_key")):
        if chosen := waiting.first():
            return chosen
    return None


def _alike(filing: Filing, by: Acting) -> FilingQuerySet:
    """Return the sheets of a sheet's kind and phase that wait for the union above its unit, in the office's order."""
    if filing.phase.status != PhaseStatus.OPEN:
        return Filing.objects.none()
    below = {"called__phase": filing.called.phase_id, "called__unit__parent": filing.unit.parent_id}
    alike = _without_own(_submitted().filter(kind=filing.kind, **below), by)
    if by.area:
        alike = alike.filter(called_in_reach(by.area, "called"))
    return alike.order_by("called__sort_key")


def mine_to_review(by: Acting) -> FilingQuerySet:
    """Return the submitted sheets that a reviewer has to review, the one waiting longest first.

    These are sheets of units below (in today's tree) that have no nearer reviewer, without those that the person
    submitted and no other person confirmed for the unit (`access.may_accept`).
    """
    below = _waiting().filter(below_except("called__unit__path", by.unit.path, _nearer_reviewers(by)))
    return _without_own(below, by)


@cache
def _waiting() -> FilingQuerySet:
    """Return the sheets that wait in open phases, unread: built once, as every queue begins with them."""
    return _submitted().filter(called__phase__status=PhaseStatus.OPEN)


@cache
def _submitted() -> FilingQuerySet:
    return Filing.objects.awaiting_review()


def _without_own(waiting: FilingQuerySet, by: Acting) -> FilingQuerySet:
    user = by.user.pk
    unconfirmed = Q(current_submission__confirmed_by=None) | Q(current_submission__confirmed_by=user)
    return waiting.exclude(Q(current_submission__by=user) & unconfirmed).order_by("submitted_at", "pk")


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
