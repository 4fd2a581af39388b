"""The QR code of a printed paper, as the one path that a template draws it with."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno
from django.conf import settings
from django.urls import reverse

QUIET = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


@dataclass(frozen=True)
class Drawing:
    """`size`: width and height in modules, white margin included; `path`: the dark runs, one high."""

    size: int
    path: str


def address(code: str) -> str:
    """Where anybody checks a paper, as one address from outside."""
    return f"{settings.PORTAL_URL}{reverse('awards:verify', args=[code])}"


def drawing(text: str) -> Drawing:
    """Level M: read again with a seventh of it soiled."""
    rows = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    runs = [run for y, row in enumerate(rows) for run in _runs(row, y)]
    return Drawing(size=len(rows) + 2 * QUIET, path="".join(runs))


def _runs(row: bytes, y: int) -> list[str]:
    """The dark stretches of a row: "M4 5h7v1h-7z"."""
    runs, x = [], 0
    for dark, stretch in groupby(row):
        length = len(list(stretch))
        if dark:
            runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
        x += length
    return runs
