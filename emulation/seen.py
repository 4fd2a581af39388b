"""Two people at one form: nobody writes over what they have not seen.

A page carries the fingerprint of what it showed. Saving compares it, under the lock, with what stands there now.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulation.lifecycle import NotNow


def fingerprint(content: Any) -> str:
    """The same for the same content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Overtaken(NotNow):
    """Somebody else saved the same since the page was made; nothing was written."""


@dataclass(frozen=True)
class Overtaking:
    """For the page that is shown again: who saved and when, and (label, theirs, mine) of what differs."""

    who: str
    at: datetime | None
    differences: list[tuple[str, str, str]]
