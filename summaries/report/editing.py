"""The sentences of a report one by one, and what reviewers did with each: switched off, moved, replaced, added.

The text of a line is what its sentences say, one after the other, so a report that nobody edited prints its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from summaries.report.text import LineTemplate
from summaries.sentences.names import GENERAL, NAMED
from summaries.sentences.templates import PLACEHOLDER, ROUNDED, Placeholders, names_in, present_name, split_sentences

ADDED = "new-"
"""How the keys of sentences begin that reviewers added."""


@dataclass(frozen=True)
class SentenceEdit:
    """What reviewers did with a sentence; stored as JSON, so the names of the fields are stored keys.

    `text` replaces the generated one, unless it is empty, which it never is of an added sentence. `off`: it is not
    printed. `named`: weak units are named. `rounded`: the figures that are rounded. `of`: the generated text when this
    was stored. `figures`: what the figures of both texts printed then, by name; `printed`: the sentence; `day`: when.
    """

    text: str = ""
    off: bool = False
    named: bool = False
    rounded: tuple[str, ...] = ()
    of: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Editing:
    """What reviewers did with the sentences of a report, by the sentence's key; stored as JSON like SentenceEdit.

    `order`: of the lines into which a sentence was moved or added, the keys of their sentences.
    """

    edits: dict[str, SentenceEdit] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)


UNTOUCHED, UNEDITED = Editing(), SentenceEdit()


@dataclass(frozen=True)
class Sentence:
    """A sentence of a report. `line`: whose rows generate it; None of one that reviewers added.

    `generated`: its text before any figure, "" where nothing is generated. `is_whole`: it is the whole line, over which
    reviewers wrote a text. `opens`: it begins a paragraph.
    """

    key: str
    line: LineTemplate | None
    generated: str
    edit: SentenceEdit = UNEDITED
    opens: bool = False
    is_whole: bool = False

    @property
    def is_generated(self) -> bool:
        return not self.edit.text and not self.is_whole

    @property
    def text(self) -> str:
        """The text before any figure, with the names of the rounded and naming placeholders."""
        return PLACEHOLDER.sub(self._placeholder, self.generated if self.is_generated else self.edit.text)

    def _placeholder(self, match: re.Match[str]) -> str:
        typed = match[1]
        name = present_name(typed)
        if self.edit.named and name + NAMED in GENERAL:
            typed = name + NAMED
        if name in self.edit.rounded and not typed.endswith(ROUNDED):
            typed += ROUNDED
        return f"{{{typed}}}"

    def moved_figures(self, placeholders: Placeholders) -> dict[str, tuple[str, str]]:
        """Return the figures that print something else than when reviewers wrote the text: by name, then and now."""
        if self.is_generated or self.edit.off:
            return {}
        now = {name: placeholders.get(name) for name in self.edit.figures}
        return {name: (then, now[name]) for name, then in self.edit.figures.items() if now[name] != then}


@dataclass(frozen=True)
class Paragraph:
    """A line of the report with its sentences in their order."""

    line: LineTemplate
    sentences: tuple[Sentence, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(sentence.key for sentence in self.sentences)


def paragraphs_of(
    lines: Sequence[LineTemplate], narrative: Mapping[str, str], editing: Editing = UNTOUCHED
) -> list[Paragraph]:
    """Return the lines of a part with their sentences. `narrative`: texts that reviewers wrote over whole lines."""
    generated = {line.key: list(_sentences(line, narrative, editing)) for line in lines}
    by_key = {sentence.key: sentence for sentences in generated.values() for sentence in sentences}
    by_key |= {
        key: Sentence(key, None, "", edit) for key, edit in editing.edits.items() if key.startswith(ADDED) and edit.text
    }
    elsewhere = {key for line in lines for key in editing.order.get(line.key, ())}
    paragraphs = []
    for line in lines:
        keys = [key for key in editing.order.get(line.key, ()) if key in by_key]
        before = ""
        for sentence in generated[line.key]:
            if sentence.key not in elsewhere:
                keys.insert(keys.index(before) + 1 if before in keys else 0 if not before else len(keys), sentence.key)
            before = sentence.key
        paragraphs.append(Paragraph(line, tuple(by_key[key] for key in keys)))
    return paragraphs


def composed(sentences: Sequence[Sentence]) -> str:
    """Return the text of sentences before any figure; those switched off are left out."""
    text = ""
    for sentence in sentences:
        if not sentence.edit.off:
            text += ("\n" if sentence.opens and text else " " if text else "") + sentence.text
    return text


def with_edit(editing: Editing, key: str, edit: SentenceEdit) -> Editing:
    """Return the editing in which this was done with a sentence; UNEDITED: nothing."""
    edits = {**editing.edits, key: edit}
    if not (edit.text or edit.off or edit.named or edit.rounded or edit.figures):
        del edits[key]
    return replace(editing, edits=edits)


def with_added(editing: Editing, paragraph: Paragraph, edit: SentenceEdit) -> tuple[Editing, str]:
    """Return the editing with a further sentence at the end of a paragraph, and the sentence's key."""
    numbers = [int(key.removeprefix(ADDED)) for key in editing.edits if key.startswith(ADDED)]
    key = f"{ADDED}{max(numbers, default=0) + 1}"
    order = {**editing.order, paragraph.line.key: (*paragraph.keys, key)}
    return with_edit(replace(editing, order=order), key, edit), key


