"""Words for quantities: tất cả, hầu hết, phần lớn, nhiều, một số."""

from decimal import Decimal
from typing import NamedTuple


class QuantityLimits(NamedTuple):
    """From which share of the whole, a fraction of one, a word is used; `most` is used above its limit only.

    Fewer things than `fewest` are named, not weighed.
    """

    nearly_all: Decimal = Decimal("0.9")
    most: Decimal = Decimal("0.6")
    many: Decimal = Decimal("0.33")
    fewest: int = 3


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
