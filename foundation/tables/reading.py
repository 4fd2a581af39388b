"""Reads a table that somebody sent. Which kind of file it is says its content, not its name.

A file that is not read is refused with a sentence for whoever sent it: one with macros or a password, one that unpacks
beyond measure, one of more rows than anybody looks through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.forms import ValidationError

from foundation.archives import LIMIT, MEGABYTE, ArchiveKind, is_open_table, require_harmless
from foundation.tables import limits, old_text, refusals
from foundation.tables.cells import CellValue, ReadSheet, Row, Workbook
from foundation.tables.csv_text import NoText, csv_rows
from foundation.tables.package_details import details_of_open_table, details_of_workbook
from foundation.tables.refusals import RefusedTable, refused
from foundation.tables.workbook_reading import OLE, require_old_workbook, sheets_of_workbook, with_details
from foundation.vietnamese import clean, clean_line

CSV_SHEET = "CSV"
LONGEST_NAME = 100
"""Characters of a sheet's name; Excel allows 31."""
_ZIP = b"PK\x03\x04"
_PAGE_SIGNS = (b"<html", b"<table", b"<!doctype html", b"<?xml", b"mime-version:")
_OTHER_SIGNS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK")


def read_tables(content: bytes, name: str, *, old_encoding: str = "") -> Workbook:
    """Return what a file says. Raises RefusedTable, with the file's `name` in its sentence.

    `old_encoding`: the answer to whether the file was typed in an old encoding, a key of `old_text.ENCODINGS` or
    `old_text.AS_IT_STANDS`; without it texts are as they stand, and `Workbook.old_text` is the question.
    """
    if len(content) > LIMIT:
        raise refused(refusals.TOO_LARGE, name, megabytes=LIMIT // MEGABYTE)
    sheets, hidden = _sheets(content, name)
    values = (value for sheet in sheets for row in sheet.rows for value in row.values)
    texts = dict.fromkeys(value for value in values if isinstance(value, str))
    if encoding := old_text.ENCODINGS.get(old_encoding):
        all_old = not any(map(old_text.is_of_today, texts))
        read = {text: clean(old_text.decoded(text, encoding, all_old=all_old)) for text in texts}
    else:
        read = {text: clean(text) for text in texts}
    sheets = [with_rows for sheet in sheets if (with_rows := _with_texts(sheet, read)).rows]
    if not sheets:
        raise refused(refusals.EMPTY, name)
    workbook = Workbook(tuple(sheets), tuple(hidden))
    return workbook if old_encoding else replace(workbook, old_text=old_text.suspected(texts))


def _sheets(content: bytes, name: str) -> tuple[list[ReadSheet], list[str]]:
    """Return the sheets with their texts as they stand, and the names of hidden ones."""
    if content.startswith(OLE):
        require_old_workbook(content, name)
        return sheets_of_workbook(content, name)
    if content.startswith(_ZIP):
        kind = ArchiveKind.OPEN_TABLE if is_open_table(content) else ArchiveKind.WORKBOOK
        try:
            require_harmless(content, kind, name=name, taken=refusals.TAKEN, may_link=True)
        except ValidationError as error:
            raise RefusedTable(error.messages) from error
        sheets, hidden = sheets_of_workbook(content, name)
        details = details_of_open_table(content) if kind is ArchiveKind.OPEN_TABLE else details_of_workbook(content)
        return [with_details(sheet, details.get(sheet.name)) for sheet in sheets], hidden
    beginning = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(_PAGE_SIGNS):
        raise refused(refusals.WEB_PAGE, name)
    if content.startswith(_OTHER_SIGNS):
        raise refused(refusals.NO_TABLE, name)
    try:
        return [ReadSheet(CSV_SHEET, tuple(_csv_rows(content, name)))], []
    except NoText as error:
        raise refused(refusals.NO_TABLE, name) from error


def _csv_rows(content: bytes, name: str) -> Iterator[Row]:
    count = 0
    for number, cells in csv_rows(content):
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > limits.MOST_ROWS:
            raise refused(refusals.TOO_MANY_ROWS, name)
        if len(cells) > limits.MOST_COLUMNS:
            raise refused(refusals.TOO_MANY_COLUMNS, name)
        yield Row(number, tuple(cell if cell.strip() else None for cell in cells))


def _with_texts(sheet: ReadSheet, texts: dict[str, str]) -> ReadSheet:
    """Return a sheet with its texts as they read; a row that has nothing but what nobody sees is left out."""
    rows = (replace(row, values=_shortened(_read(value, texts) for value in row.values)) for row in sheet.rows)
    return replace(sheet, name=clean_line(sheet.name)[:LONGEST_NAME], rows=tuple(row for row in rows if row.values))


def _read(value: CellValue, texts: dict[str, str]) -> CellValue:
    return (texts[value] or None) if isinstance(value, str) else value


def _shortened(values: Iterable[CellValue]) -> tuple[CellValue, ...]:
    kept = list(values)
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)
