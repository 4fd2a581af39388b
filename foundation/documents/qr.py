"""The QR code of a printed paper as an SVG path."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""White margin around the code in modules, as ISO/IEC 18004 requires."""


@dataclass(frozen=True)
class Drawing:
    """A QR code as an SVG path.

    `size`: width and height in modules with the white margin; `path`: path data of the dark runs, one module high.
    """

    size: int
    path: str


def drawing(text: str) -> Drawing:
    """Return the QR code of a text at error correction level M (about 15 % may be damaged)."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return Drawing(size=len(rows) + 2 * QUIET, path="".join(runs))


def _runs(row: bytes, y: int) -> list[str]:
    """Return the path data of the dark runs of row `y`: "M4 5h7v1h-7z"."""
    runs, x = [], 0
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
        x += length
    return runs
