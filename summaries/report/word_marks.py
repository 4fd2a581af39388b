"""The bookmarks of a report's Word file, by which its lines are found again wherever they were moved."""

from __future__ import annotations

from hashlib import sha256

MARK = "_cau_"
"""How the names of these bookmarks begin; Word does not list names that begin with a low line."""


def mark_of(key: str) -> str:
    """Return the bookmark of a line: stable, hidden in Word, and of letters and digits whatever the key is."""
    return f"{MARK}{sha256(key.encode()).hexdigest()[:16]}"
