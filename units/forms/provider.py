"""The form in which an administrator writes what a provider calls a person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class IdentityForm(forms.Form):
    subject = forms.CharField(
        label=_("Mã ở nơi cấp (sub)"),
        max_length=255,
        required=False,
        help_text=_("Đúng từng chữ như nơi cấp ghi. Để trống: không đăng nhập bằng nơi cấp nữa."),
        error_messages={"max_length": _("Mã dài không quá 255 chữ.")},
    )
