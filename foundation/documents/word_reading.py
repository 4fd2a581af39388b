"""Reads the paragraphs of a Word file that came back edited, by the bookmarks that `foundation.documents.word` set.

Only a file that passed the gate (`foundation.archives`) is read. Insertions that were tracked count, deletions do not;
tables, text boxes, comments and footnotes are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT, _BEGINS, _ENDS = f"{_W}p", f"{_W}t", f"{_W}bookmarkStart", f"{_W}bookmarkEnd"
_BLANKS = {f"{_W}tab", f"{_W}br", f"{_W}cr"}
_NOT_READ = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    *(f"{_W}{tag}" for tag in ("tbl", "del", "moveFrom", "pPr", "rPr", "txbxContent", "sectPr", "instrText", "sdtPr")),
}


class UnreadableWord(Exception):
    """Raised for a Word file that cannot be read although it passed the gate."""


@dataclass(frozen=True)
class MarkedParagraph:
    """The words of a paragraph, or of a part of it, that are under a mark; `mark` is "" for those under none."""

    mark: str
    text: str


def marked_paragraphs(content: bytes, prefix: str) -> list[MarkedParagraph]:
    """Return the paragraphs of a Word file in their order; the names of bookmarks that count begin with the prefix.

    What was typed before or behind a bookmark in its paragraph belongs to it, as it does for the eye; of two marks in
    one paragraph each has the words up to the next. Raises UnreadableWord.
    """
    import docx  # noqa: PLC0415 - takes a fifth of a second, at every start

    try:
        body = docx.Document(io.BytesIO(content)).element.body
    except Exception as error:  # of whatever is wrong inside, python-docx raises what comes
        raise UnreadableWord(str(error)) from error
    reader = _Reader(prefix)
    for element in body.iterchildren():
        reader.read(element)
    return reader.paragraphs


class _Reader:
    """Walks through the body: which mark is open, and what was read in the present paragraph under which mark."""

    def __init__(self, prefix: str):
        self.prefix, self.open_ids = prefix, dict[str, str]()
        self.paragraphs: list[MarkedParagraph] = []

    def read(self, element: Any) -> None:
        if element.tag in _NOT_READ:
            return
        if element.tag == _PARAGRAPH:
            self._paragraph(element)
        elif element.tag in (_BEGINS, _ENDS):
            self._mark(element)
        else:  # wrapped: a content control, a tracked insertion of whole paragraphs
            for child in element.iterchildren():
                self.read(child)

    def _paragraph(self, paragraph: Any) -> None:
        """Read a paragraph; its text belongs to the mark that is open, or to the first one that begins in it."""
        pieces = [(next(iter(self.open_ids.values()), ""), "")]
        for element in _inside(paragraph):
            if element.tag == _TEXT:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + (element.text or ""))
            elif element.tag in _BLANKS:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + " ")
            elif begun := self._mark(element):
                before, text = pieces[-1]
                pieces[-1:] = [(before, text), (begun, "")] if before else [(begun, text)]
        for name, text in pieces:
            if plain := " ".join(text.split()):
                self.paragraphs.append(MarkedParagraph(name, plain))

    def _mark(self, element: Any) -> str:
        """Open or close a bookmark; return the name of one of ours that begins."""
        number, name = element.get(f"{_W}id", ""), element.get(f"{_W}name", "")
        if element.tag == _ENDS:
            self.open_ids.pop(number, None)
        elif element.tag == _BEGINS and name.startswith(self.prefix):
            self.open_ids[number] = name
            return name
        return ""


def _inside(element: Any) -> Iterator[Any]:
    """Yield what is inside a paragraph in its order, without what is not read."""
    for child in element.iterchildren():
        if child.tag not in _NOT_READ:
            yield child
            yield from _inside(child)
