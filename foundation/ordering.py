"""The numbers by which rows are put in order."""

from collections.abc import Iterable

ORDER_STEP = 10
"""Between the orders of two rows, so that a row can be put between them."""


def next_order(orders: Iterable[int]) -> int:
    """Return the order of a row behind those that have these."""
    return max(orders, default=0) + ORDER_STEP
