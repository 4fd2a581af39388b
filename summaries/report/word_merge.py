"""A sentence of a draft and its words as they came back: what is stored of them, with the draft's figures live."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from summaries.report.editing import Sentence
from summaries.sentences.templates import MARKS, Placeholders, render_alone

BEGINS, ENDS = MARKS
_TOKEN = re.compile(rf"[{BEGINS}{ENDS}]|\d+(?:[.,]\d+)*|[^\W\d_]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """Words of a shown sentence. `differs`: the other one has not got them; `is_foreign`: a figure that was changed."""

    text: str
    differs: bool = False
    is_foreign: bool = False


@dataclass(frozen=True)
class _Noting(Placeholders):
    """Placeholders that mark every text they print, and note which placeholder each was, in order."""

    noted: list[str] = field(default_factory=list, compare=False)

    def get(self, typed: str, unit: str = "") -> str:
        text = super().get(typed, unit)
        if not text:
            return text
        self.noted.append(f"{{{typed}}}{unit}")
        return f"{BEGINS}{text}{ENDS}"


@dataclass(frozen=True)
class Own:
    """A sentence of the draft that prints. `tokens`: (text, number of its placeholder or None), without blanks."""

    key: str
    text: str
    printed: str
    tokens: tuple[tuple[str, int | None], ...]
    placeholders: tuple[str, ...]


def own_sentence(sentence: Sentence, placeholders: Placeholders) -> Own | None:
    """Return a sentence of a draft as it prints, None if it does not."""
    noting = _Noting(placeholders.figures, placeholders.words, placeholders.repeated, placeholders.near)
    printed = plain(render_alone(sentence.text, placeholders))
    if sentence.edit.off or not printed:
        return None
    tokens: list[tuple[str, int | None]] = []
    owner, count = None, -1
    for token in _TOKEN.findall(render_alone(sentence.text, noting)):
        if token == BEGINS:
            owner = count = count + 1
        elif token == ENDS:
            owner = None
        elif not token.isspace():
            tokens.append((token, owner))
    return Own(sentence.key, sentence.text, printed, tuple(tokens), tuple(noting.noted))


def plain(text: str) -> str:
    """Return a text with every blank as one space, line by line."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


class _Put(NamedTuple):
    """What is put in the place of words of the file, up to the one at `end`: as it is stored, and as it prints now."""

    end: int
    stored: str
    printed: str


