"""What units answered in words, question by question: a list, in no total."""

from __future__ import annotations

from operator import itemgetter

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import QuestionAnswers, UnitAnswer
from campaigns.sheet.written import Written, written_text


def question_answers(inputs: FigureInputs) -> tuple[QuestionAnswers, ...]:
    """Return each question that these phases ask with its answers in the office's order of units."""
    position = {called.pk: number for number, called in enumerate(inputs.called)}
    questions = {line.pk: line for catalogue in inputs.catalogues.values() for line in catalogue.questions}
    lines: dict[int, list[tuple[int, UnitAnswer]]] = {pk: [] for pk in questions}
    for row in inputs.written_answers:
        filing = inputs.by_submission[row.submission_id]
        called, text = filing.called, written_text(Written(row.text, row.day, row.yes))
        answer = UnitAnswer(called.name, called.parent_name, filing.number, text)
        lines.setdefault(row.indicator_id, []).append((position[called.pk], answer))
    return tuple(
        QuestionAnswers(
            question.name,
            str(question.section),
            tuple(answer for _number, answer in sorted(lines[pk], key=itemgetter(0))),
        )
        for pk, question in questions.items()
    )
