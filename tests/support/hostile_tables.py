"""Files that pretend to be tables: bombs, traps, broken and mislabelled ones, each made when it is asked for.

`CASES`: name → how it is made, and what becomes of it: the sentence that refuses it, or how many rows are read, or
EITHER where both would be right (the file is broken, and some of it may be readable).
"""

from __future__ import annotations

import io
import random
import struct
import unicodedata
import zipfile
from functools import partial

import xlsxwriter

from foundation import archives
from foundation.tables import refusals
from tests.support.old_workbook import (
    BOF,
    DIMENSIONS,
    FILEPASS,
    GLOBALS,
    LABEL,
    MACRO_SHEET,
    begin_of,
    cells,
    compound,
    label,
    old_workbook,
    record,
    stream,
)

EITHER = "either"
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
TYPES, RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{ENTITIES}]><a>&a9;</a>'
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "{"x" * 100_000}">]><a>{"&a;" * 10_000}</a>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
TWO_ROWS = [["Tên đơn vị", "Số"], ["CĐCS Đồi Na", 7]]


def workbook(rows=TWO_ROWS, sheets=1, hidden=False):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        for _number in range(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        if hidden:
            sheet.very_hidden()
    return content.getvalue()


def packed(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inside in members.items():
            archive.writestr(member, inside, zipfile.ZIP_STORED if member == "mimetype" else None)
    return content.getvalue()


def changed(content=None, **parts):
    """A workbook with members put in or changed: name (written with keyword `parts`) → bytes or function of them."""
    with zipfile.ZipFile(io.BytesIO(content or workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, change in parts["parts"].items():
        members[name] = change(members.get(name, b"")) if callable(change) else change
    return packed(members)


def sheet_of(inside, before="", after=""):
    """A workbook whose sheet has this XML in its `sheetData`."""
    text = f"{HEAD}<worksheet {MAIN}>{before}<sheetData>{inside}</sheetData>{after}</worksheet>"
    return changed(parts={SHEET: text.encode()})


def cell(address, text="x"):
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *inside):
    return f'<row r="{number}">{"".join(inside)}</row>'


def merged(cells_together, times=1):
    return "<mergeCells>" + f'<mergeCell ref="{cells_together}"/>' * times + "</mergeCells>"


def declared(content_type, part, inside=b"x"):
    line = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'.encode()
    return changed(parts={TYPES: lambda types: types.replace(b"</Types>", line), part: inside})


def related(kind, target, *, outside=True):
    mode = ' TargetMode="External"' if outside else ""
    line = f'<Relationship Id="x9" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    return changed(parts={RELATIONS: lambda relations: relations.replace(b"</Relationships>", line)})


def sheet_target(target):
    return changed(parts={RELATIONS: lambda text: text.replace(b"worksheets/sheet1.xml", target.encode())})


def named_sheet(name):
    return changed(parts={BOOK: lambda text: text.replace(b'name="Sheet1"', f'name="{name}"'.encode())})


def repeated_string(cells_of_it):
    text = "x" * 32_767
    strings = f'{HEAD}<sst {MAIN} count="1" uniqueCount="1"><si><t>{text}</t></si></sst>'
    rows = "".join(row(n, f'<c r="A{n}" t="s"><v>0</v></c>') for n in range(1, cells_of_it + 1))
    sheet = f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return changed(parts={STRINGS: strings.encode(), SHEET: sheet.encode()})


def locked_member():
    return (
        workbook()
        .replace(b"PK\x01\x02\x14\x00\x14\x00\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01\x00")
        .replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    )


def linked_member():
    link = zipfile.ZipInfo("xl/link")
    link.external_attr = (0o120777) << 16
    return with_members({link: b"/etc/passwd"})


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(more):
    return packed({**members(workbook()), **more})


def damaged():
    content = bytearray(workbook())
    at = content.find(b"sheet1.xml") + 30
    content[at : at + 20] = bytes(20)
    return bytes(content)


def open_table(inside, *, manifest="", **more):
    """An .ods whose table has this XML."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for short, space in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
    )
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"{HEAD}<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Trang">{inside}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"{HEAD}<manifest:manifest {spaces}>{manifest}</manifest:manifest>".encode(),
            "content.xml": content.encode(),
            **more.get("parts", {}),
        }
    )


def open_row(text="x", *, rows=1, columns=1):
    value = f'office:value-type="string"><text:p>{text}</text:p>' if text else ">"
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" {value}</table:table-cell></table:table-row>'
    )


def with_entry(name):
    """An .xls that holds, beside its workbook, a stream of this name."""
    return compound({"Workbook": stream(cells(TWO_ROWS)), name: b"x"})


def flipped(seed):
    """An .xls with twenty bytes changed."""
    content = bytearray(old_workbook([["Tên đơn vị", "Số"], *[["CĐCS Đồi Na", n] for n in range(200)]]))
    chance = random.Random(seed)
    for _time in range(20):
        content[chance.randrange(512, len(content))] = chance.randrange(256)
    return bytes(content)


def mixed_up(seed):
    """An .xlsx whose sheet has twenty bytes changed."""
    chance = random.Random(seed)

    def change(text):
        content = bytearray(text)
        for _time in range(20):
            content[chance.randrange(len(content))] = chance.randrange(256)
        return bytes(content)

    return changed(parts={SHEET: change, STRINGS: change})


def lines(text, count):
    return (text * count).encode()


NO_TABLE, SWOLLEN, EMPTY = refusals.NO_TABLE, refusals.SWOLLEN, refusals.EMPTY
BAD_ARCHIVE = archives.WRONG_KIND
MANY = 60_000
LARGEST = struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65_535, 0)
SCATTERED, OLD_WORDS = "ö\u00adä" * 5000, "Tr\u00adêng " * 100
MARKS = "\u0323\u0301"

CASES = {
    # archives
    "a sheet of nothing but zeros": (lambda: changed(parts={SHEET: bytes(90_000_000)}), archives.SWOLLEN),
    "more unpacked than allowed": (
        lambda: with_members({f"xl/{n}.bin": random.Random(n).randbytes(9_000) * 100 for n in range(120)}),
        archives.SWOLLEN,
    ),
    "three thousand members": (lambda: with_members({f"xl/{n}": b"" for n in range(3000)}), archives.TOO_MANY),
    "a member with a password": (locked_member, archives.LOCKED),
    "a member that leads out": (lambda: changed(parts={"../../etc/cron.d/x": b"x"}), archives.BAD_NAMES),
    "a member that is a link": (linked_member, archives.BAD_NAMES),
    "two members of one name": (lambda: changed(parts={"xl/Workbook.xml": b"<a/>"}), archives.BAD_NAMES),
    "a damaged member": (damaged, BAD_ARCHIVE),
    "half an archive": (lambda: workbook()[:2000], BAD_ARCHIVE),
    "an archive of nothing": (lambda: b"PK\x05\x06" + bytes(18), NO_TABLE),
    "an archive behind a program": (lambda: b"MZ" + workbook(), EITHER),
    "some archive": (lambda: packed({"a.txt": b"x"}), BAD_ARCHIVE),
    "a file too large": (lambda: b"a;b\n" * 3_000_000, refusals.TOO_LARGE),
    # Excel
    "laughs in the sheet": (lambda: changed(parts={SHEET: LAUGHS.encode()}), archives.DECLARING),
    "laughs in the texts": (lambda: changed(parts={STRINGS: LAUGHS.encode()}), archives.DECLARING),
    "laughs in UTF-16": (lambda: changed(parts={SHEET: LAUGHS.encode("utf-16")}), archives.DECLARING),
    "one entity ten thousand times": (lambda: changed(parts={SHEET: QUADRATIC.encode()}), archives.DECLARING),
    "an entity from the disk": (lambda: changed(parts={SHEET: EXTERNAL.encode()}), archives.DECLARING),
    "macros": (lambda: declared("application/vnd.ms-office.vbaProject", "xl/vbaProject.bin"), archives.ACTIVE),
    "an embedded object": (lambda: declared(f"{archives._OFFICE}.oleObject", "xl/embeddings/x.bin"), archives.ACTIVE),
    "a button": (lambda: declared("application/vnd.ms-excel.controlproperties+xml", "xl/x.xml"), archives.ACTIVE),
    "a binary workbook": (
        lambda: changed(
            parts={TYPES: lambda types: types.replace(b"sheet.main+xml", b"sheet.binary.macroEnabled.main")}
        ),
        archives.ACTIVE,
    ),
    "a link to another workbook": (
        lambda: declared(f"{archives._OFFICE}.spreadsheetml.externalLink+xml", "xl/externalLinks/x.xml", b"<a/>"),
        2,
    ),
    "a picture from elsewhere": (lambda: related("image", "https://example.org/x.png"), 2),
    "a template from a server": (lambda: related("attachedTemplate", "file://server/x.xltx"), 2),
    "cells in far corners": (lambda: sheet_of(row(1, cell("A1")) + row(1_048_576, cell("XFD1048576"))), SWOLLEN),
    "a cell in the last row": (lambda: sheet_of(row(1_048_576, cell("A1048576"))), 1),
    "a million blank rows": (lambda: sheet_of("".join(f'<row r="{n}" s="1"/>' for n in range(1, 1_000_000))), EMPTY),
    "a million blank cells": (
        lambda: sheet_of("".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(1, 600_000))),
        EMPTY,
    ),
    "sixty thousand rows": (
        lambda: sheet_of("".join(row(n, cell(f"A{n}", str(n))) for n in range(1, MANY))),
        refusals.TOO_MANY_ROWS,
    ),
    "nothing but errors": (
        lambda: sheet_of("".join(row(n, f'<c r="A{n}" t="e"><v>#N/A</v></c>') for n in range(1, 200_000))),
        EITHER,
    ),
    "all columns there are": (lambda: workbook([["x"] * 16_384]), refusals.TOO_MANY_COLUMNS),
    "one column too many": (lambda: workbook([["x"] * 201]), refusals.TOO_MANY_COLUMNS),
    "a long text in every cell": (lambda: repeated_string(40_000), SWOLLEN),
    "one text of eighty megabytes": (lambda: sheet_of(row(1, cell("A1", "xyzt" * 20_000_000))), archives.SWOLLEN),
    "a hundred and one sheets": (lambda: workbook([["x"]], sheets=101), refusals.TOO_MANY_SHEETS),
    "only a hidden sheet": (
        lambda: changed(parts={BOOK: lambda text: text.replace(b"<sheet ", b'<sheet state="veryHidden" ')}),
        EMPTY,
    ),
    "addresses that are none": (
        lambda: sheet_of("".join(row(1, cell(at)) for at in ("A0", "ZZZZ1", "A99999999999", "a1", "-1", "1A", ""))),
        EITHER,
    ),
    "an address beyond all numbers": (lambda: sheet_of(row(1, cell("ZZZZZZZZZZZZZZ1"))), EITHER),
    "rows upside down and twice": (
        lambda: sheet_of(row(9, cell("A9")) + row(1, cell("A1")) + row(9, cell("A9", "y"))),
        EITHER,
    ),
    "a text that is not there": (lambda: sheet_of(row(1, '<c r="A1" t="s"><v>99999</v></c>')), EITHER),
    "a text of a negative number": (lambda: sheet_of(row(1, '<c r="A1" t="s"><v>-1</v></c>')), EITHER),
    "numbers that are none": (
        lambda: sheet_of(row(1, cell("A1"), *[f"<c><v>{v}</v></c>" for v in ("1e400", "NaN", "INF", "-1e308", "0x1")])),
        EITHER,
    ),
    "days of no calendar": (
        lambda: sheet_of(row(1, cell("A1"), '<c t="d"><v>9999-99-99</v></c><c t="d"><v>99999999-01-01T25:61</v></c>')),
        EITHER,
    ),
    "a hundred thousand levels": (lambda: sheet_of(row(1, "<a>" * 100_000 + "</a>" * 100_000)), EITHER),
    "a hundred thousand attributes": (
        lambda: sheet_of("<row " + " ".join(f"a{n}='x'" for n in range(100_000)) + f">{cell('A1')}</row>"),
        EITHER,
    ),
    "everything merged": (lambda: sheet_of(row(1, cell("A1")), after=merged("A1:XFD1048576", times=50_000)), EITHER),
    "merged from the end to the beginning": (lambda: sheet_of(row(1, cell("A1")), after=merged("B9:A1")), EITHER),
    "merged is what is no range": (lambda: sheet_of(row(1, cell("A1")), after=merged("x")), EITHER),
    "a dimension of the whole sheet": (
        lambda: sheet_of(row(1, cell("A1")), before='<dimension ref="A1:XFD1048576"/>'),
        1,
    ),
    "a sheet with a name of ten thousand letters": (lambda: named_sheet("x" * 10_000), EITHER),
    "a sheet with the name of a path": (lambda: named_sheet("../../etc/passwd"), 2),
    "a sheet that is a file of the disk": (lambda: sheet_target("../../../../etc/passwd"), EITHER),
    "a sheet that is elsewhere": (lambda: sheet_target("https://example.org/sheet1.xml"), EITHER),
    "a sheet that is the list of sheets": (lambda: sheet_target("workbook.xml"), EITHER),
    "half a sheet": (lambda: changed(parts={SHEET: lambda text: text[: len(text) // 2]}), EITHER),
    "letters that are none": (
        lambda: changed(parts={STRINGS: lambda text: text.replace("Đồi".encode(), b"\xff\xfe\x00")}),
        EITHER,
    ),
    "signs that nobody sees": (lambda: workbook([["\u200b\u202e_x0000_\ufffe", "x"]]), 1),
    "texts that are formulas": (lambda: workbook([["=cmd|'/c calc'!A1", '@WEBSERVICE("http://x")']]), 1),
    **{f"an .xlsx with bytes changed, {seed}": (partial(mixed_up, seed), EITHER) for seed in range(4)},
    # LibreOffice
    "a row a million times": (lambda: open_table(open_row(rows=1_048_576)), EITHER),
    "a cell sixteen thousand times": (lambda: open_table(open_row(columns=16_384)), refusals.TOO_MANY_COLUMNS),
    "a sheet full of one cell": (lambda: open_table(open_row(rows=1_048_576, columns=16_384)), EITHER),
    "blank cells without end": (lambda: open_table(open_row("", rows=1_048_576, columns=16_384) + open_row()), EITHER),
    "more repeats than numbers": (lambda: open_table(open_row(rows=99_999_999_999_999_999_999)), EITHER),
    "repeated minus once": (lambda: open_table(open_row(rows=-1, columns=-1)), EITHER),
    "laughs in an .ods": (lambda: open_table("", parts={"styles.xml": LAUGHS.encode()}), archives.DECLARING),
    "an .ods with a password": (
        lambda: open_table(open_row(), manifest="<manifest:encryption-data/>"),
        archives.LOCKED,
    ),
    "an .ods with macros": (lambda: open_table(open_row(), parts={"Basic/Standard/x.xml": b"<a/>"}), archives.ACTIVE),
    "an .ods of nothing": (lambda: open_table("", parts={"content.xml": b""}), BAD_ARCHIVE),
    "an .ods without a list of parts": (
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        BAD_ARCHIVE,
    ),
    "levels without end in a cell": (
        lambda: open_table(open_row("<text:span>" * 50_000 + "</text:span>" * 50_000)),
        EITHER,
    ),
    # old Excel
    "an .xls with macros": (lambda: with_entry("_VBA_PROJECT_CUR"), refusals.MACRO),
    "an .xls of macros": (lambda: old_workbook(TWO_ROWS, sheet_type=1), EITHER),
    "a locked workbook": (lambda: compound({"EncryptedPackage": b"x"}), refusals.LOCKED),
    "an .xls with a password": (
        lambda: old_workbook(TWO_ROWS, before=record(FILEPASS, struct.pack("<HHH", 1, 1, 1) + bytes(48))),
        refusals.LOCKED,
    ),
    "an old Word file": (lambda: compound({"WordDocument": b"x"}), NO_TABLE),
    "the beginning of an old file": (lambda: old_workbook(TWO_ROWS)[:512], NO_TABLE),
    "sectors in a circle": (lambda: compound({"Workbook": stream(cells(TWO_ROWS))}, links={0: 1, 1: 0}), EITHER),
    "a sector behind the end": (lambda: compound({"Workbook": stream(cells(TWO_ROWS))}, links={0: 99_999}), EITHER),
    "rubbish behind an old beginning": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(100_000),
        NO_TABLE,
    ),
    "a label longer than its record": (
        lambda: compound({"Workbook": stream(record(LABEL, struct.pack("<HHHHB", 0, 0, 0, 60_000, 1) + b"x"))}),
        EITHER,
    ),
    "an old cell in a far corner": (
        lambda: compound({"Workbook": stream(label(0, 0, "x") + label(65_535, 65_535, "y"))}),
        EITHER,
    ),
    "an old sheet larger than all": (
        lambda: compound({"Workbook": stream(record(DIMENSIONS, LARGEST) + label(0, 0, "x"))}),
        EITHER,
    ),
    "a workbook within a workbook": (
        lambda: compound({"Workbook": stream(begin_of(GLOBALS))}),
        EITHER,
    ),
    "a sheet for macros": (
        lambda: compound({"Workbook": stream(record(BOF, struct.pack("<HH", 0x0600, MACRO_SHEET)), sheet_type=1)}),
        EITHER,
    ),
    **{f"an .xls with bytes changed, {seed}": (partial(flipped, seed), EITHER) for seed in range(8)},
    # text
    "nothing": (lambda: b"", EMPTY),
    "nothing but a mark": (lambda: b"\xef\xbb\xbf", EMPTY),
    "nothing but line ends": (lambda: lines(";;;\n", 200_000), EMPTY),
    "nothing that one sees": (lambda: lines("\u200b;\u00a0\n", 1000), EMPTY),
    "zeros": (lambda: bytes(9_000_000), NO_TABLE),
    "zeros in a table": (lambda: b"a;b\n1;\x00\n", NO_TABLE),
    "rubbish": (lambda: random.Random(2).randbytes(2_000_000), EITHER),
    "a quotation without end": (lambda: b'a;"' + b"x\n" * 4_000_000, NO_TABLE),
    "nothing but quotation marks": (lambda: b'"' * 9_000_000, EITHER),
    "nothing but semicolons": (lambda: b";" * 10_000_000, EMPTY),
    "a text longer than a cell": (lambda: b"a;" + b"x" * 40_000, NO_TABLE),
    "more rows than are read": (lambda: lines("a;b\n", MANY), refusals.TOO_MANY_ROWS),
    "more columns than are read": (lambda: lines("a;", 300), refusals.TOO_MANY_COLUMNS),
    "letters of four bytes": (lambda: "Tên;Số\n".encode("utf-32"), NO_TABLE),
    "half a letter of two bytes": (lambda: "Tên;Số\n".encode("utf-16") + b"x", NO_TABLE),
    "a web page": (lambda: b"\r\n<HTML><table><tr><td>x</td></tr></table>", refusals.WEB_PAGE),
    "a workbook of XML": (lambda: b'<?xml version="1.0"?><Workbook/>', refusals.WEB_PAGE),
    "a PDF": (lambda: b"%PDF-1.7\nx", NO_TABLE),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), NO_TABLE),
    "marks piled on letters": (lambda: lines(f"a{MARKS * 5000};", 199), EITHER),
    "marks of Windows piled on letters": (lambda: b"a" + b"\xf2\xcc" * 4_000_000, EITHER),
    "words without end in an old encoding": (
        lambda: "".join(f"{SCATTERED}{n};a\n" for n in range(300)).encode(),
        EITHER,
    ),
    "texts of the nineties without end": (
        lambda: "".join(f"{OLD_WORDS}{n};a\n" for n in range(3000)).encode(),
        EITHER,
    ),
    "letters taken apart": (
        lambda: unicodedata.normalize("NFD", "Trường Đồi Ná;" * 10 + "\n").encode() * 20_000,
        EITHER,
    ),
}
