"""What styles of cells say: whether they are yellow, as cells that are to be filled often are, or in percent."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass

from foundation.filling.sheet_parser import ElementReader, Tag, whole_of

_FORMAT = ("numFmts", "numFmt")
_PERCENT_FORMATS = ("9", "10")  # those that need no code of their own
_YELLOW_INDEXES = ("5", "13", "34", "43")  # of the palette that old files use


@dataclass(frozen=True)
class CellStyle:
    is_yellow: bool = False
    is_percent: bool = False


def read_styles(xml: bytes) -> list[CellStyle]:
    """Return the styles that cells name by their number. Raises UnreadableSheet."""
    reader = ElementReader(xml)
    codes = {tag.attributes.get("numFmtId"): tag.attributes.get("formatCode", "") for tag in reader.at(*_FORMAT)}
    percents = {key for key, code in codes.items() if "%" in code} | set(_PERCENT_FORMATS)
    begins = [fill.start for fill in reader.at("fills", "fill")]
    colours = reader.at("fills", "fill", "patternFill", "fgColor")
    yellow = {bisect(begins, colour.start) - 1 for colour in colours if _is_yellow(colour)}
    return [
        CellStyle(whole_of(tag.attributes.get("fillId")) in yellow, tag.attributes.get("numFmtId") in percents)
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
