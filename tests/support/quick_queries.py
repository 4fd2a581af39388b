"""Lets Django compile a query in half the time, which is a tenth of what tests of pages and acts take.

A query names up to two hundred columns. Django makes an object for each column of each query, compares it with those
that the order names, and asks it how its values are converted. Here these objects and converters are made once for each
model and alias; the SQL and the values are the same (tests/support/test_quick_queries.py). The long run compiles as in
use.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

DJANGOS = {name: getattr(SQLCompiler, name) for name in ("get_default_columns", "get_converters", "compile")}

_columns_by_alias: dict[tuple[type, str], list[Col]] = {}
_converters_by_field: dict[Any, list[Callable[..., Any]]] = {}


def compile_quickly(patch: Any) -> None:
    """Replace three methods of Django's compiler until `patch`, a MonkeyPatch of pytest, is undone."""
    for name, method in zip(DJANGOS, (columns_made_once, converters_made_once, quickly_compiled), strict=True):
        patch.setattr(SQLCompiler, name, method)


def compile_as_in_use(patch: Any) -> None:
    """Set Django's own methods again until `patch` is undone."""
    for name, method in DJANGOS.items():
        patch.setattr(SQLCompiler, name, method)


def columns_made_once(
    compiler: SQLCompiler, select_mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
) -> list[Any]:
    """Return the columns of all fields of a model; those of a model with a parent table, or of migrations, anew."""
    options = opts or compiler.query.get_meta()
    if select_mask or from_parent or options is None or options.parents or options.apps is not apps:
        return DJANGOS["get_default_columns"](compiler, select_mask, start_alias, opts, from_parent)
    key = (options.model, start_alias or compiler.query.get_initial_alias())
    if key not in _columns_by_alias:
        _columns_by_alias[key] = DJANGOS["get_default_columns"](compiler, select_mask, start_alias, opts, from_parent)
    return _columns_by_alias[key].copy()


def converters_made_once(compiler: SQLCompiler, expressions: Any) -> dict[int, Any]:
    """Return position → converters and expression; anything but plain columns is left to Django."""
    columns = list(expressions)
    if not all(type(column) is Col and column.target is column.output_field for column in columns):
        return DJANGOS["get_converters"](compiler, columns)
    converters = {}
    for position, column in enumerate(columns):
        field = column.target
        if field not in _converters_by_field:
            backend = compiler.connection.ops.get_db_converters(column)
            _converters_by_field[field] = backend + column.get_db_converters(compiler.connection)
        if kept := _converters_by_field[field]:
            converters[position] = (kept, column)
    return converters


def quickly_compiled(compiler: SQLCompiler, node: Any) -> tuple[str, Any]:
    """Return the SQL of a node; that of a column is its two names, quoted."""
    if type(node) is Col and node.alias:
        quoted = compiler.quote_name_unless_alias
        return f"{quoted(node.alias)}.{quoted(node.target.column)}", []
    return DJANGOS["compile"](compiler, node)
