"""Which submissions a closed summary counted, their rows, and how two revisions differ.

A final summary of version 0.1.0 has sources only where its events told them with certainty (`has_sources`), and some
of those submissions may have their typed content only (`campaigns.models.submission_rows`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value

from campaigns.figures.queries import counted_filings
from campaigns.models import (
    Exemplar,
    Figure,
    Filing,
    Headcount,
    Indicator,
    Phase,
    Submission,
    WorkCheck,
    WorkEntry,
    WorkResult,
)
from campaigns.models.rows import ExemplarQuerySet
from campaigns.models.submission_rows import without_rows
from campaigns.sheet.context import Amount
from foundation.db.insert_selected import insert_selected
from foundation.digest import digest
from summaries.models import Summary, SummarySource
from summaries.report.contents import reported_phase

SOURCES = "sources"  # the particular of the event of closing a summary that has the digest of its sources

Revisions = tuple[Summary, Summary]  # an earlier final one, and a later one: final, or a draft with what counts now
CountedByBoth = tuple[QuerySet[Submission], QuerySet[Submission]]  # what each of two revisions counted


def write_sources(summary: Summary, phase: Phase) -> None:
    """Write which submissions are counted now, up to `phase` at or below the summary's unit, in one statement."""
    counted = counted_filings(phase, summary.unit).order_by()
    rows = counted.annotate(summary=Value(summary.pk)).values_list("summary", "counted_submission")
    insert_selected(SummarySource, ("summary_id", "submission_id"), rows)


def sources_digest(summary: Summary) -> str:
    """Return the digest of which submissions a summary counted. The event of closing it keeps it."""
    return digest(sorted(summary.sources.values_list("submission", flat=True)))


def has_sources(summary: Summary) -> bool:
    """Return whether it is known what a summary counts. A closed one without sources has no rows below.

    What a draft counts is always known.
    """
    return not summary.is_closed or summary.sources.exists()


def counted_submissions(summary: Summary) -> QuerySet[Submission]:
    """Return the submissions that a closed summary counted, or those that a draft counts now."""
    if summary.is_closed:
        return Submission.objects.filter(sources__summary=summary)
    return Submission.objects.filter(counted_for__in=counted_filings(reported_phase(summary), summary.unit).order_by())


def figures_of(summary: Summary) -> QuerySet[Figure]:
    """Return the figures that a final summary counted, as they were on that day."""
    return Figure.objects.filter(submission__sources__summary=summary)


def headcounts_of(summary: Summary) -> QuerySet[Headcount]:
    return Headcount.objects.filter(submission__sources__summary=summary)


def work_entries_of(summary: Summary) -> QuerySet[WorkEntry]:
    """Return the works as the counted pledges registered them, and those that counted reports added."""
    return WorkEntry.objects.filter(submission__sources__summary=summary)


def work_results_of(summary: Summary) -> QuerySet[WorkResult]:
    return WorkResult.objects.filter(submission__sources__summary=summary)


def work_checks_of(summary: Summary) -> QuerySet[WorkCheck]:
    """Return the checks that had been made when the summary was closed, in order: the latest of a result counts."""
    checks = WorkCheck.objects.filter(work_result__submission__sources__summary=summary, at__lte=summary.closed_at)
    return checks.order_by("pk")


def exemplars_of(summary: Summary) -> ExemplarQuerySet:
    """Return the exemplars in the sheets that were counted. Whether one is made known is of today."""
    return Exemplar.objects.filter(submission__sources__summary=summary)


@dataclass(frozen=True)
class ChangedSource:
    """A sheet of which two revisions counted different submissions; None: that revision did not count the sheet.

    `comparable`: False if one of them has its typed content only, so that its figures are unknown.
    """

    filing: Filing
    before: Submission | None
    after: Submission | None
    comparable: bool = True


def counted_by(revisions: Revisions) -> CountedByBoth:
    before, after = (counted_submissions(summary).order_by() for summary in revisions)
    return before, after


def compared_filings(counted: CountedByBoth) -> QuerySet[Filing]:
    """Return all sheets in the office's order, with the ids `before_id` and `after_id` of the submissions that were
    counted; None: that revision did not count the sheet.
    """
    before, after = counted
    filings = Filing.objects.annotate(before_id=_id_among(before), after_id=_id_among(after))
    return filings.select_related("called__phase__campaign").defer("typed").order_by("called__sort_key", "kind")


