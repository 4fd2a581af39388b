"""Prints at the end of a run how many seconds each folder and file took, summed over all processes.

They are seconds by the clock, so that a file which waits costs as much as one that computes. What a whole run shares,
as the casts of `tests/support/casts.py`, is counted where it was first asked for.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import Any

SHOWN = 15  # files


class Seconds:
    """A plugin of pytest. With xdist the controller hears of the tests of all workers."""

    def __init__(self) -> None:
        self.by_file: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count the setup, the call or the teardown of a test."""
        self.by_file[report.nodeid.partition("::")[0]] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        for line in self.lines():
            terminalreporter.write_line(line)

    def lines(self) -> list[str]:
        """A short table; nothing of a run of one file."""
        if len(self.by_file) < 2:
            return []
        by_folder: Counter[str] = Counter()
        for file, seconds in self.by_file.items():
            by_folder[f"{PurePosixPath(file).parent}/"] += seconds
        slowest = self.by_file.most_common(SHOWN)
        return [
            f"seconds, of all processes together, by folder, and of the {len(slowest)} slowest files:",
            *(f"{seconds:8.1f}  {name}" for name, seconds in by_folder.most_common() + slowest),
        ]
