"""Whom a campaign calls: the units below its own, narrowed to strands and branches (`CallScope`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count

from campaigns.models import CallScope, Campaign, Column, Phase
from campaigns.sheet.asked_indicators import column_of
from foundation import clock
from units.models import Post, Role, Unit
from units.models.unit import UnitQuerySet
from units.tree import ancestor_paths

GRASSROOTS_COLUMNS = (
    Column.ADMINISTRATIVE, Column.PUBLIC_SERVICE, Column.STATE_ENTERPRISE, Column.PRIVATE_ENTERPRISE,
    Column.FOREIGN_ENTERPRISE, Column.OCCUPATIONAL,
)  # fmt: skip
"""The columns a campaign may be narrowed to; upper unions follow the unions below them."""


@dataclass(frozen=True)
class Scope:
    """What a campaign is narrowed to; an empty set narrows nothing.

    `direct`: the path of the campaign's unit if the grassroots unions right below it are chosen.
    """

    columns: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    direct: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.columns or self.paths or self.direct)

    def holds(self, unit: Unit) -> bool:
        """Return whether a grassroots union, or an upper union without one, is chosen."""
        if self.columns and unit.is_grassroots and column_of(unit) not in self.columns:
            return False
        if not (self.paths or self.direct):
            return True
        above = ancestor_paths(unit.path)
        is_direct = bool(self.direct) and unit.is_grassroots and above[-1] == self.direct
        return is_direct or not self.paths.isdisjoint((unit.path, *above))


def scope_of(campaign: Campaign) -> Scope:
    """Return what a stored campaign is narrowed to: one query."""
    rows = list(CallScope.objects.filter(campaign=campaign).select_related("unit"))
    units = [row.unit for row in rows if row.unit]
    return Scope(
        frozenset(row.column for row in rows if row.column),
        frozenset(unit.path for unit in units if unit.pk != campaign.unit_id),
        next((unit.path for unit in units if unit.pk == campaign.unit_id), ""),
    )


def within_scope(scope: Scope, units: Iterable[Unit]) -> list[Unit]:
    """Return the units of a whole tree that are called.

    Upper unions above a called union are called with it, since they gather what it sends; an upper union with no union
    below it is called if its branch is.
    """
    every = list(units)
    if scope.is_everything:
        return every
    grassroots = [unit for unit in every if unit.is_grassroots]
    chosen = {unit.path for unit in grassroots if scope.holds(unit)}
    above = {path for called in chosen for path in ancestor_paths(called)}
    with_unions = {path for unit in grassroots for path in ancestor_paths(unit.path)}
    return [
        unit
        for unit in every
        if unit.path in chosen or unit.path in above
        or (not (unit.is_grassroots or unit.path in with_unions) and scope.holds(unit))
    ]  # fmt: skip


def units_of_day(campaign: Campaign, day: date) -> UnitQuerySet:
    """Return the units below the campaign's unit that exist on a day, in the order of the tree."""
    return Unit.objects.below(campaign.unit).valid_on(day).order_by("path")


class CalledToday:
    """The units that a phase of a campaign opened today would call: how many, and of which columns."""

    def __init__(self, campaign: Campaign):
        self.campaign = campaign

    @cached_property
    def _shapes(self) -> list[tuple[Unit, int]]:
        """Pairs (a unit, how many are of its kind, strand and form)."""
        scope, units = scope_of(self.campaign), units_of_day(self.campaign, clock.today())
        if not scope.is_everything:
            return [(unit, 1) for unit in within_scope(scope, units)]
        # of a country's unions only the different shapes are read
        shapes = units.order_by().values("kind", "strand", "form").annotate(number=Count("pk"))
        return [(Unit(kind=row["kind"], strand=row["strand"], form=row["form"]), row["number"]) for row in shapes]

    @cached_property
    def columns(self) -> set[str]:
        """The columns (`Column`) of the units; none if nobody would be called."""
        return {column_of(unit) for unit, _number in self._shapes}

    @property
    def number(self) -> int:
        return sum(number for _unit, number in self._shapes)


def units_to_call(phase: Phase) -> list[Unit]:
    """Return the units that opening the phase today, or calling more of them, would call."""
    units = units_of_day(phase.campaign, clock.today()).select_related("parent")
    called = set(phase.called_units.values_list("unit", flat=True))
    return [unit for unit in within_scope(scope_of(phase.campaign), units) if unit.pk not in called]


def number_without_officer(units: Iterable[Unit]) -> int:
    """Return how many units have nobody today who may fill in their sheets."""
    held = Post.objects.current(clock.today()).filter(role=Role.OFFICER)
    with_officer = set(held.values_list("unit", flat=True))
    return sum(unit.pk not in with_officer for unit in units)
