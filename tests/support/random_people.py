"""Defines the base of Hypothesis machines for random acts by random people; a refused act must change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Phases
from hypothesis import strategies as any_of
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import tally
from tests.support.casts import copied
from units.access import Forbidden
from units.acting import acting_as
from units.models import Event


def next_week() -> Any:
    return clock.today() + timedelta(days=7)


class People(RuleBasedStateMachine):
    """Every example begins with the world as `build` leaves it at `start`, and leaves no row behind.

    `tables`: all that an act could write. `refusals`: how an act says no. Methods `agreed_…` say how rows agree.
    """

    build: Any
    start: str
    tables: tuple[Any, ...]
    refusals: tuple[type[Exception], ...] = (Forbidden, StateConflict, ValidationError)

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at = clock.parse(self.start)
        self.world = copied(type(self).build)
        self.kept: dict[Any, Any] = {}
        self.known, self.changed = self.rows(), True

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def rows(self) -> list[Any]:
        return [list(model._base_manager.order_by("pk").values_list()) for model in self.tables]

    def attempt(self, act: Any, target: Any, person: str, role: str) -> None:
        with clock.travel(self.at):
            by = acting_as(self.world.user(person), role)
            try:
                with transaction.atomic():
                    act(target, by)
                tally.count("random acts", "done")
            except self.refusals:
                tally.count("random acts", "refused")
                assert self.rows() == self.known
                return
        self.known, self.changed = self.rows(), True

    @invariant()
    def the_rows_agree(self) -> None:
        """Check all `agreed_…` methods after every act that was done."""
        if self.changed:
            for agreement in self.agreements():
                agreement()
        self.changed = False

    def agreements(self) -> list[Any]:
        return [getattr(self, name) for name in sorted(dir(type(self))) if name.startswith("agreed_")]

    @rule(hours=any_of.integers(1, 24 * 12))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    def stays(self, what: str, now: dict[Any, Any]) -> None:
        """Check that what was written once is unchanged; more may have been added."""
        known = self.kept.get(what, {})
        assert {key: now.get(key) for key in known} == known
        self.kept[what] = now

    def chain(self, unit_id: int | None) -> Iterator[int]:
        """Yield the ids of a unit and of all unions above it, walked by hand."""
        parents = {unit.pk: unit.parent_id for unit in self.world.units.values()}
        while unit_id:
            yield unit_id
            unit_id = parents[unit_id]


def moved_legally(row: Any) -> None:
    """Check that a row's events lead from the start of its life cycle to its status by allowed transitions."""
    moves = [(event.source, event.to) for event in Event.objects.about(row) if event.to][::-1]
    assert set(moves) <= row.lifecycle.pairs()
    way = [row.lifecycle.start, *(to for _source, to in moves)]
    assert [source for source, _to in moves] == way[:-1]
    assert row.status == way[-1]


def play(people: type[People], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        people,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
            phases=[Phases.generate],  # failures are not shrunk, which takes an hour
        ),
    )
