"""Counts what the security tests try: the figures of docs/security.md.

`tally.count("races", "trials", 20)` in a test. All processes of a run add lines to one file of its database. Those of a
deep run, which tries everything, have a file of their own: `scripts/figures` adds up that one alone.
"""

import json
from pathlib import Path

from django.db import connection

VAR = Path(__file__).resolve().parents[2] / "var"
deep = False  # set by conftest: whether this run tries everything


def notes() -> Path:
    return VAR / f"tally-{connection.vendor}-{'deep' if deep else 'share'}.jsonl"


def begin() -> None:
    """Reset all counts at the beginning of a run."""
    VAR.mkdir(exist_ok=True)
    notes().unlink(missing_ok=True)


def count(subject: str, what: str, number: int = 1) -> None:
    """Note that `number` more of `what` were tried."""
    with notes().open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([subject, what, number]) + "\n")
