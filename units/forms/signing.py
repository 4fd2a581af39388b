"""The forms of a paper that goes out: close it for signing, register it, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms.fields import ChoiceField, TickField, reason_field
from units.forms.registration import RegisteredForm
from units.forms.scan import LIMITS, ScanField
from units.models import Unit
from units.signing import signature_blocks


class ClosingForm(forms.Form):
    """Who signs, of those who sign for the unit today; no field where no signer is listed.

    `user_id`: of who closes, chosen at first if listed. `question`: what has to be ticked before, if anything.
    """

    def __init__(self, *args: Any, unit: Unit, user_id: int | None = None, question: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if question:
            wanted = {"required": _("Xin đánh dấu nếu vẫn chốt.")}
            self.fields["sure"] = TickField(label=question, required=True, error_messages=wanted)
        blocks = signature_blocks(unit, on=clock.today())
        if not blocks:
            return
        own = (block.key for block in blocks if user_id and block.signer.user_id == user_id)
        self.fields["block"] = ChoiceField(
            label=_("Người ký, thể thức ký"),
            choices=[(block.key, block.label) for block in blocks],
            initial=next(own, blocks[0].key),
            widget=forms.RadioSelect,
            required=False,
            help_text=_("In dưới lời văn, chừa chỗ để ký và đóng dấu."),
        )


class SignedPaperForm(RegisteredForm):
    """Number, date and scan of a paper that was closed for signing. A subclass implements `check`."""

    scan = ScanField(label=_("Bản chụp văn bản đã ký, hoặc tệp PDF ký số"))
    checked = TickField(
        label=_("Số, ngày, người ký đúng với văn bản đã ký; văn bản đã ký là bản đã chốt ở đây."),
        required=True,
        error_messages={"required": _("Xin đối chiếu với văn bản đã ký rồi đánh dấu.")},
    )

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error, and say that the file has to be chosen again: browsers do not keep it."""
        super().add_error(field, error)
        self.fields["scan"].help_text = format_lazy("{} {}", _("Xin chọn lại tệp: trình duyệt không giữ tệp."), LIMITS)


class TakeBackForm(forms.Form):
    reason = reason_field(
        _("Xin ghi lý do thu lại."),
        _("Ví dụ: còn một báo cáo đến sau; người ký đã chuyển công tác."),
        rows=4,
        max_length=1000,
    )
