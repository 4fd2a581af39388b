"""The parts of an .xlsx workbook: its sheets by name; and the workbook with values in some of their cells."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from foundation.archives import MEGABYTE
from foundation.filling.addresses import CellPosition
from foundation.filling.raw_zip import UnusualZip, with_members
from foundation.filling.sheet_parser import ElementReader, TooMuchToRead, UnreadableSheet, tag_without
from foundation.filling.sheet_reading import FormSheet, read_sheet, read_strings
from foundation.filling.sheet_writing import FIRST_DAY, FIRST_DAY_1904, CellContent, written_sheet
from foundation.filling.styles import CellStyle, read_styles

MOST_SHEETS = 100
MOST_BYTES = 8 * MEGABYTE
"""Of all sheets and their texts, unpacked: what is read while somebody waits."""
LONGEST_NAME = 100
"""Characters of a sheet's name; Excel takes 31."""
_MAIN = "/officeDocument"
_BEFORE_CALCULATION = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)  # fmt: skip
"""What may stand before `calcPr` in a workbook's own part, as its standard orders it."""


class TooManySheets(ValueError):
    """Raised for a workbook of more than MOST_SHEETS."""


@dataclass(frozen=True)
class FormSheetPart:
    """A sheet of cells: its number in the workbook, from 1, its name, and which member of the archive it is."""

    number: int
    name: str
    part: str
    is_hidden: bool = False


