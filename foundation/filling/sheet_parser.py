"""Follows the XML of a sheet: which bytes are which row and cell. Nothing is kept but what its listener keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

from foundation.filling.addresses import LAST_COLUMN, LAST_ROW, CellPosition, cell_position

_UTF8 = (None, "utf-8", "us-ascii")
_TAG = re.compile(rb"""<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")

ROW, CELL = ("sheetData", "row"), ("sheetData", "row", "c")
"""Where rows and cells are, below the sheet's own element."""


class TooMuchToRead(ValueError):
    """Raised for a workbook with more cells, texts or bytes than anybody fills."""


class UnreadableSheet(ValueError):
    """Raised for a sheet that is damaged, or written in a way that no office program writes."""


@dataclass(frozen=True)
class Tag:
    """A start tag: the bytes from `start` to `end`; `is_empty` for `<c/>`."""

    start: int
    end: int
    name: str
    attributes: dict[str, str]
    is_empty: bool

    @property
    def prefix(self) -> str:
        """What stands before the names of the sheet's own elements: mostly nothing, else as in "x:"."""
        return self.name[: self.name.rfind(":") + 1]


class SheetParser:
    """Calls its methods for what is in a sheet; those who read or write sheets override them."""

    def __init__(self, xml: bytes):
        self.xml = xml
        self.row, self.column, self.prefix = 0, -1, ""
        self._open: list[Tag] = []
        self._names: tuple[str, ...] = ()
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.text
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartDoctypeDeclHandler = _refuse

    def parse(self) -> None:
        """Go through the sheet. Raises UnreadableSheet."""
        try:
            self._parser.Parse(self.xml, True)
        except expat.ExpatError as error:
            raise UnreadableSheet(str(error)) from error

    # What is met

    def begin(self, tag: Tag, path: tuple[str, ...]) -> None:
        """An element begins; `path`: the names of those around it and its own, without prefix."""

    def end(self, tag: Tag, path: tuple[str, ...], at: int) -> None:
        """An element ends; its end tag begins at `at`, or is the tag itself if that is empty."""

    def text(self, text: str) -> None:
        """A text, or a piece of one."""

    # How

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding and encoding.lower()) not in _UTF8:
            raise UnreadableSheet("not in UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        end = end_of_tag(self.xml, start)
        tag = Tag(start, end, name, attributes, self.xml[end - 2 : end - 1] == b"/")
        if not self._open:
            self.prefix = tag.prefix
        elif len(self._open) >= DEEPEST:
            raise UnreadableSheet("elements in elements without end")
        self._open.append(tag)
        # An element of another prefix, as in what programs add for themselves, is not taken for one of the sheet.
        self._names = (*self._names, name[len(self.prefix) :] if tag.prefix == self.prefix else f"{name} ")
        if self._names[1:] == ROW:
            self.row = _number(attributes.get("r"), self.row + 1, LAST_ROW)
            self.column = -1
        elif self._names[1:] == CELL:
            self.column = self._column(attributes.get("r"))
        self.begin(tag, self._names)

    def _end(self, _name: str) -> None:
        self.end(self._open[-1], self._names, self._parser.CurrentByteIndex)
        self._open.pop()
        self._names = self._names[:-1]

    def _column(self, name: str | None) -> int:
        if name is None:
            position: CellPosition | None = CellPosition(self.row, self.column + 1)
        else:
            position = cell_position(name)
        if position is None or position.row != self.row or not self.column < position.column <= LAST_COLUMN:
            raise UnreadableSheet(f"cell {name} in row {self.row}")
        return position.column


DEEPEST = 50
"""Elements within each other: parts of workbooks have some ten."""
MOST_DIGITS = 9
"""Of the number of a row, a column, a style or a shared text."""
MOST_ELEMENTS = 100_000
"""Of a part that is not a sheet."""


@dataclass(frozen=True)
class ReadElement:
    """An element as it lies in the bytes; `end`: where its end tag begins, or where it ends if it is empty."""

    tag: Tag
    path: tuple[str, ...]
    end: int


class ElementReader(SheetParser):
    """Keeps all elements of a small part."""

    def __init__(self, xml: bytes):
        super().__init__(xml)
        self.elements: list[ReadElement] = []
        self.parse()

    def end(self, tag: Tag, path: tuple[str, ...], at: int) -> None:
        if len(self.elements) >= MOST_ELEMENTS:
            raise TooMuchToRead("elements")
        self.elements.append(ReadElement(tag, path, tag.end if tag.is_empty else at))

    def at(self, *path: str) -> list[Tag]:
        """Return the elements there, in their order."""
        return sorted((e.tag for e in self.elements if e.path[1:] == path), key=lambda tag: tag.start)


def _refuse(*_declaration: object) -> None:
    raise UnreadableSheet("a document type")


def whole_of(written: str | None) -> int | None:
    """Return a whole number as parts of workbooks write it; None for other digits than 0 to 9, or too many."""
    if written and len(written) <= MOST_DIGITS and written.isascii() and written.isdigit():
        return int(written)
    return None


def _number(written: str | None, otherwise: int, most: int) -> int:
    number = otherwise if written is None else whole_of(written)
    if number is None or not otherwise <= number <= most:
        raise UnreadableSheet(f"row {written}")
    return number


def end_of_tag(xml: bytes, start: int) -> int:
    """Return where the tag that begins at `start` ends; a ">" in the value of an attribute is none of its ends."""
    match = _TAG.match(xml, start)
    if match is None:
        raise UnreadableSheet("a tag without end")
    return match.end()


def tag_without(tag: bytes, *names: str) -> bytes:
    """Return a start tag without some attributes; the others stay as they are written."""
    left_out = {name.encode() for name in names}
    return _ATTRIBUTE.sub(lambda match: b"" if match[1] in left_out else match[0], tag)
