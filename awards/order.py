"""The order of lists on papers and on the honour roll: collectives as the office lists their unions, then persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from awards.models import Dossier, Nomination
from campaigns.models.called import OF_PHASE

COLLECTIVE, PERSON = "0", "1"
END_OF_PLACE = "0" * 9  # before whatever stands below the same union


def in_paper_order(nominations: Iterable[Nomination]) -> list[Nomination]:
    return sorted(nominations, key=paper_key)


def paper_key(nomination: Nomination) -> tuple[Any, ...]:
    """Collectives, then persons; by union as the office lists them, then as sent."""
    dossier = nomination.dossier
    came_at = dossier.submitted_at or dossier.made_at
    return (nomination.nominee.is_person, dossier.sort_key, came_at, nomination.order, nomination.pk)


def roll_key(dossier: Dossier, name_key: str, *, is_person: bool) -> str:
    """Where an award stands on the honour roll: collectives by union, then persons by given name.

    `name_key`: what the name of who is honoured sorts by.
    """
    return f"{PERSON}{name_key}" if is_person else f"{COLLECTIVE}{dossier.sort_key[OF_PHASE:]}{END_OF_PLACE}{name_key}"
