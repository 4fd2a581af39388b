"""Look again under the lock: what was allowed on the page must still be allowed in the transaction."""

from __future__ import annotations

from campaigns.models import Filing, Phase


def lock_filing(filing: Filing) -> None:
    """Read the row anew and hold it (on SQLite the transaction itself holds the whole file)."""
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    filing.refresh_from_db(from_queryset=rows)
    filing.__dict__.pop("last_submission", None)


def lock_phase_row(phase: Phase) -> None:
    rows = Phase.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    phase.refresh_from_db(from_queryset=rows)
