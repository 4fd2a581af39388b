"""The data files of a demo, a folder for each scenario."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from units.word_files import word_sets


@dataclass(frozen=True)
class DemoFiles:
    """Reads the TOML files of one scenario."""

    folder: Path
    word_set: str = ""  # of which year the unions are called; "": by the words that every root has

    def read(self, name: str) -> dict[str, Any]:
        """Return the content of a data file."""
        return _content(self.folder / name)

    def words(self) -> dict[str, Any]:
        """Return the set of words, {} if it is the one that every root has."""
        return word_sets()[self.word_set] if self.word_set else {}


@cache
def _content(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


FOLDER = Path(__file__).parent
OF_2015 = DemoFiles(FOLDER)
OF_2026 = DemoFiles(FOLDER / "data_2026", word_set="2026")
