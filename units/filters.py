"""Filters of lists whose rows belong to units: by the upper union above them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.filters import ListFilter, SelectFilter
from units.models import Unit, UnitKind, User
from units.models.vocabulary import lazy_term
from units.tree import within

DIRECTLY_BELOW = "direct"
DIRECT_UNIONS = (DIRECTLY_BELOW, lazy_term("direct_short"))
"""The choice of the grassroots unions right below the unit that launches or decides."""


def launching(units: Iterable[Unit]) -> list[int]:
    """Return the ids of those units that can launch a campaign: provinces and the confederation."""
    return [unit.pk for unit in units if unit.may_launch]


class UpperSelectFilter(SelectFilter):
    """The select of the upper unions; its choices are given by `UnitListFilter.offer_uppers`."""

    def __init__(self) -> None:
        super().__init__(label=_("Công đoàn cấp trên"), method="below", empty_label=_("Mọi đơn vị"))


class UnitListFilter(ListFilter):
    """A list that a filter named `under`, an UpperSelectFilter, narrows to the units below an upper union.

    `unit_lookup` leads from a row to the unit, or called unit, whose place in the tree is asked about.
    """

    unit_lookup = "unit"

    def offer_uppers(self, uppers: list[Unit], *others: tuple[str, Any]) -> None:
        """Give `under` these unions and the `others` as choices. Leave it out where there are no choices at all."""
        self.uppers = {str(unit.pk): unit for unit in uppers}
        choices = [*((pk, unit.name) for pk, unit in self.uppers.items()), *others]
        if choices:
            self.filters["under"].extra["choices"] = choices
        else:
            del self.filters["under"]

    def offer_uppers_in_reach(self, user: User) -> None:
        """Offer the upper unions in the user's reach, and the unions directly below one that launches."""
        uppers = Unit.objects.uppers(user.upper_paths(), self.data.get("under"))
        self.offer_uppers(uppers, *([DIRECT_UNIONS] if launching(uppers) else []))

    def below(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The method of `under`: the chosen union's own rows and all below it."""
        if value == DIRECTLY_BELOW:
            return self.directly_below(rows)
        return self.below_upper(rows, self.uppers[value])

    def below_upper(self, rows: QuerySet, upper: Unit) -> QuerySet:
        return rows.filter(within(f"{self.unit_lookup}__path", [upper.path]))

    def directly_below(self, rows: QuerySet) -> QuerySet:
        """Return the rows of DIRECT_UNIONS: of grassroots unions right below an upper that can launch a campaign."""
        parents, lookup = launching(self.uppers.values()), self.unit_lookup
        return rows.filter(**{f"{lookup}__parent__in": parents, f"{lookup}__kind": UnitKind.GRASSROOTS})
