"""The database rows that award figures are counted from."""

from __future__ import annotations

from dataclasses import dataclass

from awards.figures.types import WaitingNominations
from awards.models import Award, AwardTitle
from campaigns.figures.inputs import FigureInputs


@dataclass(frozen=True)
class AwardInputs:
    """The awards and nominations that count for a summary, beside the campaign's rows of the same summary.

    Each award has the attribute `coordinated_then` (awards.figures.queries.read_award_inputs). `sent_up` tells for each
    nomination sent to the confederation whether it is of a person. `waiting` are those that nobody has decided on.
    """

    campaign_inputs: FigureInputs
    titles: list[AwardTitle]
    awards: list[Award]
    sent_up: list[bool]
    waiting: tuple[WaitingNominations, ...] = ()
