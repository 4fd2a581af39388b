"""The placeholders of questions that units answer in words in their reports: how many units answered, and what.

Behind the question's code: {code trả lời}, how many units answered; of yes or no {code} and {code không}, as of an
indicator of yes and no; of a choice {code}, which options how many chose, and {code Trực tuyến}, how many that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from campaigns.figures.types import QuestionAnswers, UnitAnswer
from campaigns.models.indicator import AnsweredBy
from campaigns.sheet.written import NO_WORD, YES_WORD
from summaries.figures.book import SummaryBook
from summaries.report.assessment import Texts
from summaries.report.context import join
from summaries.report.figure_texts import count_text
from summaries.sentences.names import NO, is_nameable
from summaries.sentences.templates import ANSWERED

TEXTS = (AnsweredBy.SHORT_TEXT, AnsweredBy.LONG_TEXT)
MOST_ANSWERS = 30
"""So many texts of a question are shown to whoever writes the report."""
OF_UNITS = "{} ({} đơn vị)"


def question_placeholders(book: SummaryBook) -> Texts:
    """Return the texts by name; None where no report that answers is accepted."""
    texts: Texts = {}
    for question in book.answers:
        if question.code:
            texts |= _texts(question) | {f"{question.code}{ANSWERED}": count_text(question.answered or None)}
    return texts


def written_questions(book: SummaryBook) -> dict[str, QuestionAnswers]:
    """Return the questions by the code with which the names of their counts begin."""
    return {question.code: question for question in book.answers if question.code}


class AnswersToRead(NamedTuple):
    """What units wrote to a question: how many did, the texts shown, how many are not."""

    name: str
    number: int
    shown: Sequence[UnitAnswer]
    left_out: int


def answers_to_read(book: SummaryBook) -> list[AnswersToRead]:
    """Return what accepted reports say in words, question by question."""
    questions = ((question.name, _prose(question)) for question in book.answers)
    return [
        AnswersToRead(name, len(texts), texts[:MOST_ANSWERS], max(0, len(texts) - MOST_ANSWERS))
        for name, texts in questions
        if texts
    ]


def _prose(question: QuestionAnswers) -> list[UnitAnswer]:
    """Return the answers of a question that are prose: texts, and yes or no with a note."""
    if question.kind in TEXTS:
        return list(question.answers)
    has_notes = question.kind == AnsweredBy.YES_NO_NOTE
    return [answer for answer in question.answers if has_notes and answer.text not in (YES_WORD, NO_WORD)]


def _texts(question: QuestionAnswers) -> Texts:
    units = {count.words: count_text(count.units if question.answered else None) for count in question.counts}
    if question.kind == AnsweredBy.YES_NO_NOTE:
        # earlier phases may have asked it as another kind of question, so there can be other answers too
        return {question.code: units[YES_WORD], f"{question.code}{NO}": units[NO_WORD]}
    if not question.counts:
        return {}
    chosen = sorted((count for count in question.counts if count.units), key=lambda count: -count.units)
    told = [OF_UNITS.format(count.words, count_text(count.units)) for count in chosen]
    of_options = {f"{question.code} {words}": number for words, number in units.items() if is_nameable(words)}
    return {question.code: join(told) or None} | of_options
