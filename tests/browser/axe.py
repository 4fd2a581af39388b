"""Runs axe-core (tests/vendor/axe) on a page in the browser and reports accessibility violations."""

from pathlib import Path

import pytest

SCRIPT = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")

config: pytest.Config  # set by conftest: it says which pages this run looks at


def assert_accessible(page):
    """Fail with each broken rule, its help and the elements, unless axe finds nothing on the page.

    The script is evaluated from outside, not added to the page, so a content security policy stands.
    """
    page.evaluate(SCRIPT)
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not violations, "\n".join([f"{page.url}: barriers found by axe", *map(told, violations)])


def told(violation):
    """Return one violation in readable lines."""
    rule = f"  {violation['id']} ({violation['impact']}): {violation['help']}"
    elements = [f"    {' '.join(map(str, node['target']))}  {node['html']}" for node in violation["nodes"]]
    return "\n".join([rule, *elements])
