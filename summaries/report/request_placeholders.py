"""The placeholders of data requests: {YC1.C3}, the sum of the accepted answers, and on how many units it rests."""

from __future__ import annotations

from decimal import Decimal

from campaigns.figures.address import PERCENT, YES_NO, FigureValue
from foundation.vietnamese import format_number, format_percent
from summaries.figures.book import SummaryBook
from summaries.figures.labels import RequestQuestionLabel
from summaries.report.assessment import Texts
from summaries.report.figure_texts import count_text
from summaries.sentences.names import name_of_answer

OF_UNITS = "tính trên {}/{} đơn vị"


def request_placeholders(book: SummaryBook) -> Texts:
    """Return the texts by name; None where no answer is accepted. A sum of some units says of how many."""
    return {
        name_of_answer(request.number, question.code): _text(question, book.request_total(request, question))
        for request in book.requests
        for question in request.questions
        if question.is_counted
    }


def questions_by_name(book: SummaryBook) -> dict[str, RequestQuestionLabel]:
    """Return the questions of data requests by the names that sentences have for their sums."""
    return {
        name_of_answer(request.number, question.code): question
        for request in book.requests
        for question in request.questions
    }


def _text(question: RequestQuestionLabel, value: FigureValue) -> str | None:
    answered, expected = value.base or (0, 0)
    if not answered:
        return None
    text = _amount(question, value)
    return text if answered == expected else f"{text} ({OF_UNITS.format(answered, expected)})"


def _amount(question: RequestQuestionLabel, value: FigureValue) -> str:
    """Return the number with its unit of measure, a ratio with its percent."""
    measure = f" {question.unit_of_measure}" if question.unit_of_measure else ""
    if value.kind == YES_NO:
        return f"{count_text(value.value)} đơn vị"
    if value.kind == PERCENT:
        parts = f"{count_text(value.numerator)}/{count_text(value.denominator)}{measure}"
        return parts if value.value is None else f"{parts} ({format_percent(Decimal(value.value))})"
    number = Decimal(value.value or 0)
    return f"{format_number(number, question.decimals) if question.decimals else count_text(number)}{measure}"
