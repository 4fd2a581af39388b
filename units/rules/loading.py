"""Loads rules from TOML files. A rule that the table has for the same code, scope and first day is left as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from units.models.rule_registry import REGISTRY

SHIPPED = tuple(Path(__file__).parents[1] / "data" / f"rules-{year}.toml" for year in (2015, 2026))
"""The rules that were valid in 2015, and those that began later and were known on 29 November 2026."""


def load_rules(model: Any, paths: Iterable[Path] = SHIPPED) -> int:
    """Add the rules of the files that the table lacks and return how many. `model` is that of now or of a migration."""
    missing = [row for path in paths for row in missing_rules(model, tomllib.loads(path.read_text(encoding="utf-8")))]
    model.objects.bulk_create(missing)
    return len(missing)


def missing_rules(model: Any, content: dict[str, Any]) -> list[Any]:
    """Return the rules of a file's content that the table lacks, not saved yet. Raises KeyError, ValueError."""
    there = set(model.objects.values_list("code", "scope", "valid_from"))
    rows = [model(**row) for row in rows_of(content)]
    return [row for row in rows if (row.code, row.scope, row.valid_from) not in there]


def rows_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of each rule. Raises ValueError for a value or a scope that its code does not have."""
    rows = []
    for row in content["rules"]:
        code = REGISTRY[row["code"]]
        if not code.type.fits(row["value"]) or row.get("scope", "") not in ("", *code.scopes):
            raise ValueError(row)
        rows.append({"scope": "", "valid_from": None, "valid_to": None, "article": "", "words": "", **row})
        rows[-1]["day"] = code.day
    return rows
