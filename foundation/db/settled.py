"""Tells up to which key the rows of a table are settled: no transaction can still add one below it."""

from __future__ import annotations

from django.db import OperationalError, connections, models, transaction

PATIENCE = "1s"
"""How long those who write wait for each other here."""
LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE


def settled_up_to(model: type[models.Model]) -> int | None:
    """Return the largest key of a table that nobody is adding to; None while somebody is, for longer than PATIENCE.

    Keys are given out before rows are committed: without this, the row of a longer transaction would turn up later
    between others. SQLite lets one transaction write at a time.
    """
    rows = model._base_manager.order_by("-pk").values_list("pk", flat=True)
    connection = connections[rows.db]
    if connection.vendor != "postgresql":
        return rows.first() or 0
    try:
        with transaction.atomic(using=rows.db), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE MODE')
            return rows.first() or 0
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE:
            return None
        raise
