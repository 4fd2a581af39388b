"""Columns that may be empty in some state of a row, read in a state where a constraint of the database fills them."""

from typing import TypeVar

T = TypeVar("T")


def guaranteed(value: T | None, constraint: str) -> T:
    """Return the value of a column that the named constraint fills in the row's state.

    Raises ValueError when it is empty all the same: the caller has not looked at the state, a fault in the code.
    """
    if value is None:
        raise ValueError(f"empty, though {constraint} fills it")
    return value
