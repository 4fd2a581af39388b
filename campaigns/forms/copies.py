"""The forms with which a campaign is copied and the years in its texts are reworded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.setup.facts import NewCampaignForm
from campaigns.models import Campaign
from campaigns.setup.copying import NEEDS, PIECES, codes_of_some_phases
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
        if codes := codes_of_some_phases(source):
            sentence = _(
                "{codes} chỉ hỏi ở một số đợt: không chép “Các đợt” thì được hỏi ở mọi đợt của phong trào mới."
            )
            self.fields["pieces"].help_text = sentence.format(codes=", ".join(codes))

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
    """Texts that name a year of the campaign before: each is ticked to be reworded.

    One that would be longer than its place has a box to shorten it, which is read if the text is ticked.
    """

    texts = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Nội dung vừa thay đổi. Xin xem lại danh sách.")},
    )

    def __init__(self, sent: Any = None, *, texts: Sequence[DatedText]):
        super().__init__(sent, initial={"texts": [text.key for text in texts if text.is_sure]})
        field_of(self, "texts", forms.MultipleChoiceField).choices = [(text.key, text.label) for text in texts]
        self.too_long = [text for text in texts if text.is_too_long]
        for text in self.too_long:
            box = forms.Textarea(attrs={"rows": 3})
            label = _("{place}: rút gọn còn {limit} ký tự").format(place=text.label, limit=text.limit)
            self.fields[box_name(text)] = forms.CharField(label=label, initial=text.after, required=False, widget=box)

    def clean(self) -> dict[str, Any]:
        ticked = self.cleaned_data.get("texts", ())
        for text in self.too_long:
            shortened = self.cleaned_data.get(box_name(text), "")
            if text.key in ticked and (problem := text.problem_of(shortened)):
                self.add_error(box_name(text), problem)
        return self.cleaned_data

    @property
    def shortened(self) -> dict[str, str]:
        """By the key of a text what was typed in its box."""
        return {text.key: self.cleaned_data[box_name(text)] for text in self.too_long}

    def box(self, text: DatedText) -> forms.BoundField | None:
        return self[box_name(text)] if text.is_too_long else None


def box_name(text: DatedText) -> str:
    return f"short-{text.key}"