class Merger:
    """Puts the words of a file and the figures of the draft together.

    `text`: the sentence before any figure; `expected`: as it prints now. `foreign`: positions of changed figures.
    `is_ambiguous`: a figure is gone and a number is there, and it is not clear whether they belong together.
    """

    def __init__(self, own: Own, said: str):
        self.own, self.said = own, plain(said)
        self.tokens = [match for match in _TOKEN.finditer(self.said) if not match[0].isspace()]
        self.words = [match[0] for match in self.tokens]
        mine = [token for token, _owner in own.tokens]
        self.opcodes = SequenceMatcher(None, mine, self.words, autojunk=False).get_opcodes()
        self.foreign: set[int] = set()
        self.put: dict[int, _Put] = {}  # by the position of the first word of theirs that gives way
        self.kept: set[int] = set()  # the placeholders that stay
        self._keep_placeholders()
        self._find_moved_placeholders()
        self.is_ambiguous = not self._put_figures_back()
        self.text, self.expected = self._composed(is_stored=True), self._composed(is_stored=False)

    def _keep_placeholders(self) -> None:
        """Put a placeholder instead of its words where the file has all of them."""
        for tag, a, b, c, _d in self.opcodes:
            if tag == "equal":
                for owner, first, last in _spans(self.own.tokens, a, b):
                    self._keep(owner, first - a + c, last - a + c)

    def _find_moved_placeholders(self) -> None:
        """Put a figure where the file has its words once, elsewhere in the sentence."""
        for owner in range(len(self.own.placeholders)):
            words = [token for token, of in self.own.tokens if of == owner]
            if owner in self.kept or not any(map(_is_number, words)):
                continue
            covered = self._covered()
            starts = [
                start
                for start in range(len(self.words) - len(words) + 1)
                if self.words[start : start + len(words)] == words
                and not covered & set(range(start, start + len(words)))
            ]
            if len(starts) == 1:
                self._keep(owner, starts[0], starts[0] + len(words))

    def _keep(self, owner: int, start: int, end: int) -> None:
        words = self.said[self.tokens[start].start() : self.tokens[end - 1].end()]
        self.put[start] = _Put(end, self.own.placeholders[owner], words)
        self.kept.add(owner)

    def _put_figures_back(self) -> bool:
        """Put the figures of the draft instead of changed ones. Return whether it is clear which those are."""
        covered = self._covered()
        all_gone, all_new = False, set[int]()
        for tag, a, b, c, d in self.opcodes:
            if tag == "equal":
                continue
            gone = [position for position in range(a, b) if self._is_gone(position)]
            new = [position for position in range(c, d) if position not in covered and _is_number(self.words[position])]
            if gone and len(gone) == len(new):
                self.foreign |= set(new)
                for mine, other in zip(gone, new, strict=True):
                    self.put[other] = _Put(other + 1, self._source(mine), self.own.tokens[mine][0])
            else:
                all_gone, all_new = all_gone or bool(gone), all_new | set(new)
        if all_gone:
            self.foreign |= all_new
        return not (all_gone and all_new)

    def _covered(self) -> set[int]:
        """Return the positions of the words of theirs in whose place something was put."""
        return {position for start, put in self.put.items() for position in range(start, put.end)}

    def _is_gone(self, position: int) -> bool:
        """Return whether a word of the draft is a number of a figure that the file has nowhere."""
        word, owner = self.own.tokens[position]
        return owner is not None and owner not in self.kept and _is_number(word)

    def _source(self, position: int) -> str:
        """Return the placeholder of a figure that is one number, else the number itself."""
        text, owner = self.own.tokens[position]
        assert owner is not None
        is_alone = sum(other == owner for _text, other in self.own.tokens) == 1
        return self.own.placeholders[owner] if is_alone else text

    def _composed(self, *, is_stored: bool) -> str:
        """Return the file's sentence with what was put into it, as it is stored or as it prints now."""
        text, at, position = "", 0, 0
        while position < len(self.tokens):
            word = self.words[position]
            put = self.put.get(position) or _Put(position + 1, word, word)
            text += self.said[at : self.tokens[position].start()] + (put.stored if is_stored else put.printed)
            at, position = self.tokens[put.end - 1].end(), put.end
        return text + self.said[at:]

    def ours(self) -> Iterator[Piece]:
        """Yield the draft's sentence in pieces."""
        at = 0
        for tag, a, b, _c, _d in self.opcodes:
            if a < b:
                end = _end_of(self.own.printed, at, [token for token, _owner in self.own.tokens[a:b]])
                yield Piece(self.own.printed[at:end], tag != "equal")
                at = end

    def theirs(self) -> Iterator[Piece]:
        """Yield the file's sentence in pieces, each changed figure by itself."""
        at = 0
        for tag, _a, _b, c, d in self.opcodes:
            for is_foreign, group in groupby(range(c, d), key=self.foreign.__contains__):
                positions = list(group)
                start, end = self.tokens[positions[0]].start(), self.tokens[positions[-1]].end()
                if at < start:
                    yield Piece(self.said[at:start])
                yield Piece(self.said[start:end], tag != "equal", is_foreign)
                at = end


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _end_of(text: str, at: int, tokens: Sequence[str]) -> int:
    """Return where these tokens end in a text, from a position on, whatever blanks are between them."""
    for token in tokens:
        at = text.casefold().index(token.casefold(), at) + len(token)
    return at


def _spans(tokens: Sequence[tuple[str, int | None]], first: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield (number, first, end) of the placeholders whose tokens are all between two positions."""
    position = first
    while position < end:
        owner, start = tokens[position][1], position
        while position < len(tokens) and tokens[position][1] == owner:
            position += 1
        begins = start == 0 or tokens[start - 1][1] != owner
        if owner is not None and begins and position <= end:
            yield owner, start, position
