"""Reads the cells of a table that comes in: texts, whole numbers, days, choices. A refusal is a sentence in Vietnamese.

Each function returns the `parse` of a column: of a value that is not blank it makes what JSON has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.documents.fonts import lacking
from foundation.vietnamese.abbreviations import spelled_out
from foundation.vietnamese.dates import FIRST_YEAR, LAST_YEAR

LARGEST = 2_000_000_000
DASHES = ("-", "–", "—")
FIRST_DAY = date(1899, 12, 30)
"""The day from which workbooks count days."""
Parse = Callable[[Any], Any]
_ABBREVIATED = re.compile(r"(.+) \((\w+)\)")


def text_of(value: Any) -> str:
    """Return what a cell says as one line of text: a number without decimals it has none of, a day as it is written."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return vietnamese.format_date(value)
    if isinstance(value, Decimal):
        return f"{value.to_integral_value() if value == value.to_integral_value() else value:f}"
    return vietnamese.clean_line(str(value))


def text(longest: int, *, printed: bool = True) -> Parse:
    """A text of one line; `printed` on papers, so that their fonts must have its letters."""

    def parse(value: Any) -> str:
        line = " ".join(text_of(value).split())
        if len(line) > longest:
            raise ValidationError(_("dài quá {n} ký tự").format(n=longest))
        if printed and (missing := lacking(line)):
            raise ValidationError(_("“{text}” có chữ mà phông của văn bản in không có").format(text=" ".join(missing)))
        return line

    return parse


def clearable(parse: Parse, nothing: Any = "") -> Parse:
    """A value that a dash takes away; a blank cell says nothing about it."""

    def parse_or_clear(value: Any) -> Any:
        return nothing if isinstance(value, str) and value.strip() in DASHES else parse(value)

    return parse_or_clear


def count(value: Any) -> int:
    """A whole number from 0: "1.500" is 1500, "1.5OO" and 1.5 are none."""
    if isinstance(value, bool | date):
        raise not_a_number(value)
    if isinstance(value, Decimal):
        number = value
        if number != number.to_integral_value():
            raise ValidationError(_("{number} không phải số nguyên").format(number=vietnamese.format_number(number)))
        if number < 0:
            raise ValidationError(_("{number} nhỏ hơn 0").format(number=vietnamese.format_number(number)))
    else:
        try:
            number = vietnamese.parse_number(value)
        except vietnamese.NumberError as error:
            raise not_a_number(value) from error
    if number > LARGEST:
        raise ValidationError(_("“{text}” lớn quá mức có thể ghi").format(text=quoted(text_of(value))))
    return int(number)


def not_a_number(value: Any) -> ValidationError:
    return ValidationError(_("“{text}” không phải số").format(text=quoted(text_of(value))))


def day(value: Any) -> str:
    """A day, as "2015-07-20": a day of the workbook, 20/7/2015 as text, or the number that workbooks keep for it."""
    if isinstance(value, Decimal) and value == value.to_integral_value() and 0 < value < 80_000:
        value = FIRST_DAY + timedelta(days=int(value))
    if not isinstance(value, date):
        try:
            value = vietnamese.parse_date(text_of(value))
        except vietnamese.DateError as error:
            sentence = _("“{text}” không phải ngày; xin ghi theo dạng ngày/tháng/năm, ví dụ {day}")
            words = {"text": quoted(text_of(value)), "day": vietnamese.format_date(date(2015, 7, 20))}
            raise ValidationError(sentence.format(**words)) from error
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(_("“{text}” không phải ngày").format(text=quoted(text_of(value))))
    return value.isoformat()


def yes_or_no(value: Any) -> bool:
    """Yes or no, also as a cross, a tick or 1 and 0."""
    if isinstance(value, bool):
        return value
    word = key_of(text_of(value))
    if word in ("co", "x", "1", "yes", "true", "dung", "✓", "✔"):
        return True
    if word in ("khong", "0", "no", "false", "sai", "-"):
        return False
    raise ValidationError(_("“{text}” chưa rõ là có hay không").format(text=quoted(text_of(value))))


def choice(words: Callable[[], Mapping[str, str]], what: str) -> Parse:
    """One of some words, however they are abbreviated; `words` returns them with what is stored for each.

    `what` is it, in the sentence about another word: "khối".
    """

    def parse(value: Any) -> str:
        stored = {key: code for word, code in words().items() for key in _keys_of_word(word)}
        if (key := key_of(text_of(value))) in stored:
            return stored[key]
        sentence = _("“{text}” không phải {what}; xin ghi một trong: {words}")
        names = "; ".join(dict.fromkeys(words()))
        raise ValidationError(sentence.format(text=quoted(text_of(value)), what=what, words=names))

    return parse


def _keys_of_word(word: str) -> list[str]:
    """Return the keys of a word; of one with an abbreviation behind it, "Có vốn nước ngoài (FDI)", also of either."""
    parts = _ABBREVIATED.fullmatch(word)
    return [key_of(text) for text in (word, *(parts.groups() if parts else ()))]


def phone(longest: int) -> Parse:
    """A telephone number; one that the workbook took for a number has lost its first 0, which is put back."""
    as_text = text(longest)

    def parse(value: Any) -> str:
        line = as_text(value)
        if isinstance(value, Decimal) and len(line) in (9, 10) and not line.startswith("0"):
            line = f"0{line}"
        if not any(char.isdigit() for char in line):
            raise ValidationError(_("“{text}” không phải số điện thoại").format(text=quoted(line)))
        return line

    return parse


def email(longest: int = 254) -> Parse:
    """A mail address."""
    as_text = text(longest, printed=False)

    def parse(value: Any) -> str:
        address = as_text(value)
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(_("“{text}” không phải địa chỉ thư").format(text=quoted(address))) from error
        return address

    return parse


@lru_cache(maxsize=4096)
def key_of(words: str) -> str:
    """Return the key by which words are the same, however they are abbreviated and whatever marks they lack."""
    return vietnamese.fold(spelled_out(" ".join(words.split())))


def quoted(words: str) -> str:
    """Return a text short enough to be quoted in a sentence."""
    return words if len(words) <= 40 else f"{words[:39]}…"


def day_words(value: Any) -> str:
    """Return "20/07/2015" of what `day` made; "" of nothing."""
    return vietnamese.format_date(date.fromisoformat(value)) if value else ""


def day_written(value: Any) -> date | None:
    """Return the day that an export writes of what `day` made."""
    return date.fromisoformat(value) if value else None


def count_words(value: Any) -> str:
    return "" if value is None else vietnamese.format_number(value)


def yes_words(value: Any) -> str:
    """Return what pages and exports say of what `yes_or_no` made."""
    return {True: _("có"), False: _("không")}.get(value, "")
