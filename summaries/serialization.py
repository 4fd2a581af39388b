"""Frozen dataclasses to JSON and back, exactly: Decimals and dates as text, tuples as lists."""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(thing: Any) -> Any:
    """Any value made of dataclasses, tuples, dicts, Decimals, dates and plain values."""
    if dataclasses.is_dataclass(thing):
        return {field.name: to_json(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
    if isinstance(thing, dict):
        return {str(key): to_json(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [to_json(value) for value in thing]
    if isinstance(thing, Decimal):
        return str(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    return str(thing) if isinstance(thing, str) else thing


def from_json(kind: Any, data: Any) -> Any:
    """The value of a type that `to_json` was given."""
    if data is None or kind is Any:
        return data
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: from_json(hints[name], value) for name, value in data.items()})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return from_json(next(one for one in arguments if one is not type(None)), data)
    if origin is tuple:
        return tuple(from_json(arguments[0], value) for value in data)
    if origin is dict:
        return {key: from_json(arguments[1], value) for key, value in data.items()}
    if kind is Decimal:
        return Decimal(data)
    return date.fromisoformat(data) if kind is date else data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
