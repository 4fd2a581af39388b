"""Tests that only `Acting.covers` and `User.reach` know what lies in reach: no other module compares paths."""

import ast

import pytest

from tests.support.source import PACKAGES, trees, walked

pytestmark = pytest.mark.sqlite  # asks no database

COMPARISONS = ("path__startswith", "path__gte", "path__gt", "path__lte", "path__lt", "path__range")
RANGES = {"within", "below_except", "is_within"}
ALLOWED = {
    "emulation.context": "addresses of pages, which are no paths of the tree",
    "campaigns.models.called": "the tree as it was called, and units at or below a path in it",
    "campaigns.models.filing": "sheets of units called at or below a path",
    "campaigns.models.data_request_sheet": "sheets of units asked at or below a path",
    "campaigns.models.activity": "the activity notes for the report of a unit are of it and those below",
    "campaigns.models.followed": "a dossier is told of the exemplars at its unit and below it",
    "campaigns.gathering_filters": "the unions below a chosen upper union that have not held theirs",
    "campaigns.sheet.asked_indicators": "a sector union's own movement is asked of what was called at or below it",
    "campaigns.actions.branch_sections": "sheets that were sent at or below a sector union",
    "campaigns.answer_columns": "a sector union's own movement concerns its branch and the unions above it",
    "campaigns.extensions": "units of a phase at or below an upper union, as they were called",
    "campaigns.figures.request_figures": "answers of who was asked at or below a path",
    "campaigns.figures.queries": "figures of a phase are of what was called at or below a path",
    "campaigns.review_queue": "the sheets below one's unit without those of nearer reviewers",
    "awards.desk.appraising": "the dossiers that wait below one's unit",
    "awards.rules.quota_usage": "the percent of a quota is of what was called at or below its unit",
}


def compares_paths(node):
    """Return whether a node of the source asks if a path is at or below another."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in RANGES
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        whose, name = ast.unparse(node.func.value), node.func.attr
        if name == "contains":
            return whose.endswith(("by.unit", "acting.unit"))
        return name == "startswith" and whose.rpartition(".")[2] == "path" and whose != "request.path"
    return isinstance(node, ast.keyword) and node.arg is not None and node.arg.endswith(COMPARISONS)


def comparing(modules):
    return {name for name, tree in modules.items() if any(map(compares_paths, walked(tree)))}


def test_paths_are_compared_in_units_and_in_the_modules_named_here():
    outside = {name: tree for name, tree in trees().items() if name.partition(".")[0] != "units"}
    assert {name.partition(".")[0] for name in outside} == set(PACKAGES) - {"units"}
    generator = {name for name in outside if name.startswith("emulation.fictional.")}  # writes trees, asks for nobody
    assert comparing(outside) - generator == set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        "filing.unit.path.startswith(by.unit.path)",
        "path.startswith(own)",
        "by.unit.contains(unit.path)",
        "rows.filter(within('unit__path', paths))",
        "rows.filter(called__path__gte=path)",
    ],
)
def test_each_comparison_of_paths_would_be_found(line):
    """The control."""
    assert comparing({"module": ast.parse(line)}) == {"module"}
