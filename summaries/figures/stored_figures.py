"""The formats of stored figures, of final summaries and of rollups, and how they are read.

A field of a stored dataclass may be added if it has a default; whoever renames, removes or changes one adds an upgrade.
"""

from __future__ import annotations

from typing import Any

from foundation.serialization import from_json
from foundation.stored_format import StoredFormat, Upgrade
from summaries.figures.types import PhaseFigures

UPGRADES: dict[int, Upgrade] = {}
"""By format the function that returns the next one: `{1: to_2}`."""

FIGURES = StoredFormat("figures of a summary", UPGRADES)


def read_figures(content: Any, stored_format: int) -> PhaseFigures:
    """Return stored figures. Raises UnknownFormat."""
    figures: PhaseFigures = from_json(PhaseFigures, FIGURES.read(content, stored_format))
    return figures
