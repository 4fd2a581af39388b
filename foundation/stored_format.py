"""Formats of stored JSON: a number stored beside the JSON says which, and older ones are upgraded when they are read.

What is stored, and the digest of it, never changes: only what the program reads is in the present format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from django.db import models

Upgrade = Callable[[Any], Any]
"""Takes JSON of one format and returns it in the next one; may change what it was given."""


class UnknownFormat(Exception):
    """Raised for JSON of a format that this version of the program does not know."""


class StoredFormat:
    """The formats of one kind of stored JSON; `upgrades` has by format the function that leads to the next one.

    Without upgrades there is format 1 only.
    """

    def __init__(self, kind: str, upgrades: Mapping[int, Upgrade]):
        self.kind, self.upgrades = kind, upgrades

    @property
    def present(self) -> int:
        """The format in which JSON is written now."""
        return len(self.upgrades) + 1

    def read(self, content: Any, stored_format: int) -> Any:
        """Return JSON that was stored in `stored_format` in the present format. Raises UnknownFormat."""
        if not 1 <= stored_format <= self.present:
            raise UnknownFormat(f"{self.kind}: format {stored_format}, known are 1 to {self.present}")
        if content is None or stored_format == self.present:
            return content
        upgraded = deepcopy(content)
        for number in range(stored_format, self.present):
            upgraded = self.upgrades[number](upgraded)
        return upgraded


def format_field() -> models.PositiveSmallIntegerField:
    """Return the column beside stored JSON. What was written before there was such a column is format 1."""
    return models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
