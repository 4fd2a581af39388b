"""Keeps together what a line of a paper never parts: a number and its noun, both sides of a slash, a compound.

Every paper goes through it once its template is rendered, so that no template and no sentence has to think of it.
"""

import re
from pathlib import Path

from foundation import vietnamese

NBSP, WORD_JOINER = "\u00a0", "\u2060"
LONGEST_WHOLE = 24
"""Letters of a word with slashes or hyphens that stays whole; a longer one may break, as no line might hold it."""

_GAP = r"[ \t\n]+"
_GAPS = re.compile(_GAP)
_NAMING = (
    "đợt|năm|học|tháng|ngày|quý|số|lần|thứ|bản|điều|khoản|điểm|biểu|mục|phần|phụ lục|khóa|khoá|kỳ|"
    "lớp|khối|tổ|hạng|trang"
)
_NAMED = re.compile(
    rf"\b(?:(?:đầu|giữa|cuối|hết){_GAP})?(?:năm{_GAP}học|{_NAMING}){_GAP}(?=\d|(?-i:[IVXLC]+\b))", re.IGNORECASE
)
"""A number behind the word it belongs to: "đợt 1", "đầu tháng 7", "năm học 2014-2015", "khóa XI"."""
_DAY_IN_FIGURES = re.compile(r"ngày[ \t\n]+\Z", re.IGNORECASE), re.compile(r"\d+/\d+/\d{4}")
"""A day in figures fills a line of a narrow cell alone: there its word may stand on the line before."""
_COUNTED = re.compile(rf"(?<![\w/.,{NBSP}-])(\d[\d.]*(?:,\d+)?(?:/\d[\d.]*)?){_GAP}(?=[^\W\d_])")
"""A number before the noun it counts: "86 năm", "15/67 đơn vị"; "1. " before a heading too."""
_MARK = re.compile(rf"(?<=\w){_GAP}(?=\((?:\w/\w|\w{{1,2}})\)[;.,]?(?:\s|$))")
"""Before a short word in brackets: "Các đơn vị (t/h);"."""
_DASH = re.compile(rf"(?<=\S){_GAP}(?=[-–]\s)")
"""Before a dash: no line begins with it."""
_BULLET = re.compile(rf"^(\s*[-–+]){_GAP}(?=\S)")
_WORDS = (Path(vietnamese.__file__).parent / "compounds.txt").read_text(encoding="utf-8").splitlines()
_COMPOUNDS = re.compile(rf"\b(?:{'|'.join(word.replace(' ', _GAP) for word in _WORDS)})\b", re.IGNORECASE)
_JOINED = re.compile(r"(?<![\w/&#:-])[\w.]+(?:[/-][\w.]+)+")
"""A word with slashes or hyphens inside: "97/QĐ-LĐLĐ"."""
_PARTED = re.compile(r"(?<=[/-])(?=[^\W\d_])")
"""Where a line may end inside such a word: before a letter."""
_NUMBERED = re.compile(r"\d+/")
_TAG = re.compile(r"(<[^>]*>)")
_CELL = re.compile(r"<(/?)t[dh]\b")
_UNPRINTED = re.compile(r"<(/?)(?:style|title)\b")


def kept_together(text: str, *, narrow: bool = False) -> str:
    """Return the text with no-break spaces. `narrow`: in the cell of a table, where only numbers keep their words."""
    text = _NAMED.sub(lambda match: match[0] if narrow and _is_day(match) else _GAPS.sub(NBSP, match[0]), text)
    text = _COUNTED.sub(rf"\1{NBSP}", text)
    text = _MARK.sub(NBSP, _DASH.sub(NBSP, _BULLET.sub(rf"\1{NBSP}", text)))
    return text if narrow else _COMPOUNDS.sub(lambda match: _GAPS.sub(NBSP, match[0]), text)


def _is_day(match: re.Match[str]) -> bool:
    word, day = _DAY_IN_FIGURES
    return bool(word.search(match[0]) and day.match(match.string, match.end()))


def html_kept_together(html: str) -> str:
    """Return the HTML of a paper with its texts kept together; words with slashes do not break."""
    head, body, rest = html.partition("<body")
    pieces, in_cell, is_printed = _TAG.split(body + rest), False, True
    for number, piece in enumerate(pieces):
        if number % 2:
            if cell := _CELL.match(piece):
                in_cell = not cell[1]
            elif unprinted := _UNPRINTED.match(piece):
                is_printed = bool(unprinted[1])
        elif is_printed and piece.strip():
            unbroken = _unbroken_at_slashes if in_cell else _unbroken
            pieces[number] = _JOINED.sub(unbroken, kept_together(piece, narrow=in_cell))
    return head + "".join(pieces)


def _unbroken(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > LONGEST_WHOLE else _joined(match[0])


def _unbroken_at_slashes(match: re.Match[str]) -> str:
    """Return the word with its number and what follows the slash kept whole: a cell is too narrow for all of it."""
    parts = re.split("(?<=-)", match[0])
    return "".join(
        _joined(part) if _NUMBERED.match(part) and len(part) <= LONGEST_WHOLE // 2 else part for part in parts
    )


def _joined(word: str) -> str:
    """Return the word with a joiner wherever a line could part it.

    No element that forbids breaks: at the bounds of elements WeasyPrint 70 may end a line after its first word.
    """
    return _PARTED.sub(WORD_JOINER, word)
