"""The cast of `tests.world`: built once a process by its real actions, then copied row by row into each test."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tests.world import World, build
from units.models import Event, Unit

APPS = ("units", "campaigns", "awards", "summaries")


@dataclass
class Built:
    """`rows` are pairs (model, its objects); `world` is pickled, so that each test has objects of its own."""

    content_type: int
    rows: list
    world: bytes


_built: dict[Callable[[], World], Built] = {}


def copied(build: Callable[[], World] = build) -> World:
    """A world as `build` leaves it, in the transaction of the test that asks."""
    known = _built.get(build)
    if known is None or known.content_type != content_type():
        known = _built[build] = built(build)
    with transaction.atomic():  # rows name each other: only all of them together are whole
        for model, objects in known.rows:
            model._base_manager.bulk_create(objects)
    return pickle.loads(known.world)


def content_type() -> int:
    """Events name what they are about by the number of its type, which a flush of the database renumbers."""
    return ContentType.objects.get_for_model(Unit).pk


def built(build: Callable[[], World]) -> Built:
    """Build the world, read its rows, and leave the database as it was."""
    with transaction.atomic():
        world = build()
        rows = [(model, list(model._base_manager.all())) for model in models()]
        transaction.set_rollback(True)
    return Built(content_type(), [pair for pair in rows if pair[1]], pickle.dumps(world))


def models() -> list:
    """Every table of ours, those of many-to-many columns too; events last, as they name the others."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = [model for model in found if not model._meta.proxy and model is not Event]
    return [*tables, Event]
