"""Biểu số 08: what units answered in words, question by question."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.figures.types import QuestionAnswers, UnitAnswer
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableColumn, TableRow, ordinal_cell
from summaries.annexes.base import Annex, packed, period
from summaries.figures.book import SummaryBook

LABEL = "Biểu số 08"
NO_ANSWERS = "Chưa có trả lời được xác nhận."
COLUMNS = (
    TableColumn("TT", 5, CENTRE),
    TableColumn("Đơn vị", 22, TEXT),
    TableColumn("Công đoàn cấp trên", 20, TEXT),
    TableColumn("Trả lời", 53, TEXT),
)


def answers_annexes(book: SummaryBook) -> list[Annex]:
    """Return the answers of accepted reports, none where nothing is asked in words or figures were added up."""
    title = f"Trả lời của các đơn vị {period(book.about)}"
    groups = (_group(question, is_whole=book.about.whole) for question in book.answers)
    return [Annex(LABEL, title, [PaperTable(COLUMNS, rows)]) for rows in packed(groups)]


def _group(question: QuestionAnswers, *, is_whole: bool) -> list[TableRow]:
    heading = TableRow(["", f"{question.name} ({question.section})"], GROUP)
    return [heading, *(_rows(question.answers, is_whole=is_whole) or [TableRow(["", NO_ANSWERS])])]


def _rows(answers: Iterable[UnitAnswer], *, is_whole: bool) -> list[TableRow]:
    return [
        TableRow([ordinal_cell(number), _unit(answer, is_whole=is_whole), answer.upper, answer.text])
        for number, answer in enumerate(answers, start=1)
    ]


def _unit(answer: UnitAnswer, *, is_whole: bool) -> str:
    phase = answer.phase or f"đợt {answer.number}"
    return f"{answer.unit} ({phase})" if is_whole else answer.unit
