"""The order of lists on papers, of the appraisal table and of the honour roll."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from awards.models import Dossier, Nomination
from campaigns.models.called import PHASE_WIDTH, UNIT_WIDTH

COLLECTIVE, PERSON = "0", "1"
END_OF_PLACE = "0" * UNIT_WIDTH  # sorts before every union below the same upper union


def in_paper_order(nominations: Iterable[Nomination]) -> list[Nomination]:
    return sorted(nominations, key=paper_key)


def paper_key(nomination: Nomination) -> tuple[bool, bool, int, str, bool, int, datetime, int, int]:
    """Return the sort key of a nomination: collectives, then persons, each in the office's order of their unions.

    Grassroots unions directly under the launching unit come after the upper unions. Within a unit: by time of sending.
    """
    dossier = nomination.dossier
    unit, launching = dossier.unit, dossier.campaign.unit_id
    direct = unit.parent_id == launching
    grassroots = unit.is_grassroots
    upper = unit if direct else unit.parent
    return (
        nomination.nominee.is_person,
        direct and grassroots,  # grassroots unions directly under the province come last
        upper.order if upper else 0,
        upper.path if upper else "",
        grassroots,
        unit.order,
        dossier.submitted_at or dossier.made_at,
        nomination.order,
        nomination.pk,
    )


def appraisal_key(dossier: Dossier, *, is_person: bool) -> str:
    """Return the sort key of a nomination: newest phase, collectives, then persons, by union."""
    kind = PERSON if is_person else COLLECTIVE
    return dossier.sort_key[:PHASE_WIDTH] + kind + dossier.sort_key[PHASE_WIDTH:]


def roll_key(dossier: Dossier, name_key: str, *, is_person: bool) -> str:
    """Return the sort key of an award on the honour roll: collectives in the office's order, persons by given name.

    `name_key`: the sort key of the honoured name.
    """
    office_place = dossier.sort_key[PHASE_WIDTH:]
    return f"{PERSON}{name_key}" if is_person else f"{COLLECTIVE}{office_place}{END_OF_PLACE}{name_key}"
