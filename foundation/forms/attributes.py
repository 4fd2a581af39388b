"""HTML that is the same whenever a field is drawn, put together once for all pages.

A part of a sheet has a hundred fields with a thousand attributes; putting these together took a quarter of the page.
What was typed is no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

from django.forms.utils import flatatt

MOST_KEPT = 4096
"""Pieces that a process keeps of each kind, each of some hundred bytes: the fields of all parts of a sheet."""


def attributes(attrs: Mapping[str, Any]) -> str:
    """Return the attributes as Django's `flatatt` does, in the order of their names, those without a value last."""
    return _attributes(*chain.from_iterable(attrs.items()))


@lru_cache(maxsize=MOST_KEPT, typed=True)  # typed: safe text is not taken for plain text that has the same letters
def _attributes(*names_and_values: Any) -> str:
    return flatatt(dict(zip(names_and_values[::2], names_and_values[1::2], strict=True)))
