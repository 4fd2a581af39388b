"""What happens to a summary between closing and registering: sheets accepted since, a signer who signs no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Window

from campaigns.figures.queries import counted_filings
from campaigns.models import Filing
from foundation import clock
from summaries.models import Summary
from summaries.report.contents import reported_phase
from units.models.signing import signs_no_more

NAMED = 20
"""Sheets that are listed; of the others the number is said."""


@dataclass(frozen=True)
class SinceClosing:
    """`sheets`: the first of the `count` sheets that count now and did not at closing, in the office's order."""

    sheets: Sequence[Filing]
    count: int
    has_other_signer: bool

    @property
    def unnamed(self) -> int:
        return self.count - len(self.sheets)


def since_closing(summary: Summary) -> SinceClosing | None:
    """Return what happened since a summary was closed; None for a draft or a final one."""
    if not summary.is_to_sign:
        return None
    in_it = summary.sources.filter(submission=OuterRef("counted_submission"))
    counted = counted_filings(reported_phase(summary), summary.unit).filter(~Exists(in_it))
    rows = counted.select_related("called__phase__campaign", "called__unit").defer("typed")
    sheets = list(rows.annotate(total=Window(Count("pk"))).order_by("called__sort_key", "kind")[:NAMED])
    left = Summary.objects.filter(signs_no_more(clock.today()), pk=summary.pk).exists()
    return SinceClosing(sheets, sheets[0].total if sheets else 0, left)
