"""What the page of a summary shows: the states of reports, indicators with bars, works, units by strand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.figures.address import ALL
from campaigns.figures.count_provider import EXPECTED, RECEIVED
from campaigns.figures.work_types import WorkOutcome
from campaigns.models import FilingKind
from campaigns.state_tiles import state_sentence, state_tiles
from foundation.vietnamese import format_number
from summaries.figures.labels import LineLabel
from summaries.models import Summary
from summaries.report.contents import SummaryContents
from summaries.views.awards_presenter import AwardsPresenter
from summaries.views.page_rows import (
    UNKNOWN,
    IndicatorRow,
    LineRow,
    WorkRow,
    indicator_row,
    line_row,
    work_row,
)
from units.models.vocabulary import WORKERS


class SummaryPresenter:
    """The rows and texts of a summary's page.

    `inside`: whether the reader may open the pages of the units that were counted.
    """

    def __init__(self, contents: SummaryContents, summary: Summary, *, inside: bool):
        self.book = contents.book
        self.summary = summary
        self.inside = inside

    @cached_property
    def kpis(self) -> list[dict[str, str]]:
        """The six states of the reports as tiles. Those of a draft lead to the lists of their sheets."""
        return state_tiles(self.book, FilingKind.REPORT.value, linked=self.inside and not self.summary.is_closed)

    @property
    def state_sentence(self) -> str:
        return state_sentence(self.book, FilingKind.REPORT.value)

    @property
    def other_sentence(self) -> str:
        """How many units have pledged, and how many workers the units have."""
        expected, received = (self.book.value("count:pledge", measure) for measure in (EXPECTED, RECEIVED))
        workers = self.book.value("people:workers", "persons")
        return _("Đã đăng ký {a}/{b} đơn vị; {n} {workers} của các đơn vị.").format(
            workers=WORKERS,
            a=format_number(received.number),
            b=format_number(expected.number),
            n=UNKNOWN if workers.value is None else format_number(workers.number),
        )

    @property
    def headline(self) -> str:
        """The sentence that says how many units have reported."""
        expected, received = (self.book.value("count:report", measure) for measure in (EXPECTED, RECEIVED))
        phase = self.summary.phase
        what = f"{phase.review_words} {phase.words}" if phase else _("Tổng kết")
        return _("{what}: {a}/{b} đơn vị đã báo cáo").format(
            what=what, a=format_number(received.number), b=format_number(expected.number)
        )

    @property
    def asks_works(self) -> bool:
        return self.book.about.asks_works

    @cached_property
    def awards(self) -> AwardsPresenter | None:
        """The part about awards; None in summaries made final before awards were counted."""
        return AwardsPresenter(self.book) if self.book.has_awards else None

    # Units

    @cached_property
    def lines(self) -> list[LineRow]:
        return [self._line(line) for line in self.book.lines]

    @cached_property
    def total(self) -> LineRow:
        return line_row(self.book, str(_("Cộng")), ALL)

    @cached_property
    def coordinated_units(self) -> list[LineRow]:
        return [self._line(line) for line in self.book.coordinated_units]

    @property
    def strands(self) -> list[LineRow]:
        """The counts of units, by bloc, then by strand."""
        rows = [line_row(self.book, bloc.name, bloc.slice) for bloc in self.book.blocs]
        return [row for row in rows if row.grassroots.value]

    @property
    def as_called(self) -> int:
        """How many units have headcounts of the day of the call alone."""
        return self.book.value("units:as_called", "units").number

    def _line(self, line: LineLabel) -> LineRow:
        return line_row(self.book, line.name, self.book.slice_of(line), unit_id=line.unit_id, group=line.group)

    # Indicators

    @cached_property
    def sections(self) -> list[tuple[str, list[IndicatorRow]]]:
        """The rows of the indicators, by section of the catalogue."""
        sections: dict[str, list[IndicatorRow]] = {}
        for indicator in self.book.indicators:
            title = " › ".join(filter(None, (indicator.above, indicator.section)))
            sections.setdefault(title, []).append(indicator_row(self.book, indicator))
        return list(sections.items())

    # Works

    @cached_property
    def kinds(self) -> list[WorkRow]:
        return _with_works(work_row(self.book, name, f"work:{kind}") for kind, name in self.book.work_kinds)

    @property
    def all_works(self) -> WorkRow:
        return work_row(self.book, str(_("Cộng")), "work:all")

    @cached_property
    def uppers(self) -> list[WorkRow]:
        uppers = self.book.work_uppers
        return _with_works(work_row(self.book, upper.name, "work:all", upper.slice) for upper in uppers)

    @property
    def work_strands(self) -> list[WorkRow]:
        """The totals of works, by bloc, then by strand."""
        return _with_works(work_row(self.book, bloc.name, "work:all", bloc.slice) for bloc in self.book.blocs)

    @cached_property
    def groups(self) -> list[tuple[str, list[WorkOutcome]]]:
        """The works, by upper union."""
        groups: dict[str, list[WorkOutcome]] = {}
        for work in self.book.works:
            groups.setdefault(work.upper, []).append(work)
        return list(groups.items())


def _with_works(rows: Iterable[WorkRow]) -> list[WorkRow]:
    return [row for row in rows if row.registered.value or row.done.value]
