"""The form that registers a letter of a union."""

from __future__ import annotations

from datetime import date
from typing import Any

from awards.actions.letters import EXAMPLE, registration_check
from awards.models import Letter
from units.forms.signing import SignedPaperForm
from units.registration import RegistrationCheck


class LetterRegisterForm(SignedPaperForm):
    example = EXAMPLE

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        return registration_check(self.letter, number, dated_on)
