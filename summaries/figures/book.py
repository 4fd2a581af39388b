"""The book of a summary's figures: every figure of its page, paper and workbook, read by address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from awards.figures.provider import AwardProvider
from campaigns.figures.address import DIRECT, UPPER, FigureScope, sliced
from campaigns.figures.book import FigureBook, FigureProvider
from campaigns.figures.count_provider import (
    ParticipationLines,
    PeopleProvider,
    SheetList,
    UnitProvider,
    sheet_provider,
)
from campaigns.figures.indicator_provider import IndicatorProvider, SpringProvider
from campaigns.figures.work_provider import WorkProvider
from summaries.figures.types import PhaseFigures


def summary_book(
    figures: PhaseFigures, scope: FigureScope, *, sheets: SheetList | None = None, page_url: str = ""
) -> FigureBook:
    """Return the figures of a summary by address.

    `sheets`: the list of the sheets counted, for figures of now. `page_url`: the summary's page, whose parts have the
    rows of the other figures.
    """
    lines, uppers = ParticipationLines(figures.participation), _uppers(figures)
    names = {slice: name for name, slice in uppers.items()} | lines.slice_names
    return FigureBook(scope, _providers(figures, lines, uppers, sheets, page_url), names)


def _providers(
    figures: PhaseFigures,
    lines: ParticipationLines,
    uppers: Mapping[str, str],
    sheets: SheetList | None,
    page_url: str,
) -> Iterator[FigureProvider]:

    def part(name: str) -> str:
        return f"{page_url}#{name}" if page_url else ""

    yield sheet_provider(lines, sheets)
    yield UnitProvider(lines)
    yield PeopleProvider(lines)
    yield IndicatorProvider(figures.indicators, part("indicators"))
    yield WorkProvider(figures.works, uppers, part("works"))
    yield SpringProvider(figures.spring, {indicator.code: indicator.name for indicator in figures.indicators})
    if figures.awards:
        yield AwardProvider(figures.awards, uppers, part("awards"))


def _uppers(figures: PhaseFigures) -> Mapping[str, str]:
    """Return the slice of each upper union by the name under which works and awards are listed.

    Figures have these names without ids. The unit's own name is that of grassroots unions right below it. A name that
    no line of the participation has, as of a union that was not called, stays a name.
    """
    slices = {figures.unit: DIRECT if figures.is_campaign_unit else sliced(UPPER, figures.unit_id)}
    slices |= {line.name: sliced(UPPER, line.unit_id) for line in figures.participation.lines if line.unit_id}
    names = [*(totals.name for totals in figures.works.uppers), *(figures.awards.uppers if figures.awards else ())]
    return {name: slices.get(name, sliced(UPPER, name)) for name in names}
