"""Targets that a unit changed after its report was due: what they were before stays beside them.

A reviewer may reopen an accepted pledge at any time, and the figures count the target that is in force. Whoever reads
the pledge or the report is told when a target was changed after the due date of the report of the pledge's phase.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import QuerySet

from campaigns.lifecycle import FilingStatus
from campaigns.models import Figure, Filing, FilingKind, Submission
from campaigns.models.submission_rows import without_rows
from campaigns.sheet.context import Amount
from units.models import Event

Amounts = dict[int, Amount]  # by the indicator's id


@dataclass(frozen=True)
class LateTarget:
    """A target that was changed after the report was due. An amount is None where the indicator was not pledged.

    `first`: as first accepted, sent before the due date if `first_in_time`; `when_due`: in force on the due date;
    `now`: what was sent last, at `changed_at`.
    """

    first: Amount | None
    first_in_time: bool
    when_due: Amount | None
    now: Amount | None
    changed_at: datetime


@dataclass(frozen=True)
class TargetVersions:
    """The targets of a called unit's pledge in the order of sending, each with its moment; when its report is due."""

    called_id: int
    report_due: datetime
    versions: list[tuple[datetime, Amounts]]

    def late_targets(self) -> dict[int, LateTarget]:
        """Return the targets changed after the due date, by the indicator's id."""
        first_at, first = self.versions[0]
        when_due = [amounts for at, amounts in self.versions if at <= self.report_due][-1:] or [first]
        now = self.versions[-1][1]
        return {
            indicator: LateTarget(
                first.get(indicator),
                first_at <= self.report_due,
                when_due[0].get(indicator),
                now.get(indicator),
                self._changed_at(indicator),
            )
            for indicator in dict.fromkeys([*when_due[0], *now])
            if when_due[0].get(indicator) != now.get(indicator)
        }

    def _changed_at(self, indicator: int) -> datetime:
        """Return when the last version that differs from the one before it was sent."""
        return next(
            at
            for (_at, before), (at, after) in reversed(list(pairwise(self.versions)))
            if before.get(indicator) != after.get(indicator)
        )


def late_targets_of(filing: Filing, resent: Collection[int], sent_at: datetime | None) -> dict[int, LateTarget]:
    """Return the late targets that a sheet shows, by the indicator's id, as of `sent_at` (None: as of now).

    `resent`: the ids of the pledges whose targets the sheet shows, if they were sent more than once. Of a pledge they
    are in what it sent last, accepted or not.
    """
    if not resent:
        return {}
    return _late_targets(Filing.objects.filter(pk__in=resent), until=sent_at, waiting=filing.is_pledge)


def _late_targets(
    pledges: QuerySet[Filing], *, until: datetime | None = None, waiting: bool = False
) -> dict[int, LateTarget]:
    late: dict[int, LateTarget] = {}
    in_order = pledges.order_by("called__phase__number")
    for versions in target_versions(in_order, until=until, waiting=waiting).values():
        late |= versions.late_targets()
    return late


def late_target_counts(filings: Sequence[Filing]) -> dict[int, int]:
    """Return how many targets of the phase's pledge were changed late, by the sheet's id; `filings` are of one kind."""
    if not filings:
        return {}
    pledges = Filing.objects.filter(kind=FilingKind.PLEDGE, called__in=[filing.called_id for filing in filings])
    versions = target_versions(pledges, waiting=filings[0].is_pledge).values()
    counts = {of_pledge.called_id: len(of_pledge.late_targets()) for of_pledge in versions}
    return {filing.pk: counts[filing.called_id] for filing in filings if counts.get(filing.called_id)}


def target_versions(
    pledges: QuerySet[Filing], *, until: datetime | None = None, waiting: bool = False
) -> dict[int, TargetVersions]:
    """Return the accepted targets of those pledges that were sent again after their report was due, by the pledge's id.

    `until`: as they were at that moment; `waiting`: with the last submission, accepted or not. In one statement if no
    pledge was sent twice, else in seven. A pledge is left out if one of its versions has typed content only
    (`without_rows`), so that nobody can say what it was.
    """
    resent = list(pledges.filter(current_submission__number__gt=1).order_by().values_list("pk", flat=True))
    if not resent:  # as nearly always: what the due date needs is another thirty columns
        return {}
    twice = pledges.filter(pk__in=resent).select_related("called__phase__campaign").defer("typed")
    called = {filing.pk: filing.called for filing in twice.prefetch_related("called__phase__due_dates")}
    due = {pk: called_unit.due(FilingKind.REPORT) for pk, called_unit in called.items()}
    chosen = _versions([pk for pk, moment in due.items() if moment], until, waiting=waiting)
    late = {
        pk: submissions
        for pk, submissions in chosen.items()
        if len(submissions) > 1 and (moment := due[pk]) and submissions[-1].at > moment
    }
    ids = [submission.pk for submissions in late.values() for submission in submissions]
    if not ids:
        return {}
    bare, amounts = without_rows(Submission.objects.filter(pk__in=ids)), _amounts(ids)
    return {
        pk: TargetVersions(
            called[pk].pk, moment, [(submission.at, amounts.get(submission.pk, {})) for submission in submissions]
        )
        for pk, submissions in late.items()
        if (moment := due[pk]) and not bare & {submission.pk for submission in submissions}
    }


def _versions(pledges: list[int], until: datetime | None, *, waiting: bool) -> dict[int, list[Submission]]:
    """Return the submissions of pledges that were accepted, in order, by the pledge's id."""
    if not pledges:
        return {}
    sent: dict[int, list[Submission]] = {}
    submissions = Submission.objects.filter(filing__in=pledges).defer("content").order_by("number")
    for submission in submissions:
        if until is None or submission.at <= until:
            sent.setdefault(submission.filing_id, []).append(submission)
    accepted = _accepted(pledges, until)
    versions = {}
    for pk, of_pledge in sent.items():
        numbers = {_sent_before(of_pledge, moment) for moment in accepted.get(pk, ())}
        if waiting:
            numbers.add(of_pledge[-1].number)
        versions[pk] = [submission for submission in of_pledge if submission.number in numbers]
    return versions


def _sent_before(submissions: list[Submission], moment: datetime) -> int:
    """Return the number of the submission that was the last one at a moment; 0 if there was none."""
    return max((submission.number for submission in submissions if submission.at <= moment), default=0)


def _accepted(pledges: list[int], until: datetime | None) -> dict[int, list[datetime]]:
    """Return when each pledge was accepted, without acceptances that were undone."""
    moments: dict[int, list[datetime]] = {}
    events = Event.objects.about_all(Filing, pledges).order_by("at", "pk")
    for pk, at, verb, to in events.values_list("target_id", "at", "verb", "to"):
        if until is not None and at > until:
            continue
        if verb == "undo_accept" and moments.get(pk):
            moments[pk].pop()
        elif to == FilingStatus.ACCEPTED:
            moments.setdefault(pk, []).append(at)
    return moments


def _amounts(submissions: Iterable[int]) -> dict[int, Amounts]:
    amounts: dict[int, Amounts] = {}
    figures = Figure.objects.filter(submission__in=list(submissions)).order_by("pk")
    columns = ("submission_id", "indicator_id", "value", "numerator", "denominator")
    for submission_id, indicator_id, *parts in figures.values_list(*columns):
        amounts.setdefault(submission_id, {})[indicator_id] = Amount(*parts)
    return amounts
