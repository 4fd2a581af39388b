"""Returns which statuses of which life cycles a row of the access table covers, by its address and form."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Model

from awards.models import Decision, Dossier, Letter, Nomination
from campaigns.models import Campaign, Filing, Phase
from summaries.models import Summary
from tests.support.access_states import put
from tests.support.access_table import Row
from tests.support.access_walk import THING, Things, as_typed, undone
from tests.support.world import World
from units.models import PlannedAct, Unit

CALLED: dict[str, type[Model]] = {
    "pledges": Filing,
    "reports": Filing,
    "campaigns": Campaign,
    "phases": Phase,
    "dossiers": Dossier,
    "nominees": Nomination,
    "nominations": Nomination,
    "decisions": Decision,
    "letters": Letter,
    "summaries": Summary,
    "planned": PlannedAct,
}


def life_cycles() -> set[type[Model]]:
    return {model for model in apps.get_models() if hasattr(model, "lifecycle") and not model._meta.proxy}


def statuses(model: Any) -> set[str]:
    return {value for value, _label in model._meta.get_field("status").choices}


def unit_of(target: Any) -> Unit:
    """Return the unit that a row belongs to."""
    about = {Filing: "called.unit", Phase: "campaign.unit", Nomination: "dossier.unit"}.get(type(target), "unit")
    return attrgetter(about)(target)


def living(things: Things, row: Row) -> Iterator[Any]:
    """Yield the rows with a life cycle that a row of the table names, read anew from the database."""
    named = THING.findall(" ".join([row.address, *as_typed(row).values()]))
    for word, _between, name in named:
        if word in CALLED:
            yield CALLED[word]._base_manager.get(pk=things.ids[word, name])
    if campaign_or_phase := things.by_slug(row.path):
        word, key = campaign_or_phase
        yield CALLED[word]._base_manager.get(pk=key)


def met(world: World, things: Things, rows: list[Row]) -> Iterator[tuple[Row, Any]]:
    """Yield (row of the table, object in the state that the row puts it in)."""
    for row in rows:
        with undone():
            if row.state != "-":
                put(world, *things.first(row.path), row.state)
            for target in living(things, row):
                yield row, target
