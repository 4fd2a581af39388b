"""What the page of a draft's sentences shows: part by part, each sentence with who wrote it and what has moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _

from summaries.editing_actions import order_fingerprint, sentence_fingerprint
from summaries.report.contents import SummaryDraft
from summaries.report.document import is_asked, is_shown, line_text
from summaries.report.editing import ADDED, Paragraph, Sentence, with_live_figures
from summaries.sentences.templates import render_alone, sketched


@dataclass(frozen=True)
class ShownSentence:
    """A sentence of the page. `text`: as it prints, its figures marked; of one that does not print, as it would.

    `moved`: the figures that print something else than when the text was written (then, now); `said`: what it printed
    then, on `day`, if that differs. `is_typed`: one of these figures stands in the text as a typed number. `can_rise`,
    `can_sink`: there is a place above or below it in its part.
    """

    key: str
    anchor: str
    text: str
    state: str
    tone: str
    is_on: bool
    is_printed: bool
    moved: tuple[tuple[str, str], ...]
    said: str
    day: date | None
    is_typed: bool
    can_rise: bool
    can_sink: bool
    fingerprint: str


@dataclass(frozen=True)
class ShownParagraph:
    """A line with its sentences. `instead`: what it prints while none of them does. `is_open`: reviewers write it."""

    key: str
    anchor: str
    title: str
    hint: str
    sentences: tuple[ShownSentence, ...]
    instead: str
    is_open: bool
    is_whole: bool


@dataclass(frozen=True)
class ShownPart:
    heading: str
    paragraphs: tuple[ShownParagraph, ...]
    is_rearranged: bool


class EditingPresenter:
    """The sentences of a draft."""

    def __init__(self, draft: SummaryDraft):
        self.draft, self.summary = draft, draft.summary

    @cached_property
    def parts(self) -> list[ShownPart]:
        parts = ([row for row in part if is_shown(row, self.draft.book)] for part in self.draft.parts)
        order = self.draft.editing.order
        return [
            ShownPart(heading, tuple(self._paragraphs(part)), any(row.line.key in order for row in part))
            for heading, part in zip(self.draft.headings, parts, strict=True)
            if part
        ]

    @cached_property
    def states(self) -> Counter[str]:
        sentences = [
            sentence for part in self.parts for paragraph in part.paragraphs for sentence in paragraph.sentences
        ]
        return Counter(sentence.tone for sentence in sentences if sentence.is_on and sentence.is_printed)

    @property
    def headline(self) -> str:
        """The sentence that says how many sentences are whose, and how many have to be looked at again."""
        counts = (
            (_("{n} câu máy viết"), self.states[""]),
            (_("{n} câu người sửa, người viết"), self.states["ok"] + self.states["blue"]),
            (_("{n} câu cần xem lại"), self.states["no"]),
        )
        return ", ".join(words.format(n=count) for words, count in counts if count)

    @property
    def order_fingerprint(self) -> str:
        return order_fingerprint(self.summary)

    def _paragraphs(self, part: list[Paragraph]) -> Iterator[ShownParagraph]:
        first, last = part[0].keys[:1], part[-1].keys[-1:]
        for paragraph in part:
            line = paragraph.line
            sentences = tuple(
                self._sentence(
                    sentence,
                    can_rise=paragraph is not part[0] or sentence.key not in first,
                    can_sink=paragraph is not part[-1] or sentence.key not in last,
                )
                for sentence in paragraph.sentences
                if not sentence.is_generated or is_asked(sentence.line, self.draft.book)
            )
            is_silent = not any(sentence.is_on and sentence.is_printed for sentence in sentences)
            instead = line_text(paragraph, self.draft.book, self.draft.placeholders) if is_silent else ""
            is_whole = any(sentence.is_whole for sentence in paragraph.sentences)
            yield ShownParagraph(
                line.key,
                anchor(line.key, of_line=True),
                self.draft.title_of(line),
                line.hint,
                sentences,
                instead,
                is_open=not sentences,
                is_whole=is_whole,
            )

    def _sentence(self, sentence: Sentence, *, can_rise: bool, can_sink: bool) -> ShownSentence:
        placeholders, edit = self.draft.placeholders, sentence.edit
        printed = render_alone(sentence.text, placeholders, marked=True, named=True)
        moved = sentence.moved_figures(placeholders)
        state, tone = self._state(sentence, is_printed=bool(printed), is_moved=bool(moved))
        return ShownSentence(
            key=sentence.key,
            anchor=anchor(sentence.key),
            text=printed or sketched(sentence.text, placeholders),
            state=state,
            tone=tone,
            is_on=not edit.off,
            is_printed=bool(printed),
            moved=tuple(dict.fromkeys(moved.values())),
            said="" if edit.printed == render_alone(sentence.text, placeholders) else edit.printed,
            day=edit.day,
            is_typed=bool(moved) and with_live_figures(sentence, placeholders) != edit.text,
            can_rise=can_rise,
            can_sink=can_sink,
            fingerprint=sentence_fingerprint(self.summary, sentence.key),
        )

    def _state(self, sentence: Sentence, *, is_printed: bool, is_moved: bool) -> tuple[str, str]:
        """Return whose a sentence is, or what has to be known of it first, and the tone of the tag."""
        if sentence.edit.off:
            return _("tắt"), "plain"
        if is_moved:
            return _("số đã đổi"), "no"
        if sentence.is_generated:
            return (_("máy viết"), "") if is_printed else (_("chưa có số liệu"), "plain")
        is_written = sentence.key.startswith(ADDED) or not sentence.generated
        return (_("người viết"), "blue") if is_written else (_("người sửa"), "ok")


def anchor(key: str, *, of_line: bool = False) -> str:
    """Return the id of a sentence, or of a line, on the page."""
    return f"{'p' if of_line else 's'}-{slugify(key)}"
