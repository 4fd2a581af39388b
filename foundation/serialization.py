"""Convert frozen dataclasses to JSON and back without loss: Decimals and dates become text, tuples become lists.

The names of the fields are the keys, so a field of what is stored must keep its name.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_json(value: Any) -> Any:
    """Return the JSON of a value made of dataclasses, tuples, dicts, Decimals, dates and plain values."""
    if dataclasses.is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): to_json(member) for key, member in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(member) for member in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def from_json(kind: Any, content: Any) -> Any:
    """Return the value of type `kind` from which `to_json` made `content`.

    A field that is absent from `content` takes its default: what was stored before there was such a field can be read.
    """
    if content is None or kind is Any:
        return content
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: from_json(hints[name], value) for name, value in content.items()})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return from_json(next(option for option in arguments if option is not type(None)), content)
    if origin is tuple:
        return tuple(from_json(arguments[0], value) for value in content)
    if origin is dict:
        return {key: from_json(arguments[1], value) for key, value in content.items()}
    if kind is Decimal:
        return Decimal(content)
    return date.fromisoformat(content) if kind is date else content


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
