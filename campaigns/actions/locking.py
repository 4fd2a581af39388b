"""Look again under the lock: what was allowed on the page must still be allowed in the transaction."""

from __future__ import annotations

from django.db import connection

from campaigns.models import Filing, Phase


def lock_filing(filing: Filing) -> None:
    """Read the row anew and hold it, and its phase (on SQLite the transaction itself holds the whole file)."""
    hold_phase(filing.called.phase_id)
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    filing.refresh_from_db(from_queryset=rows)
    filing.__dict__.pop("last_submission", None)


def hold_phase(pk: int) -> None:
    """Until this transaction ends nobody locks the phase or opens it; a thousand sheets may hold it side by side.

    A lock shared by many is the one thing here that the ORM has no words for.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{Phase._meta.db_table}" WHERE id = %s FOR SHARE', [pk])  # noqa: S608


def lock_phase_row(phase: Phase) -> None:
    rows = Phase.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    phase.refresh_from_db(from_queryset=rows)
