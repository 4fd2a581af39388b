"""The sets of words that come with the portal: what unions and the office are called from a day on."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
NEWEST = "2026"


@cache
def word_sets() -> dict[str, dict[str, Any]]:
    """Return the contents of the files by their year, the newest first."""
    files = sorted(FOLDER.glob("words-*.toml"), reverse=True)
    return {file.stem.removeprefix("words-"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def set_choices() -> list[tuple[str, str]]:
    """Return the years with what tells the sets apart: the choices of a box."""
    return [(year, content["title"]) for year, content in word_sets().items()]


def board_of(year: str) -> str:
    """Return what a set calls the board that runs emulation."""
    return next(row["text"] for row in word_sets()[year]["terms"] if row["code"] == "board")
