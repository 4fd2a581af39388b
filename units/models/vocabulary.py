"""What unions, strands and things of the office are called: rows, read once by each process."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import lazy

from foundation import clock
from units.models.installation import Installation, InstallationKind
from units.models.words import StrandName, Term, UnitType, WordRow
from units.tree import SEGMENT

KEPT_FOR = 30.0
"""Seconds until a process reads the rows again: so long others may show a word that was edited."""


PAPER_NOTE = "Dữ liệu minh họa, không có giá trị pháp lý"


@dataclass(frozen=True)
class Vocabulary:
    """All rows of words by root's path ("" for those of every root), whose data there are, and when they were read.

    `texts`: the office's words in force by code, for each path and day that was asked for; a page asks for dozens.
    """

    types: dict[str, list[UnitType]]
    strands: dict[str, list[StrandName]]
    terms: dict[str, list[Term]]
    by_id: dict[int, UnitType]
    is_fictional: bool
    read_at: float
    texts: dict[tuple[str, date], dict[str, str]] = field(default_factory=dict)


_vocabulary: Vocabulary | None = None


def forget() -> None:
    """Have the rows read again: after they were written."""
    global _vocabulary
    _vocabulary = None


def unit_types(path: str = "", on: date | None = None) -> list[UnitType]:
    """Return the types of unions in force today, or on a day, below the root of a path, in their order."""
    return _in_force(_read().types, path, on)


def unit_type(pk: int) -> UnitType:
    """Return a type by its id."""
    return _read().by_id.get(pk) or UnitType.objects.get(pk=pk)


def words_of(pk: int, path: str, on: date | None = None) -> UnitType:
    """Return the row in force today, or on a day, of a union's type: of its root, with the code of the chosen type."""
    chosen = unit_type(pk)
    return next((row for row in unit_types(path, on) if row.code == chosen.code), chosen)


def coming_types(path: str) -> list[UnitType]:
    """Return the types of unions in force today below the root of a path, then those that begin later; a code once."""
    today, by_code = clock.today(), dict[str, UnitType]()
    days = sorted({row.valid_from for rows in _read().types.values() for row in rows if row.valid_from > today})
    for day in (today, *days):
        for row in unit_types(path, day):
            by_code.setdefault(row.code, row)
    return list(by_code.values())


def plural_name(kind: str, path: str = "") -> str:
    """Return the heading above unions of a kind: the plurals of its types; "" where there is none."""
    return ", ".join(row.plural for row in unit_types(path) if row.role == kind)


def type_for(kind: str, path: str = "", on: date | None = None) -> UnitType:
    """Return the type that a union of this kind has unless another is chosen. Raises LookupError if there is none."""
    for row in _types_of(kind, path, on):
        return row
    raise LookupError(f"no type of unions of the kind {kind!r} is in force")


def kind_name(kind: str, path: str = "") -> str:
    """Return what unions of a kind are called: the names of all types of that kind."""
    return ", ".join(row.short for row in _types_of(kind, path))


def kind_choices(path: str = "") -> list[tuple[str, str]]:
    """Return the kinds that have a type, with their names: the choices of a box."""
    kinds = dict.fromkeys(unit_type.role for unit_type in unit_types(path))
    return [(kind, kind_name(kind, path)) for kind in kinds]


def strand_choices(path: str = "") -> list[tuple[str, str]]:
    """Return the strands in force, with their names: the choices of a box."""
    return [(strand.code, strand.name) for strand in _in_force(_read().strands, path)]


def strand_name(code: str, path: str = "") -> str:
    """Return what a strand is called; where its root has none of its own, what every root calls it."""
    shared = {strand.code: strand.name for strand in _shared(_read().strands)}
    return (shared | dict(strand_choices(path)))[code]


def bloc_name(bloc: str, path: str = "") -> str:
    """Return what a bloc of strands is called."""
    return term(f"bloc_{bloc}", path)


def short_bloc_name(bloc: str, path: str = "") -> str:
    """Return the abbreviation of a bloc of strands, as headings of columns have it: "DN"."""
    return term(f"bloc_{bloc}_short", path)


def organs(path: str = "") -> list[str]:
    """Return the organs that sign for unions, each once."""
    return list(dict.fromkeys(row.organ for row in unit_types(path)))


def term(code: str, path: str = "", on: date | None = None) -> str:
    """Return a word of the office by its code: the root's, else that of every root. Raises LookupError."""
    vocabulary, of_day = _read(), (path, on or clock.today())
    if of_day not in vocabulary.texts:
        in_force = (*_shared(vocabulary.terms, on), *_in_force(vocabulary.terms, path, on))
        vocabulary.texts[of_day] = {term.code: term.text for term in in_force}
    return vocabulary.texts[of_day][code]


def paper_note() -> str:
    """Return the line at the foot of every paper: that a database is fictional; "" in every other."""
    return PAPER_NOTE if is_fictional() else ""


def is_fictional() -> bool:
    """Return whether the database holds the demo or generated data, which every page and paper says."""
    return _read().is_fictional


lazy_term = lazy(term, str)
"""A word of the office, looked up when it is shown."""
WORKERS, INSURED = lazy_term("workers"), lazy_term("insured")


def _in_force(rows: dict[str, list[Any]], path: str, on: date | None = None) -> list[Any]:
    """Return the rows in force of the root of a path; without a path, of the only root with rows of its own."""
    day, roots = on or clock.today(), [root for root in rows if root]
    root = path[:SEGMENT] if path or len(roots) != 1 else roots[0]
    return [row for row in rows.get(root, []) if _is_valid(row, day)] or _shared(rows, on)


def _shared(rows: dict[str, list[Any]], on: date | None = None) -> list[Any]:
    """Return the rows in force that hold for every root with none of its own."""
    day = on or clock.today()
    return [row for row in rows.get("", []) if _is_valid(row, day)]


def _types_of(kind: str, path: str, on: date | None = None) -> list[UnitType]:
    """Return the types of a kind in force: those of the root, or if it has none of that kind, those of every root."""
    own = [row for row in unit_types(path, on) if row.role == kind]
    return own or [row for row in _shared(_read().types, on) if row.role == kind]


def _is_valid(row: WordRow, day: date) -> bool:
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
            is_fictional=Installation.stored_kind() != InstallationKind.REAL,
            read_at=time.monotonic(),
        )
    return _vocabulary


def _by_root(rows: Any) -> dict[str, list[Any]]:
    by_root: dict[str, list[Any]] = {}
    for row in rows:
        by_root.setdefault(row.root.path if row.root else "", []).append(row)
    return by_root
