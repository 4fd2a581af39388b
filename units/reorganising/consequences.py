"""What else a reorganisation changes: each app registers what becomes of its rows, and how that is taken back.

A consequence runs in the transaction of the act, after the tree was written. It writes through the journal, notes what
stays and should be known, and adds problems that hinder the act.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_number
from units.acting import Acting
from units.history import event_of
from units.models import Event, Post, Reorganisation, ReorganisationRow, Unit, User
from units.reorganising.journal import Journal, PlanProblem, UndoStep

MOST_NAMED = 3


@dataclass(frozen=True)
class Ended:
    """A union that ends, its successor if it has one, and the unions that left it to go elsewhere."""

    unit: Unit
    successor: Unit | None
    row: ReorganisationRow
    left: list[Unit]

    @property
    def heirs(self) -> list[Unit]:
        """The unions that go on with its work: the successor, else those to which its unions went."""
        if self.successor:
            return [self.successor]
        return list({unit.parent.pk: unit.parent for unit in self.left if unit.parent}.values())

    @property
    def heir_names(self) -> str:
        """The names of the first of them, and how many others there are."""
        heirs = self.heirs
        names, others = ", ".join(unit.name for unit in heirs[:MOST_NAMED]), len(heirs) - MOST_NAMED
        return _("{names} và {n} đơn vị khác").format(names=names, n=format_number(others)) if others > 0 else names


@dataclass
class TreeChange:
    """A reorganisation as its consequences see it, once the tree was written; its plan is unsaved for a single act.

    `user`: who answers for it, also when the system acts on its day; `by` is None then.
    """

    plan: Reorganisation
    by: Acting | None
    post: Post | None
    user: User
    reason: str
    journal: Journal = field(default_factory=Journal)
    problems: list[PlanProblem] = field(default_factory=list)
    founded: list[Unit] = field(default_factory=list)
    moved: list[Unit] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)

    @property
    def on(self) -> date:
        return self.plan.on

    def paths_before(self) -> dict[int, str]:
        """Return the paths that moved and ended unions had before, by the id of the union."""
        placed = [step for step in self.journal.steps if step.model == Unit._meta.label and "path" in step.before]
        return {step.pk: str(step.before["path"]) for step in placed}

    def record(self, target: Model, verb: str, unit: Unit, **words: Any) -> None:
        """Add an event about a row, which is saved at the end of the act."""
        self.journal.events.append(
            event_of(target, verb, at=clock.now(), by=self.by, post=self.post, unit=unit, reason=self.reason, **words)
        )


@dataclass
class TakingBack:
    """A reorganisation that is taken back by a person."""

    plan: Reorganisation
    by: Acting
    post: Post | None
    reason: str
    events: list[Event] = field(default_factory=list)

    def record(self, target: Model, verb: str, unit: Unit, **words: Any) -> None:
        """Add an event about a row, which is saved at the end."""
        self.events.append(
            event_of(target, verb, at=clock.now(), by=self.by, post=self.post, unit=unit, reason=self.reason, **words)
        )


LOCKS: list[Callable[[Collection[int]], None]] = []
"""Called with the ids of the unions that end, before the tree is written.

They lock what the consequences write. Whoever holds such a row has an event to write about its union, and waits for the
act once that has written the union: the act must not wait for them then.
"""
Consequence = Callable[[TreeChange], None]
CONSEQUENCES: list[Consequence] = []
"""In the order in which they run."""
CARRIED: list[Consequence] = []
"""Those that carry something on: a union that is closed or moved by itself, without a plan, has them too."""
TAKEN_BACK: dict[str, Callable[[list[UndoStep], TakingBack], None]] = {}
"""By label of the model of the steps; those of one model together, the last first."""
