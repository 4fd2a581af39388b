"""Tests the rules of the day: what they answer, that no two are valid at once, that nobody else reads them."""

import ast
import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import campaigns
from tests.support.source import trees, walked
from tests.units.expected_rules import DAYS, EXPECTED
from units.models import Certainty, Rule
from units.models.rule_registry import REGISTRY
from units.rules.loading import SHIPPED, load_rules, rows_of
from units.rules.reader import rule, rules

CAMPAIGNS = Path(campaigns.__file__).parent / "data"
KNOWS_THE_TABLE = {"units.models", "units.rules.reader", "units.admin.rules", "units.migrations.0008_rules"}


def answer(code, scope, day):
    row = rule(code, on=day, scope=scope)
    return row and (row.value, row.article, str(row.certainty))


@pytest.mark.parametrize(("code", "scope"), EXPECTED)
def test_what_is_known_on_days_around_each_change(db, code, scope):
    assert [answer(code, scope, day) for day in DAYS] == list(EXPECTED[code, scope])


def test_every_code_has_expected_answers():
    assert {code for code, _scope in EXPECTED} == set(REGISTRY)


def test_what_was_only_inferred_stops_nothing(db):
    on = rules("cap.cstdcs_share", "layout.page_number", on=date(2015, 7, 20))
    assert (on["cap.cstdcs_share"].binding, on["layout.page_number"].binding) == (False, True)


def test_every_code_is_read_by_some_page():
    """A rule that nobody reads does nothing, whatever the Board writes into it. Checks of a sheet name some in data."""
    read = {
        node.value
        for module, tree in trees().items()
        for node in walked(tree)
        if isinstance(node, ast.Constant) and module != "units.models.rule_registry"
    }
    checks = tomllib.loads((CAMPAIGNS / "indicators-2015.toml").read_text("utf-8"))["checks"]
    assert set(REGISTRY) - read - {check.get("limit_rule") for check in checks} == set()


def test_an_unknown_code(db):
    with pytest.raises(KeyError, match="nothing"):
        rule("grounds.nothing", on=date(2015, 7, 20))


OVERLAPS = [
    ({"valid_from": date(2024, 1, 1), "valid_to": None}, True),
    ({"valid_from": None, "valid_to": date(2020, 1, 1)}, True),
    ({"valid_from": None, "valid_to": None}, True),
    ({"valid_from": None, "valid_to": date(2019, 12, 31)}, False),
    ({"valid_from": date(2020, 7, 1), "valid_to": date(2021, 1, 1)}, False),
]


def decider(**columns):
    return Rule(code="award.decided_by", scope="one", day="decided", value="Hội đồng", certainty="local", **columns)


@pytest.fixture
def two_rules(db):
    decider(valid_from=date(2020, 1, 1), valid_to=date(2020, 6, 30)).save()
    other = decider(valid_from=date(2022, 1, 1), valid_to=None)
    other.save()
    return other


@pytest.mark.parametrize(("validity", "refused"), OVERLAPS)
def test_the_database_refuses_overlapping_validity(two_rules, validity, refused):
    if refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            decider(**validity).save()
    else:
        decider(**validity).save()


@pytest.mark.parametrize(("validity", "refused"), [(OVERLAPS[1][0], True), (OVERLAPS[4][0], False)])
def test_the_database_refuses_validity_that_comes_to_overlap(two_rules, validity, refused):
    changed = Rule.objects.filter(pk=two_rules.pk)
    if refused:
        with pytest.raises(IntegrityError, match="rule_validity_overlaps"), transaction.atomic():
            changed.update(**validity)
    else:
        changed.update(**validity)


def test_another_scope_is_another_rule(two_rules):
    row = decider(valid_from=date(2022, 1, 1), valid_to=None)
    row.scope = "two"
    row.save()
    assert rule("award.decided_by", on=date(2022, 1, 1), scope="two") == row
    assert rule("award.decided_by", on=date(2022, 1, 1), scope="three") is None


def test_loading_again_adds_nothing_and_changes_nothing(db):
    Rule.objects.filter(code="cap.cstdcs_share").update(value=20)
    assert load_rules(Rule) == 0
    assert rule("cap.cstdcs_share", on=date(2015, 1, 1)).value == 20


def shipped_rows():
    return [row for path in SHIPPED for row in rows_of(tomllib.loads(path.read_text("utf-8")))]


def test_what_was_not_read_in_the_text_says_why_or_cites_it():
    silent = [row for row in shipped_rows() if row["certainty"] in ("inferred", "local") and not row["words"]]
    assert silent == []
    assert [row for row in shipped_rows() if row["certainty"] == Certainty.READ and not row["article"]] == []


@pytest.mark.sqlite  # asks no database
def test_only_the_reader_reads_the_table():
    knowing = {
        module
        for module, tree in trees().items()
        for node in walked(tree)
        if isinstance(node, ast.Name) and node.id == "Rule" and module != "units.models.rule"
        if any(isinstance(parent, ast.Attribute) and parent.value is node for parent in walked(tree))
    }
    assert knowing <= KNOWS_THE_TABLE
