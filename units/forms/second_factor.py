"""The forms of the second step, of setting factors up, and of taking a forgotten one away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import TextField
from units import passkeys
from units.actions.second_factor import prove_by_code, prove_by_passkey
from units.forms.password_again import PasswordAgainForm
from units.forms.sign_in_codes import LONGEST_CODE, NeverEchoed
from units.models import User
from units.origin import origin_of


def code_box(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    """Return a box for a code of use once: never echoed, kept as a draft or logged, as its name says "password"."""
    attrs = {"class": "form-control", "autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_CODE,
        widget=NeverEchoed(attrs | {"autofocus": True}),
        error_messages={"required": _("Xin nhập mã."), "max_length": _("Mã chưa đúng, xin nhập lại.")},
    )


class SecondStepForm(forms.Form):
    """Asks for a code or a passkey's answer, and uses it up when it is validated. Then it may raise TooManyTries."""

    one_time_password = code_box(
        _("Mã xác thực"), _("6 số đang hiện trong ứng dụng xác thực, hoặc một mã dự phòng đã in."), required=False
    )
    passkey = forms.CharField(required=False, max_length=passkeys.LONGEST_ANSWER, widget=forms.HiddenInput)

    def __init__(self, posted: Any = None, *, request: HttpRequest, person: User, **kwargs: Any):
        super().__init__(posted, **kwargs)
        self.request, self.person = request, person

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        try:
            if answer := cleaned.get("passkey"):
                prove_by_passkey(self.request, self.person, answer)
            elif code := cleaned.get("one_time_password"):
                prove_by_code(self.person, code, origin_of(self.request))
            elif not self.errors:
                raise ValidationError(_("Xin nhập mã."))
        except ValidationError as error:
            self.add_error("one_time_password", error)
        return cleaned

    def question(self) -> str:
        """Return what a passkey is asked to sign; "" for who has none, and under a name without passkeys."""
        return passkeys.ask_to_prove(self.request, self.person)


class AppForm(PasswordAgainForm):
    """Asks for the code that a new authenticator app shows."""

    one_time_password = code_box(_("Mã 6 số đang hiện trong ứng dụng"))


class PasskeyNameForm(forms.Form):
    """Asks what a passkey is called."""

    name = TextField(
        label=_("Tên của khóa"),
        help_text=_("Để nhận ra sau này. Ví dụ: Điện thoại của tôi, Khóa USB ở văn phòng."),
        max_length=64,
        printed=False,
        error_messages={"required": _("Xin đặt tên cho khóa.")},
    )


class PasskeyForm(PasswordAgainForm):
    """Asks what a new passkey is to be called."""

    name = PasskeyNameForm.base_fields["name"]


class PasskeyAnswerForm(forms.Form):
    """Holds the passkey that the browser made."""

    passkey = forms.CharField(
        max_length=passkeys.LONGEST_ANSWER,
        widget=forms.HiddenInput,
        error_messages={"required": _("Trình duyệt chưa tạo khóa. Xin bấm nút và làm theo hướng dẫn của máy.")},
    )


class FactorResetForm(forms.Form):
    """Asks how the person who lost the second factor was recognised."""

    reason = TextField(
        rows=2,
        label=_("Nhận ra người này bằng cách nào"),
        help_text=_("Ví dụ: đến văn phòng; đã gọi lại số điện thoại đã ghi và nhận ra giọng."),
        max_length=500,
        printed=False,
        error_messages={"required": _("Xin ghi đã nhận ra người này bằng cách nào.")},
    )
