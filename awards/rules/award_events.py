"""The events after which counts of nominations are not true any more."""

from __future__ import annotations

from django.db.models import Q

from units.event_cache import near_unit
from units.models import Unit

MODELS = (
    *("dossier", "nomination", "nominee", "awardtitle", "decision", "letter"),
    *("campaign", "phase", "unit", "post", "user"),
)


def award_events(unit: Unit) -> Q:
    """Return the condition of events that change which nominations there are at the unit or below it, and how many.

    Those of called units, posts and people do it too: a quota is a percent of the called, and a dossier waits for an
    endorsement as long as somebody can give it. Of sheets, which are most of a day's events, there are none.
    """
    return near_unit(unit) & Q(target_type__model__in=MODELS)
