"""Filters for official documents: number and date lines, and line breaks of long names and titles."""

import re
from collections.abc import Sequence
from datetime import date

from django import template

from foundation import vietnamese
from foundation.documents.table import PlacedCell, TableColumn
from foundation.vietnamese.places import KINDS_OF_PLACES

register = template.Library()

NUMBER_BLANK = "\u00a0" * 6
"""Room to write the number in by hand: the registry (văn thư) gives it after signing."""
LINE = 30
"""Capitals that fit on one line of a letterhead's column."""
BOLD_LINE = 24
"""Of bold ones; a longer line may go on in the next."""
SHORT = 10
"""A line shorter than this does not stand alone: "CĐCS" goes on with the name of the workplace."""
TITLE_LINE = 52
"""Letters that fit on one line of a title, in bold."""
ACROSS = 120
"""Letters that fit on a line across a whole table, between those of an upright and of a lying sheet."""
MOST_LINES = 15
"""Lines of a row that is kept on one page."""
_LINK_WORDS = {"trong", "và", "của", "cho", "về", "năm", "đợt", *KINDS_OF_PLACES}
_GOOD_BREAK = 16
_STARTS_LINE = re.compile(
    r" (?=(?:TỈNH|HUYỆN|THÀNH PHỐ|THỊ TRẤN|VIỆT NAM"
    r"|TRƯỜNG|CÔNG TY|XÍ NGHIỆP|HỢP TÁC XÃ|TRUNG TÂM|BỆNH VIỆN)\b)"
)


@register.filter
def number_line(number: str | int | None, symbol: str = "") -> str:
    """As "Số: 05/BC-LĐLĐ"; blank before the symbol while the number is unknown.

    A number below ten gets a zero; one that the registry gave with its symbol ("45a/QĐ-LĐLĐ") stays as it is.
    """
    text = str(number or "").strip()
    if "/" in text:
        return f"Số:\u00a0{text}"
    return f"Số:\u00a0{text.zfill(2) if text else NUMBER_BLANK}/{symbol}"


@register.simple_tag
def date_line(day: date | None, year: int | None = None, month: int | None = None) -> str:
    """As "ngày 06 tháng 7 năm 2015"; without a day what is known, year or year and month, and blanks."""
    return vietnamese.long_date(day or None, (year or None, month or None)).replace("  ", "\u00a0\u00a0")


@register.filter
def name_lines(name: str) -> str:
    """A long name in a letterhead, in capitals, broken before words that begin a place or a workplace.

    "Liên đoàn Lao động tỉnh Lạng Sơn" → "LIÊN ĐOÀN LAO ĐỘNG", "TỈNH LẠNG SƠN". Never within a place's name.
    """
    text = name.upper().replace("KHU CÔNG NGHIỆP", "KHU\u00a0CÔNG\u00a0NGHIỆP")
    if len(text) <= LINE:
        return _with_last_words(text)
    lines: list[str] = []
    for piece in _STARTS_LINE.split(text):
        if lines and (len(lines[-1]) < SHORT or len(lines[-1]) + len(piece) < LINE):
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return "\n".join(_with_last_words(line) for line in lines)


def _with_last_words(line: str) -> str:
    """Return a line that the column may break with its last two words kept together: "HỒ SEN"."""
    return "\u00a0".join(line.rsplit(" ", 1)) if len(line) > BOLD_LINE else line


@register.filter
def two_lines(text: str) -> str:
    """A title too long for one line, in two lines near alike, broken rather at a comma or before a link word.

    Titles already broken, and those that two lines cannot hold, stay as they are.
    """
    if "\n" in text or not TITLE_LINE < len(text) <= 2 * TITLE_LINE:
        return text
    words = text.split()
    first, second = min(((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))), key=_unevenness)
    return f"{first}\n{second}"


def _unevenness(halves: tuple[str, str]) -> int:
    first, second = halves
    good = first.endswith(",") or second.split()[0] in _LINK_WORDS
    return abs(len(first) - len(second)) - (_GOOD_BREAK if good else 0)


@register.filter
def is_long_row(cells: Sequence[PlacedCell], columns: Sequence[TableColumn]) -> bool:
    """Return whether a row is so high that it may go on on the next page. Cells that span columns are never long."""
    return any(
        len(placed.cell.text) > MOST_LINES * ACROSS * column.width / 100
        for placed, column in zip(cells, columns, strict=False)
        if placed.colspan == 1
    )


@register.filter
def full_stop(text: str) -> str:
    """A line of a list as a sentence: ends with one full stop, whatever sign it was typed with."""
    return f"{str(text).rstrip(' .;,/')}."
