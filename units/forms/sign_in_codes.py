"""The form to take over an account by the code of its letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 60


class NeverEchoed(forms.TextInput):
    """A box whose letters can be seen while they are typed, and that is empty when the page comes back."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class OneTimePasswordForm(forms.Form):
    """Asks for a code. What was typed is never shown again, kept as a draft or logged, as its name says "password"."""

    one_time_password = forms.CharField(
        label=_("Mã trong thư giao tài khoản"),
        max_length=LONGEST_CODE,
        widget=NeverEchoed(
            {
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        help_text=_("Bốn nhóm, mỗi nhóm bốn chữ hoặc số. Chữ hoa, chữ thường, dấu nối đều được."),
        error_messages={
            "required": _("Xin nhập mã trong thư."),
            "max_length": _("Mã chưa đúng. Mã trong thư có 16 chữ và số, chia bốn nhóm; xin nhập lại."),
        },
    )
