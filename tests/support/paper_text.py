"""Turns a PDF or a workbook into lines of plain text that are the same on every machine, wherever lines are broken."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from foundation.documents import weasyprint_engine
from foundation.documents.no_break import WORD_JOINER
from tests.support.papers import tool

WITHOUT_PAGES = b"%PDF-1.7 without pages\n"
INLINE = {"a", "b", "br", "em", "i", "small", "span", "strong", "sub", "sup", "u"}
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@contextmanager
def noting_papers(*, laid_out: bool = True) -> Iterator[list[str]]:
    """Yield a list that receives the HTML of every part of a paper drawn meanwhile; one that is not laid out is a file
    without pages, of which `paper_text` looks at the parts alone.
    """
    noted: list[str] = []
    engine = weasyprint_engine.PdfWriter
    add_part = engine.add_part

    def note(writer: Any, html: str) -> None:
        noted.append(html)
        if laid_out:
            add_part(writer, html)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "add_part", note)
        if not laid_out:
            patch.setattr(engine, "write", lambda _writer: WITHOUT_PAGES + "".join(noted).encode())
        yield noted


def paper_text(parts: list[str], content: bytes) -> str:
    """Return the text of a PDF drawn from these parts; words that are missing in the file are listed at its end."""
    lines = [line for html in parts for line in lines_of_html(html)]
    if content.startswith(WITHOUT_PAGES):
        return "\n".join(lines) + "\n"
    printed = "".join(tool("pdftotext", "-raw", "-", "-", given=content).decode().split())
    lost = sorted({word for line in lines for word in line.split() if word != "|" and word not in printed})
    return "\n".join([*lines, *(f"(not printed: {word})" for word in lost)]) + "\n"


def lines_of_html(html: str) -> list[str]:
    """Return a line for each paragraph, heading and row of a table; cells are separated by " | "."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._cells = [""]
        self._in_text = self._in_row = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in ("body", "svg"):
            self._in_text = tag == "body"  # the name of a drawing is for screen readers alone
        self._in_row |= tag == "tr"
        if tag in ("td", "th"):
            self._cells.append("")
        elif tag == "tr":
            self._end_line()
        elif ("class", "nowrap") not in attrs:
            self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_text |= tag == "svg"
        self._in_row &= tag != "tr"
        if tag != "span":
            self._part(tag)

    def handle_data(self, text: str) -> None:
        if self._in_text:
            self._cells[-1] += text.replace(WORD_JOINER, "")

    def _part(self, tag: str) -> None:
        """Begin or end a block: a blank in a row of a table, a new line elsewhere."""
        if self._in_row or tag == "br":
            self._cells[-1] += " "
        elif tag not in INLINE:
            self._end_line()

    def _end_line(self) -> None:
        cells = [" ".join(cell.split()) for cell in self._cells]
        if line := " | ".join(cells).strip(" |"):
            self.lines.append(line)
        self._cells = [""]


def workbook_text(content: bytes) -> str:
    """Return the name of each sheet, then its rows: the cells' content, numbers as they are stored."""
    with ZipFile(io.BytesIO(content)) as book:
        names = [
            sheet.get("name") for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{XML}sheet")
        ]
        lines = []
        for number, name in enumerate(names, start=1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            rows = ([_cell(cell) for cell in row.iter(f"{XML}c")] for row in sheet.iter(f"{XML}row"))
            lines += [f"[{name}]", *(" | ".join(filter(None, cells)) for cells in rows)]
    return "\n".join(filter(None, lines)) + "\n"


def _cell(cell: ElementTree.Element) -> str:
    if cell.get("t") == "inlineStr":
        return " ".join("".join(cell.itertext()).split())
    value = cell.find(f"{XML}v")
    return "" if value is None else value.text or ""
