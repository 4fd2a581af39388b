"""How two revisions of a summary differ: their figures by address, the sheets that caused it, their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from campaigns.figures.address import FigureKey
from campaigns.figures.book import ChangedValue, changed_values
from campaigns.figures.indicator_provider import ESTIMATED
from campaigns.models import Headcount, Submission, WorkEntry, WorkResult
from campaigns.progress.rollups import is_rolled_up
from campaigns.row_changes import ENTRY, RESULT
from summaries.models import Summary
from summaries.report.changed_words import ChangedPart, changed_parts
from summaries.report.contents import contents_of
from summaries.sources import ChangedFigure, ChangedSource, changed_figures, changed_sources, rechecked_sources
from units.models import Headcounts

ROWS: dict[str, tuple[tuple[type[Model], tuple[str, ...]], ...]] = {
    "people": ((Headcount, Headcounts.COUNTS),),
    "work": ((WorkEntry, ("work", *ENTRY)), (WorkResult, ("work", *RESULT))),
}
"""By the first word of a figure's subject the rows of sheets it is counted from, besides figures: model and columns."""


ALWAYS_COUNTED = ("count", "units", "people")
"""First words of subjects whose figures have a value wherever they are counted."""


@dataclass(frozen=True)
class ChangedSheet:
    """A sheet that two revisions counted differently. `subjects`: the figures that it changes, by their subject; of
    headcounts and works the first word alone.
    """

    source: ChangedSource
    figures: tuple[ChangedFigure, ...]
    subjects: frozenset[str]

    def changes(self, subject: str) -> bool:
        return subject in self.subjects or subject.partition(":")[0] in self.subjects


class Comparison:
    """What differs between a final revision and a later one, which is final or a draft with the figures of now.

    Raises NoOpenedPhase or BeingCounted for a draft.
    """

    def __init__(self, before: Summary, after: Summary):
        self.before, self.after = before, after
        self._earlier, self._later = contents_of(before), contents_of(after)

    @cached_property
    def figures(self) -> list[ChangedValue]:
        """The figures that differ and that both counted."""
        changes = changed_values(self._earlier.book, self._later.book)
        return [change for change in changes if _both_counted(change)]

    def label(self, key: FigureKey) -> str:
        """Return what a figure is, in the words of the later revision if it has the figure."""
        return (self._later if key in self._later_keys else self._earlier).book.label(key)

    @cached_property
    def _later_keys(self) -> frozenset[FigureKey]:
        return frozenset(self._later.book.all_keys())

    def estimates(self, key: FigureKey) -> tuple[bool, bool]:
        """Return of both revisions whether an indicator's figure has estimates of units in it."""
        earlier, later = (contents.book.value(key.subject, ESTIMATED) for contents in (self._earlier, self._later))
        return bool(earlier.number), bool(later.number)

    @cached_property
    def words(self) -> list[ChangedPart]:
        return changed_parts(self._earlier.document, self._later.document)

    @property
    def is_added_up(self) -> bool:
        """Whether the figures are added up from those of unions below, whose summaries know their sheets."""
        return is_rolled_up(self.before.unit)

    @cached_property
    def sheets(self) -> list[ChangedSheet] | None:
        """The sheets that caused it, in the office's order.

        None: it is not recorded what one of the revisions counted, or it is added up from the figures of other unions.
        """
        revisions = (self.before, self.after)
        changed = None if self.is_added_up else changed_sources(revisions)
        if changed is None:
            return None
        figures: dict[int, list[ChangedFigure]] = {}
        for figure in changed_figures(changed):
            figures.setdefault(figure.filing.pk, []).append(figure)
        rows = _changed_rows(changed)
        sheets = [_sheet(source, tuple(figures.get(source.filing.pk, ())), rows) for source in changed]
        return sheets + [ChangedSheet(source, (), frozenset({"work"})) for source in rechecked_sources(revisions)]


def _both_counted(change: ChangedValue) -> bool:
    """Return False where a value is missing because nobody counted it: a share that is not judged, or what an earlier
    version of the portal did not count. Of indicators and works a missing value means that nobody reported any.
    """
    values = (change.before.value, change.after.value)
    if None not in values:
        return True
    subject = change.key.subject.partition(":")[0]
    return subject not in ALWAYS_COUNTED and (any(values) or (subject != "award" and values != (None, None)))


def _sheet(source: ChangedSource, figures: tuple[ChangedFigure, ...], rows: dict[str, set[int]]) -> ChangedSheet:
    subjects = {f"{word}:{figure.indicator.code}" for figure in figures for word in ("indicator", "spring")}
    subjects |= {word for word, filings in rows.items() if source.filing.pk in filings}
    if source.before is None or source.after is None:
        subjects |= {f"count:{source.filing.kind}", "people"}
    return ChangedSheet(source, figures, frozenset(subjects))


def _changed_rows(changed: list[ChangedSource]) -> dict[str, set[int]]:
    """Return by word of ROWS the ids of the sheets whose rows differ between both submissions."""
    sources = [source for source in changed if source.comparable]
    submissions = [row for source in sources for row in (source.before, source.after) if row]
    differing: dict[str, set[int]] = {word: set() for word in ROWS}
    for word, tables in ROWS.items():
        for model, columns in tables:
            rows = _rows(model, columns, submissions)
            for source in sources:
                before, after = (rows.get(row.pk) if row else None for row in (source.before, source.after))
                if before != after:
                    differing[word].add(source.filing.pk)
    return differing


def _rows(model: type[Model], columns: tuple[str, ...], submissions: list[Submission]) -> dict[int, set[tuple]]:
    """Return the rows of each submission, by its id."""
    by_submission: dict[int, set[tuple]] = {}
    rows = model._base_manager.filter(submission__in=[row.pk for row in submissions]).order_by()
    for submission, *values in rows.values_list("submission", *columns):
        by_submission.setdefault(submission, set()).add(tuple(values))
    return by_submission
