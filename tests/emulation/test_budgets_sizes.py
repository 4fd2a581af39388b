"""Tests that pages of `make bench` stay within the same budgets at one province and at ten of a confederation."""

import io

import pytest
from django.core.management import call_command

from emulation.fictional.generator.build import generate
from emulation.fictional.generator.sizes import SIZES
from tests.bench.cases import cases
from tests.bench.query_counts import query_counts
from tests.emulation.test_budgets import QUERIES, ROWS
from tests.support.module_rows import rows_for_module

pytestmark = [pytest.mark.deep, pytest.mark.postgres, pytest.mark.django_db]
MORE = {
    "desk of an officer", "desk of a district", "desk of the Board", "desk of an area", "appraisal table", "a dossier",
    "summary, one more sheet accepted",
}  # fmt: skip
"""Pages that may ask more than QUERIES; in every state of theirs: tests/emulation/test_budgets.py."""
PUBLIC = {"first page of a stranger", "launch of a campaign", "check of a certificate"}


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """The cost by size and page: statements, and rows fetched."""
    by_size = {}
    for size in ("province", "ten"):
        with rows_for_module(django_db_blocker, lambda size=size: generate(SIZES[size], seed=1)):
            call_command("recount", stdout=io.StringIO())
            by_size[size] = query_counts(cases())
    return by_size


def test_ten_times_the_unions_ask_hardly_more(costs):
    """A list of over 2,000 needs one statement more (foundation/pagination/capped.py), stored counts another."""
    more = {page: costs["ten"][page][0] - queries for page, (queries, _rows) in costs["province"].items()}
    assert {page: number for page, number in more.items() if number > 2} == {}


@pytest.mark.parametrize("size", ["province", "ten"])
def test_no_page_of_so_many_costs_more_than_it_may(costs, size):
    assert {page for page, (queries, _rows) in costs[size].items() if queries > QUERIES} <= MORE
    assert {page: rows for page, (_queries, rows) in costs[size].items() if rows > ROWS} == {}


def test_a_stranger_is_shown_ten_provinces_by_as_many_rows_as_one(costs):
    """One row more holds a confederation's stored counts. (The honour roll is a list of fifty.)"""
    more = {page: costs["ten"][page][1] - costs["province"][page][1] for page in PUBLIC}
    assert {page: rows for page, rows in more.items() if rows > 1} == {}
