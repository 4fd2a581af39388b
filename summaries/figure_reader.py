"""Figures by their address: of now, or of a final summary, however many are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.address import Address, FigureScope, FigureValue
from campaigns.models import Campaign
from summaries.figures.book import SummaryBook
from summaries.figures.stored_figures import read_figures
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary
from summaries.report.contents import SummaryDraft, closed_book
from units.models import Unit


class UnknownScope(LookupError):
    """Raised for an address whose campaign, phase, unit or final summary does not exist or do not belong together."""


def figures_at(addresses: Iterable[Address]) -> dict[Address, FigureValue]:
    """Return the figures at these addresses; NO_VALUE for what does not occur there.

    Whether a person may read the summaries of these units is for the caller to ask. The number of statements depends on
    how many scopes there are, never on how many addresses. Raises UnknownScope, UnknownFigure, BeingCounted (409) for a
    confederation that the worker has not counted yet, and NoOpenedPhase.
    """
    wanted = list(dict.fromkeys(addresses))
    books = books_of(address.scope for address in wanted)
    return {address: books[address.scope].at(address.key) for address in wanted}


def books_of(scopes: Iterable[FigureScope]) -> dict[FigureScope, SummaryBook]:
    """Return the books of figures of some scopes. Raises as `figures_at` does."""
    wanted = set(scopes)
    now = {scope for scope in wanted if scope.as_of is None}
    return _closed_books(wanted - now) | _books_of_now(now)


def _closed_books(scopes: set[FigureScope]) -> dict[FigureScope, SummaryBook]:
    if not scopes:
        return {}
    finals = Summary.objects.filter(status=SummaryStatus.FINAL).select_related("campaign", "phase").defer("text")
    by_id = finals.in_bulk({scope.as_of for scope in scopes})
    books = {}
    for scope in scopes:
        summary = by_id.get(scope.as_of)
        if summary is None or scope != FigureScope(summary.campaign_id, summary.phase_id, summary.unit_id, summary.pk):
            raise UnknownScope(scope)
        books[scope] = closed_book(summary, read_figures(summary.figures, summary.figures_format))
    return books


def _books_of_now(scopes: set[FigureScope]) -> dict[FigureScope, SummaryBook]:
    if not scopes:
        return {}
    campaigns = Campaign.objects.select_related("unit").prefetch_related("phases__due_dates")
    by_campaign = campaigns.in_bulk({scope.campaign for scope in scopes})
    units = Unit.objects.select_related("parent").in_bulk({scope.unit for scope in scopes})
    books = {}
    for scope in scopes:
        campaign, unit = by_campaign.get(scope.campaign), units.get(scope.unit)
        if campaign is None or unit is None:
            raise UnknownScope(scope)
        phase = next((phase for phase in campaign.live_phases if phase.pk == scope.phase), None)
        if scope.phase is not None and phase is None:
            raise UnknownScope(scope)
        if phase:
            phase.campaign = campaign
        books[scope] = SummaryDraft(Summary(campaign=campaign, phase=phase, unit=unit)).book
    return books
