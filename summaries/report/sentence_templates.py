"""Sentences with live figures: `{name}` is a figure or a word; `[…]` stands only with a known figure in it.

A sentence (up to a full stop or the end of the line) whose figures are all missing is left out; a missing
figure in a sentence that stays is printed as "…". Brackets do not reach over a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from foundation.vietnamese.numbers import NOT_REPORTED

NAME = re.compile(r"\{([^{}]*)\}")
_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_ENDS = re.compile(r"(?<=\.)\s+")
_TIDY = (
    (re.compile(r"[ \t]+"), " "),
    (re.compile(r"\s+([,;.:])"), r"\1"),
    (re.compile(r"([,;])(?:\s*[,;])+"), r"\1"),
    (re.compile(r"[,;](?=\s*[.(])"), ""),
    (re.compile(r"\s*\(\s*\)"), ""),
)


class UnknownName(ValueError):
    """A `{name}` that is no figure; `name` as typed."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


class Unbalanced(ValueError):
    """Brackets or braces that do not match."""


@dataclass(frozen=True)
class Values:
    """What names stand for. A figure may be None, not known; a word always is, and keeps no sentence."""

    figures: Mapping[str, str | None]
    words: Mapping[str, str]

    def known(self, text: str) -> list[bool]:
        """For each figure named in a text, whether it is known."""
        return [self.figures.get(name) is not None for name in NAME.findall(text) if name not in self.words]

    def get(self, name: str) -> str:
        """As it prints; a name that is no longer known (an indicator was switched off) like a missing figure."""
        return self.words[name] if name in self.words else self.figures.get(name) or NOT_REPORTED


def check(text: str, values: Values) -> None:
    """Raises UnknownName or Unbalanced; returns when the text can be rendered, whatever the figures."""
    for name in NAME.findall(text):
        if name not in values.figures and name not in values.words:
            raise UnknownName(name)
    for sentence in _sentences(text):
        rest = NAME.sub("", sentence)
        while _INNERMOST.search(rest):
            rest = _INNERMOST.sub(r"\1", rest)
        if any(sign in rest for sign in "{}[]"):
            raise Unbalanced


def render(text: str, values: Values) -> str:
    """The text as it prints, paragraphs by line; "" when every sentence is left out."""
    paragraphs = (_paragraph(line, values) for line in text.splitlines())
    return "\n".join(line for line in paragraphs if line)


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in _ENDS.split(line)]


def _paragraph(line: str, values: Values) -> str:
    kept = [_filled(one, values) for one in _ENDS.split(line) if _stays(one, values)]
    return " ".join(one for one in kept if re.search(r"\w", one))


def _filled(sentence: str, values: Values) -> str:
    while _INNERMOST.search(sentence):
        sentence = _INNERMOST.sub(lambda match: match[1] if _stays(match[1], values) else "", sentence)
    text = NAME.sub(lambda match: values.get(match[1]), sentence)
    for pattern, replacement in _TIDY:
        text = pattern.sub(replacement, text)
    text = text.strip()
    return text[:1].upper() + text[1:]


def _stays(text: str, values: Values) -> bool:
    known = values.known(text)
    return any(known) or not known
