"""Replaces members of a zip file; the bytes of all others, packed as they are, stay the same and in their order."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_SIZE, _ENTRY_SIZE, _END_SIZE = 30, 46, 22
_LONGEST_COMMENT = 65_535
_SIZE_FOLLOWS = 0x0008  # a flag: checksum and sizes stand behind the content
_STORED, _DEFLATED = 0, 8
_FOREVER = 0xFFFFFFFF  # stands where a number is in the fields of zip64


class UnusualZip(ValueError):
    """Raised for a zip file whose parts do not lie one behind the other, or which is of the large kind (zip64)."""


@dataclass(frozen=True)
class _Member:
    """An entry of the list of members, and the bytes of its member from its own header to the next one."""

    record: bytes
    start: int
    end: int

    @property
    def name(self) -> str:
        length = struct.unpack_from("<H", self.record, 28)[0]
        is_utf8 = struct.unpack_from("<H", self.record, 8)[0] & 0x800
        return self.record[_ENTRY_SIZE : _ENTRY_SIZE + length].decode("utf-8" if is_utf8 else "cp437")


def with_members(content: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """Return the zip file with other contents for the members named. Raises UnusualZip, KeyError for a missing one."""
    end_at, entries = _entries(content)
    by_place = sorted(_spans(content, entries, end_at), key=lambda member: member.start)
    missing = replaced.keys() - {member.name for member in by_place}
    if missing:
        raise KeyError(*missing)
    written, moved = bytearray(), {}
    for member in by_place:
        raw, record = content[member.start : member.end], member.record
        if member.name in replaced:
            raw, record = _replaced(raw, record, replaced[member.name])
        moved[member.start] = record[:42] + struct.pack("<I", len(written)) + record[_ENTRY_SIZE:]
        written += raw
    directory = b"".join(moved[_offset(record)] for record in entries)
    ending = bytearray(content[end_at:])
    struct.pack_into("<II", ending, 12, len(directory), len(written))
    return bytes(written + directory + ending)


def _entries(content: bytes) -> tuple[int, list[bytes]]:
    """Return where the end record begins, and the entries of the list of members."""
    end_at = content.rfind(_END, max(0, len(content) - _END_SIZE - _LONGEST_COMMENT))
    if end_at < 0 or len(content) < end_at + _END_SIZE:
        raise UnusualZip("no end record")
    count, size, start, comment = struct.unpack_from("<HIIH", content, end_at + 10)
    if end_at + _END_SIZE + comment != len(content):
        raise UnusualZip("something behind the end record")
    if start + size != end_at or _FOREVER in (size, start):
        raise UnusualZip("the list of members does not lie before the end record")
    entries, at = [], start
    for _number in range(count):
        if content[at : at + 4] != _ENTRY or at + _ENTRY_SIZE > end_at:
            raise UnusualZip("not an entry of the list of members")
        length = _ENTRY_SIZE + sum(struct.unpack_from("<HHH", content, at + 28))
        entries.append(content[at : at + length])
        at += length
    if at != end_at:
        raise UnusualZip("more in the list of members than its entries")
    return end_at, entries


def _offset(record: bytes) -> int:
    return int(struct.unpack_from("<I", record, 42)[0])


def _spans(content: bytes, entries: list[bytes], end_at: int) -> Iterator[_Member]:
    starts = sorted(map(_offset, entries))
    if len(set(starts)) < len(starts) or starts[:1] != [0]:
        raise UnusualZip("members share their place, or something lies before the first")
    ends = dict(zip(starts, [*starts[1:], end_at - sum(map(len, entries))], strict=True))
    for record in entries:
        start, packed = _offset(record), struct.unpack_from("<I", record, 20)[0]
        if content[start : start + 4] != _LOCAL or _FOREVER in struct.unpack_from("<II", record, 20):
            raise UnusualZip("no header of a member")
        header = _LOCAL_SIZE + sum(struct.unpack_from("<HH", content, start + 26))
        if start + header + packed > ends[start]:
            raise UnusualZip("members lie over each other")
        yield _Member(record, start, ends[start])


def _replaced(raw: bytes, record: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Return header with content, and entry, of a member with another content: its name, its time and more stay."""
    is_stored = struct.unpack_from("<H", record, 10)[0] == _STORED
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = content if is_stored else packer.compress(content) + packer.flush()
    sums = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
    kind = _STORED if is_stored else _DEFLATED
    flags = struct.unpack_from("<H", record, 8)[0] & ~_SIZE_FOLLOWS & ~0x0006  # nor how hard it was packed
    names = raw[_LOCAL_SIZE : _LOCAL_SIZE + sum(struct.unpack_from("<HH", raw, 26))]
    local = raw[:6] + struct.pack("<HH", flags, kind) + raw[10:14] + sums + raw[26:_LOCAL_SIZE] + names
    return local + packed, record[:8] + struct.pack("<HH", flags, kind) + record[12:16] + sums + record[28:]
