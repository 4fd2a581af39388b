"""How many sheets are in each state: the one partition that pages, papers and figures count units by.

The six states are those of a sheet (`FilingStatus`): not begun, being written, returned, waiting, counted, excused.
Together they are the called; without the excused the expected; received are the returned, waiting and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from campaigns.lifecycle import STATES, FilingStatus


@dataclass(frozen=True)
class StateCounts:
    """Numbers of sheets by state, and how many of the received were first sent after their due date.

    `missing` are the sheets not begun and those being written. `draft` is None in figures that were stored before the
    two were told apart; then `awaited` is None too.
    """

    missing: int = 0
    draft: int | None = 0
    returned: int = 0
    submitted: int = 0
    accepted: int = 0
    excused: int = 0
    late: int = 0

    def __add__(self, other: StateCounts) -> StateCounts:
        drafts = None if self.draft is None or other.draft is None else self.draft + other.draft
        names = [column.name for column in fields(self)]
        sums = {name: getattr(self, name) + getattr(other, name) for name in names if name != "draft"}
        return StateCounts(**sums, draft=drafts)

    @property
    def awaited(self) -> int | None:
        return None if self.draft is None else self.missing - self.draft

    @property
    def received(self) -> int:
        return self.returned + self.submitted + self.accepted

    @property
    def expected(self) -> int:
        return self.missing + self.received

    @property
    def called(self) -> int:
        return self.expected + self.excused

    @property
    def on_time(self) -> int:
        return self.received - self.late

    def in_state(self, state: str) -> int | None:
        """Return the number of sheets in one of the six states."""
        number: int | None = getattr(self, FilingStatus(state).value)
        return number

    @classmethod
    def by_status(cls, counts: dict[str, int]) -> StateCounts:
        """Return the counts for numbers of sheets by status; a status that is absent has none."""
        numbers = {state.value: counts.get(state, 0) for state in STATES}
        return cls(missing=numbers.pop("awaited") + numbers["draft"], **numbers)


def summed_states(counts: Iterable[StateCounts]) -> StateCounts:
    return sum(counts, StateCounts())
