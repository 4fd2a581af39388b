"""What units answered in words, question by question: a list, and of those that choose how many chose what.

In the summary of a sector union so are the answers to its own movements, figures too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import NamedTuple

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import AnswerCount, Movement, QuestionAnswers, UnitAnswer
from campaigns.models.indicator import AnsweredBy
from campaigns.sheet.amount_text import amount_text
from campaigns.sheet.context import Amount
from campaigns.sheet.written import NO_WORD, YES_WORD, Written, written_text


class _Answer(NamedTuple):
    """An answer as text, and what it chose: an option, "Có" or "Không"."""

    submission_id: int
    question: int
    text: str
    chosen: str


def question_answers(inputs: FigureInputs) -> tuple[QuestionAnswers, ...]:
    """Return each question that these phases ask with its answers in the office's order of units."""
    position = {called.pk: number for number, called in enumerate(inputs.called)}
    questions = {line.pk: line for catalogue in inputs.catalogues.values() for line in catalogue.questions}
    questions |= inputs.own_lines
    lines: dict[int, list[tuple[int, UnitAnswer]]] = {pk: [] for pk in questions}
    last: dict[int, dict[int, tuple[int, str]]] = {pk: {} for pk in questions}  # by unit: phase's number, what it chose
    for submission_id, question, text, chosen in _answers(inputs, questions):
        filing = inputs.by_submission[submission_id]
        called = filing.called
        phase = inputs.catalogues[called.phase_id].phase.words
        answer = UnitAnswer(called.name, called.parent_name, filing.number, text, phase)
        lines[question].append((position[called.pk], answer))
        if called.unit_id not in last[question] or last[question][called.unit_id][0] < filing.number:
            last[question][called.unit_id] = filing.number, chosen
    return tuple(
        QuestionAnswers(
            question.name,
            str(question.section),
            tuple(answer for _number, answer in sorted(lines[pk], key=itemgetter(0))),
            code="" if question.section.owner else question.code,
            answered=len(last[pk]),
            counts=_counts(question, (chosen for _number, chosen in last[pk].values())),
            kind=question.answer,
        )
        for pk, question in questions.items()
    )


def _counts(question: CatalogueIndicator, chosen: Iterable[str]) -> tuple[AnswerCount, ...]:
    """Return how many chose what, in the order in which it is offered; options that were taken away since come last."""
    if question.answer not in (AnsweredBy.CHOICE, AnsweredBy.YES_NO_NOTE):
        return ()
    offered = question.options if question.answer == AnsweredBy.CHOICE else (YES_WORD, NO_WORD)
    units = Counter(chosen)
    return tuple(AnswerCount(words, units[words]) for words in dict.fromkeys((*offered, *sorted(units))))


def movements(inputs: FigureInputs) -> tuple[Movement, ...]:
    """Return the own movements of the unit, and of sector unions below it, that these phases ask: names alone."""
    catalogues = inputs.catalogues.values() if inputs.whole else (inputs.catalogue,)
    sections = {line.section.path: line.section for catalogue in catalogues for line in catalogue.branch_lines}
    return tuple(
        Movement(section.name, "" if section.owner.pk == inputs.unit.pk else section.owner.name)
        for section in sections.values()
        if section.owner and inputs.unit.contains(section.owner.path)
    )


def _answers(inputs: FigureInputs, questions: dict[int, CatalogueIndicator]) -> Iterator[_Answer]:
    for row in inputs.written_answers:
        if row.indicator_id in questions:
            chosen = row.text if row.yes is None else YES_WORD if row.yes else NO_WORD
            text = written_text(Written(row.text, row.day, row.yes))
            yield _Answer(row.submission_id, row.indicator_id, text, chosen)
    for figure in inputs.branch_figures:
        line = questions[figure.indicator_id]
        amount = amount_text(line, Amount(figure.value))
        yield _Answer(figure.submission_id, figure.indicator_id, f"{amount} {line.unit_of_measure}", "")
