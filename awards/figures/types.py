"""What a summary counts of awards, as plain values: the register's standing entries, and what units reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class AwardTotals:
    """Awards counted, each once, however many a person got; blocs of collectives, classes of persons.

    `in_enterprises`: persons of the enterprise bloc. `money` in đồng; None where no title has an amount.
    """

    collectives: int = 0
    administrative: int = 0
    enterprise: int = 0
    persons: int = 0
    direct: int = 0
    officers: int = 0
    managers: int = 0
    outside: int = 0
    women: int = 0
    minorities: int = 0
    in_enterprises: int = 0
    money: int | None = None

    def __bool__(self) -> bool:
        return bool(self.collectives or self.persons)

    def __add__(self, other: AwardTotals) -> AwardTotals:
        pairs = {one.name: (getattr(self, one.name), getattr(other, one.name)) for one in fields(self)}
        money = [amount for amount in pairs.pop("money") if amount is not None]
        return AwardTotals(
            **{name: one + more for name, (one, more) in pairs.items()}, money=sum(money) if money else None
        )


@dataclass(frozen=True)
class ReportedCounts:
    """Numbers of a title that the portal only records, from accepted reports; None: nobody reported them.

    `of_collectives`: which blocs' reports ask for collectives; `of_persons`: whether any asks for persons.
    """

    of_collectives: tuple[str, ...]
    of_persons: bool
    collectives: int | None = None
    administrative: int | None = None
    enterprise: int | None = None
    persons: int | None = None


@dataclass(frozen=True)
class AwardTitleFigures:
    """A title of the catalogue. `line`: union or state; `level`: who decides; `amount` in đồng for one award."""

    code: str
    name: str
    form: str
    verb: str
    line: str
    level: str
    decided_by: str
    for_collectives: bool
    for_persons: bool
    amount: int | None
    reported: ReportedCounts | None


@dataclass(frozen=True)
class AwardLine:
    """An entry of the register, as it stood. `number` and `dated_on` are the decision's, `entry` the register's.

    `days`: from the end of the phase to the decision; None for one made before that end (a school year's).
    """

    code: str
    title: str
    is_person: bool
    name: str
    position: str
    birth_year: int | None
    woman: bool
    minority: bool | None
    nominee_class: str
    bloc: str
    unit: str
    upper: str
    number: str
    dated_on: date
    entry: int | None
    days: int | None


@dataclass(frozen=True)
class AwardGroup:
    """Entries of one title below one upper union, counted without their names; `days` of those `dated`."""

    code: str
    upper: str
    tally: AwardTotals
    days: int
    dated: int


@dataclass(frozen=True)
class AwardFigures:
    """The awards that count in the phase, whatever the date of their decisions.

    `titles`: the whole catalogue, in its order; `lines` in the order of papers; `uppers` in the office's order.
    `sent_up_…`: proposed for a title decided above, whatever came of it; `beside_…`: awards of coordinated
    unions, which are in no sum and in no line. `groups` are entries beside the lines that were only counted.
    """

    titles: tuple[AwardTitleFigures, ...]
    lines: tuple[AwardLine, ...]
    uppers: tuple[str, ...]
    sent_up_collectives: int = 0
    sent_up_persons: int = 0
    beside_collectives: int = 0
    beside_persons: int = 0
    groups: tuple[AwardGroup, ...] = ()

    @property
    def total(self) -> AwardTotals:
        """All entries of the register, without what was only reported."""
        return self._tally(self.lines, self.groups)

    @property
    def collectives(self) -> list[AwardLine]:
        return [line for line in self.lines if not line.is_person]

    @property
    def persons(self) -> list[AwardLine]:
        return [line for line in self.lines if line.is_person]

    def of_title(self, code: str) -> AwardTotals:
        lines = [line for line in self.lines if line.code == code]
        return self._tally(lines, [group for group in self.groups if group.code == code])

    def of_upper(self, upper: str) -> AwardTotals:
        return self.of(upper).total

    def of(self, upper: str) -> AwardFigures:
        """Those below one upper union alone."""
        lines = tuple(line for line in self.lines if line.upper == upper)
        return replace(self, lines=lines, groups=tuple(group for group in self.groups if group.upper == upper))

    def grouped(self, upper: str) -> tuple[AwardGroup, ...]:
        """The entries counted by title, as those of one upper union."""
        found = []
        for title in self.titles:
            days = self._days(title.code)
            if tally := self.of_title(title.code):
                found.append(AwardGroup(title.code, upper, tally, sum(days), len(days)))
        return tuple(found)

    def _days(self, code: str) -> list[int]:
        return [line.days for line in self.lines if line.code == code and line.days is not None]

    @property
    def days(self) -> Decimal | None:
        """From the end of the phase to the decision, on average over awards."""
        known = [line.days for line in self.lines if line.days is not None]
        dated = len(known) + sum(group.dated for group in self.groups)
        return Decimal(sum(known) + sum(group.days for group in self.groups)) / dated if dated else None

    def reported(self, line: str) -> tuple[int, int]:
        """Collectives and persons that accepted reports name for the titles of a line, union or state."""
        found = [one.reported for one in self.titles if one.line == line and one.reported]
        return sum(one.collectives or 0 for one in found), sum(one.persons or 0 for one in found)

    def _tally(self, lines: Iterable[AwardLine], groups: Iterable[AwardGroup]) -> AwardTotals:
        found = list(lines)
        collectives = [line for line in found if not line.is_person]
        persons = [line for line in found if line.is_person]
        classes = [line.nominee_class for line in persons]
        amounts = {one.code: one.amount for one in self.titles}
        money = [amount for line in found if (amount := amounts.get(line.code)) is not None]
        counted = AwardTotals(
            collectives=len(collectives),
            administrative=sum(line.bloc == "administrative" for line in collectives),
            enterprise=sum(line.bloc == "enterprise" for line in collectives),
            persons=len(persons),
            direct=classes.count("direct"),
            officers=classes.count("officer"),
            managers=classes.count("manager"),
            outside=classes.count("outside"),
            women=sum(line.woman for line in persons),
            minorities=sum(line.minority is True for line in persons),
            in_enterprises=sum(line.bloc == "enterprise" for line in persons),
            money=sum(money) if money else None,
        )
        return sum((group.tally for group in groups), counted)
