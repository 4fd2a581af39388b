"""Life cycles as data, and compare-and-set, the only way to change a status.

A model with a life cycle has a column `status` and an attribute `lifecycle`. Each app's `access.py` says who may move
it; `units.history.move` calls `compare_and_set` and writes the event.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Move:
    """A transition: verb, statuses it may start from, status it leads to, and who makes it (for the diagram)."""

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
    """The person may do this, but not in the object's present state: answered with 409 and the sentence.

    `typed` are pairs (label, text) of what was typed; the page shows them so that they can be copied.
    """

    def __init__(self, sentence: str, *, typed: list[tuple[str, str]] | None = None, back_url: str = ""):
        super().__init__(sentence)
        self.sentence, self.typed, self.back_url = sentence, typed or [], back_url


class StatusChanged(Exception):
    """Another transaction changed the status after the row was read."""

    def __init__(self, row: Any):
        super().__init__(f"{row!r} is no longer {row.status!r}")
        self.row = row


class IllegalMove(Exception):
    """The life cycle has no such move: a fault in the code."""


def compare_and_set(row: Any, to: str, **fields: Any) -> None:
    """Move `row.status` to `to` if the database still has the status of `row`; set `fields` in the same update.

    Raises IllegalMove if the life cycle has no such move, StatusChanged if another transaction was first.
    """
    compare_and_set_all([row], to, **fields)


def compare_and_set_all(rows_to_move: Sequence[Any], to: str, **fields: Any) -> None:
    """Move rows of one model and one status in one statement. Raises StatusChanged unless all could be moved."""
    first = rows_to_move[0]
    if not first.lifecycle.allows(first.status, to):
        raise IllegalMove(f"{first.lifecycle.name}: {first.status} → {to}")
    rows = type(first)._base_manager.filter(pk__in=[row.pk for row in rows_to_move], status=first.status)
    if rows.update(status=to, **fields) != len(rows_to_move):
        raise StatusChanged(first)
    for row in rows_to_move:
        for name, value in {"status": to, **fields}.items():
            setattr(row, name, value)


def update_in_status(row: Any, **fields: Any) -> None:
    """Write columns of a locked row while its status stays as it is, and set them on `row`."""
    type(row)._base_manager.filter(pk=row.pk, status=row.status).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)
