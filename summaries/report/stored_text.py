"""The formats of the stored text of final summaries, and how it is read.

A field of a stored dataclass may be added if it has a default; whoever renames, removes or changes one adds an upgrade.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from foundation.serialization import from_json
from foundation.stored_format import StoredFormat, Upgrade
from summaries.report.document import Document
from summaries.report.line_file import OF_2015, rows_of


def _with_spring_columns(content: Any) -> Any:
    """Format 2 names the columns of the annex about spring; all texts of format 1 have those of 2015."""
    content["spring_columns"] = _columns_of_2015()
    return content


@cache
def _columns_of_2015() -> list[dict[str, str]]:
    columns = {row["key"]: row for row in rows_of(OF_2015) if row["role"] == "column"}
    return [{"code": row["asks"][0], "heading": row["text"]} for row in columns.values()]


UPGRADES: dict[int, Upgrade] = {1: _with_spring_columns}
"""By format the function that returns the next one: `{1: to_2}`."""

TEXT = StoredFormat("text of a summary", UPGRADES)


def read_text(content: Any, stored_format: int) -> Document:
    """Return a stored text. Raises UnknownFormat."""
    document: Document = from_json(Document, TEXT.read(content, stored_format))
    return document
