"""Empties tables that came in long ago: the file and what its rows said of people; what became of them stays."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from foundation import clock
from foundation.vietnamese import format_number
from units import imports
from units.actions.table_imports import latest_job
from units.history import record
from units.models import Import, ImportState
from units.models.table_import import UNDER_WAY, ImportQuerySet


def imports_to_empty() -> ImportQuerySet:
    """Return the tables that were written or taken back, wholly or in part, more than IMPORT_DAYS ago."""
    before = clock.now() - timedelta(days=settings.IMPORT_DAYS)
    worked_on = Import.objects.filter(emptied_at=None).exclude(state=ImportState.READ)
    return worked_on.alias(since=Coalesce("closed_at", "at")).filter(since__lt=before)


def empty_old_imports() -> str:
    """Empty what is due. Tables that nobody wrote are deleted as a whole (`units/personal/retention.py`)."""
    count = sum(_empty(imported) for imported in imports_to_empty().order_by("pk"))
    return _("Đã xóa nội dung của {n} danh sách đưa vào từ lâu.").format(n=format_number(count)) if count else ""


@transaction.atomic
def _empty(imported: Import) -> bool:
    """Empty a table, unless it is being written or taken back. Return whether it was emptied.

    One whose job stopped halfway is over with that: nobody could go on with rows that say nothing.
    """
    locked = imports_to_empty().select_for_update(no_key=True, of=("self",)).filter(pk=imported.pk).first()
    if locked is None:
        return False
    job = latest_job(locked)
    if locked.state in UNDER_WAY and job is not None and job.is_open:
        return False
    was_taken_back = locked.state in (ImportState.UNDOING, ImportState.UNDONE)
    locked.state = ImportState.UNDONE if was_taken_back else ImportState.APPLIED
    locked.blob, locked.left_out, locked.emptied_at = None, [], clock.now()
    locked.closed_at = locked.closed_at or locked.emptied_at
    locked.save()
    rows = locked.rows.all()
    gone = str(_("Lý do đã xóa theo thời hạn lưu."))
    rows.exclude(failure="").update(failure=gone)
    rows.exclude(undo_failure="").update(undo_failure=gone)
    names = {"name": ""} if imports.table_of(locked).of_people else {}
    rows.update(before={}, after={}, links={}, reasons=[], **names)
    record(locked, "empty_table", by=None, unit=locked.unit)
    return True
