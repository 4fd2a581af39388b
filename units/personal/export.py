"""The data of one person as a zip file: a JSON file for each table that stores something, and a page to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foundation import clock
from foundation.zip_stream import ZipMember
from units.personal.registry import TABLES, PersonalTable, TableCounts, counts_about
from units.personal.subject import DataSubject, subject_of

READABLE = "du-lieu.htm"
MOST_READABLE = 1_000
"""Rows of a table on the page to read; the JSON file has all."""


def stored_about(row: Any) -> tuple[DataSubject, list[TableCounts]]:
    """Return a person, without what only texts of others say about them, and the counts of the tables."""
    subject = replace(subject_of(row), in_others_texts=False)
    return subject, counts_about(subject)


def members_about(row: Any) -> Iterator[ZipMember]:
    """Yield the files with what is stored about a person."""
    subject, counts = stored_about(row)
    stored = {id(counted.table) for counted in counts}
    tables = [table for table in TABLES if id(table) in stored]
    for number, table in enumerate(tables, start=1):
        name = f"{number:02d}-{table.model._meta.model_name}.json"
        yield ZipMember(name, partial(_json, table, subject))
    yield ZipMember(READABLE, partial(_readable, tables, subject))


def _rows(table: PersonalTable, subject: DataSubject) -> Iterator[dict[str, Any]]:
    rows = table.rows(subject).order_by("pk")
    if table.notes is None:
        yield from rows.values(*table.columns).iterator(chunk_size=1_000)
        return
    for row in rows.iterator(chunk_size=1_000):
        yield {column: getattr(row, column) for column in table.columns} | table.notes(row)


def _json(table: PersonalTable, subject: DataSubject) -> bytes:
    content = {
        "noi_dung": str(table.says),
        "muc_dich_va_can_cu": str(table.why),
        "giu_bao_lau": str(table.kept),
        "cac_dong": list(_rows(table, subject)),
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True)
class ReadableTable:
    """A table of the page to read. `more`: it has rows that are in its JSON file alone."""

    table: PersonalTable
    headings: list[str]
    rows: list[list[str]]
    more: bool


def _readable(tables: list[PersonalTable], subject: DataSubject) -> bytes:
    readable = []
    for table in tables:
        listed = list(islice(_rows(table, subject), MOST_READABLE + 1))
        rows = [[_text(value) for value in row.values()] for row in listed[:MOST_READABLE]]
        headings = list(listed[0]) if listed else list(table.columns)
        readable.append(ReadableTable(table, headings, rows, len(listed) > MOST_READABLE))
    context = {"name": str(subject.row), "made_at": clock.now(), "tables": readable}
    return render_to_string("units/personal/file.html", context).encode()


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "" if value is None else str(value)
