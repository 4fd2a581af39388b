"""Parses and formats numbers and money: 1.234.567,5 with dots for thousands and a decimal comma; whole đồng."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from foundation.vietnamese.text import clean

MOST_INTEGER_DIGITS = 15
NOT_REPORTED = "…"
MILLIONS, BILLIONS = "triệu đồng", "tỷ đồng"

_LONGEST_TYPED = 100  # characters; anything longer is no number a person typed
_NUMBER = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[0-9]+)(?:,([0-9]+))?")
_TWO_WAYS = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
NEAR = Decimal("0.02")  # of a number: so near a round figure may be that is said instead
_HALF_UP = Context(prec=60, rounding=ROUND_HALF_UP)


class NumberError(ValueError):
    """`kind`: not_a_number, negative, too_long or too_many_decimals."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


class AmbiguousNumber(NumberError):
    """A text with two readings: `thousands` and `fraction`."""

    def __init__(self, thousands: Decimal, fraction: Decimal):
        super().__init__("ambiguous")
        self.thousands, self.fraction = thousands, fraction


def parse_number(text: str, *, decimals: int = 0, strict: bool = True) -> Decimal:
    """Parse a number not below zero, as Vietnamese offices write it: 1.250, 1 250, 1250, 12,5, 1.234.567,5.

    Dots and spaces group by three and are not mixed, the comma is the only decimal sign. Spaces of any kind are
    alike, and what nobody sees is no part of it. Zeros that end the fraction do not count against `decimals`. Raises
    NumberError; what is no text is not a number either. Raises AmbiguousNumber where `two_readings` finds two;
    without `strict` the Vietnamese reading is taken.
    """
    if not isinstance(text, str):
        raise NumberError("not_a_number")
    if len(text) > _LONGEST_TYPED:
        raise NumberError("too_long")
    typed = clean(text)
    unsigned = typed.lstrip("-−").lstrip()
    match = _NUMBER.fullmatch(unsigned)
    if not match:
        raise NumberError("not_a_number")
    if unsigned != typed:
        raise NumberError("negative")
    whole = re.sub("[. ]", "", match[1]).lstrip("0") or "0"
    fraction = (match[2] or "").rstrip("0")
    if len(whole) > MOST_INTEGER_DIGITS:
        raise NumberError("too_long")
    if len(fraction) > decimals:
        raise NumberError("too_many_decimals")
    if strict and (readings := two_readings(text, decimals=decimals)):
        raise AmbiguousNumber(*readings)
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def two_readings(text: Any, *, decimals: int = 0) -> tuple[Decimal, Decimal] | None:
    """Return the two numbers that a text can mean in a field of so many `decimals`; None when it means one.

    One sign before three digits parts thousands for some and decimals for others: "1,000" is a thousand or one,
    "12,500" is 12500 or 12,5. A dot in a field without decimals parts thousands for everybody here ("1.500"), and a
    fraction that the field cannot hold is nobody's reading ("1.234" where one decimal is allowed).
    """
    match = _TWO_WAYS.fullmatch(clean(text)) if isinstance(text, str) else None
    if match is None:
        return None
    whole, sign, rest = match.groups()
    fraction = rest.rstrip("0")
    if len(fraction) > decimals or (sign == "." and not decimals):
        return None
    return Decimal(whole + rest), Decimal(f"{whole}.{fraction}" if fraction else whole)


def format_number(value: Decimal | int | float, decimals: int | None = None) -> str:
    """1234567.5 → "1.234.567,5"; exactly so many `decimals`, halves away from zero; or as many as needed."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), context=_HALF_UP)
    whole, _, fraction = f"{exact:f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    sign = "-" if exact < 0 else ""
    return sign + f"{int(whole.lstrip('-')):,}".replace(",", ".") + (f",{fraction}" if fraction else "")


def format_typed(value: Decimal | int, *, decimals: int = 0) -> str:
    """Format a number for an input: "1.250"; where that could be read two ways "1250", and "12,3450" for "12,345"."""
    text = format_number(value)
    if two_readings(text, decimals=decimals) is None:
        return text
    return f"{text}0" if "," in text else text.replace(".", "")


def percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """Return `part` in percent of `whole`; None when either is unknown or the whole is zero."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def format_percent(value: Decimal | int | float | None) -> str:
    """Of percent, not of a fraction: 98.5 → "98,5%", 100 → "100%"; one decimal unless whole; None → "…".

    Rounding makes neither 100 nor 0 of what is not: 99.96 → "99,9%", 100.03 → "trên 100%", 0.02 → "dưới 0,1%".
    """
    if value is None:
        return NOT_REPORTED
    exact = Decimal(str(value))
    rounded = exact.quantize(Decimal("0.1"), context=_HALF_UP)
    if rounded == 100 and exact < 100:
        return "99,9%"
    if rounded == 100 and exact > 100:
        return "trên 100%"
    if rounded == 0 and exact > 0:
        return "dưới 0,1%"
    return f"{format_number(rounded)}%"


def format_money(dong: int) -> str:
    """12500000 → "12.500.000 đồng"."""
    return f"{format_number(dong)} đồng"


def money_in_words(dong: int) -> str:
    """Format money for the echo beside its input, which makes a surplus zero visible: "12,5 triệu đồng", "1,2 tỷ đồng".

    Up to three decimals; "khoảng" before what had to be rounded. Below a million it is `format_money`.
    """
    for unit, name in ((10**9, "tỷ"), (10**6, "triệu")):
        if abs(dong) >= unit:
            exact = Decimal(dong) / unit
            rounded = exact.quantize(Decimal("0.001"), context=_HALF_UP)
            return f"{'' if rounded == exact else 'khoảng '}{format_number(rounded)} {name} đồng"
    return format_money(dong)


def paper_count(count: int) -> str:
    """Format a count in the prose of papers, with a zero before 1 to 9: "02" đợt, "08" tập thể, "45" đồng chí.

    Never for money, percent, table cells, numbers of articles, nor on screens.
    """
    return f"{count:02}" if 0 < count < 10 else format_number(count)


def in_prose(value: Decimal | int, unit: str = "", *, near: Decimal = NEAR) -> str:
    """Round a number as prose may: 1214 → "trên 1.200", 3480 of "triệu đồng" → "gần 3,5 tỷ đồng".

    "trên" or "gần" a round figure of two digits, where it is `near` enough to it, as a fraction of the number;
    else the exact number. From 1.000 triệu đồng on it is tỷ đồng. `unit` is written behind the number.
    """
    exact = Decimal(value)
    round_figure = exact.quantize(Decimal(1).scaleb(exact.adjusted() - 1), context=_HALF_UP)
    beside = "trên " if exact > round_figure else "gần "
    if exact == round_figure or abs(exact - round_figure) > exact * near:
        round_figure, beside = exact, ""
    if unit == MILLIONS and round_figure >= 1000:
        round_figure, unit = round_figure / 1000, BILLIONS
    return f"{beside}{format_number(round_figure)} {unit}".rstrip()


def dong_to_million(dong: int) -> Decimal:
    """74500000 → Decimal("74.5"): indicators of value are kept in triệu đồng."""
    return Decimal(dong) / 10**6
