"""Reads the text of a .csv file, whatever encoding and sign between the columns it was saved with."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from foundation.vietnamese.old_encodings import is_syllable, old_encoding

DELIMITERS = ";,\t|"
LOOKED_AT = 20_000
"""Characters at the beginning by which the delimiter is recognised, and the encoding of a text of one byte a letter."""
LONGEST_CELL = 32_767
"""Characters, as in a workbook."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARKED_LETTERS = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


class NoText(ValueError):
    """Raised for bytes that are no text, or no table."""


def csv_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row and its cells. Raises NoText."""
    text = _text(content)
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), start=1)
    except csv.Error as error:
        raise NoText from error


def _text(content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "") or _without_mark(content)
    try:
        text = content.decode(encoding) if encoding else _one_byte_a_letter(content)
    except UnicodeDecodeError as error:
        raise NoText from error
    if "\0" in text:
        raise NoText
    return text


def _without_mark(content: bytes) -> str:
    """Return utf-8 or utf-16 for bytes that are that; "" for others. In utf-16 many letters have one byte of zero."""
    beginning = content[:LOOKED_AT]
    for encoding, zeros, letters in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if beginning[zeros::2].count(0) * 8 > len(beginning) and not beginning[letters::2].count(0):
            return encoding
    try:
        content.decode()
    except UnicodeDecodeError:
        return ""
    return "utf-8"


def _one_byte_a_letter(content: bytes) -> str:
    """Return the text in windows-1258 or, as programs show text of TCVN3 and VNI, in that of Western Europe."""
    western = content.decode("cp1252", errors="replace")
    vietnamese = content.decode("cp1258", errors="replace")
    old = old_encoding(western[:LOOKED_AT])
    sample = unicodedata.normalize("NFC", vietnamese[:LOOKED_AT])  # all of it could take hours: marks are sorted
    return western if old and _syllables(old[1]) > _syllables(sample) else vietnamese


def _syllables(text: str) -> int:
    """Return how many words with marks are Vietnamese, less those that are not."""
    return sum(1 if is_syllable(word) else -1 for word in _MARKED_LETTERS.findall(text))


def _delimiter(text: str) -> str:
    """Return the sign that parts the beginning into most columns evenly; the semicolon of Vietnamese Excel first."""
    lines = [line for line in text[:LOOKED_AT].splitlines()[:50] if line.strip()]

    def columns(delimiter: str) -> int:
        counts = [line.count(delimiter) for line in lines]
        return max((counts.count(count) * count for count in counts if count), default=0)

    return max(DELIMITERS, key=columns)
