"""A draft without its long annexes cites only those it contains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from summaries.annexes import Annex
from summaries.report.document import Document

_CITED = re.compile(r"Biểu số (\d\d(?:, \d\d)*)")
_ABSENT = "\0"
_IN_BRACKETS = re.compile(rf" ?\([^()]*{_ABSENT}[^()]*\)")
_SENTENCE = re.compile(rf"[^.;]*{_ABSENT}[^.;]*[.;]")


def citing(document: Document, annexes: Iterable[Annex]) -> Document:
    """Return the document whose text cites these annexes alone: brackets and sentences about others are left out."""
    contained = {annex.label.removeprefix("Biểu số ") for annex in annexes}
    sections = tuple(
        replace(section, lines=tuple(replace(line, text=_text(line.text, contained)) for line in section.lines))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _text(text: str, contained: set[str]) -> str:
    def kept(match: re.Match[str]) -> str:
        numbers = [number for number in match[1].split(", ") if number in contained]
        return f"Biểu số {', '.join(numbers)}" if numbers else _ABSENT

    text = _CITED.sub(kept, text)
    return _SENTENCE.sub("", _IN_BRACKETS.sub("", text)).strip() if _ABSENT in text else text
