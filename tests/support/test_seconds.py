"""Tests the table of seconds that a run prints at its end."""

from types import SimpleNamespace

import pytest

from tests.support.seconds import Seconds

pytestmark = pytest.mark.sqlite  # asks no database


def run_of(*reports):
    seconds = Seconds()
    for nodeid, duration in reports:
        seconds.pytest_runtest_logreport(SimpleNamespace(nodeid=nodeid, duration=duration))
    return seconds.lines()


def test_seconds_are_summed_by_folder_and_by_file_the_slowest_first():
    quick = ("tests/test_a.py::test_one", 0.5), ("tests/test_a.py::test_two[x/y::z]", 0.25)
    assert run_of(*quick, ("tests/test_b.py::test_one", 2.0), ("tests/browser/test_c.py::test_one", 1.0)) == [
        "seconds, of all processes together, by folder, and of the 3 slowest files:",
        "     2.8  tests/",
        "     1.0  tests/browser/",
        "     2.0  tests/test_b.py",
        "     1.0  tests/browser/test_c.py",
        "     0.8  tests/test_a.py",
    ]


def test_of_many_files_only_the_slowest_are_named():
    said = run_of(*((f"tests/test_{number}.py::test", number) for number in range(1, 31)))
    assert (said[2], said[-1], len(said)) == ("    30.0  tests/test_30.py", "    16.0  tests/test_16.py", 17)


def test_of_one_file_nothing_is_said():
    assert run_of(("tests/test_a.py::test_one", 1.0), ("tests/test_a.py::test_two", 1.0)) == []
