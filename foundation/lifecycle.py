"""Life cycles as data, and the one way to move a status: compare and set.

A thing that lives has a `status` and a `lifecycle`. Rules about *who* may move it are the app's `access.py`; the
event that records the move is `units.history.move`, which calls `compare_and_set` here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Move:
    """One arrow of a life cycle: the verb, where it may start, where it ends, who makes it (for the diagram)."""

    verb: str
    sources: tuple[str, ...]
    to: str
    who: str


@dataclass(frozen=True)
class Lifecycle:
    name: str
    start: str
    moves: tuple[Move, ...]
    final: tuple[str, ...] = field(default=())

    def allows(self, source: str, to: str) -> bool:
        return any(source in move.sources and to == move.to for move in self.moves)

    def pairs(self) -> set[tuple[str, str]]:
        return {(source, move.to) for move in self.moves for source in move.sources}


class StateConflict(Exception):
    """Theirs to do, but the thing is not (any more) in a state that allows it: a sentence, answered with 409.

    `kept` are pairs (label, text) of what was typed, shown again on the page so that nothing is lost.
    """

    def __init__(self, sentence: str, *, kept: list[tuple[str, str]] | None = None, back_url: str = ""):
        super().__init__(sentence)
        self.sentence, self.kept, self.back_url = sentence, kept or [], back_url


class StatusChanged(Exception):
    """The status is no longer what the act was decided on: somebody was quicker."""

    def __init__(self, row: Any):
        super().__init__(f"{row!r} is no longer {row.status!r}")
        self.row = row


class IllegalMove(Exception):
    """A move the life cycle does not know: a fault in the code, never the person's."""


def compare_and_set(row: Any, to: str, **fields: Any) -> None:
    """Move `row.status` to `to` if the database still holds the status we saw; set `fields` in the same update.

    Raises IllegalMove when the table has no such arrow, StatusChanged when another transaction was first.
    """
    compare_and_set_all([row], to, **fields)


def compare_and_set_all(rows_to_move: Sequence[Any], to: str, **fields: Any) -> None:
    """`compare_and_set` of things of one kind and one status, in one statement: all of them, or StatusChanged."""
    first = rows_to_move[0]
    if not first.lifecycle.allows(first.status, to):
        raise IllegalMove(f"{first.lifecycle.name}: {first.status} → {to}")
    rows = type(first)._base_manager.filter(pk__in=[row.pk for row in rows_to_move], status=first.status)
    if rows.update(status=to, **fields) != len(rows_to_move):
        raise StatusChanged(first)
    for row in rows_to_move:
        for name, value in {"status": to, **fields}.items():
            setattr(row, name, value)
