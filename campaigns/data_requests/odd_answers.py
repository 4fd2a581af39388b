"""Questions about answers that are possible but unlikely, as the sheets of phases ask them; a tick answers one.

What is confirmed is kept in the draft beside the answers, with the figures that it was said of: when they change, it is
asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from campaigns.data_requests.answers_form import AnswersForm, AnswerValue
from campaigns.models import DataRequestQuestion
from campaigns.sheet.questions import Question, ratio_question

CONFIRMED = "confirmed-"
"""What the name of a confirmation begins with in a draft; then comes the code of the question."""


def odd_answers(form: AnswersForm, typed: Mapping[str, str]) -> list[Question]:
    """Return what a cleaned form of answers raises: ratios whose part is above their base."""
    raised = (odd_answer(question, form.answer(question), typed) for question in form.questions)
    return [question for question in raised if question]


def odd_answer(question: DataRequestQuestion, answer: AnswerValue, typed: Mapping[str, str]) -> Question | None:
    """Return what an answer raises, and whether that is confirmed in what was typed; None for an ordinary answer."""
    if answer.numerator is None or answer.denominator is None or answer.numerator <= answer.denominator:
        return None
    key = f"{CONFIRMED}{question.code}"
    raised = ratio_question(key, question.name, answer.numerator, answer.denominator)
    of = f"{answer.numerator.normalize():f}/{answer.denominator.normalize():f}"  # alike whether typed or stored
    return replace(raised, of=of, confirmed=typed.get(key) == of)


def confirmations(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what is confirmed in a draft: the figures by the name of the confirmation."""
    return {name: of for name, of in typed.items() if name.startswith(CONFIRMED)}
