"""What the award figures of a summary are counted from, as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from awards.models import Award, AwardTitle
from campaigns.figures.inputs import FigureInputs


@dataclass(frozen=True)
class AwardInputs:
    """Awards and nominations that count in the phases of `rows`, and whom those phases called."""

    rows: FigureInputs
    titles: list[AwardTitle]
    awards: list[Award]  # of coordinated unions too
    sent_up: list[bool]  # for each nomination sent to the confederation: whether it is a person
