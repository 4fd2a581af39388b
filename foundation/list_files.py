"""A list as a file: `?export=xlsx` or `?export=csv` at the address of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.documents import list_csv, xlsx
from foundation.documents.list_workbook import write_workbook
from foundation.list_table import ListTable
from foundation.pagination.capped import capped_count
from foundation.pagination.pieces import pieces
from foundation.vietnamese import format_moment, format_number

PARAMETER = "export"
XLSX, CSV = "xlsx", "csv"
MOST_ROWS = 20_000


def wants_file(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and request.GET.get(PARAMETER) in (XLSX, CSV)


def file_of_queryset(
    request: HttpRequest,
    table: ListTable,
    conditions: Sequence[str],
    queryset: QuerySet,
    rows: Callable[[list[Any]], Iterable[Any]],
) -> StreamingHttpResponse:
    """Return the first MOST_ROWS rows of an ordered queryset as a file, read piece by piece.

    `rows` makes the rows of the page of those of a piece.
    """
    size = capped_count(queryset, MOST_ROWS)
    head = [*conditions]
    if size.more:
        limit = _("Danh sách dài hơn {n} dòng; tệp này chỉ có {n} dòng đầu. Xin tìm hoặc lọc để thu hẹp.")
        head.append(limit.format(n=format_number(MOST_ROWS)))

    def read() -> Iterator[Any]:
        for piece in pieces(queryset, MOST_ROWS):
            yield from rows(piece)

    return list_file(request, table, head, read())


def list_file(
    request: HttpRequest, table: ListTable, conditions: Sequence[str], rows: Iterable[Any]
) -> StreamingHttpResponse:
    """Return the rows as the file asked for: CSV is sent while it is read, a workbook when it is written."""
    made_at = clock.now()
    head = [str(table.title), *conditions, _("Lập lúc {moment}").format(moment=format_moment(made_at))]
    name = f"{vietnamese.fold(str(table.title)).replace(' ', '-')}-{clock.today():%Y-%m-%d}"
    if request.GET.get(PARAMETER) == CSV:
        content = list_csv.csv_pieces(head, table.in_files, rows)
        first = next(content)  # now, so that a fault is answered by its page and not by half a file
        response = StreamingHttpResponse(chain([first], content), content_type=list_csv.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{name}.{CSV}"'
    else:
        file = TemporaryFile()  # noqa: SIM115  # the response closes it
        write_workbook(file, head, table.in_files, rows, made_at=made_at)
        file.seek(0)
        response = FileResponse(file, as_attachment=True, filename=f"{name}.{XLSX}", content_type=xlsx.CONTENT_TYPE)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
