"""The formats of the stored text of final summaries, and how it is read.

A field of a stored dataclass may be added if it has a default; whoever renames, removes or changes one adds an upgrade.
"""

from __future__ import annotations

from typing import Any

from foundation.serialization import from_json
from foundation.stored_format import StoredFormat, Upgrade
from summaries.report.document import Document

UPGRADES: dict[int, Upgrade] = {}
"""By format the function that returns the next one: `{1: to_2}`."""

TEXT = StoredFormat("text of a summary", UPGRADES)


def read_text(content: Any, stored_format: int) -> Document:
    """Return a stored text. Raises UnknownFormat."""
    document: Document = from_json(Document, TEXT.read(content, stored_format))
    return document
