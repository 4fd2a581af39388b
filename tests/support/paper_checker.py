"""Checks a PDF as an archive and a screen reader would: PDF/A-3a, embedded fonts, tags, headings, reading order.

`faults_of` reads the file with pikepdf, which knows nothing of what drew it.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.support.kept_papers import laid_out

IDENTIFIER = "{http://www.aiim.org/pdfa/ns/id/}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LETTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
SHOWING_TEXT = ("Tj", "TJ", "'", '"')
SCOPES = ("/Column", "/Row")
ARTIFACT = "artifact"
Texts = dict[tuple[tuple[int, int], int], str]  # by page and number of the mark


def faults_of(content: bytes, lines: list[str] | None = None) -> list[str]:
    """Return what is wrong with a PDF; [] when it is sound.

    `lines`: the text of its parts in their templates, in order (`paper_text.lines_of_html`). What stands in the margins
    (the number of the page, DỰ THẢO) is marked as not to be read out.
    """
    with pikepdf.open(io.BytesIO(laid_out(content))) as pdf:
        faults = [*_faults_of_archive(pdf), *_faults_of_fonts(pdf)]
        texts, outside = _texts(pdf)
        faults += [f"page {number} has text outside the tags" for number in outside]
        if Name.StructTreeRoot not in pdf.Root:
            return [*faults, "no structure tree"]
        faults += _faults_of_tables(pdf.Root.StructTreeRoot)
        if lines is not None:
            faults += _faults_of_order(_read_out(pdf.Root.StructTreeRoot, None, texts), lines)
    return faults


def _faults_of_archive(pdf: Pdf) -> Iterator[str]:
    intents = pdf.Root.get("/OutputIntents", Array())
    if [str(intent.S) for intent in intents if "/DestOutputProfile" in intent] != ["/GTS_PDFA1"]:
        yield "no output intent with a colour profile"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        if (metadata.get(f"{IDENTIFIER}part"), metadata.get(f"{IDENTIFIER}conformance")) != ("3", "A"):
            yield "XMP does not say PDF/A-3a"
        title = str(pdf.docinfo.get("/Title", ""))
        if not title or metadata.get(TITLE) != title:
            yield "the title in XMP is not that of the file"
    if str(pdf.Root.get("/Lang", "")) != "vi":
        yield "the language is not Vietnamese"
    if not pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "not marked as tagged"
    for forbidden in ("/AcroForm", "/OpenAction", "/AA"):
        if forbidden in pdf.Root:
            yield f"{forbidden} in an archive"


def _faults_of_fonts(pdf: Pdf) -> Iterator[str]:
    fonts = {font.objgen: font for page in pdf.pages for font in page.resources.get("/Font", {}).values()}
    for font in fonts.values():
        described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.FontDescriptor.keys()):
            yield f"the font {font.BaseFont} is not embedded"
        if "/ToUnicode" not in font:
            yield f"the text in {font.BaseFont} cannot be read out"


def _texts(pdf: Pdf) -> tuple[Texts, list[int]]:
    """Return the text of each mark, and the pages with text that is neither tagged nor marked as not to be read."""
    texts: Texts = defaultdict(str)
    outside = set()
    letters: dict[tuple[int, int], dict[bytes, str]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        marks: list[int | str | None] = []
        font: dict[bytes, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            sign, operands = str(instruction.operator), list(instruction.operands)
            if sign in ("BMC", "BDC"):
                marks.append(_mark(*operands))
            elif sign == "EMC":
                marks.pop()
            elif sign == "Tf":
                chosen = page.resources.Font[str(operands[0])]
                if chosen.objgen not in letters:
                    letters[chosen.objgen] = _letters(chosen)
                font = letters[chosen.objgen]
            elif sign in SHOWING_TEXT:
                mark = next((mark for mark in reversed(marks) if mark is not None), None)
                if mark is None:
                    outside.add(number)
                elif mark != ARTIFACT:
                    texts[page.obj.objgen, int(mark)] += _shown(operands, font)
    return texts, sorted(outside)


def _mark(tag: Any, properties: Any = None) -> int | str | None:
    """Return the number that a marked piece has in the structure tree; ARTIFACT of what is not to be read out."""
    if tag == Name.Artifact:
        return ARTIFACT
    return int(properties["/MCID"]) if isinstance(properties, Dictionary) and "/MCID" in properties else None


def _letters(font: Any) -> dict[bytes, str]:
    """Return the letters of a font by the two bytes that show them."""
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for code, letters in _LETTERS.findall(table)
    }


def _shown(operands: Any, font: dict[bytes, str]) -> str:
    pieces = operands[0] if isinstance(operands[0], Array) else operands
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font.get(codes[at : at + 2], "\ufffd") for at in range(0, len(codes), 2))


def _elements(element: Any) -> Iterator[Any]:
    """Yield the elements below one of the structure tree, in the order of reading."""
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _read_out(element: Any, page: Any, texts: Texts) -> Iterator[tuple[str, bool]]:
    """Yield the texts of an element in the order of the structure tree, and whether each is the head of a table."""
    page = element.get("/Pg", page)
    for kid in _kids(element):
        if not isinstance(kid, Dictionary):
            yield texts.pop((page.objgen, int(kid)), ""), False
        elif "/MCID" in kid:
            yield texts.pop((kid.get("/Pg", page).objgen, int(kid.MCID)), ""), False
        elif kid.S == Name.THead:  # noqa: SIM300 - a name of pikepdf is no constant
            yield "".join(text for text, _is_head in _read_out(kid, page, texts)), True
        else:
            yield from _read_out(kid, page, texts)


def _faults_of_tables(tree: Any) -> Iterator[str]:
    for table in _elements(tree):
        if Name.Table != table.S:
            continue
        cells = [cell for cell in _elements(table) if cell.S in (Name.TH, Name.TD)]
        headings = [cell for cell in cells if cell.S == Name.TH]
        if not headings:
            yield "a table without headings"
        if any(str(cell.get("/A", Dictionary()).get("/Scope", "")) not in SCOPES for cell in headings):
            yield "a heading of a table that does not say of what"
        if any("/Headers" in cell.get("/A", Dictionary()) for cell in cells):
            yield "cells name headings, which spans make wrong"


def _faults_of_order(read_out: Iterator[tuple[str, bool]], lines: list[str]) -> Iterator[str]:
    """Yield the first place where what is read out is not what the template says; blanks and hyphens do not count.

    A table that goes on on the next page is two tables to a reader, and its head is read out again.
    """
    meant, at, last_head = _bare("".join(lines)), 0, ""
    for text, is_head in ((_bare(text), is_head) for text, is_head in read_out):
        if meant.startswith(text, at):
            at += len(text)
        elif not is_head or text != last_head:
            yield f"read out {text[:60]!r} where the template says {meant[at : at + 60]!r}"
            return
        last_head = text if is_head else last_head
    if meant[at:]:
        yield f"not read out: {meant[at : at + 60]!r}"


def _bare(text: str) -> str:
    return re.sub(r"[\s|\u00ad\u200b\u2060]", "", text)
