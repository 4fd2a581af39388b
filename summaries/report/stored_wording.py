"""The formats of what reviewers did with the sentences of a summary, and how it is read."""

from __future__ import annotations

from foundation.serialization import from_json
from foundation.stored_format import StoredFormat
from summaries.models import Summary
from summaries.report.wording import Wording

WORDING = StoredFormat("wording of a summary", {})


def wording_of(summary: Summary) -> Wording:
    """Return what reviewers did with the sentences of a summary. Raises UnknownFormat."""
    wording: Wording = from_json(Wording, WORDING.read(summary.wording, summary.wording_format))
    return wording
