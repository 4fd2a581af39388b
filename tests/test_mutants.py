"""The seeded faults still have their places in the code, so that none is passed over in silence."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.sqlite  # asks no database
ROOT = Path(__file__).resolve().parents[1]
MUTANTS = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]


def test_there_are_twenty_and_more_and_each_is_another():
    assert len({one["what"] for one in MUTANTS}) == len(MUTANTS) >= 20


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: re.sub(r"\W+", "-", one["what"]))
def test_its_place_is_there_once_and_so_are_its_tests(mutant):
    assert (ROOT / mutant["file"]).read_text(encoding="utf-8").count(mutant["old"]) == 1
    assert mutant["old"] != mutant["new"]
    assert [test for test in mutant["tests"] if not (ROOT / test.partition("::")[0]).exists()] == []
