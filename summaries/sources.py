"""Which submissions a final summary counted, their rows, and how two revisions differ.

A final summary of version 0.1.0 has sources only where they are certain (`has_sources`), and some of those submissions
have their typed content only (`campaigns.models.submission_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Value

from campaigns.figures.queries import counted_filings
from campaigns.models import Exemplar, Figure, Filing, Headcount, Indicator, Phase, Submission, WorkCheck, WorkResult
from campaigns.models.submission_rows import without_rows
from campaigns.sheet.context import Amount
from foundation.db.insert_selected import insert_selected
from summaries.models import Summary, SummarySource

Revisions = tuple[Summary, Summary]  # the earlier and the later


def write_sources(summary: Summary, phase: Phase) -> None:
    """Write which submissions are counted now, up to `phase` at or below the summary's unit, in one statement."""
    counted = counted_filings(phase, summary.unit).order_by()
    rows = counted.annotate(summary=Value(summary.pk)).values_list("summary", "counted_submission")
    insert_selected(SummarySource, ("summary_id", "submission_id"), rows)


def has_sources(summary: Summary) -> bool:
    """Return whether it is known what a final summary counted. Without sources the functions below return no rows."""
    return summary.sources.exists()


def figures_of(summary: Summary) -> QuerySet[Figure]:
    """Return the figures that a final summary counted, as they were on that day."""
    return Figure.objects.filter(submission__sources__summary=summary)


def headcounts_of(summary: Summary) -> QuerySet[Headcount]:
    return Headcount.objects.filter(submission__sources__summary=summary)


def work_results_of(summary: Summary) -> QuerySet[WorkResult]:
    return WorkResult.objects.filter(submission__sources__summary=summary)


def work_checks_of(summary: Summary) -> QuerySet[WorkCheck]:
    """Return the checks that had been made when the summary was made final, in order: the latest of a result counts."""
    checks = WorkCheck.objects.filter(work_result__submission__sources__summary=summary, at__lte=summary.finalised_at)
    return checks.order_by("pk")


def exemplars_of(summary: Summary) -> QuerySet[Exemplar]:
    """Return the exemplars in the sheets that were counted. Whether one is published is of today."""
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


def changed_sources(revisions: Revisions) -> list[ChangedSource] | None:
    """Return the sheets whose counted submission differs between two final revisions, in the office's order.

    None: one of the revisions has no sources, so nothing can be said.
    """
    with_sources = SummarySource.objects.filter(summary__in=revisions).values("summary").distinct()
    if with_sources.count() < len(revisions):
        return None
    by_filing: dict[int, dict[int, Submission]] = {}
    filings: dict[int, Filing] = {}
    for source in (
        _different(revisions)
        .select_related("submission__filing__called__phase")
        .defer("submission__content", "submission__filing__typed")
    ):
        filing = source.submission.filing
        filings[filing.pk] = filing
        by_filing.setdefault(filing.pk, {})[source.summary_id] = source.submission
    before, after = (revision.pk for revision in revisions)
    submissions = [submission.pk for of in by_filing.values() for submission in of.values()]
    bare = without_rows(Submission.objects.filter(pk__in=submissions)) if submissions else set()
    return [
        ChangedSource(
            filings[pk],
            of.get(before),
            of.get(after),
            comparable=not any(submission.pk in bare for submission in of.values()),
        )
        for pk, of in by_filing.items()
    ]


def _different(revisions: Revisions) -> QuerySet[SummarySource]:
    """Return the sources of each revision whose submission the other did not count."""
    in_other = SummarySource.objects.filter(summary__in=revisions, submission=OuterRef("submission"))
    different = SummarySource.objects.filter(~Exists(in_other.exclude(summary=OuterRef("summary"))))
    called = "submission__filing__called"
    return different.filter(summary__in=revisions).order_by(f"{called}__sort_key", called, "submission__filing__kind")


@dataclass(frozen=True)
class ChangedFigure:
    """A figure of a sheet that two revisions counted differently; None: not counted, or not answered."""

    filing: Filing
    indicator: Indicator
    before: Amount | None
    after: Amount | None


def changed_figures(revisions: Revisions) -> list[ChangedFigure] | None:
    """Return the figures that differ between two final revisions: those of `changed_sources` with other amounts.

    Sheets that are not comparable are left out. None: one of the revisions has no sources, so nothing can be said.
    """
    changed_of = changed_sources(revisions)
    if changed_of is None:
        return None
    sources = [source for source in changed_of if source.comparable]
    amounts = _amounts(
        submission.pk for source in sources for submission in (source.before, source.after) if submission
    )
    changed = []
    for source in sources:
        before, after = (
            amounts.get(submission.pk if submission else 0, {}) for submission in (source.before, source.after)
        )
        changed += [
            ChangedFigure(source.filing, indicator, before.get(indicator), after.get(indicator))
            for indicator in dict.fromkeys([*before, *after])
            if before.get(indicator) != after.get(indicator)
        ]
    return changed


def _amounts(submissions: Iterable[int]) -> dict[int, dict[Indicator, Amount]]:
    """Return the amounts of submissions by id, each by indicator in the order of the sheet."""
    amounts: dict[int, dict[Indicator, Amount]] = {}
    figures = Figure.objects.filter(submission__in=list(submissions)).select_related("indicator")
    for figure in figures.order_by("submission", "pk"):
        amount = Amount(figure.value, figure.numerator, figure.denominator)
        amounts.setdefault(figure.submission_id, {})[figure.indicator] = amount
    return amounts
