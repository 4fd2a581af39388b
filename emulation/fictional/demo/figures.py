"""Plausible figures: what a union of a given size pledges for a year and reaches in half of it.

Figures are drawn from a seed of unit, year and code, so the same three always give the same figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models import OverPhases, OverUnits
from campaigns.models.indicator import Category
from campaigns.sheet.context import Amount
from foundation.vietnamese import format_typed

Range = tuple[float, float]
FixedFigures = Mapping[str, Mapping[str, int]]
"""Figures of one union that are not drawn, by code: its `target` for the year, and what it reached (`actual`)."""


@dataclass(frozen=True)
class FigureRanges:
    """Ranges of plausible figures by code.

    `shares`: of the numerator as a share of the denominator, MOST for codes not named. `per_worker` and `per_unit`: of
    a year's count, for each worker of the unit or for the whole unit, FEW for codes not named. `yes`: how often the
    answer is yes, where it is not always. `fixed`: codes registered once, for the year.
    """

    shares: Mapping[str, Range]
    per_worker: Mapping[str, Range]
    per_unit: Mapping[str, Range]
    yes: Mapping[str, float]
    fixed: frozenset[str]

    @classmethod
    def of_file(cls, content: dict[str, Any]) -> FigureRanges:
        names = ("shares", "per_worker", "per_unit", "yes")
        return cls(**{name: content[name] for name in names}, fixed=frozenset(content["fixed"]))


SHARES: dict[str, Range] = {
    "PT02": (0.96, 1),
    "DH02": (0.08, 0.14),
    "DH05": (0.65, 0.85),
    "DH10": (0.75, 0.9),
    "DH11": (0.3, 0.5),
    "HC01": (0.96, 0.995),
    "DN01": (90, 260),  # million đồng a worker
}
MOST: Range = (0.85, 1)

PER_WORKER: dict[str, Range] = {
    "DH03": (0.03, 0.06),
    "HT01": (0.8, 1.6),
    "HT02": (0.1, 0.3),
    "SN01": (0.1, 0.25),
    "AT01": (0.6, 0.95),
    "TC01": (0.02, 0.08),
    "XH01": (0.08, 0.2),
}
PER_UNIT: dict[str, Range] = {
    "PT04": (6, 14),
    "DN03": (4, 4),
    "AT02": (0, 0),
    "TC03": (25, 80),
    "RQ01": (900, 3200),
    "RQ02": (300, 900),
    "RQ03": (800, 3500),
    "RQ04": (500, 2600),
    "RQ06": (10, 40),
}
FEW: Range = (1, 3)
FILES: Range = (300, 1200)  # of an office in a year, where no headcount gives the denominator

YES = {"DH07": 0.3, "DN04": 0.85}
OFFERED_ANSWERED = 0.6
HALF_YEAR: Range = (0.42, 0.66)
SPRING_OVER: Range = (0.95, 1.2)  # the spring campaign is finished by June
HELD: Range = (0.94, 1)
FOUNDED = "TC02"  # unions founded: the portal knows them
ADVANCED = "DH01"  # Lao động tiên tiến
ESTIMATED = 0.06
RANGES_OF_2015 = FigureRanges(SHARES, PER_WORKER, PER_UNIT, YES, fixed=frozenset({"PT02"}))


@dataclass(frozen=True)
class UnionProfile:
    """What a union's figures depend on: `name`, `year` and `phase` as the seed, headcounts, `pace` of fulfilment.

    `founded`: how many unions below it the portal knows as founded in the phase. `fixed_figures` are not drawn.
    """

    name: str
    year: int
    counts: dict[str, int]
    pace: float = 1.0
    phase: int = 1
    founded: int = 0
    ranges: FigureRanges = RANGES_OF_2015
    fixed_figures: FixedFigures = field(default_factory=dict)

    def random(self, *about: str) -> Random:
        return Random("/".join((self.name, str(self.year), *about)))  # noqa: S311 - figures, no secret

    @property
    def reached(self) -> tuple[str, ...]:
        """What the seed of a figure that was reached has besides the code."""
        return ("actual",) if self.phase == 1 else ("actual", str(self.phase))

    def answers(self, indicator: CatalogueIndicator) -> bool:
        """True when the union answers an optional indicator."""
        return self.random(indicator.code, "offered").random() < OFFERED_ANSWERED

    def target(self, indicator: CatalogueIndicator) -> Amount:
        """Return the target for the year."""
        if (number := self.fixed_figures.get(indicator.code, {}).get("target")) is not None:
            return Amount(number)
        if indicator.is_yes_no:
            return Amount(self.yes_no(indicator))
        if indicator.is_ratio:
            return Amount(None, *self.parts(indicator))
        return Amount(self.amount(indicator.code))

    def actual(self, indicator: CatalogueIndicator) -> Amount:
        """Return what the union reaches in half a year."""
        if (number := self.fixed_figures.get(indicator.code, {}).get("actual")) is not None:
            return Amount(number)
        if indicator.is_yes_no:
            return Amount(self.yes_no(indicator))
        if indicator.is_ratio:
            return Amount(None, *self.parts(indicator, reached=True))
        if indicator.code == FOUNDED:
            return Amount(self.founded)
        amount: float = self.amount(indicator.code)
        rng = self.random(indicator.code, *self.reached)
        if indicator.section.category == Category.SPRING:
            amount *= rng.uniform(*SPRING_OVER)
        elif indicator.over_phases == OverPhases.SUM and indicator.in_pledge:
            amount *= rng.uniform(*HALF_YEAR) * self.pace
        return Amount(round(amount))

    def is_estimated(self, indicator: CatalogueIndicator) -> bool:
        """True when the union marks a count as an estimate (ước)."""
        rarely = self.random(indicator.code, "estimated").random() < ESTIMATED
        return rarely and indicator.over_units == OverUnits.SUM

    def yes_no(self, indicator: CatalogueIndicator) -> int:
        return int(self.random(indicator.code).random() < self.ranges.yes.get(indicator.code, 1))

    def parts(self, indicator: CatalogueIndicator, *, reached: bool = False) -> tuple[int, int]:
        """Return numerator and denominator of the target or, with `reached`, of the report."""
        rng, source = self.random(indicator.code), indicator.denominator_from
        if source == ADVANCED:
            whole = self.advanced(reached=reached)
        elif source:
            whole = self.counts[source] if source in self.counts else self.amount(source)
        else:
            whole = round(rng.uniform(*FILES))
        part = int(whole * rng.uniform(*self.ranges.shares.get(indicator.code, MOST)))
        return (self.held(indicator.code, part) if reached else part), whole

    def advanced(self, *, reached: bool) -> int:
        """Return the numerator of Lao động tiên tiến, the denominator of Chiến sĩ thi đua cơ sở."""
        part = int(self.counts["workers"] * self.random(ADVANCED).uniform(*MOST))
        return self.held(ADVANCED, part) if reached else part

    def held(self, code: str, part: int) -> int:
        """Return how many of the persons pledged reached the title."""
        return part if code in self.ranges.fixed else round(part * self.random(code, *self.reached).uniform(*HELD))

    def amount(self, code: str) -> int:
        rng = self.random(code)
        if code in self.ranges.per_worker:
            return max(1, round(self.counts["workers"] * rng.uniform(*self.ranges.per_worker[code])))
        return round(rng.uniform(*self.ranges.per_unit.get(code, FEW)))


def typed(indicator: CatalogueIndicator, amount: Amount) -> dict[str, str]:
    """Return an amount as an officer types it, by form field."""
    code = indicator.code
    if indicator.is_yes_no:
        return {code: "yes" if amount.value else "no"}
    if indicator.is_ratio:
        numerator = format_typed(_drawn(amount.numerator), decimals=indicator.decimals)
        return {f"{code}-n": numerator, f"{code}-d": format_typed(_drawn(amount.denominator))}
    return {code: format_typed(_drawn(amount.value), decimals=indicator.decimals)}


def _drawn(number: Decimal | int | None) -> Decimal | int:
    """Return a part of an amount, which `target` or `actual` always sets for this kind of indicator."""
    assert number is not None, "amounts are drawn whole"
    return number
