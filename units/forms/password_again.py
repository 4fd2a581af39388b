"""The form that asks a signed-in person for their password again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from units.actions.guessing import is_password_of
from units.models import User
from units.origin import origin_of


class PasswordAgainForm(forms.Form):
    """Asks a person for their password; not if `person` is None, who has just typed it. May raise TooManyTries."""

    password = forms.CharField(
        label=_("Mật khẩu hiện nay"),
        strip=False,
        widget=forms.PasswordInput({"class": "form-control", "autocomplete": "current-password"}),
        error_messages={"required": _("Xin nhập ô này.")},
    )

    def __init__(self, posted: Any = None, *, request: HttpRequest, person: User | None, **kwargs: Any):
        super().__init__(posted, **kwargs)
        self.request, self.person = request, person
        password = self.fields.pop("password")
        if person is not None:
            self.fields["password"] = password

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        if self.person is not None and not is_password_of(self.person, typed, origin_of(self.request)):
            raise ValidationError(_("Mật khẩu hiện nay chưa đúng, xin nhập lại."))
        return typed
