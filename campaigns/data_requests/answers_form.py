"""The form of the answers to a data request, and what its fields read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from campaigns.models import AnswerKind, DataRequestQuestion
from foundation import vietnamese
from foundation.forms.doubts import Doubt
from foundation.forms.fields import ChoiceField, DateField, NumberField, TextField, YesNoField

LONGEST_TEXT, LONGEST_PROSE = 300, 3000


class AnswerTextField(TextField):
    """A text of a sheet: read again from the draft each time, so that nothing is asked about it."""

    def doubt_of(self, text: str) -> Doubt | None:
        return None


@dataclass(frozen=True)
class AnswerValue:
    """What an answer reads as: one of its parts, or two for a ratio. All None, "" where nothing was answered."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    text: str = ""
    day: date | None = None

    @property
    def is_given(self) -> bool:
        return self != NO_ANSWER

    @property
    def main(self) -> Decimal | None:
        """The number that is compared with what was offered."""
        return self.value if self.numerator is None else self.numerator


NO_ANSWER = AnswerValue()


class AnswersForm(forms.Form):
    """The fields of a request's questions, named by their codes; CODE-n and CODE-d for a ratio."""

    def __init__(self, *args: Any, questions: Sequence[DataRequestQuestion], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields.update(_fields_of(question))

    def clean(self) -> None:
        """Check that a ratio has both of its parts, or neither."""
        for question in self.questions:
            if not question.is_ratio or question.required:
                continue
            names = names_of(question)
            given = [name for name in names if self.cleaned_data.get(name) is not None]
            for name in names:
                if len(given) == 1 and name not in given and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])

    def answer(self, question: DataRequestQuestion) -> AnswerValue:
        """Return what was typed as an answer; nothing where it cannot be read."""
        values = [self.cleaned_data.get(name) for name in names_of(question)]
        if question.is_ratio:
            numerator, denominator = (None if value is None else Decimal(value) for value in values)
            whole = numerator is not None and denominator is not None
            return AnswerValue(numerator=numerator, denominator=denominator) if whole else NO_ANSWER
        (value,) = values
        if value in (None, ""):
            return NO_ANSWER
        if question.kind == AnswerKind.SUM:
            return AnswerValue(value=Decimal(value))
        if question.kind == AnswerKind.YES_NO:
            return AnswerValue(value=Decimal(int(value)))
        return AnswerValue(day=value) if question.kind == AnswerKind.DATE else AnswerValue(text=value)


def names_of(question: DataRequestQuestion) -> list[str]:
    """Return the names of a question's fields."""
    return [f"{question.code}-n", f"{question.code}-d"] if question.is_ratio else [question.code]


def typed_answers(questions: Sequence[DataRequestQuestion], posted: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed for the questions, cleaned of what nobody typed: the content of a draft."""
    names = [name for question in questions for name in names_of(question)]
    return {name: vietnamese.clean(posted.get(name, "")) for name in names}


def _fields_of(question: DataRequestQuestion) -> dict[str, forms.Field]:
    common: dict[str, Any] = {
        "label": question.name, "required": question.required, "help_text": question.help_text
    }  # fmt: skip
    if question.kind == AnswerKind.RATIO:
        numerator, denominator = names_of(question)
        name = _("{denominator} (tổng số của “{name}”)").format(
            denominator=question.denominator_name, name=question.name
        )
        label = _("Trên tổng số {denominator}").format(denominator=question.denominator_name)
        return {
            numerator: NumberField(decimals=question.decimals, **common),
            denominator: NumberField(decimals=question.decimals, label=label, name=name, required=question.required),
        }
    field: forms.Field
    if question.kind == AnswerKind.SUM:
        field = NumberField(decimals=question.decimals, **common)
    elif question.kind == AnswerKind.YES_NO:
        field = YesNoField(name=question.name, **common)
    elif question.kind == AnswerKind.DATE:
        field = DateField(**common)
    elif question.kind == AnswerKind.CHOICE:
        choices = [(choice, choice) for choice in question.choice_list]
        field = ChoiceField(choices=[("", _("Chọn một mục")), *choices], **common)
    elif question.kind == AnswerKind.LONG_TEXT:
        field = AnswerTextField(rows=5, max_length=LONGEST_PROSE, **common)
    else:
        field = AnswerTextField(max_length=LONGEST_TEXT, **common)
    return {question.code: field}
