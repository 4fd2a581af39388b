"""Tests names in the source: public classes are unique, placeholder nouns are rare."""

import ast
from collections import defaultdict

import pytest

from tests.support.source import trees, walked

pytestmark = pytest.mark.sqlite  # asks no database

TWINS = {"Command": "what Django calls the class of every management command"}  # class name → why it is there twice
PLACEHOLDERS = {"one", "found", "known", "place", "asked", "item", "result", "thing", "data", "entry"}
# As many as there are. Lower it when a name is mended; a new variable is called after what it holds.
MOST_PLACEHOLDERS = 53


def test_every_public_class_has_a_name_of_its_own():
    modules = defaultdict(list)
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                modules[node.name].append(module)
    twins = {name: where for name, where in modules.items() if len(where) > 1}
    assert {name: where for name, where in twins.items() if name not in TWINS} == {}
    assert twins.keys() == TWINS.keys()


def test_few_variables_and_arguments_have_a_placeholder_for_a_name():
    counts = {module: uses for module, tree in trees().items() if (uses := placeholders(tree))}
    assert sum(counts.values()) <= MOST_PLACEHOLDERS, sorted(counts.items(), key=lambda pair: -pair[1])[:20]


def placeholders(tree: ast.Module) -> int:
    """Return how often a variable or an argument has such a name; words in texts and attributes do not count."""
    names = [node.id for node in walked(tree) if isinstance(node, ast.Name)]
    names += [node.arg for node in walked(tree) if isinstance(node, ast.arg)]
    return sum(name in PLACEHOLDERS for name in names)


def test_placeholders_are_counted_wherever_they_are_written():
    tree = ast.parse("def first(one, units):\n    return [found for found in units] or one.item or 'thing'")
    assert placeholders(tree) == 4  # the argument, its use, and `found` twice
