"""Tests that the type checker is silenced seldom and for a reason, and that columns declared filled are filled."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from foundation.db.guaranteed import guaranteed
from tests.support.source import PACKAGES

pytestmark = pytest.mark.sqlite  # asks no database
MOST_EXCEPTIONS = 20
LOOKS_AWAY = re.compile(r"# type: ignore|\bcast\(")
WITH_CODE_AND_REASON = re.compile(r"# type: ignore\[[a-z, -]+\]  # \w.{6,}")


def sources() -> list[Path]:
    paths = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]
    return [path for path in paths if "migrations" not in path.parts]


def exceptions() -> list[tuple[str, str, str]]:
    """Return (place, line, the line above it) wherever the type checker is silenced."""
    places = []
    for path in sources():
        lines = path.read_text().splitlines()
        for number, line in enumerate(lines):
            if LOOKS_AWAY.search(line):
                places.append((f"{path.relative_to(settings.BASE_DIR)}:{number + 1}", line, lines[number - 1].strip()))
    return places


def test_the_type_checker_looks_away_seldom():
    assert len(exceptions()) <= MOST_EXCEPTIONS


def test_each_exception_has_its_code_and_its_reason():
    bare = [
        position
        for position, line, above in exceptions()
        if not WITH_CODE_AND_REASON.search(line) and not ("# type: ignore[" in line and above.startswith("# "))
    ]
    assert bare == []


def test_the_type_checker_has_no_code_switched_off():
    mypy = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["mypy"]
    assert set(mypy["files"]) == {*PACKAGES, "deploy/backups.py"}
    assert not {"disable_error_code", "strict_optional", "overrides", "ignore_errors"} & mypy.keys()
    assert mypy["check_untyped_defs"]


def test_each_constraint_that_guarantees_a_column_exists():
    constraints = {constraint.name for model in apps.get_models() for constraint in model._meta.constraints}
    calls = [
        node
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "guaranteed"
    ]
    named = {call.args[1].value for call in calls}
    assert len(calls) > 10
    assert named - constraints == set()


def test_a_column_that_is_empty_all_the_same_is_a_fault():
    assert guaranteed(0, "register_number_once") == 0
    with pytest.raises(ValueError, match="register_number_once"):
        guaranteed(None, "register_number_once")
