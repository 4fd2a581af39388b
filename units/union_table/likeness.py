"""Finds names of unions that are the same, however they are abbreviated, and names that look like a slip of the pen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Generic, TypeVar

from foundation import vietnamese
from foundation.vietnamese.abbreviations import spelled_out

SHORTEST = 4
"""Letters of a word in which one letter more, less or other is taken for a slip: "Lan" and "Lam" are two places."""
Named = TypeVar("Named")


def same_key(name: str) -> str:
    """Return a key that is equal for names that are the same: marks count, case, spacing and abbreviations do not."""
    return vietnamese.appearance_key(spelled_out(name))


def folded(name: str) -> str:
    return vietnamese.fold(spelled_out(name))


class Names(Generic[Named]):
    """The names below one union, with what bears each: finds what has the same name, and what has nearly the same."""

    def __init__(self) -> None:
        self._same: dict[str, list[Named]] = defaultdict(list)
        self._near: dict[str, list[Named]] = defaultdict(list)

    def add(self, name: str, bearer: Named) -> None:
        self._same[same_key(name)].append(bearer)
        for key in _near_keys(folded(name)):
            self._near[key].append(bearer)

    def same(self, name: str) -> list[Named]:
        return self._same.get(same_key(name), [])

    def near(self, name: str) -> Named | None:
        """Return the first that bears nearly the same name: other marks or spaces, or a letter in one word."""
        for key in _near_keys(folded(name)):
            for bearer in self._near.get(key, ()):
                return bearer
        return None


def _near_keys(key: str) -> Iterator[str]:
    """Yield the keys of which two names that are nearly the same have one in common.

    They are the name without spaces, then the name without one letter of one of its longer words; a word with digits
    is never taken for another.
    """
    yield key.replace(" ", "")
    words = key.split()
    for place_in, word in enumerate(words):
        if len(word) >= SHORTEST and word.isalpha():
            before, behind = " ".join(words[:place_in]), " ".join(words[place_in + 1 :])
            for letter in range(len(word)):
                yield f"{before}|{word[:letter]}{word[letter + 1 :]}|{behind}"
            yield f"{before}|{word}|{behind}"
