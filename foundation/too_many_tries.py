"""The exception for somebody who guessed wrong too often: answered at once with 429, before anything is checked."""

from __future__ import annotations

import math
from datetime import datetime

from foundation import clock


class TooManyTries(Exception):
    """Nothing is checked before `until`, right or wrong."""

    def __init__(self, until: datetime):
        super().__init__(f"nothing is checked before {until}")
        self.until = until

    @property
    def seconds(self) -> int:
        """The whole seconds from now until then, for Retry-After."""
        return max(math.ceil((self.until - clock.now()).total_seconds()), 1)

    @property
    def minutes(self) -> int:
        """The same in minutes, rounded up, for people."""
        return math.ceil(self.seconds / 60)
