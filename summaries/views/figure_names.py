"""The names of figures and words that a sentence may have, with what they are and what they print now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from campaigns.figures.types import QuestionAnswers
from foundation.forms.choices import search_words
from foundation.vietnamese import search_key
from summaries.sentences.names import ANSWERS, OF_AN_INDICATOR, OF_ASSIGNED, OF_TARGET, short_name
from summaries.sentences.templates import Placeholders
from units.models import Bloc
from units.models.vocabulary import bloc_name

ITS_OWN = OF_AN_INDICATOR - {OF_TARGET, OF_ASSIGNED}
"""Names of default sentences that say the same as a shorter name."""


class NamedIndicator(Protocol):
    """An indicator, or a question of a data request, that a placeholder is of."""

    @property
    def name(self) -> str: ...
    @property
    def unit_of_measure(self) -> str: ...


MOST = 40
"""How many names a search shows."""


def figure_names(
    placeholders: Placeholders, indicators: Mapping[str, NamedIndicator], words: str
) -> list[dict[str, str]]:
    """Return the names that hold all `words`, themselves or in what they are.

    Without words of each indicator only its first figure is listed, of a question in words how many answered too. Its
    further ones are listed once they are known.
    """
    keys = search_words(words)
    rows = [
        row for row in _rows(placeholders, indicators, every=bool(keys)) if _holds(f"{row['name']} {row['what']}", keys)
    ]
    return rows[:MOST] if keys else rows


def _holds(text: str, keys: list[str]) -> bool:
    searched = search_key(text)
    return all(key in searched for key in keys)


def _rows(
    placeholders: Placeholders, indicators: Mapping[str, NamedIndicator], *, every: bool
) -> Iterator[dict[str, str]]:
    for name in placeholders:
        code, _space, further = name.partition(" ")
        indicator = indicators.get(code)
        if indicator is None:
            yield {"name": name, "what": "", "prints": placeholders.get(name)}
        elif (
            not further
            or _counts_answers(indicator, further)
            or (every and further not in ITS_OWN and placeholders.figures.get(name))
        ):
            measure = f" ({indicator.unit_of_measure})" if indicator.unit_of_measure else ""
            what = f"{short_name(indicator.name)}{measure}" + _explained(further)
            yield {"name": name, "what": what, "prints": placeholders.get(name)}


def _counts_answers(indicator: NamedIndicator, further: str) -> bool:
    """Return whether it is how many answered a question in words: of a text the only figure there is."""
    return further == ANSWERS and isinstance(indicator, QuestionAnswers)


def _explained(further: str) -> str:
    """Return what the words behind an indicator's code mean: ", khối doanh nghiệp, đăng ký"."""
    slices = {
        "HCSN": bloc_name(Bloc.ADMINISTRATIVE).lower(),
        "DN": bloc_name(Bloc.ENTERPRISE).lower(),
        "CS": "các cơ sở",
    }
    first, _space, rest = further.partition(" ")
    words = [slices[first], rest] if first in slices else [further]
    return "".join(f", {word}" for word in words if word)
