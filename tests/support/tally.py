"""Counts what the security tests try: the figures of docs/security.md.

`tally.count("races", "trials", 20)` in a test. A proof is a file of tests: all processes of a run add lines to one file
of its database, each with the run and the proof. The lines of deep runs, which try everything, stay from run to run, so
that one proof can be counted anew without the others; of each proof `scripts/figures` adds up its newest run.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
RUN = "TALLY_RUN"
"""The variable that tells the processes of a run when it began, which is its name."""
FAILED = "failed"
"""Said of a proof that failed in a run: what that run counted of it is not told."""
WHOLE = "every proof"
"""Said by a run of all tests: what it did not count is counted no more."""
deep = False  # set by conftest: whether this run tries everything


def notes() -> Path:
    return VAR / f"tally-{connection.vendor}-{'deep' if deep else 'share'}.jsonl"


def begin(at: datetime, *, whole: bool = False) -> None:
    """Begin a run. Only the lines of deep runs stay."""
    VAR.mkdir(exist_ok=True)
    os.environ[RUN] = at.isoformat(timespec="seconds")
    if not deep:
        notes().unlink(missing_ok=True)
    elif whole:
        add(notes(), WHOLE, "", "", 0)


def count(subject: str, what: str, number: int = 1) -> None:
    """Note that `number` more of `what` were tried."""
    proof = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0]
    add(notes(), proof, subject, what, number)


def fail(proof: str) -> None:
    """Note that a test of a proof failed."""
    add(notes(), proof, "", FAILED, 0)


def add(file: Path, proof: str, subject: str, what: str, number: int) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps([os.environ.get(RUN, ""), proof, subject, what, number]) + "\n")
