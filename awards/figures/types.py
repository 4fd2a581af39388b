"""The award figures of a summary, as frozen dataclasses: entries of the register, and numbers from reports.

Field names are keys of the JSON in which summaries and rollups store these figures: they must not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

TIMINGS = ("", "phase", "year", "school_year", "theme", "unexpected", "career")
"""In the order of papers: not stored, then those of `Timing`."""
SAID_WITH_LABEL = ("school_year", "theme")
"""Timings whose awards are told apart by what their dossiers say: which school year, which theme."""


AMONG_BEFORE = {"N_CSTDCS": "N_LDTT"}
"""`AwardTitleFigures.among` of figures that were stored without it."""


class GivenFor(NamedTuple):
    """What awards were given for; `label` is "" unless awards of this timing are told apart by it.

    `timing` is "" where it was not stored yet.
    """

    timing: str
    label: str = ""


@dataclass(frozen=True)
class AwardTotals:
    """Numbers of awards; a person with two awards counts twice.

    `administrative` and `enterprise` are collectives by bloc; `direct` (workers), `officers`, `managers` and `outside`
    are persons by class; `in_enterprises` are persons of the enterprise bloc. `money` is in đồng, None where no title
    has an amount.
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
        names = [column.name for column in fields(self) if column.name != "money"]
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        amounts = [amount for amount in (self.money, other.money) if amount is not None]
        return AwardTotals(**sums, money=sum(amounts) if amounts else None)


@dataclass(frozen=True)
class ReportedCounts:
    """Numbers of awards of a title that the portal only records, from accepted reports; None: nobody reported them.

    `of_collectives`: which blocs' reports ask for collectives; `of_persons`: whether any report asks for persons.
    `among`: the code of the title that all these persons have as well, so that they are among its persons; "" if there
    is none, None where it was stored before that was known.
    """

    of_collectives: tuple[str, ...]
    of_persons: bool
    collectives: int | None = None
    administrative: int | None = None
    enterprise: int | None = None
    persons: int | None = None
    among: str | None = None


@dataclass(frozen=True)
class AwardTitleFigures:
    """A title of the catalogue, and the `reported` numbers if the portal only records it.

    `line`: of the union or of the state; `level`: at which level it is decided; `amount`: in đồng for each award.
    """

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

    @property
    def among(self) -> str:
        """The code of the title among whose persons those of this one are counted, or ""."""
        if self.reported is None:
            return ""
        return AMONG_BEFORE.get(self.code, "") if self.reported.among is None else self.reported.among


