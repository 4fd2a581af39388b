"""How the sentences of a Word file that came back edited differ from those of the draft, and what may be taken over.

A sentence is taken over with its figures live: where the file has the same number in its place, the placeholder stays.
A figure that somebody changed in Word is not taken over, the draft's own is put back; where it cannot be told which
figure was meant, the whole sentence is not taken over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum

from summaries.report.word_merge import Merger, Own, Piece, plain
from summaries.sentences.templates import OCCASION, TITLE, Placeholders, names_in, render_alone

ALIKE = 0.4  # of the words of two sentences, from which on one is the other changed
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"[^\W\d_]")
_TEMPLATE_SIGNS = re.compile(r"[{}\[\]]")


class Kind(Enum):
    CHANGED, ADDED, REMOVED = "changed", "added", "removed"
    RESTORED = "restored"  # a sentence of the draft that is switched off, and that the file has


class Hindrance(Enum):
    """Why a sentence cannot be taken over."""

    FIGURES = "figures"  # which figure a number of the file was is not clear
    REPEATED = "repeated"  # it is printed once for each occasion or title
    MOVED = "moved"  # it is a sentence of another line
    SIGNS = "signs"  # it has brackets or braces, which mean something in sentences
    UNLIKE = "unlike"  # as a sentence with live figures it would print something else


@dataclass(frozen=True)
class SentenceChange:
    """One sentence that differs. `key`: of the draft's sentence, or of the line at whose end a sentence was added.

    `text`: what would be stored, before any figure. `ours`, `theirs`: as they print, in pieces; empty where there is
    none. `said`: theirs as it was read.
    """

    kind: Kind
    key: str
    said: str = ""
    text: str = ""
    ours: tuple[Piece, ...] = ()
    theirs: tuple[Piece, ...] = ()
    hindrance: Hindrance | None = None

    @property
    def only_figures(self) -> bool:
        """Whether the words are the same, none put in and none left out, so that there is nothing to take over."""
        put_in = any(piece.differs and not piece.is_foreign for piece in self.theirs)
        left_out = any(piece.differs and _WORD.search(piece.text) for piece in self.ours)
        return self.kind is Kind.CHANGED and not put_in and not left_out

    @property
    def has_foreign(self) -> bool:
        return any(piece.is_foreign for piece in self.theirs)


def changes_of_line(
    line: str, own: Sequence[Own], theirs: Sequence[str], placeholders: Placeholders
) -> list[SentenceChange]:
    """Return how the sentences of a line differ. `theirs`: the paragraphs that the file has under the line's mark."""
    if len(own) == 1 and own[0].key == line:  # written over as a whole
        return [change] if (change := changed(own[0], "\n".join(theirs), placeholders)) else []
    pieces = [(number, piece) for number, mine in enumerate(own) for piece in _split(mine.printed)]
    others = [piece for paragraph in theirs for piece in _split(paragraph)]
    matched, added = _matched([piece for _number, piece in pieces], others)
    changes = []
    for number, mine in enumerate(own):
        said = [matched.get(position, "") for position, (owner, _piece) in enumerate(pieces) if owner == number]
        if change := changed(mine, " ".join(filter(None, said)), placeholders):
            changes.append(change)
    changes += [_added(line, others[position]) for position in added]
    return changes


def changed(own: Own, said: str, placeholders: Placeholders) -> SentenceChange | None:
    """Return how what a file says differs from a sentence of the draft; None where it does not."""
    if plain(said) == own.printed:
        return None
    if not said:
        return SentenceChange(Kind.REMOVED, own.key, ours=(Piece(own.printed, differs=True),))
    merger = Merger(own, said)
    change = SentenceChange(Kind.CHANGED, own.key, said, merger.text, tuple(merger.ours()), tuple(merger.theirs()))
    return replace(change, hindrance=None if change.only_figures else _hindrance(merger, placeholders))


def _hindrance(merger: Merger, placeholders: Placeholders) -> Hindrance | None:
    if merger.is_ambiguous:
        return Hindrance.FIGURES
    if {OCCASION, TITLE} & set(names_in(merger.own.text)):
        return Hindrance.REPEATED
    if _TEMPLATE_SIGNS.search(merger.said):
        return Hindrance.SIGNS
    prints = plain(render_alone(merger.text, placeholders))
    return None if _comparable(prints) == _comparable(merger.expected) else Hindrance.UNLIKE


def _comparable(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _added(line: str, said: str) -> SentenceChange:
    hindrance = Hindrance.SIGNS if _TEMPLATE_SIGNS.search(said) else None
    return SentenceChange(Kind.ADDED, line, said, said, theirs=(Piece(said, differs=True),), hindrance=hindrance)


def _split(paragraph: str) -> list[str]:
    return [sentence for line in plain(paragraph).split("\n") for sentence in _SENTENCE_ENDS.split(line) if sentence]


def _matched(own: Sequence[str], theirs: Sequence[str]) -> tuple[dict[int, str], list[int]]:
    """Return by own position the sentence of the file that it became, and the positions of those that were added."""
    matched: dict[int, str] = {}
    added: list[int] = []
    for tag, a, b, c, d in SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            matched |= dict(zip(range(a, b), theirs[c:d], strict=True))
            continue
        free = list(range(a, b))
        for other in range(c, d):
            best = max(free, key=lambda position: likeness(own[position], theirs[other]), default=None)
            if best is not None and likeness(own[best], theirs[other]) >= ALIKE:
                matched[best] = theirs[other]
                free.remove(best)
            else:
                added.append(other)
    return matched, added


def likeness(text: str, other: str) -> float:
    """Return how large a share of their words two sentences have in common."""
    words, others = set(text.casefold().split()), set(other.casefold().split())
    return len(words & others) / max(len(words | others), 1)
