"""A plugin of pytest for `scripts/guards`: takes guards out of the running code and sees which tests fail.

A process that tries is started once, not once a guard: the functions of a file are given the code that they would have
without the guard. `GUARDS_MET` names the file that says which tests met which guard. Where it is missing, every test
runs, and it is written: a clause was met where it answered otherwise than it would when taken away, a lock, an event
or a reach where it was run. Where it is there, the guards of `GUARDS_TO_TRY`, [key, …], are tried in this order, each
with the tests that met it until one fails, which must pass again with the guard in place. Each answer is added to
`GUARDS_ANSWERS` at once.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from tests.support.guards import CONSTRAINT, EVENT, Guard, guards, noting
from tests.support.source import ROOT

MET = Path(os.environ["GUARDS_MET"])
TO_TRY = os.environ.get("GUARDS_TO_TRY")
ANSWERS = os.environ.get("GUARDS_ANSWERS", "")
MOST = 200  # tests that are asked about one guard

Key = tuple[str, int]  # the qualified name of a function, and how many of that name are before it in the file


def pytest_runtestloop(session: pytest.Session) -> bool:
    every = [guard for guard in guards() if guard.kind != CONSTRAINT]
    for guard in every:
        importlib.import_module(guard.file.removesuffix(".py").replace("/", "."))
    if MET.exists():
        met = json.loads(MET.read_text(encoding="utf-8"))
        wanted = {key: number for number, key in enumerate(json.loads(Path(str(TO_TRY)).read_text(encoding="utf-8")))}
        _try_each(session, sorted((g for g in every if g.key in wanted), key=lambda guard: wanted[guard.key]), met)
    else:
        _learn(session, every)
    return True


# ---- which tests meet which guards ----


def _learn(session: pytest.Session, every: list[Guard]) -> None:
    """Run all tests with code that notes which guards they meet; the failed ones are left out."""
    now: set[int] = set()

    def guard_met(number: int) -> tuple[()]:
        now.add(number)
        return ()

    def guard_answer(number: int, without: bool, answer: object) -> object:
        if bool(answer) is not without:
            now.add(number)
        return answer

    builtins.guard_met, builtins.guard_answer = guard_met, guard_answer  # type: ignore[attr-defined]
    keys, by_file = [guard.key for guard in every], defaultdict(list)
    for number, guard in enumerate(every):
        by_file[guard.file].append((number, guard))
    replaced = {file: noting((ROOT / file).read_bytes(), numbered) for file, numbered in by_file.items()}
    tests, seconds = {}, {}
    with _Code().with_texts(replaced):
        for place, item in enumerate(session.items):
            now.clear()
            begun = time.process_time()
            following = session.items[place + 1] if place + 1 < len(session.items) else None
            reports = runtestprotocol(item, log=True, nextitem=following)
            if any(report.failed for report in reports):
                print(f"\nfails: {item.nodeid}", flush=True)  # noqa: T201 - `scripts/guards` shows it
            elif now:
                tests[item.nodeid] = sorted(keys[number] for number in now)
                seconds[item.nodeid] = round(time.process_time() - begun, 3)
    MET.write_text(json.dumps({"tests": tests, "seconds": seconds}), encoding="utf-8")


# ---- what happens without a guard ----


def _try_each(session: pytest.Session, tried: list[Guard], met: dict[str, dict]) -> None:
    items = {item.nodeid: item for item in session.items}
    meeting: dict[str, list[str]] = defaultdict(list)
    for test, keys in met["tests"].items():
        for key in keys if test in items else ():
            meeting[key].append(test)
    code, run = _Code(), _Runner(session)
    broken: set[str] = set()
    for guard in tried:
        order = sorted(meeting[guard.key], key=lambda test: (not _likely(guard, items[test]), met["seconds"][test]))
        by = ""
        run.begin_anew()  # a module may have built rows that its tests change
        for test in order[:MOST]:
            with code.with_texts({guard.file: guard.without((ROOT / guard.file).read_bytes())}):
                failed = test not in broken and run.fails(items[test])
            if failed and run.fails(items[test]):
                broken.add(test)
                print(f"fails with every guard in place: {test}", flush=True)  # noqa: T201 - `scripts/guards` shows it
            elif failed:
                by = test
                break
        answer = {"key": guard.key, "guard": str(guard), "by": by, "met by": len(order)}
        with open(ANSWERS, "a", encoding="utf-8") as file:
            file.write(json.dumps(answer) + "\n")
        print(f"{'caught' if by else 'NOT MISSED':11} {guard}", flush=True)  # noqa: T201 - `scripts/guards` shows it


def _likely(guard: Guard, item: pytest.Item) -> bool:
    """Return whether a test speaks of events, where an event is not written."""
    return guard.kind != EVENT or any("vent" in name or "verb" in name for name in item.obj.__code__.co_names)


class _Runner:
    """Runs single tests again and again; what a module has built stays until another module's turn."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def fails(self, item: pytest.Item) -> bool:
        state = self.session._setupstate
        state.teardown_exact(item)
        reports = runtestprotocol(item, log=False, nextitem=item.parent)  # type: ignore[arg-type]
        failed = any(report.failed for report in reports)
        if failed:  # what the module has built may be broken
            self.begin_anew()
        return failed

    def begin_anew(self) -> None:
        """Throw away what modules have built."""
        self.session._setupstate.teardown_exact(self.session)  # type: ignore[arg-type]


# ---- other code for functions that are there ----


class _Code:
    """The functions of the process, by the file that they come from."""

    def __init__(self) -> None:
        gc.unfreeze()  # what is frozen is not listed
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        for thing in gc.get_objects():
            if type(thing) is FunctionType:
                self.functions[thing.__code__.co_filename].append(thing)

    @contextmanager
    def with_texts(self, texts: dict[str, bytes]) -> Iterator[None]:
        """Give the functions of files the code that they have in these texts."""
        changed: list[tuple[FunctionType, CodeType]] = []
        try:
            for file, text in texts.items():
                changed += self._replace(file, text)
            yield
        finally:
            for function, code in changed:
                function.__code__ = code

    def _replace(self, file: str, text: bytes) -> Iterator[tuple[FunctionType, CodeType]]:
        name = str(ROOT / file)
        keys = {code: key for key, code in _codes(name, (ROOT / file).read_bytes()).items()}
        others = _codes(name, text)
        replaced = 0
        for function in self.functions[name]:
            before = function.__code__
            other = others.get(keys.get(before, ("", 0)))
            if other is not None and other != before:
                function.__code__ = other
                replaced += 1
                yield function, before
        assert replaced, f"no function of {file} could be replaced"


def _codes(file: str, text: bytes) -> dict[Key, CodeType]:
    codes: dict[Key, CodeType] = {}
    counts: dict[str, int] = defaultdict(int)

    def look(code: CodeType) -> None:
        codes[code.co_qualname, counts[code.co_qualname]] = code
        counts[code.co_qualname] += 1
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                look(inner)

    look(compile(text, file, "exec", dont_inherit=True))
    return codes
