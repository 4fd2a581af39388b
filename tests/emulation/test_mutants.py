"""Tests that each seeded fault of mutants.toml still applies to the code, and that its tests run."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # asks no database
ROOT = Path(__file__).resolve().parents[2]
MUTANTS = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]


def test_there_are_twenty_and_more_and_each_is_another():
    assert len({mutant["what"] for mutant in MUTANTS}) == len(MUTANTS) >= 20


def test_twelve_and_more_make_a_report_say_what_is_false():
    assert sum("/figures/" in mutant["file"] for mutant in MUTANTS) >= 12


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda fault: re.sub(r"\W+", "-", fault["what"]))
def test_its_place_is_there_once_and_its_tests_run_on_its_database(mutant):
    assert (ROOT / mutant["file"]).read_text(encoding="utf-8").count(mutant["old"]) == 1
    assert mutant["old"] != mutant["new"]
    other = "sqlite" if mutant.get("database") == "postgresql" else "postgres"
    files = {ROOT / test.partition("::")[0] for test in mutant["tests"]}
    assert {file.name for file in files if not file.exists() or f"mark.{other}" in marks(file)} == set()


def marks(file):
    """Return the marks of all tests of a file."""
    return "".join(re.findall(r"^pytestmark = .*", file.read_text(encoding="utf-8"), re.MULTILINE))
