"""What in a sheet is worth a second look of whoever reviews it: figures and texts that are seldom as they should be.

An oddity is no fault and blocks nothing. Each function here is the definition of one: it gets plain values and returns
the evidence, which is empty where nothing is odd. `campaigns.oddity_evidence` reads the values, and says who is shown
what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models import WorkKind
from campaigns.sheet.amount_text import share_of_target
from campaigns.sheet.computed import is_recognised, kind_of
from campaigns.sheet.context import Amount

FEWEST_EXACT = 5
"""So many figures are exactly as pledged by chance only."""
SMALLEST_TARGET = 10
"""Targets below are often met exactly."""
SHINGLE = 5
"""Words in a row that are compared as one."""
ALIKE = 0.8
"""From this share of shingles in common on, two texts are nearly identical."""
FEWEST_SHINGLES = 10
"""Texts with fewer, fourteen words, are alike because there is little to say."""

Shingles = frozenset[tuple[str, ...]]
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of a sheet, `amount`, and what it is compared with: a result with its target, a target with last year's.

    `earlier`: what the accepted reports of earlier phases told, of an indicator that is added up over phases.
    """

    indicator: CatalogueIndicator
    amount: Amount
    against: Amount
    earlier: Decimal = Decimal(0)

    @property
    def so_far(self) -> Amount:
        """What was reached in the year."""
        if not self.earlier or self.amount.value is None:
            return self.amount
        return Amount(self.amount.value + self.earlier)


@dataclass(frozen=True)
class TextPiece:
    """Words of a text, and whether the text beside it has them too."""

    text: str
    common: bool


@dataclass(frozen=True)
class AlikeTexts:
    """Two texts that are nearly identical, each in pieces; `label` says what is told in them."""

    label: str
    before: tuple[TextPiece, ...]
    now: tuple[TextPiece, ...]


def far_above_target(figures: Iterable[ComparedFigure], times: Decimal) -> list[ComparedFigure]:
    """Return the results of the year so far that are more than `times` their target.

    Of rates only those of persons have a share of their target (`share_of_target`).
    """
    return [
        figure
        for figure in figures
        if (share := share_of_target(figure.indicator, figure.so_far, figure.against)) is not None
        and share > 100 * times
    ]


def exactly_as_pledged(figures: Iterable[ComparedFigure]) -> list[ComparedFigure]:
    """Return the figures that count if there are five or more, and each is exactly what was pledged; else none.

    Answers of yes or no do not count, nor do targets below ten; of a rate the numerator is the target. Numerator and
    denominator have both to be as pledged.
    """
    counted = [
        figure
        for figure in figures
        if not figure.indicator.is_yes_no and (_number(figure.against) or 0) >= SMALLEST_TARGET
    ]
    exact = all(figure.so_far == figure.against for figure in counted)
    return counted if exact and len(counted) >= FEWEST_EXACT else []


def targets_below_last_year(figures: Iterable[ComparedFigure]) -> list[ComparedFigure]:
    """Return the targets that are lower than what the unit reached in the whole of last year.

    Rates are compared as rates. Answers of yes or no are left out, and that of which less is better.
    """
    return [
        figure
        for figure in figures
        if not figure.indicator.is_yes_no
        and not figure.indicator.less_is_better
        and (target := _size(figure.amount)) is not None
        and (reached := _size(figure.against)) is not None
        and target < reached
    ]


def values_without_recognition(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the rows of initiatives that are done and have a value, but that no employer has recognised.

    `rows` are those of `Sheet.cleaned_rows("results")`. Such a value is not added up (`campaigns.sheet.computed`).
    """
    return [
        row
        for row in rows
        if kind_of(dict(row)) == WorkKind.INITIATIVE
        and row.get("done")
        and row.get("value")
        and not is_recognised(dict(row))
    ]


def shingles(text: str) -> Shingles:
    """Return each five words of a text that follow one another, without marks of punctuation and capitals."""
    words = WORD.findall(text.lower())
    return frozenset(tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def likeness(now: Shingles, before: Shingles, models: Shingles = frozenset()) -> float:
    """Return how alike two texts are, from 0 to 1: the shingles in both by the shingles in either (Jaccard).

    Shingles of `models` are left out: what the Board wrote for all to use is nobody's own. With fewer than ten left of
    either, nothing is said: 0.
    """
    now, before = now - models, before - models
    if min(len(now), len(before)) < FEWEST_SHINGLES:
        return 0.0
    return len(now & before) / len(now | before)


def nearly_identical(
    texts: Mapping[str, Sequence[str]], last_year: Mapping[str, Sequence[str]], models: Iterable[str] = ()
) -> list[AlikeTexts]:
    """Return the texts that are nearly identical to one that the unit sent last year under the same label.

    Of several texts of last year it is the one most alike. `models`: the Board's own texts.
    """
    of_board: Shingles = frozenset().union(*map(shingles, models))
    alike = []
    for label, written in texts.items():
        earlier = [(shingles(text), text) for text in last_year.get(label, ())]
        for text in written:
            own = shingles(text)
            likest = max(((likeness(own, of_text, of_board), before) for of_text, before in earlier), default=(0.0, ""))
            if likest[0] >= ALIKE:
                alike.append(AlikeTexts(label, *side_by_side(likest[1], text)))
    return alike


def side_by_side(before: str, now: str) -> tuple[tuple[TextPiece, ...], tuple[TextPiece, ...]]:
    """Return two texts in pieces, those that both have marked."""
    old, new = before.split(), now.split()
    sides: tuple[list[TextPiece], list[TextPiece]] = ([], [])
    for what, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words in zip(sides, (old[places[0] : places[1]], new[places[2] : places[3]]), strict=True):
            if words:
                side.append(TextPiece(" ".join(words), what == "equal"))
    return tuple(sides[0]), tuple(sides[1])


def _number(amount: Amount) -> Decimal | int | None:
    """Return the value of an amount, of a rate its numerator."""
    return amount.numerator if amount.value is None else amount.value


def _size(amount: Amount) -> Decimal | int | None:
    """Return by what an amount is larger or smaller than another: its value, of a rate the percent."""
    return amount.percent if amount.value is None else amount.value
