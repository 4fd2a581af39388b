"""The file of a campaign's report lines (TOML): its shape, and the rows it describes.

An indicators file names it (`report = "report-2015.toml"`); a campaign whose indicators name none has the lines of
`PLAIN`, in which every indicator is told by the default sentence of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from typing import Any

import campaigns
from foundation.ordering import ORDER_STEP
from foundation.toml_schema import TableSchema, read_toml
from summaries.models.report_line import DEFAULT_FOR

DATA = Path(campaigns.__file__).parent / "data"
PLAIN, OF_2015 = DATA / "report-plain.toml", DATA / "report-2015.toml"
LEVELS, PERIODS = ("campaign", "upper", "grassroots"), ("phase", "year")

FOR = {"for": [set(LEVELS)], "of": [set(PERIODS)]}
"""Whose reports a line is in, and of a phase or of the year; in all of them where it does not say."""
TEXTS = {"title": str, "text": str, "silent": str, "hint": str, "asks": [str], "active": bool}
SENTENCE = TableSchema({"key": str}, FOR | TEXTS)
ENDS = [TableSchema({"title": str, "text": str}, FOR)]
PART = TableSchema({"key": str, "heading": str}, FOR | {"item": [SENTENCE], "silent": str})
DEFAULT = TableSchema({"part": str, "key": set(DEFAULT_FOR), "text": str}, FOR | {"title": str, "active": bool})
PHRASE = TableSchema({"key": str, "text": str}, FOR | {"asks": [str], "zero": str})
COLUMN = TableSchema({"key": str, "text": str, "asks": [str]}, FOR)
LINES_FILE = TableSchema(
    {"opening": ENDS, "closing": ENDS, "part": [PART]},
    {"phrase": [PHRASE], "default": [DEFAULT], "column": [COLUMN]},
)


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows that a file describes as columns, report by report in its order. Raises BadFile."""
    content = read_toml(path, LINES_FILE)
    return [
        {"level": level, "period": period, "order": number * ORDER_STEP, "part": "", **row}
        for level, period in product(LEVELS, PERIODS)
        for number, row in zip(count(1), _rows_of_report(content, level, period), strict=False)
    ]


def _rows_of_report(content: dict[str, Any], level: str, period: str) -> Iterator[dict[str, Any]]:
    def mine(tables: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the tables that are in this report, without the names of levels and periods."""
        for table in tables:
            if level in table.get("for", LEVELS) and period in table.get("of", PERIODS):
                yield {name: value for name, value in table.items() if name not in FOR}

    yield from ({"role": "opening", "key": "opening"} | row for row in mine(content["opening"]))
    for part in mine(content["part"]):
        key, lines = part["key"], mine(part.get("item", []))
        yield {"role": "heading", "part": key, "key": key, "text": part["heading"], "silent": part.get("silent", "")}
        yield from ({"role": "sentence", "part": key} | row for row in lines)
        defaults = mine(content.get("default", []))
        yield from ({"role": "default"} | row for row in defaults if row["part"] == key)
    yield from ({"role": "closing", "key": "closing"} | row for row in mine(content["closing"]))
    for role in ("phrase", "column"):
        yield from ({"role": role} | row for row in mine(content.get(role, [])))
