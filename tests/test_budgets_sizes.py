"""The pages of `make bench` ask the same of a province of ten times as many unions."""

import io

import pytest
from django.core.management import call_command

from emulation.generator.build import generate
from emulation.generator.sizes import SIZES, Size
from tests.bench_asked import asked
from tests.bench_cases import cases
from tests.standing import standing
from tests.test_budgets import QUERIES, ROWS

pytestmark = [pytest.mark.deep, pytest.mark.postgres, pytest.mark.django_db]
MORE = {"desk of a district", "desk of the Board", "appraisal table", "a dossier"}
"""Pages that ask more than QUERIES (tests/test_budgets.py)."""


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """By size and page: statements, and rows fetched."""
    found = {}
    for name, size in (("once", SIZES["province"]), ("ten times", Size(1, 10 * SIZES["province"].unions))):
        with standing(django_db_blocker, lambda size=size: generate(size, seed=1)):
            call_command("recount", stdout=io.StringIO())
            found[name] = asked(cases())
    return found


def test_ten_times_the_unions_ask_no_more_but_for_the_numbers_of_a_long_list(costs):
    """A list of more than 2,000 rows reads the numbers of the page's rows first (emulation/paging.py)."""
    more = {page: costs["ten times"][page][0] - queries for page, (queries, _rows) in costs["once"].items()}
    assert {page: number for page, number in more.items() if number not in (0, 1)} == {}


@pytest.mark.parametrize("size", ["once", "ten times"])
def test_no_page_of_so_many_costs_more_than_it_may(costs, size):
    assert {page for page, (queries, _rows) in costs[size].items() if queries > QUERIES} == MORE
    assert {page: rows for page, (_queries, rows) in costs[size].items() if rows > ROWS} == {}
