"""Persons and collectives worth knowing, that a reviewer chose to make known."""

from __future__ import annotations

from campaigns.figures.inputs import FigureInputs
from campaigns.figures.types import ExemplarLine


def exemplars(rows: FigureInputs) -> tuple[ExemplarLine, ...]:
    """In the office's order of units."""
    position = {called.pk: number for number, called in enumerate(rows.called)}
    found = sorted(rows.exemplars, key=lambda one: position[rows.sheets[one.filing_id].called.pk])
    return tuple(
        ExemplarLine(one.who, one.story, called.name, called.parent.name)
        for one, called in ((one, rows.sheets[one.filing_id].called) for one in found)
    )
