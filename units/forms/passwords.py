"""Forms for a password of one's own: the first one, and another one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import TickField
from units.actions.guessing import is_password_of
from units.forms.sign_in import SHARED_HELP, SHARED_LABEL, LoginName
from units.origin import Origin

RULES = _(
    "Ít nhất 10 ký tự, không giống tên người, tên đơn vị, không phải mật khẩu nhiều người dùng hay chỉ là từ của ngành "
    "thêm số. Ví dụ bốn từ không liên quan. Không ai khác biết mật khẩu này, Quản trị hệ thống cũng không."
)
MISMATCH = {"password_mismatch": _("Hai lần nhập mật khẩu khác nhau.")}


def describe(fields: dict[str, forms.Field], **labels: Any) -> None:
    """Give the boxes of a form of passwords their labels in order, the first the focus, the new one its rules."""
    for name, label in labels.items():
        fields[name].label, fields[name].help_text = label, ""
        fields[name].error_messages["required"] = _("Xin nhập ô này.")
        fields[name].widget.attrs["class"] = "form-control"
    fields["new_password1"].help_text = RULES
    fields[next(iter(labels))].widget.attrs["autofocus"] = True


class NewPasswordForm(SetPasswordForm):
    """Asks twice for a new password, which is refused, if it is, at the box where it is typed first."""

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:
        super().validate_password_for_user(user, "new_password1")


class OwnPasswordForm(NewPasswordForm):
    """Asks twice for the password that the person will sign in with from now on."""

    shared = TickField(label=SHARED_LABEL, help_text=SHARED_HELP)
    error_messages = {**SetPasswordForm.error_messages, **MISMATCH}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        describe(self.fields, new_password1=_("Mật khẩu tự đặt"), new_password2=_("Nhập lại mật khẩu đó"))


class ForgottenForm(forms.Form):
    """Asks whose password was forgotten."""

    account = LoginName(
        label=_("Tên đăng nhập, hoặc địa chỉ thư điện tử của tài khoản"),
        max_length=254,
        widget=forms.TextInput({"class": "form-control", "autofocus": True}),
        error_messages={"required": _("Xin nhập ô này.")},
    )


class ResetForm(NewPasswordForm):
    """Asks twice for the password of whoever came by the link of a mail."""

    error_messages = {**SetPasswordForm.error_messages, **MISMATCH}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        describe(self.fields, new_password1=_("Mật khẩu mới"), new_password2=_("Nhập lại mật khẩu mới"))


class OtherPasswordForm(NewPasswordForm, PasswordChangeForm):
    """Asks for the password of now, and twice for the one that takes its place."""

    error_messages = (
        PasswordChangeForm.error_messages
        | MISMATCH
        | {
            "password_incorrect": _("Mật khẩu hiện nay chưa đúng, xin nhập lại."),
            "same": _("Mật khẩu mới phải khác mật khẩu hiện nay."),
        }
    )

    def __init__(self, *args: Any, origin: Origin, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.origin = origin
        describe(
            self.fields,
            old_password=_("Mật khẩu hiện nay"),
            new_password1=_("Mật khẩu mới"),
            new_password2=_("Nhập lại mật khẩu mới"),
        )

    def clean_old_password(self) -> str:
        """Check the password of now, which whoever found the session open may guess."""
        typed: str = self.cleaned_data["old_password"]
        if not is_password_of(self.user, typed, self.origin):
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("old_password") and cleaned["old_password"] == cleaned.get("new_password1"):
            self.add_error("new_password1", str(self.error_messages["same"]))
        return cleaned
