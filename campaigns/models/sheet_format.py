"""The formats of what units type into sheets (`Filing.typed`, `Submission.content`) and of `Submission.compared`."""

from __future__ import annotations

from foundation.stored_format import StoredFormat, Upgrade

UPGRADES: dict[int, Upgrade] = {}
"""By format the function that returns the next one: `{1: to_2}`."""

SHEET = StoredFormat("content of a sheet", UPGRADES)

COMPARED_UPGRADES: dict[int, Upgrade] = {}
"""The same for what a sheet was compared with."""

COMPARED = StoredFormat("what a sheet was compared with", COMPARED_UPGRADES)
