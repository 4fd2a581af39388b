"""The jobs of tables that come in: writing rows batch by batch, and taking them back.

A batch is one transaction, so a worker that is killed leaves whole batches; whoever goes on begins with the first row
that has no event. Each row has a savepoint of its own: one that is refused says why and does not hinder the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.db.outage import is_outage
from foundation.lifecycle import StateConflict
from foundation.tables.declaration import Table
from units import imports
from units.access import Forbidden
from units.acting import Acting, acting_as
from units.jobs import Run, Stopped
from units.models import Import, ImportRow, ImportState, JobKind, Role
from units.models.table_import import ImportRowQuerySet

BATCH = 20
LONGEST_HELD = 0.25
"""Seconds after which a batch ends with the row it is at."""
PAUSE = 0.15
"""Seconds between batches on a database that locks as a whole, so that those who wait for it get it."""
LONGEST = 300

logger = logging.getLogger(__name__)


def write_rows(run: Run) -> None:
    """Write the rows of an import that are new or change something."""
    imported, by = _import_of(run), _acting_of(run)
    table = imports.table_of(imported)

    def write(row: ImportRow) -> None:
        _write(table, row, by)

    _in_batches(run, imported, ImportState.APPLYING, ImportRowQuerySet.to_apply, write)
    _close(imported, ImportState.APPLYING, ImportState.APPLIED)


def take_back_rows(run: Run) -> None:
    """Take back the rows of an import, the last first."""
    imported, by = _import_of(run), _acting_of(run)
    table, reason = imports.table_of(imported), str(run.job.parameters.get("reason", ""))

    def take_back(row: ImportRow) -> None:
        _take_back(table, row, by, reason)

    _in_batches(run, imported, ImportState.UNDOING, ImportRowQuerySet.to_undo, take_back)
    _close(imported, ImportState.UNDOING, ImportState.UNDONE)


BODIES = {JobKind.IMPORT: write_rows, JobKind.IMPORT_UNDO: take_back_rows}


def _in_batches(
    run: Run,
    imported: Import,
    state: ImportState,
    waiting: Callable[[ImportRowQuerySet], ImportRowQuerySet],
    do: Callable[[ImportRow], None],
) -> None:
    """Do the rows that wait, a transaction a batch, until none is left."""
    total = waiting(imported.rows.all()).count() + imported.rows.filter(event__isnull=False).count()
    while True:
        left = waiting(imported.rows.all()).count()
        run.progress(max(total - left, 0), total)
        if not left:
            return
        with transaction.atomic():
            # Of two workers at once one waits here, and then reads which rows are left.
            locked = Import.objects.select_for_update(no_key=True).filter(pk=imported.pk, state=state)
            if not list(locked.values_list("pk")) or not run.mine.exists():
                raise Stopped
            began = time.monotonic()
            for row in waiting(imported.rows.select_related("source"))[:BATCH]:
                do(row)
                if time.monotonic() - began > LONGEST_HELD:
                    break
        if not connection.features.has_select_for_update:
            time.sleep(PAUSE)


def _write(table: Table, row: ImportRow, by: Acting) -> None:
    reason = _("Theo tệp {name}, dòng {n}").format(name=row.source.name, n=row.number)
    try:
        with transaction.atomic():
            row.event = table.act(row, by=by, reason=reason[:LONGEST], target_of=_target_of(row))
            row.save(update_fields=["event", "target"])
    except Exception as error:
        ImportRow.objects.filter(pk=row.pk).update(failure=_why_not(error, row))


def _take_back(table: Table, row: ImportRow, by: Acting, reason: str) -> None:
    try:
        with transaction.atomic():
            row.undone_event = table.undo(row, by=by, reason=reason)
            row.save(update_fields=["undone_event"])
    except Exception as error:
        ImportRow.objects.filter(pk=row.pk).update(undo_failure=_why_not(error, row))


def _target_of(row: ImportRow) -> Callable[[Mapping[str, Any]], int | None]:
    """Return the function that finds what another row of the same import has written."""

    def target(reference: Mapping[str, Any]) -> int | None:
        written = ImportRow.objects.filter(source=row.source_id, sheet=reference["sheet"], number=reference["row"])
        return written.values_list("target", flat=True).first()

    return target


def _why_not(error: Exception, row: ImportRow) -> str:
    """Return why a row was not done. A fault of ours is logged and hinders no other row; an outage is raised again."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)[:LONGEST]
    if isinstance(error, IntegrityError):
        return str(_("Người khác vừa ghi cùng nội dung này."))
    if isinstance(error, StateConflict | PermissionDenied):
        return str(error)[:LONGEST]
    if is_outage(error):
        raise error
    logger.exception("row %s of import %s could not be done", row.number, row.source_id)
    return str(_("Cổng gặp lỗi ở dòng này; nhật ký của máy chủ ghi rõ."))


def _import_of(run: Run) -> Import:
    return Import.objects.select_related("unit").get(pk=run.job.about_id)


def _acting_of(run: Run) -> Acting:
    """Return whom the job acts as: who asked for it, in the post that allows it. Raises Forbidden without one."""
    assert run.job.asked_by is not None, "a person asks for it"
    try:
        return acting_as(run.job.asked_by, Role.ADMINISTRATOR, run.job.unit)
    except LookupError as error:
        raise Forbidden(_("Người giao việc này không còn là Quản trị hệ thống.")) from error


def _close(imported: Import, state: ImportState, closed: ImportState) -> None:
    Import.objects.filter(pk=imported.pk, state=state).update(state=closed, closed_at=clock.now())
