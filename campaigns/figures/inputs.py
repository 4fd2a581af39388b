"""The database rows that figures are counted from; whoever counts them asks the database nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from campaigns.catalogue.types import Catalogue, CatalogueIndicator
from campaigns.lifecycle import RECEIVED, FilingStatus
from campaigns.models import CalledUnit, Campaign, Exemplar, FilingKind, Phase, WorkResult, WrittenAnswer
from campaigns.models.assessment_limits import DEFAULT_LIMITS, VerdictLimits
from units.models import Unit

HeadcountValues = dict[str, int | None]


class CountedFiling(NamedTuple):
    """A filing: of which called unit and kind, and in which status.

    `unit_id`, `phase_id` and `bloc` of the called unit and the `number` of its phase are copied here, because they are
    read for each of a hundred thousand figures.
    """

    called: CalledUnit
    kind: str
    status: str
    late: bool
    is_accepted: bool
    unit_id: int
    phase_id: int
    number: int
    bloc: str

    @classmethod
    def of(cls, called: CalledUnit, kind: str, status: str, late: bool) -> CountedFiling:
        accepted = status == FilingStatus.ACCEPTED
        phase = called.phase
        return cls(called, kind, status, late, accepted, called.unit_id, phase.pk, phase.number, called.bloc)


class UnitValue(NamedTuple):
    """A unit's number for an indicator, with the unit's bloc ("" for an upper union).

    A plain value is the numerator, without denominator.
    """

    bloc: str
    numerator: Decimal
    denominator: Decimal | None


class SheetFigures(NamedTuple):
    """The figures in a filing, by the indicator's id; `estimated`: the ids of those that are estimates."""

    filing: CountedFiling
    values: dict[int, UnitValue]
    estimated: set[int]


class LastYearFigure(NamedTuple):
    """A unit's figure of a phase a year ago, by the phase's `number`; indicators of two years are matched by code."""

    unit_id: int
    code: str
    number: int
    numerator: Decimal
    denominator: Decimal | None


class BranchFigure(NamedTuple):
    """A unit's figure in a line of the sector union whose summary it is: told unit by unit, added to nothing."""

    submission_id: int
    indicator_id: int
    value: Decimal


@dataclass
class FigureInputs:
    """Everything the figures of `phase` at `unit` are counted from; with `whole`, those of the campaign up to it.

    `called` and `filings` cover every phase up to this one. Coordinated unions are in `coordinated` instead, of this
    phase only, unless the summary is their own: their filings are found through `filing()` alone.

    With `only_units` the rows are only those of some units (campaigns.figures.updates).
    """

    campaign: Campaign
    phase: Phase
    unit: Unit
    whole: bool
    paths: dict[int, str]  # the unit's path in each phase, by the phase's id
    called: list[CalledUnit]
    coordinated: list[CalledUnit]
    phases: list[Phase] = field(default_factory=list)  # those up to this one
    phases_a_year_ago: list[Phase] = field(default_factory=list)
    same_phases: list[Phase] = field(default_factory=list)  # those of them that are the same period
    paths_a_year_ago: dict[int, str] = field(default_factory=dict)  # as `paths`
    excluded_paths: dict[int, list[str]] = field(default_factory=dict)  # by the phase's id: nothing below is counted
    only_units: frozenset[int] | None = None  # ids; None: all
    filings: dict[int, CountedFiling] = field(default_factory=dict)  # by the filing's id
    by_submission: dict[int, CountedFiling] = field(default_factory=dict)  # the same, by their current submission's id
    filings_of_called: dict[tuple[int, str], CountedFiling] = field(default_factory=dict)  # by called unit and kind
    headcounts: dict[tuple[int, str], HeadcountValues] = field(default_factory=dict)  # by called unit and kind
    catalogues: dict[int, Catalogue] = field(default_factory=dict)  # by the phase's id, in the order of phases
    indicators: tuple[CatalogueIndicator, ...] = ()  # of all of these phases, see `all_indicators`
    figures: list[SheetFigures] = field(default_factory=list)
    assigned_targets: dict[int, Decimal] = field(default_factory=dict)  # by the indicator's id
    limits: VerdictLimits = DEFAULT_LIMITS
    last_year: list[LastYearFigure] = field(default_factory=list)
    # codes that stood for something else a year ago
    other_meanings: frozenset[str] = frozenset()
    # of the same period a year ago, by the unit's id: its workers, whether its reports are counted
    reports_a_year_ago: dict[int, tuple[int, bool]] = field(default_factory=dict)
    work_results: list[WorkResult] = field(default_factory=list)
    registered_works: list[tuple[str, CalledUnit]] = field(default_factory=list)  # the kind of each
    exemplars: list[Exemplar] = field(default_factory=list)
    written_answers: list[WrittenAnswer] = field(default_factory=list)
    branch_figures: list[BranchFigure] = field(default_factory=list)

    @property
    def catalogue(self) -> Catalogue:
        """What this phase asks."""
        return self.catalogues[self.phase.pk]

    @property
    def called_now(self) -> list[CalledUnit]:
        """The counted units called to this phase, in the office's order."""
        return [called for called in self.called if called.phase_id == self.phase.pk]

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that is reported on."""
        return (self.phases[0] if self.whole else self.phase).starts_on, self.phase.ends_on

    @property
    def own_lines(self) -> dict[int, CatalogueIndicator]:
        """The lines of the unit's own movements by id, where it is a sector union that has some."""
        return {line.pk: line for catalogue in self.catalogues.values() for line in catalogue.lines_of(self.unit.pk)}

    def filing(self, called: CalledUnit, kind: str) -> CountedFiling | None:
        return self.filings_of_called.get((called.id, kind))

    def sheet_of(self, called: CalledUnit, kind: str) -> CountedFiling | None:
        """Return the sheet that tells whether a unit sent one.

        Of a whole campaign, and of a phase that asks for no pledge, the pledge is that of any phase so far.
        """
        if kind != FilingKind.PLEDGE or not self.has_pledges_of_year:
            return self.filing(called, kind)
        return self._pledges_of_year.get(called.unit_id) or self.filing(called, kind)

    @property
    def has_pledges_of_year(self) -> bool:
        """Whether the pledges counted are those of any phase so far."""
        return self.whole or not self.phase.asks_pledge

    @cached_property
    def _pledges_of_year(self) -> dict[int, CountedFiling]:
        """By the unit's id its latest pledge that was received; without one the latest that was expected."""
        pledges = [pledge for called in self.called if (pledge := self.filing(called, FilingKind.PLEDGE))]
        return {pledge.unit_id: pledge for pledge in sorted(pledges, key=_how_much_it_tells)}

    def headcounts_of(self, called: CalledUnit) -> tuple[HeadcountValues, bool]:
        """Return a unit's headcounts, and whether they are only those of the day of the call.

        The accepted report's come first, then the accepted pledge's, then those of the call.
        """
        for kind in (FilingKind.REPORT, FilingKind.PLEDGE):
            if counts := self.headcounts.get((called.id, kind)):
                return counts, False
        return called.counts(), True


def _how_much_it_tells(pledge: CountedFiling) -> tuple[bool, bool, int]:
    return pledge.status in RECEIVED, pledge.status != FilingStatus.EXCUSED, pledge.number
