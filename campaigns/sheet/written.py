"""Answers in words: their fields, what is typed in them, and how they are read. They add up to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models.indicator import AnsweredBy
from campaigns.sheet.asked_indicators import AskedIndicator
from foundation import vietnamese
from foundation.forms.fields import ChoiceField, DateField, TextField, YesNoField

SHORT, LONG, NOTE = 300, 20_000, 2_000
"""How many characters an answer may have."""
YES_WORD, NO_WORD = "Có", "Không"
TEXTS = (AnsweredBy.SHORT_TEXT, AnsweredBy.LONG_TEXT)


@dataclass(frozen=True)
class Written:
    """An answer in words, as `WrittenAnswer` stores it."""

    text: str = ""
    day: date | None = None
    yes: bool | None = None


def question_fields(asked_indicator: AskedIndicator) -> dict[str, forms.Field]:
    """Return the fields of a question by name: CODE, for the note beside yes or no CODE-note."""
    question, code = asked_indicator.indicator, asked_indicator.indicator.code
    words: dict[str, Any] = {
        "label": asked_indicator.label, "required": asked_indicator.required, "help_text": question.help_and_example
    }  # fmt: skip
    if question.answer == AnsweredBy.SHORT_TEXT:
        return {code: TextField(max_length=SHORT, **words)}
    if question.answer == AnsweredBy.LONG_TEXT:
        return {code: TextField(rows=5, max_length=LONG, **words)}
    if question.answer == AnsweredBy.DATE:
        return {code: DateField(**words)}
    if question.answer == AnsweredBy.CHOICE:
        options = [("", _("(chọn)")), *((option, option) for option in question.options)]
        return {code: ChoiceField(choices=options, **words)}
    note = TextField(label=_("Ghi chú"), rows=2, max_length=NOTE, required=False)
    return {code: YesNoField(name=question.name, **words), f"{code}-note": note}


def written_in(typed: Mapping[str, Any], asked_lines: Iterable[AskedIndicator]) -> dict[str, Written]:
    """Return the valid answers in words by the question's code; one without an answer is left out."""
    questions = (line for line in asked_lines if line.indicator.is_question)
    answers = ((line.indicator.code, _answer(typed, line)) for line in questions)
    return {code: answer for code, answer in answers if answer is not None}


def _answer(typed: Mapping[str, Any], asked_indicator: AskedIndicator) -> Written | None:
    values = {}
    for name, field in question_fields(asked_indicator).items():
        try:
            values[name] = field.clean(field.widget.value_from_datadict(typed, {}, name))
        except forms.ValidationError:
            return None
    code, kind = asked_indicator.indicator.code, asked_indicator.indicator.answer
    value = values[code]
    if value in (None, ""):
        return None
    if kind == AnsweredBy.DATE:
        return Written(day=value)
    return Written(values[f"{code}-note"], yes=value) if kind == AnsweredBy.YES_NO_NOTE else Written(value)


def written_text(answer: Written) -> str:
    """Return an answer as it is read: a text, a day, "Có; ghi chú"."""
    if answer.day:
        return vietnamese.format_date(answer.day)
    if answer.yes is None:
        return answer.text
    return "; ".join(filter(None, (YES_WORD if answer.yes else NO_WORD, answer.text)))


def typed_text(question: CatalogueIndicator, answer: Written) -> str:
    """Return the text of an answer that may be taken over into a field, "" for what is no text."""
    return answer.text if question.answer in TEXTS else ""