def counted_alone(counted: CountedByBoth) -> QuerySet[Submission]:
    """Return the submissions that one of two revisions counted and the other did not."""
    before, after = (submissions.values("pk") for submissions in counted)
    alone = before.exclude(pk__in=after).union(after.exclude(pk__in=before))
    return Submission.objects.filter(pk__in=alone).order_by()


def rechecked_submissions(revisions: Revisions, counted: CountedByBoth) -> QuerySet[Submission]:
    """Return the submissions that both revisions counted, with a value that was checked between them."""
    before, after = revisions
    checks = WorkCheck.objects.filter(work_result__submission=OuterRef("pk"), at__gt=before.closed_at).order_by()
    if after.closed_at:
        checks = checks.filter(at__lte=after.closed_at)
    return counted[1].filter(Exists(checks), pk__in=counted[0].values("pk"))


def comparable(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Leave out those of sheets of which one of these submissions has its typed content only."""
    bare = without_rows(submissions)
    return submissions.exclude(filing__submissions__in=bare) if bare else submissions


def changed_sources(revisions: Revisions) -> list[ChangedSource] | None:
    """Return the sheets whose counted submission differs between two revisions, in the office's order.

    None: one of the revisions has no sources, so nothing can be said.
    """
    if not all(has_sources(summary) for summary in revisions):
        return None
    counted = counted_by(revisions)
    return read_sources(compared_filings(counted).filter(pk__in=counted_alone(counted).values("filing")))


def read_sources(filings: Iterable[Filing]) -> list[ChangedSource]:
    """Return rows of `compared_filings` with their submissions: two statements, besides that of the rows."""
    rows: list[Any] = list(filings)
    ids = {pk for filing in rows for pk in (filing.before_id, filing.after_id) if pk is not None}
    submissions = Submission.objects.defer("content").in_bulk(ids)
    bare = without_rows(Submission.objects.filter(pk__in=ids)) if ids else set()
    return [
        ChangedSource(
            filing,
            submissions.get(filing.before_id),
            submissions.get(filing.after_id),
            comparable=bare.isdisjoint((filing.before_id, filing.after_id)),
        )
        for filing in rows
    ]


def _id_among(submissions: QuerySet[Submission]) -> Subquery:
    return Subquery(submissions.filter(filing=OuterRef("pk")).values("pk")[:1])


@dataclass
class CountedAmount(Amount):
    """A figure of a submission; `estimated`: the unit marked it as an estimate (số ước)."""

    estimated: bool = False


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of a sheet that two revisions counted differently; None: not counted, or not answered."""

    filing: Filing
    indicator: Indicator
    before: CountedAmount | None
    after: CountedAmount | None


def changed_figures(changed: Iterable[ChangedSource]) -> list[ChangedFigure]:
    """Return the figures that differ in changed sheets, in the order of the sheet; a number that is no estimate any
    more differs too. Sheets that are not comparable are left out.
    """
    sources = [source for source in changed if source.comparable]
    amounts = _amounts({row.pk for source in sources for row in (source.before, source.after) if row})
    differing = []
    for source in sources:
        before, after = (amounts.get(row.pk if row else 0, {}) for row in (source.before, source.after))
        for indicator in dict.fromkeys([*before, *after]):
            pair = before.get(indicator), after.get(indicator)
            if pair[0] != pair[1]:
                differing.append((source.filing, indicator, *pair))
    indicators = Indicator.objects.in_bulk({indicator for _filing, indicator, *_pair in differing})
    return [ChangedFigure(filing, indicators[pk], *pair) for filing, pk, *pair in differing]


def _amounts(submissions: Collection[int]) -> dict[int, dict[int, CountedAmount]]:
    """Return the amounts of submissions by id, each by the indicator's id in the order of the sheet.

    Nobody counts those of a sector union's own movement.
    """
    amounts: dict[int, dict[int, CountedAmount]] = {}
    rows = Figure.objects.filter(submission__in=submissions, indicator__section__owner=None)
    columns = ("submission", "indicator", "value", "numerator", "denominator", "estimated")
    for submission, indicator, value, numerator, denominator, estimated in rows.order_by(
        "submission", "pk"
    ).values_list(*columns):
        amount = CountedAmount(value, numerator, denominator, estimated)
        amounts.setdefault(submission, {})[indicator] = amount
    return amounts
