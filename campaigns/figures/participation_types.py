"""Who was expected to take part and did, as counted: see `campaigns.figures.types` for what holds of all figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from campaigns.figures.states import StateCounts
from foundation.vietnamese import percent

GROUP_PLACE, GROUP_TRADE, GROUP_DIRECT, GROUP_COORDINATED, GROUP_OWN = "A", "B", "C", "D", "own"
"""Groups of lines in Biểu số 01. GROUP_OWN: the upper union's own filing, in its own summary."""


@dataclass(frozen=True)
class FilingCounts:
    """The pledges, or the reports, of some units, counted by status, as they are stored; read through `states`.

    `expected` leaves out the `excused`. `received`: submitted, returned or accepted. `waiting`: submitted and not yet
    decided. `late`: those of the received that were first sent after their due date. `draft`: those of the missing
    that are being written; None where it was stored before that was counted.
    """

    expected: int = 0
    received: int = 0
    accepted: int = 0
    waiting: int = 0
    late: int = 0
    excused: int = 0
    draft: int | None = None

    @property
    def states(self) -> StateCounts:
        returned = self.received - self.waiting - self.accepted
        return StateCounts(
            self.missing, self.draft, returned, self.waiting, self.accepted, self.excused, late=self.late
        )

    @property
    def missing(self) -> int:
        return self.expected - self.received

    @property
    def on_time(self) -> int:
        return self.received - self.late

    @property
    def percent(self) -> Decimal | None:
        return percent(self.received, self.expected)


@dataclass(frozen=True)
class HeadcountSums:
    """Headcounts of several units added up.

    `as_called`: how many units have no accepted filing, so that their numbers are those of the day of the call.
    `workers_by_sex`: the workers of the units that gave a number of women, of which these are a share; None where none
    did, and where it was stored before that was counted.
    """

    workers: int | None = None
    women: int | None = None
    minorities: int | None = None
    members: int | None = None
    women_members: int | None = None
    direct: int | None = None
    insured: int | None = None
    as_called: int = 0
    workers_by_sex: int | None = None


@dataclass(frozen=True)
class ParticipationLine:
    """A row of Biểu số 01: one unit with all units called below it, or a group of units.

    `unit_id` is None for a group. `group` is one of the GROUP_ constants, or empty; `upper` is the name of the upper
    union, empty right below the campaign's unit.
    """

    name: str
    grassroots: int
    people: HeadcountSums
    pledges: FilingCounts
    reports: FilingCounts
    unit_id: int | None = None
    group: str = ""
    upper: str = ""


@dataclass(frozen=True)
class Participation:
    """Which units were expected to send a pledge and a report, and which did.

    `total` leaves out coordinated unions, unless the summary is their own. `lines` has one line for each unit directly
    below, in the office's order; `units` has one for each counted unit alone. `uppers` and `upper_places` count upper
    unions below the unit, `small` the grassroots unions with few members. `types`: by kind of upper union, and by form
    of grassroots union; empty where it was stored before that was counted. Of a whole campaign a unit's pledge is that
    of any phase so far. `to_pledge_in_year`, `pledged_in_year`: how many were expected to pledge in the year and did,
    as `total` says since; None for a phase, and where it was not stored.
    """

    total: ParticipationLine
    lines: tuple[ParticipationLine, ...]
    coordinated: ParticipationLine | None
    coordinated_units: tuple[ParticipationLine, ...]
    units: tuple[ParticipationLine, ...]
    blocs: dict[str, ParticipationLine]
    strands: dict[str, ParticipationLine]
    uppers: int
    upper_places: int
    small: int
    types: dict[str, ParticipationLine] = field(default_factory=dict)
    to_pledge_in_year: int | None = None
    pledged_in_year: int | None = None

    @property
    def missing_pledges(self) -> list[ParticipationLine]:
        return [line for line in self.units if line.pledges.missing]

    @property
    def missing_reports(self) -> list[ParticipationLine]:
        return [line for line in self.units if line.reports.missing]
