"""What styles of cells say: whether they are yellow, as cells that are to be filled often are, in percent, or dates."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass

from foundation.filling.sheet_parser import ElementReader, Tag, whole_of

_FORMAT = ("numFmts", "numFmt")
_PERCENT_FORMATS = ("9", "10")  # those that need no code of their own
_DATE_FORMATS = {str(number) for number in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))}
_NOT_OF_A_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')  # texts, and colours, conditions and languages in brackets
_YELLOW_INDEXES = ("5", "13", "34", "43")  # of the palette that old files use


@dataclass(frozen=True)
class CellStyle:
    is_yellow: bool = False
    is_percent: bool = False
    is_date: bool = False


def read_styles(xml: bytes) -> list[CellStyle]:
    """Return the styles that cells name by their number. Raises UnreadableSheet."""
    reader = ElementReader(xml)
    codes = {tag.attributes.get("numFmtId"): tag.attributes.get("formatCode", "") for tag in reader.at(*_FORMAT)}
    percents = {key for key, code in codes.items() if "%" in code} | set(_PERCENT_FORMATS)
    dates = {key for key, code in codes.items() if _is_date(code)} | _DATE_FORMATS
    begins = [fill.start for fill in reader.at("fills", "fill")]
    colours = reader.at("fills", "fill", "patternFill", "fgColor")
    yellow = {bisect(begins, colour.start) - 1 for colour in colours if _is_yellow(colour)}
    return [
        CellStyle(
            whole_of(tag.attributes.get("fillId")) in yellow,
            tag.attributes.get("numFmtId") in percents,
            tag.attributes.get("numFmtId") in dates,
        )
        for tag in reader.at("cellXfs", "xf")
    ]


def _is_yellow(colour: Tag) -> bool:
    if colour.attributes.get("indexed") in _YELLOW_INDEXES:
        return True
    rgb = colour.attributes.get("rgb", "")[-6:]
    try:
        red, green, blue = (int(rgb[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red >= 230 and green >= 200 and blue <= 190 and green - blue >= 40 and red - green <= 60


def _is_date(code: str) -> bool:
    """Return whether a code of a format writes days: outside of quotes it names day or year (d, y)."""
    return bool(re.search("[dy]", _NOT_OF_A_CODE.sub("", code), re.IGNORECASE))
