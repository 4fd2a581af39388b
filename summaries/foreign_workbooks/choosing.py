"""Which figures are offered for a cell: those that hold the typed words, else those most like the cell's labels."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from campaigns.figures.address import ALL
from campaigns.figures.indicator_provider import ASSIGNED, OF_TARGET, PHASE, TARGET, YEAR
from foundation.forms.choices import search_words
from foundation.vietnamese import search_key
from summaries.foreign_workbooks.labels import CellLabels
from summaries.foreign_workbooks.providers import PROVIDERS, OfferedTarget
from summaries.foreign_workbooks.sources import FilledFrom, NoFigure

MOST_SHOWN = 40
MOST_LIKE = 12
"""How many are suggested by the cell's labels."""


def all_offered(filled: FilledFrom, period: str) -> list[OfferedTarget]:
    """Return all that can be chosen for a cell; without an opened phase the texts alone."""
    offered = []
    for provider in PROVIDERS:
        try:
            offered += list(provider.offered(filled, period))
        except NoFigure:
            continue
    return offered


def matching(offered: Iterable[OfferedTarget], words: str) -> list[OfferedTarget]:
    """Return those that hold all words, in their order."""
    keys = search_words(words)
    return [target for target in offered if all(key in search_key(target.words) for key in keys)]


def most_alike(offered: Iterable[OfferedTarget], labels: CellLabels) -> list[OfferedTarget]:
    """Return those whose words are most of what a cell's row is called, the closest first: by pairs of words, by words.

    Of those that are as close the measures that the column's heading speaks of come first, and the whole before parts.
    """
    words = search_words(labels.beside or labels.above)
    wanted, pairs = set(words), set(pairwise(words))
    measures = _measures_of(search_words(labels.above))
    ranked = []
    for rank, target in enumerate(offered):
        own = search_words(target.words)
        in_pairs, alike = len(pairs & set(pairwise(own))), len(wanted & set(own))
        if in_pairs:
            is_part = target.key.slice != ALL or bool(target.key.state)
            ranked.append((-in_pairs, -alike, is_part, target.key.measure not in measures, rank, target))
    return [target for *_rank, target in sorted(ranked, key=lambda row: row[:-1])][:MOST_LIKE]


def _measures_of(heading: list[str]) -> tuple[str, ...]:
    """Return the measures of indicators that a column's heading speaks of."""
    said = " ".join(heading)
    for words, measures in HEADINGS.items():
        if any(word in said for word in words):
            return measures
    return (PHASE, YEAR)


HEADINGS = {
    ("ty le", "so voi", "dat"): (OF_TARGET,),
    ("dang ky", "chi tieu", "ke hoach"): (TARGET, ASSIGNED),
    ("luy ke", "ca nam"): (YEAR,),
}
"""Search keys of words in headings, and the measures they mean; others mean what was done."""
