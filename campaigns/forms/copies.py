"""The forms with which a campaign is copied and the years in its texts are reworded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.setup.facts import NewCampaignForm
from campaigns.models import Campaign
from campaigns.setup.copying import NEEDS, PIECES
from campaigns.setup.years import DatedText, renewed
from foundation.forms.fields import field_of


class CopyForm(NewCampaignForm):
    """A new campaign with the pieces that it takes from another one."""

    pieces = forms.MultipleChoiceField(
        label=gettext_lazy("Chép những phần nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Xin chọn ít nhất một phần.")},
    )

    def __init__(self, sent: Any = None, *, source: Campaign):
        year = source.year + 1
        title = renewed(source.title, source.year, year, {})
        super().__init__(sent, initial={"title": title, "year": year, "pieces": [piece.key for piece in PIECES]})
        field_of(self, "pieces", forms.MultipleChoiceField).choices = [(piece.key, piece.label) for piece in PIECES]
        self.source = source

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if abs(year - self.source.year) > 20:
            raise forms.ValidationError(_("Năm cách phong trào được chép quá 20 năm. Xin xem lại."))
        return year

    def clean_pieces(self) -> list[str]:
        """Refuse a piece without the one that it needs."""
        pieces: list[str] = self.cleaned_data["pieces"]
        labels = {piece.key: str(piece.label) for piece in PIECES}
        for key, needed in NEEDS.items():
            if key in pieces and needed not in pieces:
                sentence = _("“{piece}” cần có “{needed}”.")
                raise forms.ValidationError(sentence.format(piece=labels[key], needed=labels[needed]))
        return pieces


class YearsForm(forms.Form):
    """Texts that name a year of the campaign before: each is ticked to be reworded."""

    texts = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Nội dung vừa thay đổi. Xin xem lại danh sách.")},
    )

    def __init__(self, sent: Any = None, *, texts: Sequence[DatedText]):
        super().__init__(sent, initial={"texts": [text.key for text in texts if text.is_sure]})
        field_of(self, "texts", forms.MultipleChoiceField).choices = [(text.key, text.label) for text in texts]
