"""What else a reorganisation changes: each app registers what becomes of its rows, and how that is taken back.

A consequence runs in the transaction of the act, after the tree was written. It writes through the journal, notes what
stays and should be known, and adds problems that hinder the act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from foundation import clock
from units.acting import Acting
from units.history import event_of
from units.models import Event, Post, Reorganisation, ReorganisationRow, Unit, User
from units.reorganising.journal import Journal, PlanProblem, UndoStep


@dataclass(frozen=True)
class Ended:
    """A union that ends, its successor if it has one, and the unions that left it to go elsewhere."""

    unit: Unit
    successor: Unit | None
    row: ReorganisationRow
    left: list[Unit]


@dataclass
class TreeChange:
    """A reorganisation as its consequences see it, once the tree was written.

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


Consequence = Callable[[TreeChange], None]
CONSEQUENCES: list[Consequence] = []
"""In the order in which they run."""
TAKEN_BACK: dict[str, Callable[[list[UndoStep], TakingBack], None]] = {}
"""By label of the model of the steps; those of one model together, the last first."""
