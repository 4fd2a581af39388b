"""The words for kinds of places, of any year: where names of unions and titles may break, and where a place begins."""

from __future__ import annotations

from pathlib import Path

KINDS_OF_PLACES = tuple((Path(__file__).parent / "kinds-of-places.txt").read_text(encoding="utf-8").split("\n")[:-1])
"""In small letters: "tỉnh", "thành phố", "xã"."""
