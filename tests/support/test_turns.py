"""Tests that slow tests take turns, and that each in tests/turns.toml is there."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.support import turns
from tests.support.sweep_share import PARTS
from tests.support.turns import not_in_turn, whose_turn

pytestmark = pytest.mark.sqlite  # asks no database
ROOT = Path(__file__).resolve().parents[2]
NAMED = [name for entries in turns.lists().values() for name in turns.names_in(entries)]
SLOW = [f"tests/test_slow.py::test_{number}" for number in range(10)]


class Config:
    """Stands in for pytest's configuration of a run."""

    def __init__(self, seed):
        self.seed = seed

    def getoption(self, name, default=None):
        return {"randomly_seed": self.seed}.get(name, default)


class Case:
    """Stands in for a collected test."""

    def __init__(self, nodeid):
        self.nodeid = nodeid


def run(nodeids, entries, seed):
    """Return which of these tests a run with this seed has."""
    cases = [Case(nodeid) for nodeid in nodeids]
    waiting = not_in_turn(cases, Config(seed), {"slow": entries})
    return [case.nodeid for case in cases if case not in waiting]


def test_of_a_list_every_eighth_runs_and_after_eight_seeds_each_has_run_once():
    assert run(SLOW, SLOW, seed=0) == [SLOW[0], SLOW[8]]
    assert run(SLOW, SLOW, seed=8) == [SLOW[0], SLOW[8]]
    assert run(SLOW, SLOW, seed=10) == [SLOW[2]]
    assert Counter(name for seed in range(5, 5 + PARTS) for name in run(SLOW, SLOW, seed)) == Counter(SLOW)


@pytest.mark.parametrize("length", [1, 2, 7])
def test_of_a_short_list_one_always_runs(length):
    assert [len(run(SLOW[:length], SLOW[:length], seed)) for seed in range(9)] == [1] * 9


def test_a_function_takes_its_cases_along_and_a_case_a_file_or_several_can_be_named_alone():
    cases = [
        f"{SLOW[0]}[a]",
        f"{SLOW[0]}[b]",
        f"{SLOW[1]}[a-b]",
        "tests/test_demo.py::test_a",
        "tests/test_other.py::test_a",
    ]
    assert run(cases, [SLOW[0], SLOW[1]], seed=0) == [*cases[:2], *cases[3:]]
    assert run(cases, [f"{SLOW[0]}[a]", f"{SLOW[0]}[b]"], seed=1) == cases[1:]
    together = [["tests/test_demo.py", f"{SLOW[1]}[a-b]"], SLOW[0]]
    assert run(cases, together, seed=0) == cases[2:]
    assert run(cases, together, seed=1) == [*cases[:2], cases[4]]


@pytest.mark.parametrize("seed", range(PARTS))
def test_what_no_list_names_runs_every_time(seed):
    assert run(["tests/test_new.py::test_slow_too"], ["tests/test_new.py::test_slow", *SLOW], seed)


def test_the_run_says_whose_turn_it_is():
    assert [whose_turn(Config(seed)) for seed in (0, 7, 8, 9191)] == [f"turn {n} of 8" for n in (1, 8, 1, 8)]


def test_no_test_has_two_turns():
    assert [name for name, count in Counter(NAMED).items() if count > 1] == []
    files = {name for name in NAMED if "::" not in name}
    assert [name for name in NAMED if "::" in name and name.partition("::")[0] in files] == []


def test_each_that_is_named_is_there():
    functions = {file: functions_in(ROOT / file) for file in {name.partition("::")[0] for name in NAMED}}
    places = [(name, *name.partition("[")[0].split("::")) for name in NAMED]
    assert [name for name, file, *function in places if not functions[file].issuperset(function)] == []


def functions_in(file):
    return {node.name for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
