"""The form that registers a letter of a union."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from awards.actions.letters import registration_check
from awards.models import Letter
from foundation.forms.fields import TextField
from units.forms.signing import SignedPaperForm
from units.registration import LONGEST_NUMBER, RegistrationCheck

NO_NUMBER = _("Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/TTr-LĐLĐ.")


class LetterRegisterForm(SignedPaperForm):
    number = TextField(
        label=_("Số"),
        max_length=LONGEST_NUMBER,
        help_text=_("Như văn thư đã ghi, ví dụ 45 hoặc 45a/TTr-LĐLĐ."),
        error_messages={"required": NO_NUMBER},
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        return registration_check(self.letter, number, dated_on)
