"""What units answered in words, question by question: a list, in no total.

In the summary of a sector union so are the answers to its own movements, figures too.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import Movement, QuestionAnswers, UnitAnswer
from campaigns.sheet.amount_text import amount_text
from campaigns.sheet.context import Amount
from campaigns.sheet.written import Written, written_text


def question_answers(inputs: FigureInputs) -> tuple[QuestionAnswers, ...]:
    """Return each question that these phases ask with its answers in the office's order of units."""
    position = {called.pk: number for number, called in enumerate(inputs.called)}
    questions = {line.pk: line for catalogue in inputs.catalogues.values() for line in catalogue.questions}
    questions |= inputs.own_lines
    lines: dict[int, list[tuple[int, UnitAnswer]]] = {pk: [] for pk in questions}
    for submission_id, question, text in _answers(inputs, questions):
        filing = inputs.by_submission[submission_id]
        called = filing.called
        phase = inputs.catalogues[called.phase_id].phase.words
        answer = UnitAnswer(called.name, called.parent_name, filing.number, text, phase)
        lines[question].append((position[called.pk], answer))
    return tuple(
        QuestionAnswers(
            question.name,
            str(question.section),
            tuple(answer for _number, answer in sorted(lines[pk], key=itemgetter(0))),
        )
        for pk, question in questions.items()
    )


def movements(inputs: FigureInputs) -> tuple[Movement, ...]:
    """Return the own movements of the unit, and of sector unions below it, that these phases ask: names alone."""
    catalogues = inputs.catalogues.values() if inputs.whole else (inputs.catalogue,)
    sections = {line.section.path: line.section for catalogue in catalogues for line in catalogue.branch_lines}
    return tuple(
        Movement(section.name, "" if section.owner.pk == inputs.unit.pk else section.owner.name)
        for section in sections.values()
        if section.owner and inputs.unit.contains(section.owner.path)
    )


def _answers(inputs: FigureInputs, questions: dict[int, CatalogueIndicator]) -> Iterator[tuple[int, int, str]]:
    """Yield (submission, question, answer as text)."""
    for row in inputs.written_answers:
        if row.indicator_id in questions:
            yield row.submission_id, row.indicator_id, written_text(Written(row.text, row.day, row.yes))
    for figure in inputs.branch_figures:
        line = questions[figure.indicator_id]
        amount = amount_text(line, Amount(figure.value))
        yield figure.submission_id, figure.indicator_id, f"{amount} {line.unit_of_measure}"
