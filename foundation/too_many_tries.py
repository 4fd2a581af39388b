"""The exception for somebody who guessed wrong too often: answered at once with 429, before anything is checked."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from foundation import clock


class TooManyTries(Exception):
    """Nothing is checked before `until`, right or wrong. `of_requests`: of somebody who asked for mail, not guessed."""

    def __init__(self, until: datetime, *, of_requests: bool = False):
        super().__init__(f"nothing is checked before {until}")
        self.until = until
        self.of_requests = of_requests

    @property
    def moment(self) -> datetime:
        """The full minute from which a try is checked again: people are told no seconds."""
        minute = self.until.replace(second=0, microsecond=0)
        return minute if minute == self.until else minute + timedelta(minutes=1)

    @property
    def seconds(self) -> int:
        """The whole seconds from now until then, for Retry-After."""
        return max(math.ceil((self.until - clock.now()).total_seconds()), 1)

    @property
    def minutes(self) -> int:
        """The same in minutes, rounded up, for people."""
        return math.ceil(self.seconds / 60)
