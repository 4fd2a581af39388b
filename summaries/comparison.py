"""How two revisions of a summary differ: their figures by address, the sheets that caused it, their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from awards.models.title import TitleSystem
from campaigns.figures.address import ALL, FigureKey
from campaigns.figures.book import ChangedValue, changed_values
from campaigns.figures.indicator_provider import ESTIMATED
from campaigns.models import Filing
from campaigns.progress.rollups import is_rolled_up
from summaries.causes import ROWS, Causes
from summaries.models import Summary
from summaries.report.changed_words import ChangedPart, changed_parts
from summaries.report.contents import SummaryContents, contents_of
from summaries.sources import ChangedFigure, ChangedSource, changed_figures, has_sources, read_sources

ALWAYS_COUNTED = ("count", "units", "people")
"""First words of subjects whose figures have a value wherever they are counted."""
REPORTED_LINES = {"reported_state": TitleSystem.STATE, "reported_union": TitleSystem.UNION}
"""Sums of awards over all titles of a line, by what follows "award:" in their subject."""
WITHOUT_TITLE = ("all", "sent_up")
"""What follows "award:" where the register's entries are counted whatever their title."""


@dataclass(frozen=True)
class ChangedSheet:
    """A sheet that two revisions counted differently, with its figures that differ.

    `words`: PEOPLE, WORK or both, if its headcounts or its works changed figures.
    """

    source: ChangedSource
    figures: tuple[ChangedFigure, ...]
    words: frozenset[str]


class Comparison:
    """What differs between a final revision and a later one, which is final or a draft with the figures of now.

    `later`: what the later one says, if it was read already. Raises NoOpenedPhase or BeingCounted for a draft.
    """

    def __init__(self, before: Summary, after: Summary, later: SummaryContents | None = None):
        self.before, self.after = before, after
        self._earlier, self._later = contents_of(before), later or contents_of(after)

    @cached_property
    def figures(self) -> list[ChangedValue]:
        """The figures that differ and that both counted."""
        changes = changed_values(self._earlier.book, self._later.book)
        return [change for change in changes if self._both_counted(change)]

    def _both_counted(self, change: ChangedValue) -> bool:
        """Return False for what one of them did not count, or otherwise: titles and upper unions that it does not know,
        and where a value is missing because nobody counted it, as a share that is not judged.

        Of indicators, works and titles that both know a missing value means that nobody reported any.
        """
        subject, _colon, code = change.key.subject.partition(":")
        if subject == "award" and not self._both_know_title(code):
            return False
        if subject in ("work", "award") and change.key.slice != ALL and not self._both_know_slice(change.key):
            return False
        otherwise = self._earlier.book.counted_otherwise ^ self._later.book.counted_otherwise
        if (subject, change.key.measure) in otherwise:
            return False
        values = (change.before.value, change.after.value)
        if None not in values:
            return True
        return subject not in ALWAYS_COUNTED and (any(values) or (subject != "award" and values != (None, None)))

    def _both_know_title(self, code: str) -> bool:
        """Return whether both had a title in their catalogue, or all titles of a sum from reports."""
        earlier, later = ([*contents.book.titles] for contents in (self._earlier, self._later))
        if line := REPORTED_LINES.get(code):
            return {title.code for title in earlier if title.line == line} == {
                title.code for title in later if title.line == line
            }
        codes = {title.code for title in earlier} & {title.code for title in later}
        return code in codes or code in WITHOUT_TITLE

    def _both_know_slice(self, key: FigureKey) -> bool:
        """Return False for an upper union that is in one of them only, if it may have a name without an id there."""
        if not (self._earlier.book.has_names_alone or self._later.book.has_names_alone):
            return True
        return key in self._earlier_keys and key in self._later_keys

    def label(self, key: FigureKey) -> str:
        """Return what a figure is, in the words of the later revision if it has the figure."""
        return (self._later if key in self._later_keys else self._earlier).book.label(key)

    @cached_property
    def _earlier_keys(self) -> frozenset[FigureKey]:
        return frozenset(self._earlier.book.all_keys())

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
    def causes(self) -> Causes | None:
        """The sheets that caused it.

        None: it is not recorded what one of the revisions counted, or it is added up from the figures of other unions.
        """
        revisions = (self.before, self.after)
        if self.is_added_up or not all(has_sources(summary) for summary in revisions):
            return None
        return Causes(revisions)

    def read_sheets(self, filings: Iterable[Filing]) -> list[ChangedSheet]:
        """Return some sheets of `causes`, as those of one page, with what differs in them."""
        sources = read_sources(filings)
        ids = [source.filing.pk for source in sources]
        figures: dict[int, list[ChangedFigure]] = {}
        for figure in changed_figures(sources):
            figures.setdefault(figure.filing.pk, []).append(figure)
        causes = self.causes.among(ids) if self.causes and ids else None
        changed = {word: set(causes.of(word).values_list("pk", flat=True)) for word in ROWS} if causes else {}
        return [
            ChangedSheet(
                source,
                tuple(figures.get(source.filing.pk, ())),
                frozenset(word for word, filings_of in changed.items() if source.filing.pk in filings_of),
            )
            for source in sources
        ]
