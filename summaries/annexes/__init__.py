"""The annexes of a report (Biểu số 01 đến 06, one of each data request) as tables, from the book of figures alone."""

from __future__ import annotations

from collections.abc import Container, Sequence

from summaries.annexes.answers import answers_annexes
from summaries.annexes.awards import awards_annex
from summaries.annexes.base import Annex
from summaries.annexes.honoured import honoured_annexes
from summaries.annexes.indicators import indicators_annex
from summaries.annexes.participation import list_annexes, participation_annex
from summaries.annexes.requests import request_annexes
from summaries.annexes.spring import IndicatorColumn, spring_annex
from summaries.annexes.works import works_annexes
from summaries.figures.book import SummaryBook

__all__ = ["Annex", "annexes_of"]


def annexes_of(
    book: SummaryBook, spring_columns: Sequence[IndicatorColumn] = (), *, full: bool, not_due: Container[str] = ()
) -> list[Annex]:
    """All annexes in order; the long ones (the list of all units, the works, the names honoured) only when `full`.

    `not_due`: the kinds of sheets that are not due yet, of which nobody is named as missing.
    The report of a grassroots union has no Biểu số 01, which would list that union alone.
    Figures that were added up name no units and no persons; the summaries of the unions below do.
    """
    is_of_grassroots = book.is_of_one_union and bool(book.value("units:grassroots", "units").number)
    is_listed = full and not book.about.added and not is_of_grassroots
    annexes = [] if is_of_grassroots else [participation_annex(book, not_due, full=is_listed)]
    annexes += list_annexes(book) if is_listed else []
    annexes.append(indicators_annex(book))
    annexes += works_annexes(book) if full and book.about.asks_works else []
    annexes += awards_annex(book)
    annexes += honoured_annexes(book) if full else []
    answers = answers_annexes(book) if full else []
    return [*annexes, *spring_annex(book, spring_columns), *answers, *request_annexes(book, full=full)]
