"""Files of tables that come in: the rows that were not taken, what is stored, and the headings to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.documents import xlsx
from foundation.documents.list_workbook import workbook_pieces
from foundation.list_files import file_in_turn
from foundation.list_table import ListColumn, ValueKind
from foundation.tables.declaration import FileColumn, Table
from foundation.tables.refused_rows import refused_pieces
from units import access, imports
from units.acting import Acting
from units.acting_request import acting_of, require_acting
from units.actions import table_imports
from units.import_lines import line_of
from units.import_views import import_or_404
from units.models import ImportKind


def refused_rows(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Give the rows that were refused as a workbook, each with its reason, to be mended and brought in again."""
    imported = import_or_404(request, pk)
    if not imported.is_mapped:
        raise Http404
    table_imports.require_filled(imported)
    kind, workbook = imports.table_of(imported), imports.workbook_of(imported)
    rows = imported.rows.all().left_over()
    reasons = {row.number: line_of(row, kind).why for row in rows}
    head = [_("Các dòng chưa nhận của tệp {name}").format(name=imported.name)]
    pieces = refused_pieces(
        head,
        imports.sheet_named(workbook, imported.sheet),
        imports.headings_of(imported, workbook),
        kind.columns,
        imported.columns,
        reasons,
        made_at=clock.now(),
    )
    return file_in_turn(request, pieces, xlsx.CONTENT_TYPE, "dong-chua-nhan.xlsx")


def export(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """Give what is stored, in the columns in which it can be brought in again."""
    return _stored(request, _table_or_404(request, table), require_acting(request))


def unions_for_plan(request: HttpRequest) -> StreamingHttpResponse:
    """Give the same of unions to whoever plans a reorganisation, whose workbook it is."""
    access.require_allowed(access.may_reorganise(acting_of(request)))
    return _stored(request, imports.TABLES[ImportKind.UNIONS], require_acting(request))


def _stored(request: HttpRequest, table_kind: Table, by: Acting) -> StreamingHttpResponse:
    pieces = _written(table_kind, table_kind.rows(by), [str(table_kind.title)])
    return file_in_turn(request, pieces, xlsx.CONTENT_TYPE, f"{table_kind.key}-{clock.today():%Y-%m-%d}.xlsx")


def empty_table(request: HttpRequest, table: str) -> StreamingHttpResponse:
    """Give a workbook with the headings, to be filled in; an example stands above them."""
    table_kind = _table_or_404(request, table)
    examples = "; ".join(f"{column.heading}: {column.example}" for column in table_kind.columns if column.example)
    head = [str(table_kind.title), _("Cột không dùng có thể bỏ. Ví dụ một dòng: {examples}").format(examples=examples)]
    pieces = _written(table_kind, (), head, whole=True)
    return file_in_turn(request, pieces, xlsx.CONTENT_TYPE, f"mau-{table}.xlsx")


def _written(table_kind: Table, rows: Any, head: list[str], *, whole: bool = False) -> Iterator[bytes]:
    """Yield a workbook of rows by column key; `whole`: also the columns that an export does not have."""

    def written(column: FileColumn) -> ListColumn:
        kind = ValueKind.TEXT if whole else column.kind

        def value(row: Mapping[str, Any]) -> Any:
            return column.write(row[column.key])

        return ListColumn(column.heading, value, kind, width=column.width)

    columns_written = [written(column) for column in table_kind.columns if whole or column.exported]
    return workbook_pieces(head, columns_written, rows, made_at=clock.now())


def _table_or_404(request: HttpRequest, kind: str) -> Table:
    access.require_allowed(access.may_import(acting_of(request)))
    if kind not in imports.TABLES:
        raise Http404
    return imports.TABLES[kind]
