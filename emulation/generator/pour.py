"""Many rows into the database, a few thousand at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import reset_queries

BATCH = 2000


def pour(model: Any, rows: Iterable[Any]) -> None:
    """Insert rows of a model as they come; each gets its id. What the caller does not keep is not kept here."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        model._base_manager.bulk_create(batch)
        reset_queries()  # in DEBUG every statement is kept to be looked at
