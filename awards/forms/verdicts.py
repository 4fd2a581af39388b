"""The form of a verdict: another title, a reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import AwardTitle
from awards.selectors.verdict_preview import VerdictPreview, needs_reason
from foundation.forms.fields import ChoiceField, TextField, field_of
from units.forms.returning import NO_RETURN_REASON


class VerdictForm(forms.Form):
    """The fields in `names` out of two. A reason is also required where the preview has objections."""

    title = ChoiceField(label=_("Chuyển sang hình thức"))
    reason = TextField(label=_("Lý do"), rows=3, max_length=1000)

    def __init__(
        self,
        data: Any,
        *,
        preview: VerdictPreview,
        titles: list[AwardTitle],
        names: Collection[str],
        reason_required: bool,
    ):
        super().__init__(data)
        self.preview = preview
        reason = self.fields["reason"]
        reason.required = reason_required
        reason.error_messages["required"] = NO_RETURN_REASON
        if not reason_required:
            reason.help_text = _("Chỉ cần ghi khi có điều kiện chưa đạt, hoặc vượt số lượng phân bổ.")
        field_of(self, "title", ChoiceField).choices = [
            ("", _("Chọn hình thức")),
            *((title.pk, title.name) for title in titles),
        ]
        for name in set(self.fields) - set(names):
            del self.fields[name]

    def clean_title(self) -> str:
        """Refuse a title that some of the chosen nominees cannot be granted, with the reason for each."""
        if refused := self.preview.refused:
            raise forms.ValidationError([f"{case.nomination.nominee.name}: {case.why_not}" for case in refused])
        return self.cleaned_data["title"]

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not reason and (sentences := needs_reason(self.preview)):
            raise forms.ValidationError(sentences)
        return reason
