"""The form of how one can be reached, and one's union."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.forms.conflict_form import ConflictCheckedForm
from foundation.forms.fields import NameField, TextField, text_input

WRONG_ADDRESS = _("Địa chỉ thư chưa đúng. Ví dụ: ten@congdoan.vn")


def mail_field(label: Any) -> forms.EmailField:
    """Return the field of an address for mail, which nobody has to have."""
    return forms.EmailField(
        label=label,
        required=False,
        max_length=254,
        widget=text_input(type="email"),
        error_messages={"invalid": WRONG_ADDRESS},
    )


class ContactsForm(ConflictCheckedForm):
    """Each line is saved by itself: who edits another is in nobody's way."""

    phone = TextField(label=_("Điện thoại của tôi"), max_length=30, required=False, printed=False)
    email = mail_field(_("Thư điện tử của tôi"))
    unit_contact_person = NameField(label=_("Người liên hệ của đơn vị"), max_length=120, required=False)
    unit_phone = TextField(label=_("Điện thoại của đơn vị"), max_length=60, required=False, printed=False)
    unit_email = mail_field(_("Thư điện tử của đơn vị"))

    def __init__(self, posted: Any = None, *, stored: dict[str, str], unit_name: str = ""):
        super().__init__(posted, initial=stored)
        for name in [name for name in self.fields if name not in stored]:
            del self.fields[name]
        if unit_name:
            sentence = _("Ở {unit}: ai nghe máy?")
            self.fields["unit_contact_person"].help_text = format_html(str(sentence), unit=unit_name)  # HTML, to Django

    @property
    def stored(self) -> dict[str, Any]:
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    @property
    def typed(self) -> dict[str, Any]:
        return self.cleaned_data
