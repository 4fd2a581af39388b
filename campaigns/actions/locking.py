"""Look again under the lock: what was allowed on the page must still be allowed in the transaction."""

from __future__ import annotations

from typing import Any

from campaigns.models import Filing, Phase
from emulation.lifecycle import NotNow
from units.access import Answer, require
from units.history import changed_meanwhile
from units.models import Post


def lock_filing(filing: Filing) -> None:
    """Read the row anew and hold it (on SQLite the transaction itself holds the whole file)."""
    rows = Filing.objects.select_for_update(of=("self",)).with_context()
    filing.refresh_from_db(from_queryset=rows)
    filing.__dict__.pop("last_submission", None)


def lock_phase_row(phase: Phase) -> None:
    rows = Phase.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    phase.refresh_from_db(from_queryset=rows)


def allowed(answer: Answer, thing: Any) -> Post | None:
    """The post of a yes. A no raises Refused or NotNow; of a status that moved on it says who was quicker."""
    if answer.moved:
        raise NotNow(f"{changed_meanwhile(thing)} {answer.why_not}")
    return require(answer)
