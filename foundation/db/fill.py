"""Fills a computed column of all rows, in a migration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

BATCH = 1_000


def fill(rows: Any, column: str, compute: Callable[[Any], Any]) -> None:
    """Write `compute(row)` into a column wherever it differs. `rows`: a queryset of a migration's model."""
    changed = []
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        value = compute(row)
        if value != getattr(row, column):
            setattr(row, column, value)
            changed.append(row)
        if len(changed) == BATCH:
            rows.model.objects.bulk_update(changed, [column])
            changed = []
    rows.model.objects.bulk_update(changed, [column])
