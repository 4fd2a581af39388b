"""The rows a summary is counted from, as they were read: whoever counts asks nothing of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from campaigns.lifecycle import FilingStatus
from campaigns.models import CalledUnit, Campaign, Exemplar, FilingKind, Indicator, Phase, Work, WorkResult
from units.models import Unit

HeadcountValues = dict[str, int | None]


class CountedFiling(NamedTuple):
    """A filing: which unit's, of which kind, how it stands. What is asked of each of a hundred thousand figures is
    at hand: the called unit's `unit_id`, `phase_id` and `bloc`, the `number` of its phase."""

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


class FilingFigure(NamedTuple):
    """A figure in a sheet. A plain value is kept as numerator without denominator."""

    sheet: CountedFiling
    indicator_id: int
    numerator: Decimal
    denominator: Decimal | None
    estimated: bool


class LastYearFigure(NamedTuple):
    """A figure of the same phase a year ago; indicators of two years are compared by code."""

    code: str
    numerator: Decimal
    denominator: Decimal | None


@dataclass
class FigureInputs:
    """What is counted: `called` and `sheets` (by filing) of every phase up to this one.

    Coordinated units are kept apart, unless the summary is their own: `sheet` alone finds their sheets.
    """

    campaign: Campaign
    phase: Phase
    unit: Unit
    whole: bool
    paths: dict[int, str]  # where the unit stood in each phase, by the phase's id
    called: list[CalledUnit]
    coordinated: list[CalledUnit]
    without: dict[int, list[str]] = field(default_factory=dict)  # by phase: below these paths nothing is counted
    sheets: dict[int, CountedFiling] = field(default_factory=dict)
    by_called: dict[tuple[int, str], CountedFiling] = field(default_factory=dict)
    counts: dict[tuple[int, str], HeadcountValues] = field(default_factory=dict)
    catalogue: tuple[Indicator, ...] = ()
    given: list[FilingFigure] = field(default_factory=list)
    assigned: dict[int, Decimal] = field(default_factory=dict)
    last_year: list[LastYearFigure] = field(default_factory=list)
    results: list[WorkResult] = field(default_factory=list)
    registered: list[tuple[Work, CalledUnit]] = field(default_factory=list)
    exemplars: list[Exemplar] = field(default_factory=list)

    @property
    def called_now(self) -> list[CalledUnit]:
        """The counted units called to this phase, in the office's order."""
        return [called for called in self.called if called.phase_id == self.phase.pk]

    def sheet(self, called: CalledUnit, kind: str) -> CountedFiling | None:
        return self.by_called.get((called.pk, kind))

    def people(self, called: CalledUnit) -> tuple[HeadcountValues, bool]:
        """A unit's headcounts, the accepted report's first, and whether they are only those of the call."""
        for kind in (FilingKind.REPORT, FilingKind.PLEDGE):
            if counts := self.counts.get((called.pk, kind)):
                return counts, False
        return called.counts(), True
