"""Texts of a certificate on centred lines of like length, each as large as its own room allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from foundation.documents.fonts import Face, text_width
from foundation.documents.no_break import kept_together
from foundation.vietnamese.places import KINDS_OF_PLACES

GOOD_END, BAD_END = 0.9, 1.5
"""By what the width counts of a line that ends with a comma or before a place, and of one that ends inside a place."""
TOO_WIDE = 100
SMALLER = 0.75
"""To which share of its size a text may shrink so that no name of a place is parted."""
HEIGHT = 1.25
"""Height of a line as a share of its font size."""
Step = tuple[int, int]
"""A font size in points, and on how many lines it may be used."""


@dataclass(frozen=True)
class FittedText:
    lines: list[str]
    size: int

    @property
    def height(self) -> float:
        """The height of its lines in points."""
        return len(self.lines) * self.size * HEIGHT


def fitted(text: str, face: Face, steps: Iterable[Step], room: float, height: float = float("inf")) -> FittedText:
    """Return the text by the first of the steps that it fits: `room` points wide, `height` points high; else the last.

    What belongs together stays on one line (`foundation.documents.no_break`).
    """
    words, first = kept_together(text).split(" "), None
    for size, most in steps:
        needed = _lines_needed(words, face, room / size)
        for count in range(needed, needed + 2):
            last = FittedText(_balanced(words, count, face, room / size), size)
            if count > most or last.height > height or any(text_width(word, face, size) > room for word in words):
                break
            if not _parts_a_place(last.lines):
                return last if first is None or size >= first.size * SMALLER else first
            first = first or last
    return first or last


def _parts_a_place(lines: list[str]) -> bool:
    words = " \n ".join(lines).split(" ")
    return any(word == "\n" and _weight(words[:at] + words[at + 1 :], at) == BAD_END for at, word in enumerate(words))


def _lines_needed(words: list[str], face: Face, room: float) -> int:
    count, width = 1, 0.0
    blank = text_width(" ", face, 1)
    for word in words:
        own = text_width(word, face, 1)
        if width and width + blank + own > room:
            count, width = count + 1, own
        else:
            width += own + (blank if width else 0)
    return count


def _balanced(words: list[str], count: int, face: Face, room: float) -> list[str]:
    """Return the words on so many lines, the longest of them as short as can be."""
    blank = text_width(" ", face, 1)
    ends = [0.0, *accumulate(text_width(word, face, 1) + blank for word in words)]

    def cost(start: int, end: int) -> float:
        width = ends[end] - ends[start] - blank
        return width * (_weight(words, end) if width <= room else TOO_WIDE)

    best: list[tuple[float, tuple[int, ...]]] = [(cost(0, end) if end else 0.0, (0,)) for end in range(len(words) + 1)]
    for before in range(1, count):
        best = [
            min((max(best[start][0], cost(start, end)), (*best[start][1], start)) for start in range(before, end))
            if end > before
            else (float("inf"), ())
            for end in range(len(words) + 1)
        ]
    starts = best[-1][1]
    return [" ".join(words[start:end]) for start, end in zip(starts, (*starts[1:], len(words)), strict=True)]


def _weight(words: list[str], end: int) -> float:
    """Return by what the width of a line that ends before `words[end]` is multiplied."""
    if end == len(words):
        return 1
    if words[end - 1].endswith(",") or words[end].casefold() in KINDS_OF_PLACES:
        return GOOD_END
    return BAD_END if any(word.casefold() in KINDS_OF_PLACES for word in words[max(0, end - 2) : end]) else 1
