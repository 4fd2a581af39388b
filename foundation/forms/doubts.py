"""Typed text that is probably not what was meant; whoever typed it chooses: as it reads, or as it was typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.vietnamese.old_encodings import old_encoding

SUFFIX = "-reading"
"""What the name of a field's answer ends with."""
SHOWN = 200
"""Characters of a long text that an answer shows."""


@dataclass(frozen=True)
class Doubt:
    """A question about a typed text: `reading` is what was probably meant, `answer` what was answered or ""."""

    sentence: str
    typed: str
    reading: str
    answer: str = ""

    @property
    def keep(self) -> str:
        """The answer that keeps the text. It names the text: typed anew, that is asked about anew."""
        return f"keep:{self._digest}"

    @property
    def change(self) -> str:
        """The answer that takes the reading."""
        return f"read:{self._digest}"

    @property
    def _digest(self) -> str:
        return sha256(self.typed.encode()).hexdigest()[:12]

    def with_answer(self, answer: str) -> Doubt:
        return replace(self, answer=answer if answer in (self.keep, self.change) else "")

    @property
    def settled(self) -> str | None:
        """The text that was decided for; None while nothing was answered."""
        return {self.keep: self.typed, self.change: self.reading}.get(self.answer)

    def boxes(self, name: str, box_id: str) -> str:
        """Return the two answers as radio buttons below the box of the field with this name."""
        rows = (
            (self.change, _("Ghi là “{text}”").format(text=_shown(self.reading))),
            (self.keep, _("Giữ nguyên “{text}”").format(text=_shown(self.typed))),
        )
        options = (
            (f"{box_id}{SUFFIX}-{number}", name + SUFFIX, value, " checked" if value == self.answer else "", words)
            for number, (value, words) in enumerate(rows)
        )
        return format_html(
            '<div class="reading" role="group" aria-label="{}">{}</div>',
            _("Cách ghi"),
            format_html_join(
                "",
                '<div class="field-tick"><input type="radio" class="form-check-input" id="{0}" name="{1}" '
                'value="{2}"{3}><label for="{0}">{4}</label></div>',
                options,
            ),
        )


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


class TypedText(str):
    """What was typed in a box, with what was answered below it."""

    answer = ""


class AnsweredBox(forms.Widget):
    """A mixin for the box of a text: shows the question that its field raised, and reads the answer."""

    doubt: Doubt | None = None

    def value_from_datadict(self, post: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(post, files, name)
        if not isinstance(value, str) or not post.get(name + SUFFIX):
            return value
        typed = TypedText(value)
        typed.answer = str(post[name + SUFFIX])
        return typed

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        box = super().render(name, value, attrs, renderer)
        return format_html("{}{}", box, self.doubt.boxes(name, (attrs or {}).get("id", name))) if self.doubt else box


def old_text(text: str) -> Doubt | None:
    """Return the question about a text in TCVN3 or VNI."""
    if (old := old_encoding(text)) is None:
        return None
    encoding, reading = old
    sentence = _("Chữ này gõ theo bảng mã cũ {name}, máy khác không đọc được. Xin chọn cách ghi.")
    return Doubt(sentence.format(name=encoding.name), text, reading)


def odd_name(text: str) -> Doubt | None:
    """Return the question about a person's name that is not written as names are."""
    if (reading := vietnamese.name_as_written(text)) == text:
        return None
    return Doubt(_("Tên người viết hoa chữ đầu mỗi từ. Xin chọn cách ghi."), text, reading)
