"""The forms of a summary: the text of a sentence, its number and date, and why there is another revision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.archives import LIMIT, MEGABYTE, ArchiveKind, checked_archive
from foundation.documents.word_reading import MarkedParagraph, UnreadableWord, marked_paragraphs
from foundation.forms.fields import TextField, TickField, field_of, reason_field
from summaries.actions import EXAMPLE, registration_check
from summaries.editing_actions import LONGEST, TypedSentence, sentence_fingerprint
from summaries.models import Summary
from summaries.report.contents import SummaryDraft
from summaries.report.editing import Sentence, SentenceEdit
from summaries.report.word_marks import MARK
from summaries.sentences.names import GENERAL, NAMED, problem_of_text
from summaries.sentences.templates import names_in, render_alone, roundable
from units.forms.signing import SignedPaperForm
from units.registration import RegistrationCheck


class RegisterForm(SignedPaperForm):
    example = EXAMPLE

    def __init__(self, *args: Any, summary: Summary, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.summary = summary

    def check(self, number: str, dated_on: date) -> RegistrationCheck:
        return registration_check(self.summary, number, dated_on)


class ReviseForm(forms.Form):
    reason = reason_field(
        _("Xin ghi lý do lập bản mới."),
        _("Ai đọc báo cáo cũng đọc được lý do này. Ví dụ: số ước tháng 12 được thay bằng số chính thức."),
        rows=4,
        max_length=1000,
        printed=True,
    )


class WordChoiceForm(forms.Form):
    words = TextField(
        label=_("Từ máy viết"),
        max_length=120,
        help_text=_("Như trong câu của báo cáo, ví dụ: đạt thấp."),
        error_messages={"required": _("Xin ghi từ như máy viết, ví dụ: đạt thấp.")},
    )
    instead = TextField(
        label=_("Từ của cơ quan"),
        max_length=200,
        help_text=_("Ví dụ: chưa đạt yêu cầu đề ra."),
        error_messages={"required": _("Xin ghi từ in thay, ví dụ: chưa đạt yêu cầu đề ra.")},
    )


class SentenceForm(forms.Form):
    """The text of a sentence, the figures to round, whether weak units are named, the fingerprint of what was shown.

    `start`: the text in the box at first. Figures are offered as they are in the typed text, else in that one.
    """

    seen = forms.Field(widget=forms.HiddenInput, required=False)
    text = TextField(label=_("Câu"), rows=6, max_length=LONGEST, required=False)
    named = TickField(label=_("Nêu tên đơn vị còn hạn chế trong lời văn"))
    rounded = forms.MultipleChoiceField(
        label=_("Làm tròn trong lời văn (biểu vẫn ghi số đúng)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, posted: Any, *, sentence: Sentence, start: str, draft: SummaryDraft):
        edit = sentence.edit
        self.sentence, self.draft = sentence, draft
        initial = {
            "text": start,
            "seen": sentence_fingerprint(draft.summary, sentence.key),
            "named": edit.named,
            "rounded": edit.rounded,
        }
        super().__init__(posted, initial=initial)
        text = self["text"].value() or ""
        figures = self._figures_to_round(text)
        field_of(self, "rounded", forms.MultipleChoiceField).choices = list(figures.items())
        if not figures:
            del self.fields["rounded"]
        if not any(name + NAMED in GENERAL for name in names_in(text)):
            del self.fields["named"]

    def clean_text(self) -> str:
        """Return the text. Raises ValidationError where it cannot print, for a preview too."""
        text = self.cleaned_data["text"]
        if problem := problem_of_text(text, self.draft.placeholders):
            raise forms.ValidationError(problem)
        return text

    def _figures_to_round(self, text: str) -> dict[str, str]:
        """Return what can be ticked, by name, and what was, while the text names it."""
        figures = roundable(text, self.draft.placeholders)
        ticked = {*self.sentence.edit.rounded, *(self["rounded"].value() or ())}
        return {
            name: " → ".join(figures.get(name, (self.draft.placeholders.get(name),)))
            for name in names_in(text)
            if name in figures or name in ticked
        }

    def typed(self) -> TypedSentence:
        cleaned = self.cleaned_data
        return TypedSentence(cleaned["text"], tuple(cleaned.get("rounded", ())), cleaned.get("named", False))

    def prints(self) -> str:
        """Return how the text in the box prints now, its figures marked; "" when it cannot, or is left out."""
        text, placeholders = self["text"].value() or "", self.draft.placeholders
        if problem_of_text(text, placeholders):
            return ""
        names = self["rounded"].value() if "rounded" in self.fields else ()
        named = bool(self["named"].value()) if "named" in self.fields else False
        edit = SentenceEdit(text=text, rounded=tuple(names or ()), named=named)
        return render_alone(Sentence("", None, "", edit).text, placeholders, marked=True)


class WordForm(forms.Form):
    """A Word file of the draft that came back; cleaned, it is what its paragraphs say (`MarkedParagraph`)."""

    file = forms.FileField(
        label=_("Bản Word đã sửa"),
        help_text=format_lazy(_("Tệp .docx tải từ dự thảo này rồi sửa, không quá {n} MB."), n=LIMIT // MEGABYTE),
        widget=forms.FileInput({"class": "form-control", "accept": ".docx"}),
        error_messages={
            "required": _("Xin chọn tệp Word đã sửa."),
            "empty": _("Tệp này không có nội dung. Xin chọn lại."),
        },
    )

    def clean_file(self) -> list[MarkedParagraph]:
        """Return the paragraphs of the file. Raises ValidationError for a file that is refused or cannot be read."""
        content = checked_archive(self.cleaned_data["file"], ArchiveKind.WORD)
        try:
            return marked_paragraphs(content, MARK)
        except UnreadableWord as error:
            raise forms.ValidationError(_("Tệp này bị hỏng, không đọc được. Xin mở bằng Word rồi lưu lại.")) from error
