"""Reads a TOML file, cleans its texts and checks it against a schema.

Every error is a sentence that begins with the value's path: "phases[2].ends_on: phải là một ngày, ví dụ 2015-06-30."
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import vietnamese


class BadFile(Exception):
    """The file cannot be used; `sentences` say what is wrong and where."""

    def __init__(self, *sentences: str):
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class TableSchema:
    """The required and optional names of a table; for each a type, a set of words, a TableSchema, or a list of one."""

    required: dict[str, Any]
    optional: dict[str, Any] = field(default_factory=dict)


TYPE_WORDS = {
    str: gettext_lazy("phải là chữ trong dấu ngoặc kép"),
    int: gettext_lazy("phải là một số nguyên không âm"),
    bool: gettext_lazy("phải là true hoặc false"),
    date: gettext_lazy("phải là một ngày, ví dụ 2015-06-30"),
    dict: gettext_lazy("phải là một bảng"),
    list: gettext_lazy("phải là một danh sách"),
}


def read_toml(path: Path, shape: TableSchema) -> dict[str, Any]:
    """Return the content of a file that matches the schema, with cleaned texts. Raises BadFile."""
    content = clean(parse(path))
    if faults := list(faults_of(content, shape, "")):
        raise BadFile(*faults)
    return content


def parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(_("Không đọc được tệp {path}: {why}.").format(path=path, why=error.strerror)) from error
    except ValueError as error:
        raise BadFile(_("Tệp {path} không đúng định dạng TOML: {why}.").format(path=path, why=error)) from error


def clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: clean(each) for name, each in value.items()}
    if isinstance(value, list):
        return [clean(each) for each in value]
    return vietnamese.clean(value) if isinstance(value, str) else value


def faults_of(value: Any, shape: Any, where: str) -> Iterator[str]:
    """Yield a sentence for each value that is missing, unknown, empty, or not as its schema says."""
    kind = {TableSchema: dict, list: list, set: str}.get(type(shape), shape)
    if not is_a(value, kind):
        yield f"{where}: {TYPE_WORDS[kind]}."
    elif isinstance(shape, TableSchema):
        yield from faults_of_table(value, shape, f"{where}." if where else "")
    elif isinstance(shape, list):
        for number, each in enumerate(value, start=1):
            yield from faults_of(each, shape[0], f"{where}[{number}]")
    elif isinstance(shape, set) and value not in shape:
        yield _("{where}: “{value}” không nằm trong số {words}.").format(
            where=where, value=value, words=", ".join(sorted(shape))
        )
    elif value == "":
        yield _("{where}: không được để trống.").format(where=where)


def faults_of_table(value: dict[str, Any], shape: TableSchema, prefix: str) -> Iterator[str]:
    schemas = shape.required | shape.optional
    for name in shape.required:
        if name not in value:
            yield _("{where}: còn thiếu.").format(where=prefix + name)
    for name, each in value.items():
        if name in schemas:
            yield from faults_of(each, schemas[name], prefix + name)
        else:
            yield _("{where}: không có mục này.").format(where=prefix + name)


def is_a(value: Any, kind: type) -> bool:
    """Check a type strictly: True is no int, a datetime is no date, and an int is not below zero."""
    if kind is int:
        return type(value) is int and value >= 0
    return isinstance(value, kind) and not isinstance(value, datetime)
