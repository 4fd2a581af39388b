"""What the fonts of papers hold, read from their files: how wide a text is, and which letters they lack."""

from enum import StrEnum
from functools import cache, lru_cache

from django.contrib.staticfiles import finders


class Face(StrEnum):
    """A font file of papers; all are of one family."""

    REGULAR = "Tinos-Regular"
    BOLD = "Tinos-Bold"
    ITALIC = "Tinos-Italic"
    BOLD_ITALIC = "Tinos-BoldItalic"


def text_width(text: str, face: Face, size: float) -> float:
    """Return the width of a line in points; a letter that the font lacks counts as wide as its size."""
    return _width(text, face) * size


@lru_cache(maxsize=10_000)
def _width(text: str, face: Face) -> float:
    advances = _advances(face)
    return sum(advances.get(ord(char), 1.0) for char in text)


def lacking(text: str) -> list[str]:
    """Return the characters that papers cannot print, each once, in the order of the text."""
    return [char for char in dict.fromkeys(text) if ord(char) not in _printable()]


@cache
def _printable() -> frozenset[int]:
    """Return the letters that all faces have, line breaks and tabs."""
    return frozenset.intersection(*(frozenset(_advances(face)) for face in Face)) | {ord("\n"), ord("\t")}


@cache
def _advances(face: Face) -> dict[int, float]:
    """Return for each letter of a face by how much it moves on, as a share of the font size."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow, and few requests ask

    path = finders.find(f"fonts/{face}.ttf")
    with TTFont(path, lazy=True) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {letter: metrics[glyph][0] / units for letter, glyph in font.getBestCmap().items()}
