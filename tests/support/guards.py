"""Finds every guard in the source and says how each is taken away: for `scripts/guards`, one at a time.

A guard is a lock, a clause of an `access.py`, a `visible_to`, the writing of an event, or a constraint. Without it the
code is still code that runs; what it kept from happening can happen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, filterfalse
from pathlib import Path

from tests.support.source import PACKAGES, ROOT

LOCK, CLAUSE, REACH, EVENT, CONSTRAINT = "lock", "clause", "reach", "event", "constraint"
WRITES_EVENTS = ("record", "save_events")
REFUSES = ("no", "no_in_this_state", "done_by", "for_board")
WRITES_NOTHING = b"(lambda *args, **more: None)"


@dataclass(frozen=True)
class Guard:
    """A guard: bytes `start` to `stop` of `file` become `instead`; `where` is the function or class that it is in.

    `name`: of a constraint, which the database has to be without as well.
    """

    kind: str
    file: str
    where: str
    start: int
    stop: int
    instead: bytes
    first_line: int
    name: str = ""

    @property
    def key(self) -> str:
        """What names the guard in results: another text at its place, or in its function, is another guard."""
        before = (ROOT / self.file).read_bytes()
        said = b"\0".join((self.file.encode(), self.where.encode(), before[self.start : self.stop], self.instead))
        nth = before[: self.start].count(before[self.start : self.stop])
        return f"{self.kind}-{sha256(said + str(nth).encode()).hexdigest()[:16]}"

    def __str__(self) -> str:
        return f"{self.kind} {self.file}:{self.first_line} {self.where}" + (f" {self.name}" if self.name else "")

    def without(self, text: bytes) -> bytes:
        return text[: self.start] + self.instead + text[self.stop :]


def noting(text: bytes, numbered: list[tuple[int, Guard]]) -> bytes:
    """Return the text of a file with code that notes the number of a guard whenever it is met.

    That is `guard_met(number)` where one is run, and `guard_answer(number, without, answer)` where a clause is asked,
    which answers `without` when it is taken away.
    """
    added: list[tuple[int, int, bytes]] = []
    for number, guard in numbered:
        start, stop, size = guard.start, guard.stop, guard.stop - guard.start
        if guard.kind == LOCK:
            added.append((text.index(b"(", start) + 1, 0, b"*guard_met(%d)," % number))
        elif guard.kind == EVENT:
            added += [(start, -size, b"(guard_met(%d) or " % number), (stop, -stop, b")")]
        elif guard.kind == REACH:
            indent = start - text.rindex(b"\n", 0, start) - 1
            added.append((start, -size, b"guard_met(%d)\n%b" % (number, b" " * indent)))
        elif guard.kind == CLAUSE:
            without = b"False" if guard.instead == b"False" else b"True"
            added += [(start, -size, b"guard_answer(%d, %b, (" % (number, without)), (stop, -stop, b"))")]
    for place, _rank, more in sorted(added, reverse=True):
        text = text[:place] + more + text[place:]
    return text


def guards() -> list[Guard]:
    """Return all guards, in the order of the files."""
    files = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return [guard for file in files if file.parent.name != "migrations" for guard in guards_in(file)]


def guards_in(file: Path) -> list[Guard]:
    return list(_Finder(file.read_bytes(), str(file.relative_to(ROOT))).guards())


class _Finder:
    """Looks through one file."""

    def __init__(self, text: bytes, file: str) -> None:
        self.text, self.file = text, file
        self.offsets = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]

    def guards(self) -> Iterator[Guard]:
        tree = ast.parse(self.text)
        for where, node in _named(tree, ""):
            if isinstance(node, ast.Call):
                yield from self._lock(node, where)
                yield from self._event(node, where)
                yield from self._constraint(node, where)
            if isinstance(node, ast.FunctionDef):
                yield from self._reach(node, where)
                if self.file.endswith("access.py") and _answers(node):
                    yield from self._clauses(node, where)

    def _lock(self, call: ast.Call, where: str) -> Iterator[Guard]:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "select_for_update":
            yield self._guard(LOCK, where, self._stop(call.func.value), self._stop(call), b".all()", call)

    def _event(self, call: ast.Call, where: str) -> Iterator[Guard]:
        is_act = self.file != "units/history.py" and not self.file.startswith("emulation/fictional/")
        if isinstance(call.func, ast.Name) and call.func.id in WRITES_EVENTS and is_act:
            yield self._guard(EVENT, where, self._start(call.func), self._stop(call.func), WRITES_NOTHING, call)

    def _constraint(self, call: ast.Call, where: str) -> Iterator[Guard]:
        of_model = "/models" in self.file and isinstance(call.func, ast.Attribute)
        if of_model and call.func.attr in ("CheckConstraint", "UniqueConstraint"):
            named = next(word.value for word in call.keywords if word.arg == "name")
            if isinstance(named, ast.Constant):
                stop = self._stop(call)
                stop += len(self.text[stop:]) - len(self.text[stop:].lstrip(b", \n"))
                name = str(named.value)
                yield self._guard(CONSTRAINT, where, self._start(call), stop, b"", call, name=name)

    def _reach(self, function: ast.FunctionDef, where: str) -> Iterator[Guard]:
        if function.name in ("visible_to", "known_to") and function.args.args[0].arg == "self":
            first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
            start, stop, instead = self._start(first), self._stop(function), b"return self.all()"
            if self.text[start:stop] != instead:
                yield self._guard(REACH, where, start, stop, instead, function)

    def _clauses(self, function: ast.FunctionDef, where: str) -> Iterator[Guard]:
        for node in ast.walk(function):
            if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return):
                yield from self._branch(node, where)
            elif isinstance(node, ast.Return) and _is_call(node.value, "both"):
                for answer in filterfalse(_is_no_clause, node.value.args):
                    yield self._guard(CLAUSE, where, self._start(answer), self._stop(answer), b"yes()", node)
            elif node is function.body[-1] and isinstance(node, ast.Return) and _is_call(node.value, *REFUSES):
                yield self._guard(CLAUSE, where, self._start(node.value), self._stop(node.value), b"yes()", node)
            elif isinstance(node, ast.IfExp) and _refuses_else(node):
                allowed = node.orelse if _is_call(node.body, *REFUSES) else node.body
                instead = self.text[self._start(allowed) : self._stop(allowed)]
                yield self._guard(CLAUSE, where, self._start(node), self._stop(node), instead, node)

    def _branch(self, branch: ast.If, where: str) -> Iterator[Guard]:
        """Yield the clauses of an `if` that allows, each of what it asks for, or that refuses, each reason."""
        allows = any(_is_call(node, "yes") for node in ast.walk(branch.body[-1]))
        test = branch.test
        joined = ast.And if allows else ast.Or
        alone = b"True" if allows else b"False"
        operands = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, joined) else [test]
        for operand in operands:
            if allows and isinstance(operand, ast.Name):  # `by`: without it the next clause could not be asked
                continue
            yield self._guard(CLAUSE, where, self._start(operand), self._stop(operand), alone, operand)

    def _guard(
        self, kind: str, where: str, start: int, stop: int, instead: bytes, node: ast.expr | ast.stmt, name: str = ""
    ) -> Guard:
        return Guard(kind, self.file, where, start, stop, instead, node.lineno, name)

    def _start(self, node: ast.AST) -> int:
        return self.offsets[node.lineno - 1] + node.col_offset

    def _stop(self, node: ast.AST) -> int:
        return self.offsets[node.end_lineno - 1] + node.end_col_offset


def _named(node: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield every node below one, with the names of the classes and functions around it."""
    for child in ast.iter_child_nodes(node):
        inner = where
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{where}.{child.name}".lstrip(".")
        yield inner, child
        yield from _named(child, inner)


def _answers(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Name) and function.returns.id == "Answer"


def _is_call(node: ast.AST | None, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def _refuses_else(node: ast.AST) -> bool:
    """Return whether this is `yes() if … else no(…)`, or the other way round."""
    return isinstance(node, ast.IfExp) and (_is_call(node.body, *REFUSES) or _is_call(node.orelse, *REFUSES))


def _is_no_clause(node: ast.AST) -> bool:
    """Return whether this part of a `both(…)` is found elsewhere, or is a yes already."""
    return _refuses_else(node) or _is_call(node, "yes")
