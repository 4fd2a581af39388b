"""What a sheet is compared with: assigned targets, pledged targets, registered works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q

from campaigns.catalogue.stored import stored_catalogues
from campaigns.catalogue.types import Catalogue, CatalogueIndicator
from campaigns.lifecycle import FilingStatus
from campaigns.models import AssignedTarget, Figure, Filing, FilingKind, WorkEntry, WorkResult
from foundation.vietnamese import percent
from units.tree import ancestor_paths


@dataclass
class Amount:
    """An answer to an indicator: a value (yes = 1, no = 0), or the numerator and denominator of a ratio."""

    value: Decimal | int | None = None
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None

    @property
    def percent(self) -> Decimal | None:
        return percent(self.numerator, self.denominator)


@dataclass(frozen=True)
class AcceptedPledge:
    """An accepted pledge: the catalogue that it answered, and its amounts by the indicator's id.

    `submission`, `sent`: the id and the number of its counted submission.
    """

    pk: int
    submission: int
    sent: int
    catalogue: Catalogue
    amounts: dict[int, Amount]


RESULT = ("indicator", "submission__catalogue", "value", "numerator", "denominator")
"""The columns of a figure that make an EarlierResult."""


@dataclass(frozen=True)
class EarlierResult:
    """A result of an earlier phase: the phase's number, the id of the catalogue that asked for it, and the amount."""

    number: int
    catalogue: int
    amount: Amount

    @property
    def phase_words(self) -> str:
        """What the phase was called when it was opened."""
        return stored_catalogues([self.catalogue])[self.catalogue].phase.words

    def asks(self, indicator: CatalogueIndicator) -> bool:
        """Return whether it answers the indicator in the same meaning."""
        return stored_catalogues([self.catalogue])[self.catalogue].asks(indicator)


def results_of(reports: Mapping[int, int]) -> dict[int, list[EarlierResult]]:
    """Return what reports told, in order, by the indicator's id; `reports`: by a submission's id its phase's number."""
    if not reports:
        return {}
    rows = Figure.objects.filter(submission__in=reports).order_by().values_list("submission", *RESULT)
    return _results(sorted(((reports[submission], *told) for submission, *told in rows), key=itemgetter(0)))


def _results(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[EarlierResult]]:
    results: dict[int, list[EarlierResult]] = {}
    for number, indicator, catalogue, *amounts in rows:
        results.setdefault(indicator, []).append(EarlierResult(number, catalogue, Amount(*amounts)))
    return results


class SheetContext:
    """Reads what a sheet is compared with. Each method makes at most one query, when it is first called."""

    def __init__(self, filing: Filing):
        self.filing, self.campaign = filing, filing.phase.campaign
        self._assigned: dict[int, Decimal] | None = None
        self._works: list[WorkEntry] | None = None

    def assigned(self, indicator: CatalogueIndicator) -> Decimal | None:
        """Return the target (chỉ tiêu giao) that the nearest unit above gave this unit, or None."""
        if self._assigned is None:
            above = AssignedTarget.objects.filter(
                to=self.filing.unit,
                indicator__campaign=self.campaign,
                by__path__in=ancestor_paths(self.filing.unit.path),
            ).order_by("by__path")
            # the path of a nearer unit is longer and comes later, so its target replaces one from higher up
            self._assigned = dict(above.values_list("indicator_id", "value"))
        return self._assigned.get(indicator.pk)

    def pledged(self, indicator: CatalogueIndicator) -> Amount | None:
        """Return the year's target: that of the unit's latest accepted pledge, up to this phase, that asks it.

        A pledge whose phase asked it with another meaning gives no target.
        """
        pledge = self.pledge_asking(indicator)
        return pledge.amounts.get(indicator.pk) if pledge else None

    def pledge_asking(self, indicator: CatalogueIndicator) -> AcceptedPledge | None:
        return next((pledge for pledge in reversed(self.pledges) if pledge.catalogue.asks(indicator)), None)

    def resent_pledges(self) -> set[int]:
        """Return the ids of the unit's accepted pledges, up to this phase, that were sent more than once."""
        return {pledge.pk for pledge in self.pledges if pledge.sent > 1}

    @cached_property
    def pledges(self) -> list[AcceptedPledge]:
        """The unit's accepted pledges up to this phase, in order."""
        accepted = Filing.objects.filter(
            kind=FilingKind.PLEDGE,
            status=FilingStatus.ACCEPTED,
            called__unit=self.filing.unit,
            called__phase__campaign=self.campaign,
            called__phase__number__lte=self.filing.phase.number,
        ).order_by("called__phase__number")
        columns = ("indicator", "value", "numerator", "denominator")
        amounts: dict[tuple[int, int, int, int], dict[int, Amount]] = {}
        for pk, submission, sent, catalogue, indicator, *parts in accepted.values_list(
            "pk",
            "counted_submission",
            "counted_submission__number",
            "counted_submission__catalogue",
            *(f"counted_submission__figures__{column}" for column in columns),
        ):
            amounts.setdefault((pk, submission, sent, catalogue), {})[indicator] = Amount(*parts)
        catalogues = stored_catalogues(key[-1] for key in amounts)
        return [AcceptedPledge(*key[:-1], catalogues[key[-1]], by_indicator) for key, by_indicator in amounts.items()]

    def last_result(self, indicator: CatalogueIndicator) -> EarlierResult | None:
        """Return the latest accepted result of an earlier phase, or None."""
        return next(
            (earlier for earlier in reversed(self.results.get(indicator.pk, [])) if earlier.asks(indicator)), None
        )

    @cached_property
    def results(self) -> dict[int, list[EarlierResult]]:
        """The accepted results of the unit in earlier phases, in order, by the indicator's id; none of the first."""
        if self.filing.phase.number == 1:
            return {}
        rows = Figure.objects.filter(
            submission__counted_for__kind=FilingKind.REPORT,
            submission__counted_for__called__unit=self.filing.unit,
            submission__counted_for__called__phase__campaign=self.campaign,
            submission__counted_for__called__phase__number__lt=self.filing.phase.number,
        ).order_by("submission__counted_for__called__phase__number")
        return _results(rows.values_list("submission__counted_for__called__phase__number", *RESULT))

    def works(self) -> list[WorkEntry]:
        """Return the entries in force of the works whose results this report asks, each with its `work`.

        These are the unit's registered works and those named in another accepted report, without those that another
        accepted report gives as done, unless this report already has a result for them.
        """
        if self._works is None:
            of_unit = WorkEntry.objects.in_force().filter(work__campaign=self.campaign, work__unit=self.filing.unit)
            reported = WorkResult.objects.filter(work=OuterRef("work"))
            elsewhere = reported.filter(submission__counted_for__isnull=False).exclude(submission__filing=self.filing)
            here = reported.filter(submission=self.filing.current_submission_id)
            done = Exists(elsewhere.filter(done=True)) & ~Exists(here)
            listed = of_unit.filter(Q(work__withdrawn=False) | Exists(elsewhere)).exclude(done)
            self._works = list(listed.select_related("work").order_by("work"))
        return self._works
