"""The formats of what reviewers did with the sentences of a summary, and how it is read."""

from __future__ import annotations

from foundation.serialization import from_json
from foundation.stored_format import StoredFormat
from summaries.models import Summary
from summaries.report.editing import Editing

EDITING = StoredFormat("editing of a summary", {})


def editing_of(summary: Summary) -> Editing:
    """Return what reviewers did with the sentences of a summary. Raises UnknownFormat."""
    editing: Editing = from_json(Editing, EDITING.read(summary.editing, summary.editing_format))
    return editing
