"""A mixin for admin screens on which the Board adds rows for the unit it acts for: campaigns, titles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import require_acting, user_of
from units.models import Unit


class OwnedByActingUnit:
    """Mixin for a ScopedAdmin whose model has a `unit`: who may launch a campaign may add rows of the own unit."""

    def may_add(self, by: Acting | None) -> Answer:
        return may_launch(by)

    def unit_of(self, obj: Any) -> Unit:
        return obj.unit

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Offer the unit acted for only."""
        return Unit.objects.visible_to(user_of(request)).filter(pk=require_acting(request).unit.pk)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"unit": require_acting(request).unit.pk}
