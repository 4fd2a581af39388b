"""Tables that come in: the kinds there are, where the table is in a file, and what its rows would do."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.tables.body import LeftOut, rows_below
from foundation.tables.cells import ReadSheet, Workbook
from foundation.tables.declaration import FileRow, RowAnswer, RowPlan, Table
from foundation.tables.headings import Headings, find_headings, headings_at
from foundation.tables.reading import read_tables
from units import blobs
from units.acting import Acting
from units.models import Import, ImportRow

TABLES: dict[str, Table] = {}
"""The kinds of tables by key. The apps register theirs here."""
INSERTED_TOGETHER = 5_000
"""Rows; PostgreSQL takes them in one statement, SQLite in pieces of its own."""


def table_of(imported: Import) -> Table:
    return TABLES[imported.kind]


def workbook_of(imported: Import) -> Workbook:
    """Return the file of an import as it was read, in the encoding that was chosen."""
    return read_tables(content_of(imported), imported.name, old_encoding=imported.encoding)


def content_of(imported: Import) -> bytes:
    """Return the bytes of the file; only of an import that still has it."""
    assert imported.blob_id is not None, "who asks has made sure of it"
    return b"".join(blobs.pieces(imported.blob_id))


def sheet_named(workbook: Workbook, name: str) -> ReadSheet:
    """Return a sheet by its name, the first if there is none of that name."""
    return next((sheet for sheet in workbook.sheets if sheet.name == name), workbook.sheets[0])


def headings_of(imported: Import, workbook: Workbook) -> Headings:
    """Return the headings of the table: where they were chosen, else where most of them are recognised."""
    columns = table_of(imported).columns
    if imported.heading_row:
        return headings_at(sheet_named(workbook, imported.sheet), imported.heading_row, columns)
    return find_headings(workbook, columns) or headings_at(workbook.sheets[0], 1, columns)


def lacking(table: Table, columns: dict[str, int]) -> list[str]:
    """Return the headings of required columns that are not there."""
    return [column.heading for column in table.columns if column.required and column.key not in columns]


def plans_of(imported: Import, workbook: Workbook, by: Acting) -> tuple[list[RowPlan], list[LeftOut]]:
    """Return what the rows of an import would do, compared with what is stored now, and the rows left out."""
    table = table_of(imported)
    headings = headings_of(imported, workbook)
    sheet = sheet_named(workbook, imported.sheet)
    rows, left_out = rows_below(sheet, headings, table.columns, imported.columns)
    if not rows:
        raise ValidationError(_("Dưới dòng tiêu đề không có dòng nào. Xin chọn lại dòng tiêu đề."))
    for row in rows:
        if answer := imported.answers.get(answer_key(row)):
            row.answer = RowAnswer(answer)
    return table.find(rows, by), left_out


def answer_key(row: FileRow | ImportRow) -> str:
    return f"{row.sheet}:{row.number}"


def store_plans(imported: Import, plans: list[RowPlan]) -> None:
    """Store the plans as the rows of an import, instead of those it had."""
    imported.rows.all().delete()
    ImportRow.objects.bulk_create([_row_of(imported, plan) for plan in plans], batch_size=INSERTED_TOGETHER)
    imported.counts = dict(Counter(str(plan.status) for plan in plans))


def _row_of(imported: Import, plan: RowPlan) -> ImportRow:
    return ImportRow(
        source=imported,
        sheet=plan.row.sheet,
        number=plan.row.number,
        status=plan.status,
        name=plan.name[:250],
        target=plan.target,
        before=plan.before,
        after=plan.after,
        links=plan.links,
        reasons=[asdict(problem) for problem in plan.row.problems],
        answer=plan.row.answer or "",
        turn=plan.turn,
    )


def what_left_out(left_out: list[LeftOut]) -> list[list[Any]]:
    """Return the rows left out as JSON has them."""
    return [[row.number, row.text[:120], str(row.reason)] for row in left_out]
