"""What the Board adds in the admin for the unit it acts for: a campaign, a title of its catalogue."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from units.access import Answer, may_launch
from units.acting import Acting
from units.acting_request import require_acting, user_of
from units.models import Unit


class OwnedByActingUnit:
    """Mixed into a ScopedAdmin whose model has a `unit`: whoever may launch a campaign adds a row of the own unit."""

    def may_add(self, by: Acting | None) -> Answer:
        return may_launch(by)

    def unit_of(self, thing: Any) -> Unit:
        return thing.unit

    def choices(self, db_field: Any, request: HttpRequest) -> Any:
        """Offer the unit acted for only."""
        return Unit.objects.visible_to(user_of(request)).filter(pk=require_acting(request).unit.pk)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"unit": require_acting(request).unit.pk}
