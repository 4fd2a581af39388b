"""Reads from the parts of a workbook what Calamine does not say: which formulas came to an error, what .ods merges.

Only workbooks that passed the gate (`foundation.archives`) are read: their parts declare no types and do not swell.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml
from xml.parsers import expat

from foundation.tables.cells import Merged, column_number
from foundation.tables.limits import MOST_COLUMNS, MOST_ROWS

MOST = 20_000
"""Errors and merged cells of a file; further ones are left out."""
_PIECE = 1024 * 1024

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*\bt="e"[^<>]*>')
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')


@dataclass
class SheetDetails:
    """`errors`: cells by the number of the row and the column from 0. `merged`: only of .ods."""

    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)


def details_of_workbook(content: bytes) -> dict[str, SheetDetails]:
    """Return the details of the sheets of an .xlsx by their names; nothing of one whose parts cannot be read."""
    details: dict[str, SheetDetails] = defaultdict(SheetDetails)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in _sheet_parts(archive):
            for tag in _error_tags(archive, part):
                if address := _ADDRESS.search(tag):
                    details[name].errors.add((int(address[2]), column_number(address[1].decode())))
                if len(details[name].errors) >= MOST:
                    break
    return details


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and its part."""
    try:
        relations = Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - it declares no types
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        for element in Xml.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - likewise
            target = targets.get(element.get(_RELATION)) if element.tag.endswith("}sheet") else None
            if target:
                part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
                if part in archive.namelist():
                    yield element.get("name", ""), part
    except (KeyError, Xml.ParseError):
        return


def _error_tags(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the tags of cells that hold an error, reading the part piece by piece."""
    rest = b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            text = rest + piece
            end = text.rfind(b">") + 1
            if b't="e"' in text[:end]:
                yield from (match[0] for match in _ERROR_CELL.finditer(text, 0, end))
            rest = text[end:][-_PIECE:]


def details_of_open_table(content: bytes) -> dict[str, SheetDetails]:
    """Return the details of the sheets of an .ods by their names."""
    reader = _OpenTableReader()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.read("content.xml")
        if b'value-type="error"' in parts or b"rows-spanned" in parts:
            try:
                reader.parser.Parse(parts, True)
            except expat.ExpatError:
                return {}
    return reader.details


class _OpenTableReader:
    """Follows the rows and cells of an .ods, which are counted by how often they are repeated."""

    def __init__(self) -> None:
        self.details: dict[str, SheetDetails] = defaultdict(SheetDetails)
        self.sheet, self.row, self.column, self.repeated = "", 0, 0, 1
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheet, self.row = attributes.get("table:name", ""), 1
        elif tag == "table:table-row":
            self.column, self.repeated = 0, _times(attributes.get("table:number-rows-repeated"))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(attributes)
            self.column += _times(attributes.get("table:number-columns-repeated"))

    def _end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.row += self.repeated

    def _cell(self, attributes: dict[str, str]) -> None:
        details = self.details[self.sheet]
        if len(details.errors) + len(details.merged) >= MOST or self.column >= MOST_COLUMNS:
            return
        if attributes.get("calcext:value-type") == "error" or attributes.get("office:value-type") == "error":
            details.errors.add((self.row, self.column))
        rows = _times(attributes.get("table:number-rows-spanned"))
        columns = _times(attributes.get("table:number-columns-spanned"))
        if rows > 1 or columns > 1:
            details.merged.append(
                Merged(self.row, self.row + rows - 1, self.column, self.column + min(columns, MOST_COLUMNS) - 1)
            )


def _times(repeated: str | None) -> int:
    """Return how often something is repeated, once if nothing or nonsense is said."""
    return min(int(repeated), MOST_ROWS * 100) if repeated and repeated.isascii() and repeated.isdigit() else 1
