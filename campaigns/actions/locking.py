"""Row locks of actions: rows are locked and read again before an action checks whether it is still allowed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from campaigns.models import Campaign, DataRequest, DataRequestSheet, Filing, Phase
from campaigns.models.data_request_sheet import read_last_answers
from campaigns.models.submission import read_last_submissions


def lock_filing(filing: Filing) -> None:
    """Lock a filing and its phase until the transaction ends, and read again what decides whether an act is allowed.

    All of its columns are read, also those that were left out before (`campaigns.views.filing.filing_to_act_on`). Due
    dates and the units that a refusal names are read where they are needed: most acts need none of them. On SQLite the
    transaction itself locks the whole database.
    """
    share_phase_lock(filing.called.phase_id)
    rows = Filing.objects.select_for_update(of=("self",)).select_related("called__unit", "called__phase__campaign")
    columns = [field.name for field in Filing._meta.concrete_fields]
    filing.refresh_from_db(fields=columns, from_queryset=rows)
    for name in ("last_submission", "returned_by", "inherited_submission"):
        filing.__dict__.pop(name, None)


def lock_filings(filings: Sequence[Filing]) -> list[Filing]:
    """Lock many filings and read them again, each with its last submission; as many statements as for one filing.

    Rows are locked in the order of their ids, so that two such transactions cannot block each other; they are
    returned in the order given.
    """
    for phase in sorted({filing.called.phase_id for filing in filings}):
        share_phase_lock(phase)
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    held = {filing.pk: filing for filing in rows.filter(pk__in=[filing.pk for filing in filings]).order_by("pk")}
    locked = [held[filing.pk] for filing in filings]
    read_last_submissions(locked)
    return locked


def lock_data_request_sheet(sheet: DataRequestSheet) -> None:
    """Lock a sheet, and keep its request from being closed; read again what decides whether an act is allowed."""
    _share_lock(DataRequest, sheet.request_id)
    rows = DataRequestSheet.objects.select_for_update(of=("self",)).for_page()
    sheet.refresh_from_db(from_queryset=rows)
    sheet.__dict__.pop("last_submission", None)


def lock_data_request_sheets(sheets: Sequence[DataRequestSheet]) -> list[DataRequestSheet]:
    """Lock many sheets and read them again, each with its last submission, as `lock_filings` does."""
    for request in sorted({sheet.request_id for sheet in sheets}):
        _share_lock(DataRequest, request)
    rows = DataRequestSheet.objects.select_for_update(of=("self",)).for_page().select_related("unit__parent")
    held = {sheet.pk: sheet for sheet in rows.filter(pk__in=[sheet.pk for sheet in sheets]).order_by("pk")}
    locked = [held[sheet.pk] for sheet in sheets]
    read_last_answers(locked)
    return locked


def share_phase_lock(pk: int) -> None:
    """Keep the phase from being locked or opened until this transaction ends."""
    _share_lock(Phase, pk)


def _share_lock(model: type[Phase] | type[DataRequest], pk: int) -> None:
    """Keep others from changing a row until this transaction ends.

    The lock is shared: many transactions on what belongs to the row (sheets, decisions) hold it at the same time. It is
    written as SQL because the ORM has no FOR SHARE.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{model._meta.db_table}" WHERE id = %s FOR SHARE', [pk])  # noqa: S608


def hold_phases_still(phases: Iterable[Phase]) -> None:
    """Let nobody send, decide, reopen or check a sheet of these phases, nor issue a decision on awards in them, until
    this transaction ends.

    It waits for those on their way, who share the phase's lock, and the next ones wait for it. New rows may still refer
    to the phase meanwhile. Phases are locked in the order of their ids.
    """
    rows = Phase.objects.select_for_update(no_key=True).filter(pk__in=[phase.pk for phase in phases])
    list(rows.order_by("pk").values_list("pk"))


def lock_campaign_row(campaign: Campaign) -> None:
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    campaign.refresh_from_db(from_queryset=rows)


def lock_phase_row(phase: Phase) -> None:
    rows = Phase.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    phase.refresh_from_db(from_queryset=rows)
