"""Returns which statuses of which life cycles a row of the access table covers, by its address and form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Model

from awards.models import Decision, Dossier, Letter, Nomination
from campaigns.models import (
    Activity,
    Campaign,
    DataRequest,
    DataRequestSheet,
    Filing,
    FollowedExemplar,
    Inspection,
    Phase,
    Responsibility,
)
from summaries.models import Summary
from tests.support.access_states import put
from tests.support.access_table import Row
from tests.support.access_walk import THING, Things, as_typed, undone
from tests.support.world import World
from units.models import PlannedAct, Reorganisation, Unit

CALLED: dict[str, type[Model]] = {
    "reorganisations": Reorganisation,
    "pledges": Filing,
    "reports": Filing,
    "campaigns": Campaign,
    "phases": Phase,
    "data_requests": DataRequest,
    "requests": DataRequestSheet,
    "dossiers": Dossier,
    "nominees": Nomination,
    "nominations": Nomination,
    "decisions": Decision,
    "letters": Letter,
    "summaries": Summary,
    "planned": PlannedAct,
    "inspections": Inspection,
    "responsibilities": Responsibility,
    "activities": Activity,
    "followed": FollowedExemplar,
}


def life_cycles() -> set[type[Model]]:
    return {model for model in apps.get_models() if hasattr(model, "lifecycle") and not model._meta.proxy}


def statuses(model: Any) -> set[str]:
    return {value for value, _label in model._meta.get_field("status").choices}


def unit_of(target: Any) -> Unit:
    """Return the unit that a row belongs to."""
    of_others = {Filing: "called.unit", Nomination: "dossier.unit", Responsibility: "owner"}
    of_campaigns = dict.fromkeys((Phase, DataRequest), "campaign.unit")
    about = (of_others | of_campaigns).get(type(target), "unit")
    return attrgetter(about)(target)


def living(things: Things, row: Row, read: Callable[[Any, int], Any]) -> Iterator[Any]:
    """Yield the rows with a life cycle that a row of the table names, as `read(model, pk)` returns them."""
    named = THING.findall(" ".join([row.address, *as_typed(row).values()]))
    for word, _between, name in named:
        if word in CALLED:
            yield read(CALLED[word], things.ids[word, name])
    if campaign_or_phase := things.by_slug(row.path):
        word, key = campaign_or_phase
        yield read(CALLED[word], key)


def met(world: World, things: Things, rows: list[Row]) -> Iterator[tuple[Row, Any]]:
    """Yield (row of the table, object in the state that the row puts it in); rows that put the same object in the same
    state come together, so that it is put there and read once.
    """
    together = defaultdict(list)
    for row in rows:
        together[row.state, () if row.state == "-" else things.first(row.path)].append(row)
    for (state, about), rows_of_state in together.items():
        with undone():
            if about:
                put(world, *about, state)
            read = cache(lambda model, pk: model._base_manager.get(pk=pk))
            for row in rows_of_state:
                for target in living(things, row, read):
                    yield row, target
