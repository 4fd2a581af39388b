"""Actions on tables that come in: bringing one in, saying what its columns are, writing it, taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict
from foundation.tables.cells import Workbook
from foundation.tables.reading import read_tables
from units import access, blobs, imports, jobs
from units.acting import Acting
from units.history import record
from units.models import Import, ImportKind, ImportRow, ImportState, JobKind
from units.models.table_import import DOES_SOMETHING

MEDIA_TYPE = "application/octet-stream"


@transaction.atomic
def bring_in(kind: ImportKind, content: bytes, name: str, *, by: Acting) -> Import:
    """Store a file and find its table in it. Its rows are compared at once where all that must be is recognised.

    Raises ValidationError for a file that cannot be read. Nothing else is written.
    """
    post = access.require_allowed(access.may_import(by))
    assert post is not None, "may_import names the administrator's post"
    name = vietnamese.clean_line(name)[-160:] or "tep"
    workbook = read_tables(content, name)
    imported = Import(kind=kind, unit=by.unit, by=by.user, post=post, at=clock.now(), name=name)
    imported.blob_id = blobs.store(content, MEDIA_TYPE)
    imported.save()
    if workbook.old_text is None:
        _find_table(imported, workbook, by)
    return imported


@transaction.atomic
def choose_encoding(imported: Import, encoding: str, *, by: Acting) -> None:
    """Say in which old encoding a file was typed, a key of `old_text.ENCODINGS` or AS_IT_STANDS, and find its table."""
    access.require_allowed(access.may_import(by))
    _lock_unwritten(imported)
    imported.encoding, imported.columns, imported.heading_row = encoding, {}, 0
    _find_table(imported, imports.workbook_of(imported), by)


def _find_table(imported: Import, workbook: Workbook, by: Acting) -> None:
    """Store where the table is. Its rows are compared if no required column is missing and there are rows."""
    headings = imports.headings_of(imported, workbook)
    imported.sheet, imported.heading_row = headings.sheet, headings.last_row
    imported.rows.all().delete()
    if not imports.lacking(imports.table_of(imported), dict(headings.columns)):
        imported.columns = dict(headings.columns)
        try:
            _compare(imported, workbook, by)
        except ValidationError:  # no rows: the page of columns says so when it is sent
            imported.columns = {}
    imported.save()


@transaction.atomic
def choose_columns(imported: Import, *, sheet: str, heading_row: int, columns: Mapping[str, int], by: Acting) -> None:
    """Say where the table is in the file and what its columns are, and compare its rows with what is stored."""
    access.require_allowed(access.may_import(by))
    _lock_unwritten(imported)
    imported.sheet, imported.heading_row = sheet, heading_row
    imported.columns, imported.answers = dict(columns), {}
    if missing := imports.lacking(imports.table_of(imported), imported.columns):
        raise ValidationError(_("Còn thiếu cột: {names}.").format(names=", ".join(missing)))
    _compare(imported, imports.workbook_of(imported), by)
    imported.save()


@transaction.atomic
def answer(imported: Import, rows: list[ImportRow], said: str, *, by: Acting) -> None:
    """Say of doubtful rows that they are what was found, or others ("": neither yet), and compare all rows anew."""
    access.require_allowed(access.may_import(by))
    _lock_unwritten(imported)
    for row in rows:
        imported.answers[imports.answer_key(row)] = said
    imported.answers = {key: value for key, value in imported.answers.items() if value}
    _compare(imported, imports.workbook_of(imported), by)
    imported.save()


@transaction.atomic
def compare_again(imported: Import, *, by: Acting) -> Import:
    """Compare a file with what is stored now. Of one that was written a new table is made: written rows are the same.

    So what was doubtful or refused then can be answered, and what failed be written.
    """
    post = access.require_allowed(access.may_import(by))
    assert post is not None, "may_import names the administrator's post"
    _lock(imported)
    require_filled(imported)
    if imported.is_under_way:
        raise StateConflict(_("Danh sách này đang được ghi hoặc hoàn tác."))
    if imported.state != ImportState.READ:
        imported.pk, imported._state.adding = None, True
        imported.by, imported.post, imported.at = by.user, post, clock.now()
        imported.unit, imported.state, imported.closed_at = by.unit, ImportState.READ, None
        imported.save()
    _compare(imported, imports.workbook_of(imported), by)
    imported.save()
    return imported


def _compare(imported: Import, workbook: Workbook, by: Acting) -> None:
    plans, left_out = imports.plans_of(imported, workbook, by)
    imports.store_plans(imported, plans)
    imported.left_out = imports.what_left_out(left_out)


@transaction.atomic
def write(imported: Import, *, by: Acting, seen: str | None = None) -> None:
    """Have the worker write the rows that are new or change something.

    `seen`: `Import.seen` on the page that the person saw. Raises StateConflict when the counts are others by now.
    """
    post = access.require_allowed(access.may_import(by))
    _lock_unwritten(imported)
    if seen is not None and seen != imported.seen:
        raise StateConflict(_("Kết quả so sánh vừa thay đổi. Xin xem lại rồi ghi."))
    if not imported.count(*DOES_SOMETHING):
        raise StateConflict(_("Danh sách này không có gì để ghi."))
    imported.state = ImportState.APPLYING
    imported.save()
    record(imported, "apply_table", by=by, post=post, unit=imported.unit, changes=_changes(imported))
    _ask(JobKind.IMPORT, imported, by)


@transaction.atomic
def go_on(imported: Import, *, by: Acting) -> None:
    """Have the worker go on, for who says so, with what was cancelled or failed."""
    post = access.require_allowed(access.may_import(by))
    _lock(imported)
    job = latest_job(imported)
    if not imported.is_under_way or job is None or not jobs.reopen(job, asked_by=by.user):
        raise StateConflict(_("Danh sách này không dừng giữa chừng."))
    record(job, "retry_job", by=by, post=post, unit=job.unit)


@transaction.atomic
def undo(imported: Import, *, by: Acting, reason: str) -> None:
    """Have the worker take back the rows of which nothing else has happened since."""
    post = access.require_allowed(access.may_undo_import(imported, by))
    _lock(imported)
    access.require_allowed(access.may_undo_import(imported, by))
    job = latest_job(imported)
    if job is not None and job.is_open:
        raise StateConflict(_("Danh sách đang được ghi. Xin đợi xong hoặc hủy việc nền trước."))
    if not imported.rows.to_undo().exists():
        raise StateConflict(_("Không còn dòng nào để hoàn tác."))
    imported.state = ImportState.UNDOING
    imported.save()
    record(imported, "undo_table", by=by, post=post, unit=imported.unit, reason=reason)
    _ask(JobKind.IMPORT_UNDO, imported, by, reason=reason)


def latest_job(imported: Import) -> Any:
    """Return the job that wrote the table or takes it back; None before it was asked for."""
    undoes = imported.state in (ImportState.UNDOING, ImportState.UNDONE)
    return jobs.latest(JobKind.IMPORT_UNDO if undoes else JobKind.IMPORT, imported)


def _ask(kind: JobKind, imported: Import, by: Acting, **parameters: Any) -> None:
    jobs.ask(
        kind,
        imported,
        unit=imported.unit,
        title=imported.name,
        url=imported.get_absolute_url(),
        by=by.user,
        **parameters,
    )


def _changes(imported: Import) -> dict[str, list[str]]:
    """Return what the event says: the file, and how many rows are new and changed."""
    numbers = {str(_("thêm")): imported.count("new"), str(_("sửa")): imported.count("changed")}
    counted = {words: ["", vietnamese.format_number(number)] for words, number in numbers.items()}
    return {str(_("tệp")): ["", imported.name], **counted}


def _lock(imported: Import) -> None:
    """Lock the row and refresh the import from it."""
    imported.refresh_from_db(from_queryset=Import.objects.select_for_update(no_key=True, of=("self",)))


def _lock_unwritten(imported: Import) -> None:
    _lock(imported)
    require_unwritten(imported)


def require_filled(imported: Import) -> None:
    """Raise StateConflict if the file and its rows were deleted after their time."""
    if words := access.emptied_words(imported):
        raise StateConflict(words)


def require_unwritten(imported: Import) -> None:
    if imported.state != ImportState.READ:
        raise StateConflict(_("Danh sách này đã được ghi."))
