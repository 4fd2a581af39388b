"""What a summary says: counted now while it is a draft, as it was frozen once it is final."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from campaigns.figures.queries import paths_of, scope
from campaigns.models import Campaign, Filing, Phase
from campaigns.progress.rollups import is_rolled_up
from summaries.figures.phase_figures import phase_figures
from summaries.figures.types import PhaseFigures
from summaries.figures_cache import counted_by_worker, kept_figures
from summaries.models import Summary
from summaries.report.context import Setting, setting_of
from summaries.report.document import Document, document_of
from summaries.report.placeholders import values_of
from summaries.report.sentence_templates import Values
from summaries.serialization import from_json


@dataclass(frozen=True)
class Contents:
    """`counted_at`: of figures that the worker counted some time ago."""

    figures: PhaseFigures
    document: Document
    counted_at: datetime | None = None


class NothingYet(Exception):
    """No phase of it has been opened, so there is nothing to count."""


class Draft:
    """A draft's figures and what is made of them; `anew`: counted now, whatever was counted lately.

    A confederation's are those the worker counted, with `counted_at`; BeingCounted (409) while there are none.
    """

    def __init__(self, summary: Summary, *, anew: bool = False):
        self.summary, self.anew = summary, anew
        self.phase = reported_phase(summary)
        self.whole = summary.phase_id is None
        self.counted_at: datetime | None = None

    @cached_property
    def figures(self) -> PhaseFigures:
        if is_rolled_up(self.summary.unit):
            found, self.counted_at = counted_by_worker(self.phase, self.summary.unit, whole=self.whole)
            return found
        count = phase_figures if self.anew else kept_figures
        return count(self.phase, self.summary.unit, whole=self.whole)

    @cached_property
    def setting(self) -> Setting:
        return setting_of(self.phase, self.summary.unit, whole=self.whole)

    @cached_property
    def values(self) -> Values:
        return values_of(self.figures, self.setting)

    def contents(self, **registered: object) -> Contents:
        """`registered`: number and dated_on, as the registry gave them."""
        document = document_of(self.figures, self.setting, self.summary.narrative, **registered)
        return Contents(self.figures, document, self.counted_at)


def latest_phase(campaign: Campaign) -> Phase | None:
    """The last phase of a campaign that has called its units."""
    opened = [phase for phase in campaign.live_phases if phase.opened_at]
    return max(opened, key=lambda phase: phase.number, default=None)


def contents_of(summary: Summary) -> Contents:
    """Raises NothingYet for a draft without an opened phase."""
    if summary.is_final:
        return Contents(from_json(PhaseFigures, summary.figures), from_json(Document, summary.text))
    return Draft(summary).contents()


def reported_phase(summary: Summary) -> Phase:
    """The phase the figures go up to. Raises NothingYet."""
    phase = summary.phase or latest_phase(summary.campaign)
    if phase is None or phase.opened_at is None:
        raise NothingYet
    return phase


def changed_since(summary: Summary) -> int:
    """How many units' sheets were sent, decided or checked after a summary was made final."""
    phase, after = reported_phase(summary), summary.finalised_at
    phases = [one for one in summary.campaign.live_phases if one.number <= phase.number]
    moved = Filing.objects.filter(scope(paths_of(phases, summary.unit), "called__")).filter(
        Q(submitted_at__gt=after) | Q(decided_at__gt=after) | Q(work_results__checked_at__gt=after)
    )
    return moved.values("called__unit").distinct().count()
