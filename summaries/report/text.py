"""The report's sentences, read from data/report.toml; their shapes, and the variants a figure chooses.

Numbering is done when printing, for what is left out leaves no gap.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CAMPAIGN, UPPER, GRASSROOTS = "campaign", "upper", "grassroots"
"""Whose report: the unit's that launched the campaign, an upper union's, a grassroots union's."""

NOTHING = "Không."
"""What stands in a part without lines."""

EXCEEDED, REACHED, FELL_SHORT = "vượt {}", "đạt {}", "mới đạt {}"
"""Variants a, b and c of a share of the target: above 100%, from 50%, below."""
ALL_PLEDGED, SOME_MISSING = "Tất cả đơn vị thuộc diện đã đăng ký", "Còn {} đơn vị chưa đăng ký (Biểu số 01)"
NO_ACCIDENT = "không để xảy ra tai nạn lao động chết người, bị thương nặng"
ACCIDENTS = "xảy ra {} vụ tai nạn lao động nghiêm trọng"
TITLES_LATER, TITLES_NOW = "kết quả được xét vào cuối năm", "kết quả đạt {}"
TITLES = {
    "DH01": "lao động tiên tiến",
    "DH02": "chiến sĩ thi đua cơ sở",
    "DH05": "đoàn viên công đoàn xuất sắc",
    "DH06": "công đoàn cơ sở vững mạnh trở lên",
}
NOT_DECIDED = "chưa có quyết định khen thưởng {} được ban hành; kết quả khen thưởng được báo cáo sau khi có quyết định"
DIRECT = "các CĐCS trực thuộc"

_FILE = Path(__file__).parent / "data" / "report.toml"


@dataclass(frozen=True)
class Item:
    """One numbered line. Without `text` the reviewers write it themselves and nothing is offered.

    `asks`: indicators it is about; when none of them was asked the line is left out. `silent`: what it says
    when they were asked and nobody answered; without it the line is left out then too.
    """

    key: str
    text: str = ""
    title: str = ""
    asks: tuple[str, ...] = ()
    silent: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Part:
    key: str
    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Skeleton:
    """All lines of a report, before any figure."""

    opening: Item
    parts: tuple[Part, ...]
    closing: Item

    @property
    def items(self) -> list[Item]:
        """Every line that can be edited, in order."""
        return [self.opening, *(item for part in self.parts for item in part.items), self.closing]


@cache
def skeleton(level: str) -> Skeleton:
    """The lines of a level's report."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    parts = [_part(part, level) for part in data["part"] if _is_for(part, level)]
    opening, closing = (next(one for one in data[key] if _is_for(one, level)) for key in ("opening", "closing"))
    return Skeleton(_item("opening", **opening), tuple(parts), _item("closing", **closing))


def _part(part: dict[str, Any], level: str) -> Part:
    items = (_item(**item) for item in part["item"] if _is_for(item, level))
    return Part(part["key"], part["heading"], tuple(items))


def _is_for(thing: dict[str, Any], level: str) -> bool:
    return level in thing.get("for", [level])


def _item(key: str, **rest: Any) -> Item:
    rest.pop("for", None)
    return Item(key, **rest | {"asks": tuple(rest.get("asks", ()))})
