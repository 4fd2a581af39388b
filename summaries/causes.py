"""Which sheets caused that two revisions of a summary differ, as queries: a page reads only the sheets it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Max, Min, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from campaigns.models import Figure, Filing, Headcount, Submission, WorkEntry, WorkResult
from campaigns.row_changes import ENTRY, RESULT
from summaries.sources import (
    ChangedSource,
    CountedByBoth,
    Revisions,
    comparable,
    compared_filings,
    counted_alone,
    counted_by,
    read_sources,
    rechecked_submissions,
)
from units.models import Headcounts

PEOPLE, WORK, COUNT = "people", "work", "count"
NO_SHEETS = Filing.objects.none()
OF_INDICATORS = ("indicator", "spring")  # first words of subjects that end with an indicator's code
ROWS: dict[str, tuple[tuple[type[Model], tuple[str, ...]], ...]] = {
    PEOPLE: ((Headcount, Headcounts.COUNTS),),
    WORK: ((WorkEntry, ("work", *ENTRY)), (WorkResult, ("work", *RESULT))),
}
"""By the first word of a figure's subject the rows of sheets it is counted from, besides figures: model and columns."""


@dataclass(frozen=True)
class FirstSheets:
    """The ids of the first sheets that changed a figure, in the office's order, and how many sheets did."""

    filings: list[int]
    count: int


class Causes:
    """The sheets that two revisions counted differently: in another submission, or with a value checked since.

    Sheets are querysets of `compared_filings` in the office's order. A sheet
    of which a submission has its typed content only (v0.1.0) is among them, but causes no figure: its figures are
    unknown.
    """

    def __init__(self, revisions: Revisions, counted: CountedByBoth | None = None):
        self.revisions, self._counted = revisions, counted or counted_by(revisions)

    def among(self, filings: Collection[int]) -> Causes:
        """Return those of the sheets that have these ids."""
        before, after = self._counted
        return Causes(self.revisions, (before.filter(filing__in=filings), after.filter(filing__in=filings)))

    @property
    def sheets(self) -> QuerySet[Filing]:
        """All of them."""
        return self._filings(self._alone.values("filing"), self._rechecked)

    def of(self, subject: str) -> QuerySet[Filing]:
        """Return those that changed the figures of a subject, as "indicator:…"; of works those that changed any."""
        word, _colon, rest = subject.partition(":")
        if word in OF_INDICATORS:
            return self._filings(self._figures.filter(indicator__code=rest).values("submission__filing"))
        if word == COUNT:
            return self._filings(self._in_one).filter(kind=rest)
        if word == PEOPLE:
            return self._filings(self._in_one, *self._with_other_rows(PEOPLE))
        if word == WORK:
            return self._filings(self._rechecked, *self._with_other_rows(WORK))
        return NO_SHEETS

    def first_of(self, subjects: Iterable[str], most: int) -> dict[str, FirstSheets]:
        """Return by subject the first `most` sheets of `of(subject)`.

        It takes one statement for all indicators, and one each for headcounts, works, counts of pledges, of reports.
        """
        by_code = self._first_by_indicator(most)
        others: dict[str, FirstSheets] = {}
        causes = {}
        for subject in subjects:
            word, _colon, rest = subject.partition(":")
            if word in OF_INDICATORS:
                causes[subject] = by_code.get(rest, FirstSheets([], 0))
                continue
            key = word if word in ROWS else subject
            if key not in others:
                others[key] = self._first(key, most)
            causes[subject] = others[key]
        return causes

    def read(self, filings: Collection[int]) -> list[ChangedSource]:
        """Return the sheets with these ids."""
        return read_sources(compared_filings(self._counted).filter(pk__in=filings))

    def _first(self, subject: str, most: int) -> FirstSheets:
        rows = list(self.of(subject).annotate(total=Window(Count("pk"))).values_list("pk", "total")[:most])
        return FirstSheets([pk for pk, _total in rows], rows[0][1] if rows else 0)

    def _first_by_indicator(self, most: int) -> dict[str, FirstSheets]:
        """Return them by the indicator's code."""
        order = (F("submission__filing__called__sort_key"), F("submission__filing__kind"))
        partition = [F("indicator__code")]
        ranked = self._figures.annotate(
            rank=Window(RowNumber(), partition_by=partition, order_by=order),
            total=Window(Count("*"), partition_by=partition),
        )
        rows = ranked.filter(rank__lte=most).order_by("indicator__code", "rank")
        by_code: dict[str, FirstSheets] = {}
        for code, filing, total in rows.values_list("indicator__code", "submission__filing", "total"):
            by_code.setdefault(code, FirstSheets([], total)).filings.append(filing)
        return by_code

    def _filings(self, *ids: QuerySet) -> QuerySet[Filing]:
        return compared_filings(self._counted).filter(pk__in=ids[0].union(*ids[1:]) if ids[1:] else ids[0])

    @cached_property
    def _alone(self) -> QuerySet[Submission]:
        return counted_alone(self._counted)

    @cached_property
    def _comparable(self) -> QuerySet[Submission]:
        return comparable(self._alone)

    @property
    def _rechecked(self) -> QuerySet:
        """The ids of sheets with a value that was checked since."""
        return rechecked_submissions(self.revisions, self._counted).values("filing")

    @property
    def _in_one(self) -> QuerySet:
        """The ids of sheets that one of the revisions did not count."""
        return self._alone.values("filing").annotate(submissions=Count("pk")).filter(submissions=1).values("filing")

    @property
    def _figures(self) -> QuerySet[Figure]:
        """Group the figures of the changed submissions by sheet and indicator; return the groups of unlike figures."""
        amounts = ("value", "numerator", "denominator")
        unlike = Q(figures=1) | Q(estimates=1)  # a group has two figures, or one where the other sheet has none
        for name in amounts:
            unlike |= Q(**{f"{name}s": 1}) | Q(**{f"lowest_{name}__lt": F(f"highest_{name}")})
        sheet = ("submission__filing", "submission__filing__called__sort_key", "submission__filing__kind")
        rows = Figure.objects.filter(submission__in=self._comparable).order_by().values(*sheet, "indicator__code")
        return rows.annotate(
            figures=Count("pk"),
            estimates=Count("pk", filter=Q(estimated=True)),
            **{f"{name}s": Count(name) for name in amounts},
            **{f"lowest_{name}": Min(name) for name in amounts},
            **{f"highest_{name}": Max(name) for name in amounts},
        ).filter(unlike)

    def _with_other_rows(self, word: str) -> Iterator[QuerySet]:
        """Yield the ids of sheets whose submissions have other rows: one that is in one of them alone."""
        for model, columns in ROWS[word]:
            rows = model._base_manager.filter(submission__in=self._comparable).order_by()
            alone = rows.values("submission__filing", *columns).annotate(rows=Count("pk")).filter(rows=1)
            yield alone.values("submission__filing")
