"""How unions guided the campaign: what they held themselves, what was inspected, which measures are done.

Field names are keys of stored JSON: they must not change.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GuidanceFigures:
    """Numbers of called units, without the coordinated ones, and of what they recorded on the portal.

    `launched`, `reviewed`: of the `called` those that recorded their own launch, and their review of the phase.
    `inspections` were held in the period at `inspected_units`; of those with something `to_mend` that many `mended`
    it. `measures` that somebody answers for; `measures_done`: confirmed by the Board. `news` that the Board chose for
    the report, sent in the period by `news_units`, coordinated ones among them.
    """

    called: int = 0
    launched: int = 0
    reviewed: int = 0
    inspections: int = 0
    inspected_units: int = 0
    to_mend: int = 0
    mended: int = 0
    measures: int = 0
    measures_done: int = 0
    news: int = 0
    news_units: int = 0
