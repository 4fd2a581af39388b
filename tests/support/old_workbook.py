"""Writes workbooks of old Excel (.xls) byte by byte, right ones and broken ones: no library of ours writes them."""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BOF, EOF, BOUNDSHEET, DIMENSIONS, LABEL, NUMBER, FILEPASS = 0x809, 0x0A, 0x85, 0x200, 0x204, 0x203, 0x2F
GLOBALS, WORKSHEET, MACRO_SHEET = 0x0005, 0x0010, 0x0040


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def begin_of(substream):
    return record(BOF, struct.pack("<HHHHII", 0x0600, substream, 0, 1997, 0, 0))


def label(row, column, text):
    return record(LABEL, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def number(row, column, value):
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, value))


def cells(rows):
    """The records of rows of texts and numbers."""
    return b"".join(
        label(row, column, value) if isinstance(value, str) else number(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )


def stream(content, *, before=b"", sheet_type=0, name="Trang"):
    """The stream of a workbook of one sheet. `before`: records that come before all others."""
    begin = begin_of(GLOBALS) + before

    def globals_(offset):
        sheet = struct.pack("<IBBBB", offset, 0, sheet_type, len(name), 1) + name.encode("utf-16-le")
        return begin + record(BOUNDSHEET, sheet) + record(EOF)

    start = len(globals_(0))
    return globals_(start) + begin_of(WORKSHEET) + content + record(EOF)


def compound(streams, *, links=None):
    """A compound file of streams by name; `links` puts other numbers into its table of sectors."""
    sectors, entries, table = [], [], []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
        first, count = len(sectors), len(padded) // SECTOR
        sectors += [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        table += [*range(first + 1, first + count), END]
        entries.append(_entry(name, 2, first, len(padded), right=FREE))
    entries = [_entry("Root Entry", 5, END, 0, child=1 if entries else FREE), *entries]
    for at in range(1, len(entries) - 1):  # a list rather than a tree
        entries[at] = entries[at][:72] + struct.pack("<I", at + 1) + entries[at][76:]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = len(sectors)
    blocks = b"".join(entries)
    sectors += [blocks[at : at + SECTOR] for at in range(0, len(blocks), SECTOR)]
    table += [*range(directory + 1, len(sectors)), END]
    tables = -(-(len(table) + len(table) // 127 + 1) // 128)
    fat = [len(sectors) + at for at in range(tables)]
    table += [FAT] * tables
    table += [FREE] * (tables * 128 - len(table))
    for at, link in (links or {}).items():
        table[at] = link
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, 4096, END, 0, END, 0)
    header += b"".join(struct.pack("<I", at) for at in (*fat, *[FREE] * (109 - len(fat))))
    packed = struct.pack(f"<{len(table)}I", *table)
    return header + b"".join(sectors) + packed


def _entry(name, kind, first, size, *, child=FREE, right=FREE):
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", FREE, right, child)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )


def old_workbook(rows, **properties):
    """The bytes of an .xls of rows of texts and numbers."""
    return compound({"Workbook": stream(cells(rows), **properties)})
