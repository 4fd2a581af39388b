"""The SHA-256 of stored JSON and of stored files, which prove later that nothing in them was changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

COMPACT, SPACED = (",", ":"), (", ", ": ")


class DamagedFile(Exception):
    """Raised when stored bytes do not have the SHA-256 stored with them: answered with 410, and logged."""


def intact(content: bytes | memoryview, sha256: str) -> bytes:
    """Return the bytes of a stored file. Raises DamagedFile if somebody changed them or their digest."""
    stored = bytes(content)
    if hashlib.sha256(stored).hexdigest() != sha256:
        raise DamagedFile(f"{len(stored)} bytes do not have the SHA-256 {sha256 or '-'}")
    return stored


def digest(content: Any, *, separators: tuple[str, str] = COMPACT) -> str:
    """Return the SHA-256 of a JSON value as 64 hexadecimal digits, the same whatever the order of its keys.

    What JSON has no form for, such as a date, counts as its text. Digests stored under other `separators` are
    only found again with the same ones.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=separators, default=str)
    # a lone surrogate can be typed, and has no UTF-8
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
