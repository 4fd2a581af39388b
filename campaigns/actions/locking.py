"""Look again under the lock: what was allowed on the page must still be allowed in the transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from campaigns.models import Campaign, Filing, Phase
from campaigns.models.submission import read_last_submissions


def lock_filing(filing: Filing) -> None:
    """Read the row anew and hold it, and its phase (on SQLite the transaction itself holds the whole file)."""
    hold_phase(filing.called.phase_id)
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    filing.refresh_from_db(from_queryset=rows)
    filing.__dict__.pop("last_submission", None)


def lock_filings(filings: Sequence[Filing]) -> list[Filing]:
    """Many held at once, the lowest number first, each with its last submission: as many statements as for one.

    Read anew, in the order given.
    """
    for phase in sorted({one.called.phase_id for one in filings}):
        hold_phase(phase)
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    held = {one.pk: one for one in rows.filter(pk__in=[one.pk for one in filings]).order_by("pk")}
    found = [held[one.pk] for one in filings]
    read_last_submissions(found)
    return found


def hold_phase(pk: int) -> None:
    """Until this transaction ends nobody locks the phase or opens it; a thousand sheets may hold it side by side.

    A lock shared by many is the one thing here that the ORM has no words for.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{Phase._meta.db_table}" WHERE id = %s FOR SHARE', [pk])  # noqa: S608


def lock_campaign_row(campaign: Campaign) -> None:
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    campaign.refresh_from_db(from_queryset=rows)


def lock_phase_row(phase: Phase) -> None:
    rows = Phase.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    phase.refresh_from_db(from_queryset=rows)
