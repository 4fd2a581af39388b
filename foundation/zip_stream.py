"""A zip file that is sent while it is written: one member is in memory at a time, and nothing on a disk."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foundation.digest import DamagedFile

CONTENT_TYPE = "application/zip"
SUMS = "SHA256SUMS.txt"
"""The last member: a line for each other one, as `sha256sum --check` reads it."""
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".pdf", ".xlsx", ".docx", ".jpg", ".jpeg", ".png", ".zip")


@dataclass(frozen=True)
class ZipMember:
    """A file of the zip. `read` is called when its turn comes; it may raise DamagedFile."""

    path: str
    read: Callable[[], bytes]


def zip_pieces(members: Iterable[ZipMember], told_of_damaged: str) -> Iterator[bytes]:
    """Yield the bytes of a zip file of members; the same contents give the same bytes.

    A member whose stored bytes were changed is left out, and named behind `told_of_damaged` in the list of sums.
    """
    sink = _Sink()
    sums: list[str] = []
    with zipfile.ZipFile(sink, "w") as archive:
        for member in members:
            try:
                content = member.read()
            except DamagedFile:
                sums.append(f"# {told_of_damaged}: {member.path}")
                continue
            _write(archive, member.path, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {member.path}")
            yield sink.taken()
        _write(archive, SUMS, ("\n".join(sums) + "\n").encode())
    yield sink.taken()


def _write(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    method = zipfile.ZIP_STORED if path.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    archive.writestr(zipfile.ZipInfo(path, _NO_MOMENT), content, method)


class _Sink(io.RawIOBase):
    """Takes what is written and gives it away; it cannot be sought in, which ZipFile then allows for."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        content = bytes(piece)
        self.pieces.append(content)
        return len(content)

    def taken(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)
