"""The formats of what units type into sheets: of `Filing.typed` and `Submission.content`."""

from __future__ import annotations

from foundation.stored_format import StoredFormat, Upgrade

UPGRADES: dict[int, Upgrade] = {}
"""By format the function that returns the next one: `{1: to_2}`."""

SHEET = StoredFormat("content of a sheet", UPGRADES)
