"""What surrounds a sheet: targets given from above, targets pledged before, works registered, days commemorated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from campaigns.catalogue_cache import catalogue
from campaigns.lifecycle import FilingStatus
from campaigns.models import AssignedTarget, Commemoration, Filing, FilingKind, Indicator, Work, WorkResult
from units.tree import ancestor_paths

Target = tuple[Decimal | None, Decimal | None, Decimal | None]  # value, numerator, denominator


@dataclass
class Amount:
    """A figure as read: a value (yes 1, no 0), or the two parts of a ratio."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator * 100 / self.denominator


class SheetContext:
    """Reads what a sheet is shown beside; each is one query, made when first asked."""

    def __init__(self, filing: Filing):
        self.filing, self.campaign = filing, filing.phase.campaign
        self._assigned: dict[int, Decimal] | None = None
        self._pledged: dict[int, dict[int, Amount]] | None = None
        self._works: list[Work] | None = None

    def assigned(self, indicator: Indicator) -> Decimal | None:
        """Chỉ tiêu giao: the target the nearest unit above gave this unit."""
        if self._assigned is None:
            above = AssignedTarget.objects.filter(
                to=self.filing.unit,
                indicator__campaign=self.campaign,
                by__path__in=ancestor_paths(self.filing.unit.path),
            ).order_by("by__path")
            self._assigned = dict(above.values_list("indicator_id", "value"))
        return self._assigned.get(indicator.pk)

    def pledged(self, indicator: Indicator) -> Amount | None:
        """The year's target: that of the unit's latest accepted pledge that asks it, up to this phase."""
        if self._pledged is None:
            self._pledged = self._accepted_pledges()
        asking = [amounts for number, amounts in self._pledged.items() if indicator.is_for_phase(number)]
        return asking[-1].get(indicator.pk) if asking else None

    def _accepted_pledges(self) -> dict[int, dict[int, Amount]]:
        """The figures of the unit's accepted pledges by indicator, phase after phase."""
        pledges = Filing.objects.filter(
            kind=FilingKind.PLEDGE,
            status=FilingStatus.ACCEPTED,
            called__unit=self.filing.unit,
            called__phase__campaign=self.campaign,
            called__phase__number__lte=self.filing.phase.number,
        ).order_by("called__phase__number")
        columns = ("indicator", "value", "numerator", "denominator")
        found: dict[int, dict[int, Amount]] = {}
        for number, indicator, *parts in pledges.values_list(
            "called__phase__number", *(f"figures__{column}" for column in columns)
        ):
            found.setdefault(number, {})[indicator] = Amount(*parts)
        return found

    def works(self) -> list[Work]:
        """The unit's works that are registered, or told in another accepted report, and not told there as done."""
        if self._works is None:
            mine = Work.objects.filter(campaign=self.campaign, unit=self.filing.unit)
            told = WorkResult.objects.filter(work=OuterRef("pk"))
            elsewhere = told.filter(filing__status=FilingStatus.ACCEPTED).exclude(filing=self.filing)
            done = Exists(elsewhere.filter(done=True)) & ~Exists(told.filter(filing=self.filing))
            listed = mine.filter(Q(withdrawn=False) | Exists(elsewhere)).exclude(done)
            self._works = list(listed.order_by("pk"))
        return self._works

    def days(self) -> Sequence[Commemoration]:
        """The days the campaign commemorates, phase by phase."""
        return catalogue(self.campaign).days