@dataclass(frozen=True)
class AwardLine:
    """An entry of the register. `number` and `dated_on` are the decision's, `entry` is the number in the register.

    `days`: from the end of the phase to the decision; None for a decision before that end (of a school year).
    `upper_id` is the id of the `upper` union, None where it was stored with its name alone.
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
    upper_id: int | None = None
    timing: str = ""
    period_label: str = ""

    @property
    def occasion(self) -> GivenFor:
        return _occasion(self.timing, self.period_label)


@dataclass(frozen=True)
class AwardGroup:
    """Entries of one title and occasion below one upper union, counted without their names.

    `days` is the sum of the days of the `dated` entries, those whose decision came after the end of the phase.
    """

    code: str
    upper: str
    tally: AwardTotals
    days: int
    dated: int
    upper_id: int | None = None
    timing: str = ""
    period_label: str = ""

    @property
    def occasion(self) -> GivenFor:
        return _occasion(self.timing, self.period_label)


@dataclass(frozen=True)
class WaitingNominations:
    """How many nominations of an occasion wait: agreed to and not decided or sent up (`agreed`), or not judged yet.

    `at_launching`: whether the campaign's unit judges them, or another; None where that was not stored.
    """

    agreed: bool
    timing: str
    period_label: str
    collectives: int
    persons: int
    at_launching: bool | None = None

    @property
    def occasion(self) -> GivenFor:
        return _occasion(self.timing, self.period_label)


@dataclass(frozen=True)
class AwardFigures:
    """The awards that count in the phase, whatever the date of their decisions.

    `titles`: the whole catalogue, in its order; `lines`: in the order of papers; `uppers`: names of upper unions in the
    office's order, `upper_ids` their ids, none where names alone were stored. `groups`: further entries, counted and
    not in `lines`. `sent_up_…`: nominations for a title that a higher body decides, whatever it decided. `beside_…`:
    awards of coordinated unions, which are in no sum and no line. `waiting`: nominations without a decision, likewise.
    """

    titles: tuple[AwardTitleFigures, ...]
    lines: tuple[AwardLine, ...]
    uppers: tuple[str, ...]
    sent_up_collectives: int = 0
    sent_up_persons: int = 0
    beside_collectives: int = 0
    beside_persons: int = 0
    groups: tuple[AwardGroup, ...] = ()
    upper_ids: tuple[int, ...] = ()
    waiting: tuple[WaitingNominations, ...] = ()

    @property
    def identified_uppers(self) -> list[tuple[int | None, str]]:
        """The upper unions by id and name; the id is None where names alone were stored."""
        ids = self.upper_ids or [None] * len(self.uppers)
        return list(zip(ids, self.uppers, strict=True))

    @property
    def total(self) -> AwardTotals:
        """All entries of the register, without the numbers from reports."""
        return self._totals(self.lines, self.groups)

    @property
    def collectives(self) -> list[AwardLine]:
        return [line for line in self.lines if not line.is_person]

    @property
    def persons(self) -> list[AwardLine]:
        return [line for line in self.lines if line.is_person]

    def of_title(self, code: str) -> AwardTotals:
        lines = [line for line in self.lines if line.code == code]
        return self._totals(lines, [group for group in self.groups if group.code == code])

    @property
    def occasions(self) -> list[GivenFor]:
        """What awards were given or proposed for: the phase, then the others in the order of the timings."""
        occasions = {line.occasion for line in self.lines} | {group.occasion for group in self.groups}
        occasions |= {row.occasion for row in self.waiting}
        return sorted(occasions, key=lambda occasion: (TIMINGS.index(occasion.timing), occasion.label))

    def on(self, occasion: GivenFor) -> AwardFigures:
        """Return the same with the entries and the waiting nominations of one occasion alone."""
        return replace(
            self,
            lines=tuple(line for line in self.lines if line.occasion == occasion),
            groups=tuple(group for group in self.groups if group.occasion == occasion),
            waiting=tuple(row for row in self.waiting if row.occasion == occasion),
        )

    def waiting_pair(self, *, agreed: bool, at_launching: bool | None = None) -> tuple[int, int]:
        """Return how many collectives and persons wait: all, or those that one level judges."""
        rows = [row for row in self.waiting if row.agreed == agreed and at_launching in (None, row.at_launching)]
        return sum(row.collectives for row in rows), sum(row.persons for row in rows)

    def of(self, upper_id: int | None, upper: str) -> AwardFigures:
        """Return the same with the entries below one upper union alone."""
        lines = tuple(line for line in self.lines if (line.upper_id, line.upper) == (upper_id, upper))
        groups = tuple(group for group in self.groups if (group.upper_id, group.upper) == (upper_id, upper))
        return replace(self, lines=lines, groups=groups)

    def grouped(self, upper_id: int | None, upper: str) -> tuple[AwardGroup, ...]:
        """Return all entries as one group for each title and occasion, as those below this upper union."""
        groups = []
        for occasion in self.occasions:
            awards = self.on(occasion)
            for title in self.titles:
                days = awards._days(title.code)
                if totals := awards.of_title(title.code):
                    groups.append(AwardGroup(title.code, upper, totals, sum(days), len(days), upper_id, *occasion))
        return tuple(groups)

    def _days(self, code: str) -> list[int]:
        return [line.days for line in self.lines if line.code == code and line.days is not None]

    @property
    def days(self) -> Decimal | None:
        """The average number of days from the end of the phase to the decision, over awards."""
        of_lines = [line.days for line in self.lines if line.days is not None]
        dated = len(of_lines) + sum(group.dated for group in self.groups)
        return Decimal(sum(of_lines) + sum(group.days for group in self.groups)) / dated if dated else None

    def reported(self, line: str) -> tuple[int, int]:
        """Return how many collectives and persons accepted reports name for the titles of a line, union or state.

        Persons with a title among those of another are counted once.
        """
        titles = {title.code: title.reported for title in self.titles if title.line == line and title.reported}
        apart = [titles[title.code] for title in self.titles if title.code in titles and title.among not in titles]
        return sum(count.collectives or 0 for count in titles.values()), sum(count.persons or 0 for count in apart)

    def _totals(self, lines: Sequence[AwardLine], groups: Sequence[AwardGroup]) -> AwardTotals:
        collectives = [line for line in lines if not line.is_person]
        persons = [line for line in lines if line.is_person]
        classes = [line.nominee_class for line in persons]
        amounts = {title.code: title.amount for title in self.titles}
        money = [amount for line in lines if (amount := amounts.get(line.code)) is not None]
        of_lines = AwardTotals(
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
        return sum((group.tally for group in groups), of_lines)


def _occasion(timing: str, label: str) -> GivenFor:
    return GivenFor(timing, label if timing in SAID_WITH_LABEL else "")
