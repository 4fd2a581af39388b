"""The field for a workbook that somebody sends, which is looked at once it is small enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from foundation.archives import LIMIT, MEGABYTE
from foundation.lazy_text import LazyText

TOO_LARGE = _("Tệp lớn hơn {n} MB. Xin chia nhỏ.")


class WorkbookField(forms.FileField):
    """A file of at most LIMIT bytes.

    `accepted`: endings that the browser offers; `no_file`: what is said when none was chosen; `too_large`: what is said
    of a larger one, with {n} megabytes.
    """

    def __init__(
        self,
        *,
        accepted: Sequence[str],
        no_file: LazyText = "",
        too_large: LazyText = TOO_LARGE,
        **kwargs: Any,
    ):
        messages = {name: no_file for name in ("required", "invalid", "missing") if no_file}
        super().__init__(
            widget=forms.FileInput({"class": "form-control", "accept": ",".join(accepted)}),
            error_messages=messages | {"empty": _("Tệp này không có nội dung. Xin chọn lại.")},
            **kwargs,
        )
        self.too_large = too_large

    def validate(self, value: UploadedFile | None) -> None:
        super().validate(value)
        if value and (value.size or 0) > LIMIT:
            raise forms.ValidationError(str(self.too_large).format(n=LIMIT // MEGABYTE))
