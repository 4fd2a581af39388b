"""The text of a report before any figure: its parts and lines from data/report.toml, and variants of phrases.

Lines are numbered when they are printed, so that a line that is left out leaves no gap.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CAMPAIGN, UPPER, GRASSROOTS = "campaign", "upper", "grassroots"
"""The level of a report: of the unit that launched the campaign, of an upper union, or of a grassroots union."""

EMPTY_PART = "Không."
"""The text of a part whose lines are all left out."""

EXCEEDED, REACHED, FELL_SHORT = "vượt {}", "đạt {}", "mới đạt {}"
"""Variants a, b and c of a share of the target: above 100%, from 50% to 100%, below 50%."""
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
DIRECT_UNIONS = "các CĐCS trực thuộc"

_FILE = Path(__file__).parent / "data" / "report.toml"


@dataclass(frozen=True)
class LineTemplate:
    """A line of the report. Without `text` nothing is generated: reviewers write it themselves.

    `asks`: codes of the indicators it is about; when no unit was asked for any of them, the line is left out.
    `silent`: its text when units were asked and none answered; if that is empty, the line is left out then too.
    """

    key: str
    text: str = ""
    title: str = ""
    asks: tuple[str, ...] = ()
    silent: str = ""
    hint: str = ""


@dataclass(frozen=True)
class PartTemplate:
    key: str
    heading: str
    lines: tuple[LineTemplate, ...]


@dataclass(frozen=True)
class ReportTemplate:
    """All lines of a report of one level, before any figure."""

    opening: LineTemplate
    parts: tuple[PartTemplate, ...]
    closing: LineTemplate

    @property
    def lines(self) -> list[LineTemplate]:
        """Every line that can be edited, in the order of the report."""
        return [self.opening, *(line for part in self.parts for line in part.lines), self.closing]


@cache
def report_template(level: str) -> ReportTemplate:
    """Read the lines of a level's report."""
    file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    parts = [_part(table, level) for table in file["part"] if _is_for(table, level)]
    opening, closing = (next(table for table in file[key] if _is_for(table, level)) for key in ("opening", "closing"))
    return ReportTemplate(_line("opening", **opening), tuple(parts), _line("closing", **closing))


def _part(table: dict[str, Any], level: str) -> PartTemplate:
    lines = (_line(**line) for line in table["item"] if _is_for(line, level))
    return PartTemplate(table["key"], table["heading"], tuple(lines))


def _is_for(table: dict[str, Any], level: str) -> bool:
    return level in table.get("for", [level])


def _line(key: str, **columns: Any) -> LineTemplate:
    columns.pop("for", None)
    return LineTemplate(key, **columns | {"asks": tuple(columns.get("asks", ()))})
