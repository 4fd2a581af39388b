"""The progress of a phase as a book of figures: sheets by state, for the phase's page and the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.figures.address import FigureKey, FigureScope, FigureValue, UnknownFigure
from campaigns.figures.book import FigureBook
from campaigns.figures.count_provider import EXPECTED, RECEIVED, SheetList, SheetProvider
from campaigns.progress.branch_counts import BranchCounts
from units.models.vocabulary import WORKERS

OVERDUE = "overdue"


def progress_book(
    scope: FigureScope, kind: str, by_slice: Mapping[str, BranchCounts], listed: SheetList, names: Mapping[str, str]
) -> FigureBook:
    """Return the counts of one kind of sheet by address. `names`: what the slices are called."""
    states = {slice: {kind: counts.states} for slice, counts in by_slice.items()}
    return FigureBook(scope, (SheetProvider(states, listed), CalledProvider(kind, by_slice)), names)


@dataclass(frozen=True)
class CalledProvider:
    """`called:workers`: the workers of the expected grassroots unions as called, and of those whose sheet was received.

    `called:pledge` and `called:report`: units whose sheet is overdue.
    """

    kind: str
    by_slice: Mapping[str, BranchCounts]
    prefix: str = "called"

    def keys(self) -> Iterator[FigureKey]:
        for slice in self.by_slice:
            yield FigureKey("called:workers", EXPECTED, slice)
            yield FigureKey("called:workers", RECEIVED, slice)
            yield FigureKey(f"called:{self.kind}", OVERDUE, slice)

    def value(self, key: FigureKey) -> FigureValue | None:
        if (counts := self.by_slice.get(key.slice)) is None:
            return None
        if key[:2] == ("called:workers", EXPECTED):
            return FigureValue(counts.workers)
        if key[:2] == ("called:workers", RECEIVED):
            return FigureValue(counts.workers_received, base=(counts.workers_received, counts.workers))
        if key[:2] == (f"called:{self.kind}", OVERDUE):
            return FigureValue(counts.overdue)
        raise UnknownFigure(key)

    def label(self, key: FigureKey) -> str:
        words = {
            EXPECTED: _("{workers} theo danh sách khi mở đợt"),
            RECEIVED: _("{workers} thuộc đơn vị đã gửi, theo danh sách khi mở đợt"),
            OVERDUE: _("Đơn vị quá hạn chưa gửi"),
        }
        return words[key.measure].format(workers=WORKERS)
