"""A Word file of a draft that came back: which of its sentences differ from the draft as it prints now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from foundation import vietnamese
from foundation.documents.word_reading import MarkedParagraph
from summaries.report.contents import SummaryDraft
from summaries.report.document import END, is_asked, line_text
from summaries.report.editing import Paragraph
from summaries.report.word_changes import Hindrance, Kind, SentenceChange, changes_of_line, likeness
from summaries.report.word_marks import mark_of
from summaries.report.word_merge import Own, own_sentence, plain
from summaries.sentences.templates import names_bases_alone, render, render_alone

_NUMBER = re.compile(r"^\d+[.)](\s+|$)")
FOUND_AGAIN = 0.5
"""From how many common words on a paragraph without its mark is held for a line that is missing."""


@dataclass(frozen=True)
class ReturnedLine:
    """A line of the report with what differs in it; `heading` and `title` are those of the draft."""

    key: str
    heading: str
    title: str
    changes: tuple[SentenceChange, ...]


def texts_by_line(draft: SummaryDraft, paragraphs: Sequence[MarkedParagraph]) -> tuple[dict[str, list[str]], list[str]]:
    """Return the paragraphs of a file by line, and those between them that belong to no line.

    A line that lost its mark is found by its words. Without any mark nothing is found.
    """
    lines = {mark_of(paragraph.line.key): paragraph for part in draft.parts for paragraph in part}
    positions = [position for position, paragraph in enumerate(paragraphs) if paragraph.mark in lines]
    if not positions:
        return {}, []
    texts: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        if paragraph.mark in lines:
            texts.setdefault(lines[paragraph.mark].line.key, []).append(paragraph.text)
    printed = {plain(render(part.heading, draft.placeholders)) for part in draft.template.parts}
    printed |= {part.silent for part in draft.template.parts}
    left = [
        paragraph.text
        for paragraph in paragraphs[positions[0] : positions[-1] + 1]
        if paragraph.mark not in lines and _without_numeral(paragraph.text) not in printed
    ]
    for line in lines.values():
        text = _printed(draft, line)
        if text and line.line.key not in texts:
            likenesses = [likeness(_bare(line, other), text) for other in left]
            if max(likenesses, default=0) >= FOUND_AGAIN:
                texts[line.line.key] = [left.pop(likenesses.index(max(likenesses)))]
    return texts, left


def returned_lines(draft: SummaryDraft, texts: Mapping[str, Sequence[str]]) -> list[ReturnedLine]:
    """Return the lines in which a file differs from the draft, in the order of the report."""
    returned = []
    for heading, part in zip(draft.headings, draft.parts, strict=True):
        for paragraph in part:
            theirs = [vietnamese.clean(text) for text in texts.get(paragraph.line.key, ())]
            if changes := _changes(draft, paragraph, theirs):
                title = draft.title_of(paragraph.line)
                returned.append(ReturnedLine(paragraph.line.key, heading, title, tuple(changes)))
    return [replace(line, changes=tuple(_without_moved(line.changes, returned))) for line in returned]


def _without_moved(changes: Sequence[SentenceChange], lines: Sequence[ReturnedLine]) -> Iterator[SentenceChange]:
    """Yield the changes; a sentence that was moved into another line is neither added nor removed by one of them."""
    everywhere = [change for line in lines for change in line.changes]
    added = {change.said for change in everywhere if change.kind is Kind.ADDED}
    removed = {change.ours[0].text for change in everywhere if change.kind is Kind.REMOVED}
    for change in changes:
        text = change.ours[0].text if change.kind is Kind.REMOVED else change.said
        is_moved = change.kind in (Kind.ADDED, Kind.REMOVED) and text in added & removed
        yield replace(change, hindrance=Hindrance.MOVED) if is_moved else change


def _changes(draft: SummaryDraft, paragraph: Paragraph, theirs: list[str]) -> list[SentenceChange]:
    own = _own_sentences(draft, paragraph)
    printed = _printed(draft, paragraph)
    if not own:  # nothing, or that nothing happened: what came back is written instead of the line
        own = [Own(paragraph.line.key, printed, printed, (), ())] if printed else []
    theirs = [_bare(paragraph, text) if position == 0 else text for position, text in enumerate(theirs)]
    if paragraph.line == draft.template.closing and theirs and not printed.endswith(END):
        theirs[-1] = theirs[-1].removesuffix(END) + ("." if printed.endswith(".") else "")
    changes = changes_of_line(paragraph.line.key, own, [text for text in theirs if text], draft.placeholders)
    return [_restored(draft, paragraph, change) for change in changes]


def _restored(draft: SummaryDraft, paragraph: Paragraph, change: SentenceChange) -> SentenceChange:
    """Return an added sentence that is one of the line's, switched off, as that one."""
    if change.kind is Kind.ADDED:
        for sentence in paragraph.sentences:
            if sentence.edit.off and plain(render_alone(sentence.text, draft.placeholders)) == change.said:
                return replace(change, kind=Kind.RESTORED, key=sentence.key, text="")
    return change


def _own_sentences(draft: SummaryDraft, paragraph: Paragraph) -> list[Own]:
    """Return the sentences in the order in which they print: which units figures are of ends its paragraph."""
    texts: list[list[Own]] = [[]]
    bases: list[list[Own]] = [[]]
    for sentence in paragraph.sentences:
        if sentence.opens:
            texts.append([])
            bases.append([])
        if sentence.is_generated and not is_asked(sentence.line, draft.book):
            continue
        if own := own_sentence(sentence, draft.placeholders):
            (bases if names_bases_alone(sentence.text) else texts)[-1].append(own)
    return [own for said, of in zip(texts, bases, strict=True) if said for own in (*said, *of)]


def _printed(draft: SummaryDraft, paragraph: Paragraph) -> str:
    return plain(line_text(paragraph, draft.book, draft.placeholders))


def _bare(paragraph: Paragraph, text: str) -> str:
    """Return the text of a line's first paragraph without the number and the title before it."""
    text, title = _NUMBER.sub("", text), f"{paragraph.line.title}."
    return text.removeprefix(title).strip() if paragraph.line.title else text


def _without_numeral(heading: str) -> str:
    return re.sub(r"^[IVX]+\.\s+|^\d+[.)]\s+", "", heading)
