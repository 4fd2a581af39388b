"""The casts of tests: built once by their real actions, then copied row by row into each test or module.

What was built on one database is copied into another too: `scripts/test` builds on SQLite and copies on both.
"""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from tests.support.world import World, build
from units.models import Attachment, Event

APPS = ("units", "campaigns", "awards", "summaries")
NAMING_TYPES = (Event, Attachment)
shelf: Path | None = None  # set by conftest: a folder that all processes of this run share


@dataclass
class Built:
    """Rows as plain values by model label; `world` is pickled, so that each test has objects of its own.

    `written` is how they go into this database: what the first copy executed, said again for every later one,
    as long as the types of rows have the numbers (`numbers`) they had then.
    """

    rows: dict[str, list[tuple]]
    world: bytes
    types: dict[int, tuple[str, str]]
    written: list[tuple[Any, Any]] = field(default_factory=list)
    numbers: dict[int, tuple[str, str]] = field(default_factory=dict)


_built: dict[Callable[[], World], Built] = {}


def copied(build: Callable[[], Any] = build) -> Any:
    """A world as `build` leaves it, in the transaction of the test that asks; what `build` returned."""
    if build not in _built:
        _built[build] = pickle.loads(from_the_shelf(f"{build.__module__}.{build.__qualname__}", lambda: built(build)))
    known = _built[build]
    with transaction.atomic():  # rows name each other: only all of them together are whole
        if known.written and known.numbers == _types():
            _say_again(known.written)
        else:
            known.written, known.numbers = [], _types()
            with connection.execute_wrapper(_writing_down(known.written)):
                _copy(known)
    return pickle.loads(known.world)


def _copy(known: Built) -> None:
    for model in models():
        names = columns(model)
        objects = [model(**dict(zip(names, row, strict=True))) for row in known.rows[model._meta.label]]
        if model in NAMING_TYPES:
            _name_types(objects, known)
        model._base_manager.bulk_create(objects)
    _continue_numbers(models())


def _writing_down(written: list[tuple[Any, Any]]) -> Callable[..., Any]:
    def wrapper(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.startswith(("INSERT", "SELECT setval", "UPDATE", "DELETE")):
            written.append((sql, params))
        return execute(sql, params, many, context)

    return wrapper


def _say_again(written: list[tuple[Any, Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(written) > 1:
            written[:] = [(b";".join(_in_one_breath(cursor, written)), None)]
        for one in written:
            cursor.execute(*one)


def _in_one_breath(cursor: Any, written: list[tuple[Any, Any]]) -> list[bytes]:
    """PostgreSQL is told all at once, and asked not to follow every foreign key of rows that came out of it."""
    cursor.execute("SELECT current_setting('is_superuser') = 'on'")
    said = [cursor.mogrify(*one) for one in written]
    if not cursor.fetchone()[0]:
        return said
    return [b"SET LOCAL session_replication_role = replica", *said, b"SET LOCAL session_replication_role = DEFAULT"]


def from_the_shelf(name: str, make: Callable[[], Any]) -> bytes:
    """Return, pickled, what the first process that asked has made; the others wait for it."""
    assert shelf is not None
    book = shelf / name
    with locked(shelf / f"{name}.lock"):
        if not book.exists():
            book.write_bytes(pickle.dumps(make()))
    return book.read_bytes()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _name_types(rows: list[Any], known: Built) -> None:
    """Events and files name what they are about by the number of its type, which is each database's own."""
    here = {name: pk for pk, name in _types().items()}
    for row in rows:
        row.target_type_id = here[known.types[row.target_type_id]]


def _continue_numbers(models: list) -> None:
    """The next row gets a number after those copied."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _types() -> dict[int, tuple[str, str]]:
    """The numbers of the kinds of rows, with their names."""
    return {one.pk: one.natural_key() for one in ContentType.objects.all()}


def built(build: Callable[[], Any]) -> Built:
    """Build the world, read its rows, and leave the database as it was."""
    with transaction.atomic():
        _on_clean_pages()
        world = build()
        rows = {
            model._meta.label: [*map(plain, model._base_manager.values_list(*columns(model)))] for model in models()
        }
        types = {
            row.target_type_id: row.target_type.natural_key() for row in Event.objects.select_related("target_type")
        }
        transaction.set_rollback(True)
    return Built(rows, pickle.dumps(world), types)


def _on_clean_pages() -> None:
    """Tests rolled back leave dead rows, which PostgreSQL would read again at every step of a long build."""
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in models())
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")


def plain(row: tuple) -> tuple:
    """PostgreSQL hands out a file's bytes as a view, which cannot be kept."""
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def columns(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def models() -> list:
    """Every table of ours, those of many-to-many columns too; events last, as they name the others."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    tables = [model for model in found if not model._meta.proxy and model is not Event]
    return [*tables, Event]
