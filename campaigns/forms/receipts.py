"""The form that asks for the code of a receipt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.receipts import normalize_receipt
from foundation.forms.fields import TextField, text_input

WANTED = _("Xin nhập mã tiếp nhận.")


class ReceiptForm(forms.Form):
    """The code of a receipt, cleaned to what receipts print."""

    code = TextField(
        label=_("Mã tiếp nhận"),
        printed=False,
        help_text=_("In cuối bản đăng ký, báo cáo và trên trang của phiếu, ví dụ 000123-1-3FA9C01B77DE."),
        error_messages={"required": WANTED},
        widget=text_input(autocapitalize="characters", spellcheck="false"),
    )

    def clean_code(self) -> str:
        code = normalize_receipt(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(WANTED)
        return code
