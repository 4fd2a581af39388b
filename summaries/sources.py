"""Which submissions a final summary counted, their rows, and how two revisions differ.

A final summary of version 0.1.0 has sources only where its events told them with certainty (`has_sources`), and some
of those submissions may have their typed content only (`campaigns.models.submission_rows`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Value

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
from campaigns.models.submission_rows import without_rows
from campaigns.sheet.context import Amount
from foundation.db.insert_selected import insert_selected
from summaries.models import Summary, SummarySource
from summaries.report.contents import reported_phase

Revisions = tuple[Summary, Summary]  # an earlier final one, and a later one: final, or a draft with what counts now


def write_sources(summary: Summary, phase: Phase) -> None:
    """Write which submissions are counted now, up to `phase` at or below the summary's unit, in one statement."""
    counted = counted_filings(phase, summary.unit).order_by()
    rows = counted.annotate(summary=Value(summary.pk)).values_list("summary", "counted_submission")
    insert_selected(SummarySource, ("summary_id", "submission_id"), rows)


def has_sources(summary: Summary) -> bool:
    """Return whether it is known what a summary counts. A final one without sources has no rows in the functions below.

    What a draft counts is always known.
    """
    return not summary.is_final or summary.sources.exists()


def counted_submissions(summary: Summary) -> QuerySet[Submission]:
    """Return the submissions that a final summary counted, or those that a draft counts now."""
    if summary.is_final:
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
    """Return the sheets whose counted submission differs between two revisions, in the office's order.

    None: one of the revisions has no sources, so nothing can be said.
    """
    before, after = revisions
    if not (has_sources(before) and has_sources(after)):
        return None
    counted_before, counted_after = counted_submissions(before), counted_submissions(after)
    earlier = _by_filing(counted_before.filter(~_is_among(counted_after)))
    later = _by_filing(counted_after.filter(~_is_among(counted_before)))
    submissions = [*earlier.values(), *later.values()]
    bare = without_rows(Submission.objects.filter(pk__in=[row.pk for row in submissions])) if submissions else set()
    filings = {submission.filing_id: submission.filing for submission in submissions}
    sources = []
    for filing in sorted(filings.values(), key=_place):
        pair = earlier.get(filing.pk), later.get(filing.pk)
        comparable = not any(submission.pk in bare for submission in pair if submission)
        sources.append(ChangedSource(filing, *pair, comparable))
    return sources


def rechecked_sources(revisions: Revisions) -> list[ChangedSource]:
    """Return the sheets that both revisions counted in one submission, with a value that was checked between them."""
    before, after = revisions
    checks = WorkCheck.objects.filter(work_result__submission=OuterRef("pk"), at__gt=before.finalised_at)
    if after.finalised_at:
        checks = checks.filter(at__lte=after.finalised_at)
    in_both = counted_submissions(after).filter(_is_among(counted_submissions(before)))
    rows = _with_filing(in_both.filter(Exists(checks)))
    return [ChangedSource(row.filing, row, row) for row in sorted(rows, key=lambda row: _place(row.filing))]


def _is_among(submissions: QuerySet[Submission]) -> Exists:
    return Exists(submissions.filter(pk=OuterRef("pk")))


def _with_filing(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related("filing__called__phase__campaign").defer("content", "filing__typed")


def _by_filing(submissions: QuerySet[Submission]) -> dict[int, Submission]:
    return {submission.filing_id: submission for submission in _with_filing(submissions)}


def _place(filing: Filing) -> tuple[str, int, str]:
    """Return the sheet's place in the office's order."""
    return filing.called.sort_key, filing.called_id, filing.kind


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
    """Return the amounts of submissions by id, each by the indicator's id in the order of the sheet."""
    amounts: dict[int, dict[int, CountedAmount]] = {}
    rows = Figure.objects.filter(submission__in=submissions).order_by("submission", "pk")
    columns = ("submission", "indicator", "value", "numerator", "denominator", "estimated")
    for submission, indicator, value, numerator, denominator, estimated in rows.values_list(*columns):
        amount = CountedAmount(value, numerator, denominator, estimated)
        amounts.setdefault(submission, {})[indicator] = amount
    return amounts
