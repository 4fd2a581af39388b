"""The act of taking the history along as a file."""

from __future__ import annotations

from django.db import transaction

from units import access
from units.acting import Acting
from units.history import record
from units.models import Event, Unit


@transaction.atomic
def note_export(kind: str, *, by: Acting | None, unit: Unit) -> Event:
    """Note that the history of a unit and those below goes out; `by` is None for who keeps the server."""
    post = access.require_allowed(access.may_export_history(by)) if by else None
    return record(unit, "export_history", by=by, post=post, unit=unit, changes={"tệp": ["", kind]})