class FormPackage:
    """A workbook that passed the gate for archives (`foundation.archives`). Reading may raise UnreadableSheet."""

    def __init__(self, content: bytes):
        self.content = content

    def require_readable(self) -> None:
        """Read everything once. Raises UnreadableSheet, UnusualZip, TooMuchToRead or TooManySheets."""
        with_members(self.content, {})
        if len(self.sheets) > MOST_SHEETS:
            raise TooManySheets(str(len(self.sheets)))
        with self._archive() as archive:
            sizes = {member.filename: member.file_size for member in archive.infolist()}
        parts = [self._main_part, self._strings_part, self._styles_part, *(sheet.part for sheet in self.sheets)]
        if sum(sizes.get(part, 0) for part in parts) > MOST_BYTES:
            raise TooMuchToRead(str(sizes))
        if not all(1 <= len(sheet.name) <= LONGEST_NAME for sheet in self.sheets):
            raise UnreadableSheet("a sheet whose name no program writes")
        names, members = {sheet.name for sheet in self.sheets}, {sheet.part for sheet in self.sheets}
        if not self.sheets or len(names) < len(self.sheets) or len(members) < len(self.sheets):
            raise UnreadableSheet("no sheets of cells, each with a name and a part of its own")
        for sheet in self.sheets:
            self.sheet(sheet)
            self._written(sheet.part, {})
        len(self.styles)
        _with_full_calculation(self._read(self._main_part))

    @cached_property
    def sheets(self) -> list[FormSheetPart]:
        """The sheets of cells in the order of their tabs; charts that have a tab of their own are left out."""
        relations = self._relations(self._main_part)
        parts = []
        for number, tag in enumerate(ElementReader(self._read(self._main_part)).at("sheets", "sheet"), start=1):
            key = next((value for name, value in tag.attributes.items() if name.endswith(":id")), "")
            kind, part = relations.get(key, ("", ""))
            if kind.endswith("/worksheet"):
                hidden = tag.attributes.get("state", "visible") != "visible"
                parts.append(FormSheetPart(number, tag.attributes.get("name", ""), part, hidden))
        return parts

    def style_of(self, sheet: FormSheet, position: CellPosition) -> CellStyle:
        """Return what the style of a cell says; of one that is not there, or has an unknown style, nothing."""
        cell = sheet.cells.get(position)
        return self.styles[cell.style] if cell and cell.style < len(self.styles) else CellStyle()

    def sheet_called(self, name: str) -> FormSheetPart | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def sheet(self, sheet: FormSheetPart) -> FormSheet:
        return read_sheet(self._read(sheet.part), self._strings)

    def filled(self, values: Mapping[str, Mapping[CellPosition, CellContent]]) -> bytes:
        """Return the workbook with values in cells, by the names of sheets; formulas are computed when it is opened.

        What formulas came to before is dropped on every sheet: they may count what was written on another, and
        LibreOffice shows what a file says they came to. Members of which nothing changes are the same bytes.
        """
        written = {sheet.part: self._written(sheet.part, values.get(sheet.name, {})) for sheet in self.sheets}
        written[self._main_part] = _with_full_calculation(self._read(self._main_part))
        return with_members(self.content, {part: xml for part, xml in written.items() if xml != self._read(part)})

    def _written(self, part: str, cells: Mapping[CellPosition, CellContent]) -> bytes:
        return written_sheet(self._read(part), cells, first_day=self.first_day)

    @cached_property
    def first_day(self) -> date:
        """The day that this workbook writes as 0."""
        properties = ElementReader(self._read(self._main_part)).at("workbookPr")
        is_1904 = any(tag.attributes.get("date1904") in ("1", "true") for tag in properties)
        return FIRST_DAY_1904 if is_1904 else FIRST_DAY

    # Parts

    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.content))

    def _read(self, part: str) -> bytes:
        try:
            with self._archive() as archive:
                return archive.read(part)
        except (KeyError, zipfile.BadZipFile) as error:
            raise UnreadableSheet(part) from error

    @cached_property
    def _main_part(self) -> str:
        parts = (part for kind, part in self._relations("").values() if kind.endswith(_MAIN))
        if (part := next(parts, None)) is None:
            raise UnreadableSheet("no workbook")
        return part

    @cached_property
    def _strings_part(self) -> str:
        return self._named("/sharedStrings")

    def _named(self, kind: str) -> str:
        """Return the part of a kind that the workbook has, "" without one."""
        relations = self._relations(self._main_part).values()
        return next((part for name, part in relations if name.endswith(kind)), "")

    @cached_property
    def styles(self) -> list[CellStyle]:
        """What is told of the styles of cells, by their number; nothing in a workbook without styles."""
        return read_styles(self._read(self._styles_part)) if self._styles_part else []

    @cached_property
    def _styles_part(self) -> str:
        return self._named("/styles")

    @cached_property
    def _strings(self) -> list[str]:
        return read_strings(self._read(self._strings_part)) if self._strings_part else []

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part names: kind and path by their id."""
        folder, name = posixpath.split(part)
        relations = {}
        for tag in ElementReader(self._read(posixpath.join(folder, "_rels", f"{name}.rels"))).at("Relationship"):
            target = tag.attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            relations[tag.attributes.get("Id", "")] = (tag.attributes.get("Type", ""), path)
        return relations


def _with_full_calculation(xml: bytes) -> bytes:
    """Return the workbook's own part saying that everything is computed anew when it is opened."""
    reader = ElementReader(xml)
    says = b' fullCalcOnLoad="1"'
    for tag in reader.at("calcPr"):
        if tag.attributes.get("fullCalcOnLoad") in ("1", "true"):
            return xml
        start_tag = tag_without(xml[tag.start : tag.end], "fullCalcOnLoad")
        name_ends = 1 + len(tag.name.encode())
        return xml[: tag.start] + start_tag[:name_ends] + says + start_tag[name_ends:] + xml[tag.end :]
    before = [e for e in reader.elements if len(e.path) == 2 and e.path[1] in _BEFORE_CALCULATION]
    if not before:
        raise UnreadableSheet("a workbook without sheets")
    last = max(before, key=lambda element: element.tag.start)
    at = last.end if last.tag.is_empty else xml.index(b">", last.end) + 1
    return xml[:at] + f"<{reader.prefix}calcPr".encode() + says + b"/>" + xml[at:]


UNREADABLE = (UnreadableSheet, UnusualZip)
"""What reading or writing a workbook may raise that is damaged or unusual."""
