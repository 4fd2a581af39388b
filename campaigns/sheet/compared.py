"""What a sheet was compared with when it was sent, stored beside what was sent: assigned and pledged targets.

A target that is assigned or pledged otherwise later changes nothing of a sheet that was sent. The works that a report
listed are in its rows (`WorkResult.registered`); only those of a submission without rows are named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from campaigns.catalogue.types import CatalogueIndicator
from campaigns.models import Submission, WorkEntry
from campaigns.models.sheet_format import COMPARED
from campaigns.sheet.context import Amount, SheetContext
from campaigns.sheet.late_targets import LateTarget


def compared_pledge(context: SheetContext, indicators: Iterable[CatalogueIndicator]) -> dict[str, Any]:
    """Return as JSON what a pledge is compared with: assigned targets by the indicator's id."""
    targets = {str(indicator.pk): context.assigned(indicator) for indicator in indicators}
    return {"assigned": {pk: str(target) for pk, target in targets.items() if target is not None}}


def compared_report(
    context: SheetContext, indicators: Sequence[CatalogueIndicator], late: dict[int, LateTarget]
) -> dict[str, Any]:
    """Return as JSON what a report is compared with: also pledged targets, each with the submission that it is from.

    `late`: targets that were changed after the report was due.
    """
    pledged = {
        str(indicator.pk): pledged_content(source.submission, source.amounts[indicator.pk])
        for indicator in indicators
        if (source := context.pledge_asking(indicator)) and indicator.pk in source.amounts
    }
    late_content = {str(pk): _late_json(target) for pk, target in late.items()}
    return compared_pledge(context, indicators) | {"pledged": pledged, "late": late_content}


def pledged_content(submission_id: int, amount: Amount) -> dict[str, Any]:
    return {"submission": submission_id, "amount": _amount_json(amount)}


class SentContext:
    """What a sent sheet was compared with, with the methods of `SheetContext`."""

    def __init__(self, submission: Submission):
        self.submission = submission
        self._content: dict[str, Any] = COMPARED.read(submission.compared, submission.compared_format)

    def assigned(self, indicator: CatalogueIndicator) -> Decimal | None:
        target = self._content.get("assigned", {}).get(str(indicator.pk))
        return None if target is None else Decimal(target)

    def pledged(self, indicator: CatalogueIndicator) -> Amount | None:
        target = self._content.get("pledged", {}).get(str(indicator.pk))
        return target and _amount(target["amount"])

    @cached_property
    def late_targets(self) -> dict[int, LateTarget] | None:
        """The targets that had been changed after the report was due; None if that was not stored."""
        stored = self._content.get("late")
        return None if stored is None else {int(pk): _late(row) for pk, row in stored.items()}

    def works(self) -> list[WorkEntry]:
        """Return the entries in whose words the report listed its works.

        Submissions of version 0.1.0 that were followed by others have no rows: their entries are named in `compared`.
        """
        listed = Q(results__submission=self.submission)
        if "works" in self._content:
            listed = Q(pk__in=self._content["works"])
        return list(WorkEntry.objects.filter(listed).select_related("work").order_by("work"))


def _amount_json(amount: Amount | None) -> list[str] | None:
    """Return an amount as [value] or [numerator, denominator]."""
    if amount is None:
        return None
    parts = (amount.value,) if amount.value is not None else (amount.numerator, amount.denominator)
    return [str(part) for part in parts]


def _amount(parts: list[str] | None) -> Amount | None:
    if parts is None:
        return None
    return Amount(Decimal(parts[0])) if len(parts) == 1 else Amount(None, Decimal(parts[0]), Decimal(parts[1]))


def _late_json(late: LateTarget) -> dict[str, Any]:
    return {
        "first": _amount_json(late.first),
        "first_in_time": late.first_in_time,
        "when_due": _amount_json(late.when_due),
        "now": _amount_json(late.now),
        "changed_at": late.changed_at.isoformat(),
    }


def _late(row: dict[str, Any]) -> LateTarget:
    return LateTarget(
        first=_amount(row["first"]),
        first_in_time=row["first_in_time"],
        when_due=_amount(row["when_due"]),
        now=_amount(row["now"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
    )
