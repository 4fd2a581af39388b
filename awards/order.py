"""The order of lists on papers: collectives, then persons; by upper union as the office lists them, then as sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from awards.models import Nomination


def in_paper_order(nominations: Iterable[Nomination]) -> list[Nomination]:
    return sorted(nominations, key=paper_key)


def paper_key(nomination: Nomination) -> tuple[Any, ...]:
    dossier = nomination.dossier
    unit, launching = dossier.unit, dossier.campaign.unit_id
    direct = unit.parent_id == launching
    grassroots = unit.is_grassroots
    upper = unit if direct else unit.parent
    return (
        nomination.nominee.is_person,
        direct and grassroots,  # the unions directly under the province after the upper unions
        upper.order if upper else 0,
        upper.path if upper else "",
        grassroots,
        unit.order,
        dossier.submitted_at or dossier.made_at,
        nomination.order,
        nomination.pk,
    )
