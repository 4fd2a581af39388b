"""Which unit decides on a nomination: it follows from the level of the title and the unit's chain."""

from __future__ import annotations

from awards.models import AwardTitle, DecidingLevel
from units.models import Unit, UnitKind

UPPER = (UnitKind.UPPER_PLACE, UnitKind.UPPER_TRADE)


def deciding_unit(title: AwardTitle, unit: Unit, launching: Unit) -> Unit:
    """The unit of the portal that decides, or sends up, a title for a nominee of `unit`.

    `launching` is the campaign's unit: the province, which also decides an upper union's title for the unions
    directly under it, and sends up what is decided above. It is never the nominee's own unit but for the province's.
    """
    if title.level != DecidingLevel.UPPER:
        return launching
    return next((node for node in chain(unit) if node.kind in UPPER and node.pk != unit.pk), launching)


def chain(unit: Unit) -> list[Unit]:
    """The unit and those above it, the nearest first."""
    above, node = [unit], unit.parent
    while node is not None:
        above.append(node)
        node = node.parent
    return above


def highest(units: list[Unit]) -> Unit:
    """Of units on one chain, the one nearest the root: a dossier goes there."""
    return min(units, key=lambda unit: len(unit.path))


def between(unit: Unit, decider: Unit) -> list[Unit]:
    """The units strictly between a unit and the one that decides, the nearest first."""
    return [node for node in chain(unit)[1:] if len(node.path) > len(decider.path)]
