"""Puts the words of an office into generated sentences, but for the names of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PARTS = re.compile(r"(\{[^{}]*\})")


def with_words(text: str, choices: Sequence[tuple[str, str]]) -> str:
    """Return a text before any figure with words replaced: whole words, at the start of a sentence too.

    `choices`: (words, those instead). Longer words are looked for first; what was put in is not replaced again.
    """
    if not choices or not text:
        return text
    instead = dict(sorted(choices, key=lambda choice: -len(choice[0])))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in instead), re.IGNORECASE)

    def chosen(match: re.Match[str]) -> str:
        words = match[0]
        exact = instead.get(words) or next(text for key, text in choices if key.casefold() == words.casefold())
        return exact[:1].upper() + exact[1:] if words[:1].isupper() else exact

    return "".join(part if part.startswith("{") else pattern.sub(chosen, part) for part in _PARTS.split(text))
