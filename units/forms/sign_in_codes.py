"""The forms to take over an account: the code of its letter, then a password of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import TickField
from units.forms.sign_in import SHARED_HELP, SHARED_LABEL

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


class OwnPasswordForm(SetPasswordForm):
    """Asks twice for the password that the person will sign in with from now on."""

    shared = TickField(label=SHARED_LABEL, help_text=SHARED_HELP)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", _("Mật khẩu tự đặt")), ("new_password2", _("Nhập lại mật khẩu đó"))):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("Xin nhập ô này.")
            self.fields[name].widget.attrs["class"] = "form-control"
            self.fields[name].help_text = ""
        self.fields["new_password1"].widget.attrs["autofocus"] = True
        self.fields["new_password1"].help_text = _(
            "Ít nhất 10 ký tự, không giống tên, không phải mật khẩu nhiều người dùng. Không ai khác biết mật khẩu này, "
            "Quản trị hệ thống cũng không."
        )
