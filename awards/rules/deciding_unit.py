"""Which unit decides on a nomination; this follows from the title's level and the units above the nominee."""

from __future__ import annotations

from awards.models import AwardTitle, DecidingLevel
from units.models import Unit
from units.models.kinds import LAUNCHING, UPPER

DECIDING_KINDS = (*LAUNCHING, *UPPER)
"""Kinds of units that decide on awards."""


def deciding_unit(title: AwardTitle, unit: Unit, launching: Unit) -> Unit:
    """Return the unit of the portal that decides a title for a nominee of `unit`, or sends it up.

    `launching` is the campaign's unit, the province. It decides its own titles, sends up those decided above, and
    decides an upper union's titles for unions directly under it and for upper unions themselves. An upper union never
    decides on its own nomination.
    """
    if title.level != DecidingLevel.UPPER:
        return launching
    return next((node for node in chain(unit) if node.kind in UPPER and node.pk != unit.pk), launching)


def chain(unit: Unit) -> list[Unit]:
    """Return the unit and the units above it, the nearest first."""
    above, node = [unit], unit.parent
    while node is not None:
        above.append(node)
        node = node.parent
    return above


def highest(units: list[Unit]) -> Unit:
    """Return the unit nearest the root, of units on one chain. A dossier is sent to that unit."""
    return min(units, key=lambda unit: len(unit.path))


def between(unit: Unit, decider: Unit) -> list[Unit]:
    """Return the units strictly between `unit` and `decider`, the nearest first."""
    return [node for node in chain(unit)[1:] if len(node.path) > len(decider.path)]
