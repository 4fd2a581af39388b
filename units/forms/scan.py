"""The field for a scan, which says beforehand which files are taken, and the forms that add and withdraw one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.forms.fields import reason_field
from units.attachments import ACCEPTED, LIMIT, MOST_FILES, checked_scan

NO_FILE = _("Xin chọn tệp bản chụp văn bản đã ký.")
LIMITS = format_lazy(
    _("Một tệp PDF, ảnh JPEG hoặc PNG, không quá {n} MB. Mỗi văn bản có không quá {m} tệp."), n=LIMIT, m=MOST_FILES
)


class ScanField(forms.FileField):
    """A file that is checked by its content (`units.attachments.checked_scan`)."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            help_text=LIMITS,
            widget=forms.FileInput({"class": "form-control", "accept": ",".join(ACCEPTED)}),
            error_messages={
                "required": NO_FILE,
                "invalid": NO_FILE,
                "missing": NO_FILE,
                "empty": _("Tệp này không có nội dung. Xin chọn lại."),
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Return the checked file; None where none has to come."""
        file = super().clean(data, initial)
        return checked_scan(file) if file else None


class ScanForm(forms.Form):
    """One more scan of a signed document."""

    scan = ScanField(label=_("Bản chụp văn bản đã ký"))


class WithdrawScanForm(forms.Form):
    reason = reason_field(_("Xin ghi lý do rút lại."))