def without_added(editing: Editing, key: str) -> Editing:
    """Return the editing without a sentence that reviewers added."""
    order = {line: tuple(other for other in keys if other != key) for line, keys in editing.order.items()}
    return with_edit(replace(editing, order=order), key, UNEDITED)


def moved(editing: Editing, part: Sequence[Paragraph], key: str, step: int) -> Editing:
    """Return the editing with a sentence one place up (-1) or down (1) in its part; beyond the ends it stays.

    From the first place of a paragraph it comes to the end of the one before, from the last to the start of the next.
    """
    keys = [list(paragraph.keys) for paragraph in part]
    line = next((number for number, in_line in enumerate(keys) if key in in_line), None)
    if line is None:
        return editing
    position, other = keys[line].index(key), line + step
    if 0 <= position + step < len(keys[line]):
        keys[line].insert(position + step, keys[line].pop(position))
    elif 0 <= other < len(keys):
        keys[line].remove(key)
        keys[other].insert(len(keys[other]) if step < 0 else 0, key)
    order = {
        paragraph.line.key: tuple(now)
        for paragraph, now in zip(part, keys, strict=True)
        if paragraph.keys != tuple(now)
    }
    return replace(editing, order={**editing.order, **order})


def in_first_order(editing: Editing, part: Sequence[Paragraph]) -> Editing:
    """Return the editing with the sentences of a part where its rows have them; those added end their paragraphs."""
    order = {**editing.order}
    for line in (paragraph.line.key for paragraph in part):
        if line in order:
            order[line] = tuple(key for key in order[line] if key.startswith(ADDED))
    return replace(editing, order={line: keys for line, keys in order.items() if keys})


def with_live_figures(sentence: Sentence, placeholders: Placeholders) -> str:
    """Return the text of a sentence in which a number that was typed, and was a figure's then, is that figure."""
    text = sentence.edit.text
    for name, (then, _now) in sentence.moved_figures(placeholders).items():
        if name not in names_in(text):
            text = re.sub(rf"(?<![\w.,{{]){re.escape(then)}(?![\w}}]|[.,]\d)", f"{{{name}}}", text, count=1)
    return text


def figures_of(sentence: Sentence, placeholders: Placeholders) -> dict[str, str]:
    """Return what the figures print now that a sentence names, in its own and in its generated text."""
    names = dict.fromkeys([*names_in(sentence.edit.text), *names_in(sentence.generated)])
    return {name: placeholders.get(name) for name in names if name not in placeholders.words}


def _sentences(line: LineTemplate, narrative: Mapping[str, str], editing: Editing) -> Iterator[Sentence]:
    """Yield the sentences of a line; a text that reviewers wrote over the whole line is one."""
    edits = editing.edits
    if (written := narrative.get(line.key)) is not None:
        edit = replace(edits.get(line.key, UNEDITED), text=written)
        yield Sentence(line.key, line, line.text, edit, is_whole=True)
        return
    for (key, text), opens in _keyed(line, edits):
        yield Sentence(key, line, text, edits.get(key, UNEDITED), opens)


def _keyed(line: LineTemplate, edits: Mapping[str, SentenceEdit]) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield key and text of each generated sentence, and whether it begins a further paragraph.

    A key is the line's with a number. An edit goes with the text it was made of, wherever that is in the line now;
    where that text is gone, with the sentence in its place.
    """
    if line.by_code:
        yield from (((f"{line.key}-{code}", text), False) for code, text in line.by_code)
        return
    sentences = [
        (text, position == 0 and paragraph > 0)
        for paragraph, texts in enumerate(split_sentences(line.text))
        for position, text in enumerate(texts)
    ]
    numbered = [f"{line.key}-{number}" for number in range(1, len(sentences) + 1)]
    by_text = {edits[key].of: key for key in numbered if key in edits}
    keys = [by_text.pop(text, "") for text, _opens in sentences]
    left = iter(key for key in numbered if key not in keys)
    for key, (text, opens) in zip(keys, sentences, strict=True):
        yield (key or next(left), text), opens
