"""A list as a file: `?export=xlsx` or `?export=csv` at the address of its page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from foundation import clock, vietnamese
from foundation.documents import list_csv, xlsx
from foundation.documents.list_workbook import workbook_pieces
from foundation.drawing.turns import begin_turn
from foundation.list_table import ListTable
from foundation.pagination.capped import capped_count
from foundation.pagination.pieces import pieces
from foundation.vietnamese import format_moment, format_number

PARAMETER = "export"
XLSX, CSV = "xlsx", "csv"
MOST_ROWS = 20_000


@dataclass
class _FileInTurn:
    """The pieces of a file; the server closes it when it is sent, and when nobody wants the rest."""

    pieces: Iterator[bytes]
    close: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces


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
    kind = request.GET[PARAMETER]
    if kind == CSV:
        content, content_type = list_csv.csv_pieces(head, table.in_files, rows), list_csv.CONTENT_TYPE
    else:
        content, content_type = workbook_pieces(head, table.in_files, rows, made_at=made_at), xlsx.CONTENT_TYPE
    return file_in_turn(request, content, content_type, f"{name}.{kind}")


def file_in_turn(request: HttpRequest, content: Iterator[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    """Return the pieces of a file as a download that is one of the few its person has made at a time."""
    end_turn = begin_turn(request)
    try:
        first = next(content)  # now, so that a fault is answered by its page and not by half a file
    except BaseException:
        end_turn()
        raise
    response = StreamingHttpResponse(_FileInTurn(chain([first], content), end_turn), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
