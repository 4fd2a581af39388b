"""Abbreviations of names of unions and workplaces, which what people hang on a wall spells out."""

import re
import tomllib
from pathlib import Path

SPELLED_OUT: dict[str, str] = tomllib.loads(Path(__file__).with_name("words-abbreviations.toml").read_text("utf-8"))
_SCHOOLS = {"TH": "Tiểu học", "MN": "Mầm non"}
"""Abbreviations that are clear behind "Trường" alone."""

_WHOLE = re.compile(rf"\b({'|'.join(sorted(SPELLED_OUT, key=len, reverse=True))})\b")
_SCHOOL = re.compile(r"\b(Trường|TRƯỜNG) (TH|MN)\b")


def spelled_out(text: str) -> str:
    """Return a name or sentence without the abbreviations that have one meaning; others stay as they were typed."""
    text = _SCHOOL.sub(lambda match: f"{match[1]} {_SCHOOLS[match[2]]}", text)
    return _WHOLE.sub(lambda match: SPELLED_OUT[match[1]], text)
