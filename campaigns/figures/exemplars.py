"""Persons and collectives worth knowing, that a reviewer chose to make known."""

from __future__ import annotations

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import ExemplarLine


def exemplars(inputs: FigureInputs) -> tuple[ExemplarLine, ...]:
    """Return the published exemplars in the office's order of units."""
    position = {called.pk: number for number, called in enumerate(inputs.called)}
    with_unit = [(exemplar, inputs.by_submission[exemplar.submission_id].called) for exemplar in inputs.exemplars]
    return tuple(
        ExemplarLine(exemplar.who, exemplar.story, called.name, called.parent_name)
        for exemplar, called in sorted(with_unit, key=lambda pair: position[pair[1].pk])
    )
