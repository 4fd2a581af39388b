"""What unions, strands and things of the office are called: rows, read once by each process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from foundation import clock
from units.models.words import StrandName, Term, UnitType, Words
from units.tree import SEGMENT

KEPT_FOR = 30.0
"""Seconds until a process reads the rows again: so long others may show a word that was edited."""


@dataclass(frozen=True)
class Vocabulary:
    """All rows of words by root's path ("" for those of every root), and when they were read."""

    types: dict[str, list[UnitType]]
    strands: dict[str, list[StrandName]]
    terms: dict[str, list[Term]]
    by_id: dict[int, UnitType]
    read_at: float


_vocabulary: Vocabulary | None = None


def forget() -> None:
    """Have the rows read again: after they were written."""
    global _vocabulary
    _vocabulary = None


def unit_types(path: str = "") -> list[UnitType]:
    """Return the types of unions in force today below the root of a path, in their order."""
    return _in_force(_read().types, path)


def unit_type(pk: int) -> UnitType:
    """Return a type by its id."""
    return _read().by_id.get(pk) or UnitType.objects.get(pk=pk)


def type_for(kind: str, path: str = "") -> UnitType | None:
    """Return the type that a union of this kind has unless another is chosen; None where no type is of that kind."""
    return next((unit_type for unit_type in unit_types(path) if unit_type.role == kind), None)


def kind_name(kind: str, path: str = "") -> str:
    """Return what unions of a kind are called: the names of all types of that kind."""
    return ", ".join(unit_type.short for unit_type in unit_types(path) if unit_type.role == kind)


def kind_choices(path: str = "") -> list[tuple[str, str]]:
    """Return the kinds that have a type, with their names: the choices of a box."""
    kinds = dict.fromkeys(unit_type.role for unit_type in unit_types(path))
    return [(kind, kind_name(kind, path)) for kind in kinds]


def strand_choices(path: str = "") -> list[tuple[str, str]]:
    """Return the strands in force, with their names: the choices of a box."""
    return [(strand.code, strand.name) for strand in _in_force(_read().strands, path)]


def term(code: str, path: str = "") -> str:
    """Return a word of the office by its code. Raises LookupError for an unknown code."""
    terms = {term.code: term.text for term in _in_force(_read().terms, path)}
    return terms[code]


def _in_force(rows: dict[str, list[Any]], path: str) -> list[Any]:
    today = clock.today()
    own = rows.get(path[:SEGMENT]) or rows.get("", [])
    return [row for row in own if _is_valid(row, today)]


def _is_valid(row: Words, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def _read() -> Vocabulary:
    global _vocabulary
    if _vocabulary is None or time.monotonic() - _vocabulary.read_at > KEPT_FOR:
        types = list(UnitType.objects.select_related("root"))
        _vocabulary = Vocabulary(
            types=_by_root(types),
            strands=_by_root(StrandName.objects.select_related("root")),
            terms=_by_root(Term.objects.select_related("root")),
            by_id={unit_type.pk: unit_type for unit_type in types},
            read_at=time.monotonic(),
        )
    return _vocabulary


def _by_root(rows: Any) -> dict[str, list[Any]]:
    by_root: dict[str, list[Any]] = {}
    for row in rows:
        by_root.setdefault(row.root.path if row.root else "", []).append(row)
    return by_root
