"""Where the figures of a form come from when it is filled: a phase or the year of a campaign, now or as finalised."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.figures.address import FigureKey, FigureScope
from campaigns.models import Campaign, Phase
from foundation.vietnamese import format_date
from summaries.figure_reader import books_of
from summaries.figures.book import SummaryBook
from summaries.figures_cache import BeingCounted
from summaries.lifecycle import SummaryStatus
from summaries.models import CHOSEN_PERIOD, YEAR_PERIOD, Summary
from summaries.report.contents import NoOpenedPhase, SummaryDraft
from units.models import Unit, User


class NoFigure(Exception):
    """Raised where a cell gets no figure; its text says why, to whoever fills the form."""


@dataclass(frozen=True)
class FillSource:
    """A phase, or without one the year of a campaign, at the unit that fills; `final`: as of this final summary."""

    campaign: Campaign
    phase: Phase | None
    unit: Unit
    final: Summary | None = None

    @property
    def key(self) -> str:
        """How addresses of pages call it."""
        if self.final:
            return f"summary-{self.final.pk}"
        return f"phase-{self.phase.pk}" if self.phase else f"year-{self.campaign.pk}"

    @property
    def period_words(self) -> str:
        if self.phase is None:
            return _("Cả năm {year}").format(year=self.campaign.named_year)
        return f"{self.phase.heading}/{self.campaign.named_year}"

    @property
    def words(self) -> str:
        """Say what is chosen: "Đợt 1/2015, số liệu hiện nay · Phát động …"."""
        return f"{self.period_words}, {self.state_words} · {self.campaign.title}"

    @property
    def state_words(self) -> str:
        if self.final is None or self.final.dated_on is None:
            return _("số liệu hiện nay")
        day = format_date(self.final.dated_on)
        return _("theo báo cáo số {number} ngày {day}").format(number=self.final.number, day=day)

    @property
    def scope(self) -> FigureScope:
        return FigureScope(
            self.campaign.pk,
            self.phase.pk if self.phase else None,
            self.unit.pk,
            self.final.pk if self.final else None,
        )


def fill_sources(unit: Unit, user: User) -> list[FillSource]:
    """Return what a form of this unit can be filled from, the newest campaign first, its latest opened phase first.

    Of each period the final summaries come behind what is counted now.
    """
    campaigns = Campaign.objects.visible_to(user).published().alive().select_related("unit").prefetch_related("phases")
    above = [campaign for campaign in campaigns.newest_first() if campaign.unit.contains(unit.path)]
    finals = (
        Summary.objects.filter(unit=unit, campaign__in=above, status=SummaryStatus.FINAL)
        .only("campaign_id", "phase_id", "unit_id", "number", "dated_on", "revision", "status")
        .order_by("-revision")
    )
    by_period: dict[tuple[int, int | None], list[Summary]] = {}
    for final in finals:
        by_period.setdefault((final.campaign_id, final.phase_id), []).append(final)
    sources = []
    for campaign in above:
        opened = sorted((p for p in campaign.live_phases if p.opened_at), key=lambda phase: -phase.number)
        for phase in (*opened, None) if opened else ():
            key = (campaign.pk, phase.pk if phase else None)
            sources.append(FillSource(campaign, phase, unit))
            sources += [FillSource(campaign, phase, unit, final) for final in by_period.get(key, [])]
    return sources


class FilledFrom:
    """Reads figures from the chosen source and, for pointings of another period, from that of the same campaign.

    Of another period its latest final summary counts, without one what is counted now.
    """

    def __init__(self, source: FillSource, sources: Iterable[FillSource]):
        self.source = source
        self.of_campaign = [other for other in sources if other.campaign.pk == source.campaign.pk]
        self._books: dict[FigureScope, SummaryBook] = {}
        self._keys: dict[FigureScope, dict[FigureKey, None]] = {}

    def source_of(self, period: str) -> FillSource:
        """Return the source of a pointing's period. Raises NoFigure for a phase that is not opened."""
        if period == CHOSEN_PERIOD or period == _period_of(self.source):
            return self.source
        sources = [source for source in self.of_campaign if _period_of(source) == period]
        if not sources:
            raise NoFigure(_("Đợt {number} của phong trào này chưa mở.").format(number=period))
        return next((source for source in sources if source.final), sources[0])

    def book(self, period: str) -> SummaryBook:
        """Return the figures of a period. Raises NoFigure."""
        source = self.source_of(period)
        scope = source.scope
        if scope not in self._books:
            try:
                self._books[scope] = books_of([scope])[scope] if source.final else _book_of_now(source)
            except NoOpenedPhase as error:
                raise NoFigure(_("Phong trào này chưa có đợt nào mở.")) from error
            except BeingCounted as error:
                raise NoFigure(str(error)) from error
        return self._books[scope]

    def keys(self, period: str) -> Collection[FigureKey]:
        """Return the keys of a period's figures, each once, in the order of its book. Raises NoFigure."""
        book, scope = self.book(period), self.source_of(period).scope
        if scope not in self._keys:
            self._keys[scope] = dict.fromkeys(book.all_keys())
        return self._keys[scope]


def _book_of_now(source: FillSource) -> SummaryBook:
    """Return what is counted now; campaign, phase and unit are read already. Raises NoOpenedPhase, BeingCounted."""
    if source.phase:
        source.phase.campaign = source.campaign
    return SummaryDraft(Summary(campaign=source.campaign, phase=source.phase, unit=source.unit)).book


def _period_of(source: FillSource) -> str:
    return str(source.phase.number) if source.phase else YEAR_PERIOD
