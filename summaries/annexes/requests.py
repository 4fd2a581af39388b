"""Biểu bổ sung: what units answered to data requests beside the phases, one annex for each request."""

from __future__ import annotations

from campaigns.figures.address import PERCENT, UPPER, YES_NO, FigureValue, sliced
from foundation.documents.table import (
    CENTRE,
    TEXT,
    CellKind,
    PaperTable,
    TableCell,
    TableColumn,
    TableRow,
    missing_cell,
    ordinal_cell,
)
from summaries.annexes.base import SILENT, Annex, indicator_cell, packed
from summaries.figures.book import SummaryBook
from summaries.figures.labels import RequestLabel, RequestQuestionLabel

NOTE = "Ghi chú: (…) Chưa có trả lời được xác nhận. Chỉ cộng các trả lời đã xác nhận."
QUESTIONS_ACROSS = 6
"""Columns of a table by upper union."""
SUMS = (
    TableColumn("TT", 6, CENTRE),
    TableColumn("Nội dung", 44, TEXT),
    TableColumn("Đơn vị tính", 14, CENTRE),
    TableColumn("Kết quả", 18),
    TableColumn("Tính trên", 18, CENTRE),
)
WORDS = (TableColumn("Nội dung", 30, TEXT), TableColumn("Đơn vị", 25, TEXT), TableColumn("Trả lời", 45, TEXT))


def request_annexes(book: SummaryBook, *, full: bool) -> list[Annex]:
    """Return the annexes of requests; with `full` also what each upper union answered, and answers in words."""
    return [_annex(book, request, full=full) for request in book.requests]


def _annex(book: SummaryBook, request: RequestLabel, *, full: bool) -> Annex:
    counted = [question for question in request.questions if question.is_counted]
    tables = [PaperTable(SUMS, [_sum_row(book, request, *line) for line in enumerate(counted, 1)], notes=[NOTE])]
    if full and len(request.uppers) > 1:
        for first in range(0, len(counted), QUESTIONS_ACROSS):
            tables.append(_by_upper(book, request, counted[first : first + QUESTIONS_ACROSS]))
    if full:
        rows = [
            TableRow([question.name, answer.unit, answer.text])
            for question in request.questions
            for answer in question.texts
        ]
        tables += [PaperTable(WORDS, table) for table in packed([[row] for row in rows])] if rows else []
    title = f"{request.title}{f' ({request.letter})' if request.letter else ''}"
    return Annex(f"Biểu bổ sung số {request.number:02}", title, tables)


def _sum_row(book: SummaryBook, request: RequestLabel, number: int, question: RequestQuestionLabel) -> TableRow:
    value = book.request_total(request, question)
    answered, expected = value.base or (0, 0)
    base = f"{answered}/{expected} đơn vị"
    return TableRow([ordinal_cell(number), question.name, question.unit_of_measure or "-", _cell(value), base])


def _by_upper(book: SummaryBook, request: RequestLabel, questions: list[RequestQuestionLabel]) -> PaperTable:
    width = 70 / len(questions)
    columns = [TableColumn("TT", 5, CENTRE), TableColumn("Công đoàn cấp trên", 25, TEXT)]
    columns += [TableColumn(question.name, width) for question in questions]
    rows = []
    for number, upper in enumerate(request.uppers, start=1):
        slice = sliced(UPPER, upper.unit_id)
        values = [book.request_total(request, question, slice) for question in questions]
        rows.append(TableRow([ordinal_cell(number), upper.name, *map(_cell, values)]))
    return PaperTable(columns, rows)


def _cell(value: FigureValue) -> TableCell:
    if value.kind in (PERCENT, YES_NO):
        if value.kind == YES_NO and value.value is not None:
            return TableCell(value.value, CellKind.COUNT)
        return indicator_cell(value)
    return missing_cell(SILENT) if value.value is None else TableCell(value.value, CellKind.AMOUNT)
