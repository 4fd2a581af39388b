"""Which submissions a final summary counted, their rows, and how two revisions differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Value

from campaigns.figures.queries import counted_filings
from campaigns.models import Exemplar, Figure, Filing, Headcount, Indicator, Phase, Submission, WorkCheck, WorkResult
from campaigns.sheet.context import Amount
from foundation.db.insert_selected import insert_selected
from summaries.models import Summary, SummarySource

Revisions = tuple[Summary, Summary]  # the earlier and the later


def write_sources(summary: Summary, phase: Phase) -> None:
    """Write which submissions are counted now, up to `phase` at or below the summary's unit, in one statement."""
    counted = counted_filings(phase, summary.unit).order_by()
    rows = counted.annotate(summary=Value(summary.pk)).values_list("summary", "counted_submission")
    insert_selected(SummarySource, ("summary_id", "submission_id"), rows)


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
    """A sheet of which two revisions counted different submissions; None: that revision did not count the sheet."""

    filing: Filing
    before: Submission | None
    after: Submission | None


def changed_sources(revisions: Revisions) -> list[ChangedSource]:
    """Return the sheets whose counted submission differs between two final revisions, in the office's order."""
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
    return [ChangedSource(filings[pk], of.get(before), of.get(after)) for pk, of in by_filing.items()]


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


def changed_figures(revisions: Revisions) -> list[ChangedFigure]:
    """Return the figures that differ between two final revisions: those of `changed_sources` with other amounts."""
    sources = changed_sources(revisions)
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
