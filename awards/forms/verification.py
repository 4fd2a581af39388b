"""The form that asks for the code of a printed paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.selectors.paper_verification import normalize_code
from foundation.forms.fields import TextField, text_input

WANTED = _("Xin nhập mã in dưới bằng khen, giấy khen.")


class CodeForm(forms.Form):
    """The code of a paper, cleaned to letters and digits."""

    code = TextField(
        label=_("Mã tra cứu"),
        printed=False,
        help_text=_("Mã gồm 14 chữ và số, in ở góc dưới bên trái của bằng khen, giấy khen."),
        error_messages={"required": WANTED},
        widget=text_input(autocapitalize="characters", spellcheck="false"),
    )

    def clean_code(self) -> str:
        code = normalize_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(WANTED)
        return code
