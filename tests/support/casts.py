"""Builds casts (units, people and what they have done) once a run by the real actions, and copies them into tests.

`copied(build)` builds in whichever process asks first, reads the rows, and rolls them back; the pickled rows are shared
by all processes and both databases (`scripts/test` builds on SQLite and copies on both). The first copy of a process
goes through `bulk_create`; every later one executes the SQL that this one sent.

Milliseconds with Python 3.11.2: processor time with SQLite 3.40, the clock with PostgreSQL 15 on a busy machine.

    cast                    rows    SQLite: built, bulk_create, SQL    PostgreSQL: built, bulk_create, SQL
    world.build              384             305            13    3                1,291           98   24
    dossier_steps.build      481             455            18    4                1,996          103   25
    decided_awards.build     618           1,159            27    6                3,356          162   32
    access_world.build       838           1,516            37    8                4,783          190   75

tests/support/test_casts.py compares bulk_create with SQL and fails when SQL takes more than half: then the recording of
statements goes, and every copy is made by `_bulk_create`.
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction

from tests.support import shared_folder
from tests.support.without_triggers import SHIPPED as SHIPPED_MODELS
from tests.support.without_triggers import shipped_rows, without_triggers, write_shipped
from tests.support.world import build
from units.models import Attachment, Event, Job, OutgoingMail, vocabulary

APPS = ("units", "campaigns", "awards", "summaries")
SHIPPED = ("units.Rule", "units.UnitType", "units.StrandName", "units.Term")
"""Migrations write their rows, into every database."""
TYPE_COLUMNS: dict[Any, str] = {
    Event: "target_type_id",
    Attachment: "target_type_id",
    Job: "about_type_id",
    OutgoingMail: "about_type_id",
}
Statement = tuple[Any, Any]  # SQL and its parameters
TypeNames = dict[int, tuple[str, str]]  # primary key of a content type → its natural key


@dataclass
class Cast:
    """Rows as plain values by model label; `returned` is what `build` returned, pickled: each test has its own objects.

    `statements` are the SQL of the first copy in this process. They name content types by primary key, which stays the
    same in the database of a process.
    """

    rows: dict[str, list[tuple]]
    returned: bytes
    types_where_built: TypeNames
    statements: list[Statement] = field(default_factory=list)


_casts: dict[Callable[[], Any], Cast] = {}
_held: list[Callable[[], Any]] = []  # whose rows are there in every test of the module


def copied(build: Callable[[], Any] = build) -> Any:
    """Write the rows that `build` makes, in the transaction of the test; return what `build` returned."""
    if build in _held:
        return returned(build)
    if build not in _casts:
        name = f"{build.__module__}.{build.__qualname__}"
        _casts[build] = pickle.loads(shared_folder.made_once(name, lambda: _built(build)))
    cast = _casts[build]
    with transaction.atomic():  # rows refer to each other in circles: constraints are checked when all are there
        if cast.statements:
            _execute(cast.statements)
        else:
            with connection.execute_wrapper(_recording_into(cast.statements)):
                _bulk_create(cast)
    return pickle.loads(cast.returned)


@contextmanager
def held(build: Callable[[], Any]) -> Iterator[None]:
    """Let `copied(build)` write no rows meanwhile, as the test already sees them."""
    _held.append(build)
    try:
        yield
    finally:
        _held.remove(build)


def returned(build: Callable[[], Any]) -> Any:
    """Return anew what `build` returned, where its rows have been copied before."""
    return pickle.loads(_casts[build].returned)


def _built(build: Callable[[], Any]) -> Cast:
    """Run `build`, read its rows, and leave the database as it was."""
    vocabulary.unit_types()  # the words, read while there are any
    with transaction.atomic():
        _truncate()
        returned = build()
        rows = {
            model._meta.label: [plain(row) for row in kept_rows(model).values_list(*columns(model))]
            for model in models()
        }
        types = _type_names()
        transaction.set_rollback(True)
    return Cast(rows, pickle.dumps(returned), types)


def _truncate() -> None:
    """Empty the tables but for what migrations ship: dead rows of rolled back tests would slow down a long build."""
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in (*models(), *SHIPPED_MODELS))
        shipped = shipped_rows()
        with without_triggers(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {tables} CASCADE")
            write_shipped(shipped)


def _bulk_create(cast: Cast) -> None:
    for model in models():
        names = columns(model)
        objects = [model(**dict(zip(names, row, strict=True))) for row in cast.rows[model._meta.label]]
        if type_column := TYPE_COLUMNS.get(model):
            _translate_types(objects, type_column, cast.types_where_built)
        model._base_manager.bulk_create(objects)
    with connection.cursor() as cursor:  # the next row gets a number after those copied
        for sql in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(sql)


def _translate_types(objects: list[Any], column: str, types_where_built: TypeNames) -> None:
    """Set the primary keys that the content types have in this database."""
    here = {name: pk for pk, name in _type_names().items()}
    for row in objects:
        setattr(row, column, here[types_where_built[getattr(row, column)]])


def _recording_into(statements: list[Statement]) -> Callable[..., Any]:
    def wrapper(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.startswith(("INSERT", "SELECT setval", "UPDATE", "DELETE")):
            statements.append((sql, params))
        return execute(sql, params, many, context)

    return wrapper


def _execute(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(statements) > 1:
            statements[:] = [(b";".join(_with_values(cursor, statements)), None)]  # one trip to the server
        for sql, params in statements:
            cursor.execute(sql, params)


def _with_values(cursor: Any, statements: list[Statement]) -> Iterator[bytes]:
    """Yield the statements with their values in them, for a superuser without checks of foreign keys and triggers."""
    cursor.execute("SELECT current_setting('is_superuser') = 'on'")
    superuser = cursor.fetchone()[0]
    if superuser:
        yield b"SET LOCAL session_replication_role = replica"
    for sql, params in statements:
        yield cursor.mogrify(sql, params)
    if superuser:
        yield b"SET LOCAL session_replication_role = DEFAULT"


def _type_names() -> TypeNames:
    return {content_type.pk: content_type.natural_key() for content_type in ContentType.objects.all()}


def plain(row: tuple) -> tuple:
    """Return a row that can be pickled: PostgreSQL returns the bytes of a file as a memoryview, which cannot."""
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def kept_rows(model: Any) -> Any:
    """Return all rows of a model; of jobs only those without a task, as the tasks are not copied."""
    rows = model._base_manager.all()
    return rows.filter(task_id=None) if model is Job else rows


def columns(model: Any) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields]


def models() -> list:
    """Return every model of ours, those of many-to-many columns too; events last, as they refer to the others."""
    all_models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    ours = [model for model in all_models if not model._meta.proxy and model._meta.label not in SHIPPED]
    return [*(model for model in ours if model is not Event), Event]
