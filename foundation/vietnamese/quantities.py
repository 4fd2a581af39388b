"""Words for quantities, and numbers rounded as sentences of papers have them: hầu hết, trên 1.200, gần 3,5 tỷ đồng."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from foundation.vietnamese.numbers import format_number

_TWO_DIGITS = Context(prec=2, rounding=ROUND_HALF_UP)


class QuantityLimits(NamedTuple):
    """From which share of the whole a word is used, and how near a number is to the round one that stands for it.

    All are fractions of one. `most` is used above its limit only. Fewer things than `fewest` are named, not weighed.
    """

    nearly_all: Decimal = Decimal("0.9")
    most: Decimal = Decimal("0.6")
    many: Decimal = Decimal("0.33")
    fewest: int = 3
    near: Decimal = Decimal("0.02")


QUANTITY_LIMITS = QuantityLimits()


def quantity_word(part: int, whole: int, limits: QuantityLimits = QUANTITY_LIMITS) -> str | None:
    """Return the word for so many of all: tất cả, hầu hết, phần lớn, nhiều, một số; None for what has to be named."""
    if part < limits.fewest or whole < part:
        return None
    if part == whole:
        return "tất cả"
    if part >= limits.nearly_all * whole:
        return "hầu hết"
    if part > limits.most * whole:
        return "phần lớn"
    return "nhiều" if part >= limits.many * whole else "một số"


def rounded(value: Decimal | int, limits: QuantityLimits = QUANTITY_LIMITS) -> str | None:
    """Return a number as its round one of two digits: 1214 → "trên 1.200", 3480 → "gần 3.500", 1200 → "1.200".

    None where the round one is not near enough, as for 1249, or has no fewer digits, as for 96.
    """
    exact = Decimal(value)
    round_one = exact.normalize(_TWO_DIGITS)
    if exact <= 0 or exact == round_one:
        return format_number(exact) if exact > 0 else None
    if abs(exact - round_one) > limits.near * round_one:
        return None
    return f"{'trên' if exact > round_one else 'gần'} {format_number(round_one)}"


def millions(value: Decimal | int) -> str:
    """Return an amount in triệu đồng in words, exactly: "940,5 triệu đồng"; from 1.000 on "3,48 tỷ đồng"."""
    exact = Decimal(value)
    return f"{format_number(exact / 1000)} tỷ đồng" if exact >= 1000 else f"{format_number(exact)} triệu đồng"


def rounded_millions(value: Decimal | int, limits: QuantityLimits = QUANTITY_LIMITS) -> str | None:
    """Return an amount in triệu đồng as its round one: 3480 → "gần 3,5 tỷ đồng", 1000 → "1 tỷ đồng"; None as above."""
    exact = Decimal(value)
    in_billions = exact.normalize(_TWO_DIGITS) >= 1000
    number = rounded(exact / 1000 if in_billions else exact, limits)
    return number and f"{number} {'tỷ' if in_billions else 'triệu'} đồng"
