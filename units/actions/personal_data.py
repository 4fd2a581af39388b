"""The act of giving somebody the file of what is stored about a person."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from units import access
from units.acting import Acting
from units.history import record
from units.models import Event, User


@transaction.atomic
def give_personal_data(person: Model, *, by: Acting | User) -> Event:
    """Note that the file is given: people get their own, administrators that of others."""
    acting = by if isinstance(by, Acting) else None
    user = acting.user if acting else by
    if person == user:
        return record(person, "give_personal_data", by=user)
    post = access.require_allowed(access.may_manage(acting))
    return record(person, "give_personal_data", by=acting, post=post, unit=acting.unit if acting else None)
