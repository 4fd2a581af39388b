"""The sheets of a union's year: the typed content, the figures and the outcome of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from campaigns.models import CalledUnit, Filing, FilingKind, WorkEntry
from campaigns.sheet.computed import computed_amount
from campaigns.sheet.context import Amount
from emulation.fictional.demo import sheets
from emulation.fictional.demo.figures import UnionProfile
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.names import person, words
from emulation.fictional.generator.outcomes import ACCEPTED, AWAITED, DRAFT, SheetOutcome, draw_outcome
from emulation.fictional.generator.works import RegisteredWork, ReportedWork, draw_works
from units.acting import Acting
from units.models import Unit

PLEDGE, REPORT = FilingKind.PLEDGE, FilingKind.REPORT
EXEMPLARS = 0.04
PACE, LATER_PACE = (0.8, 1.2), (0.85, 1.15)  # how fast a union fulfils, from the slowest to the quickest


@dataclass
class PlannedSheet:
    """A sheet to be inserted. `content` is its complete typed content, even if only the beginning was saved."""

    called: CalledUnit
    kind: str
    outcome: SheetOutcome
    content: dict[str, Any] = field(default_factory=dict)
    answers: list[sheets.IndicatorAnswer] = field(default_factory=list)
    registered: list[RegisteredWork] = field(default_factory=list)  # of a pledge
    entries: dict[int, WorkEntry] = field(default_factory=dict)  # of the last submission of a pledge, by the work's id
    results: list[ReportedWork] = field(default_factory=list)
    pledges: list[PlannedSheet] = field(default_factory=list)  # of a report: those accepted up to its phase
    registered_by: PlannedSheet | None = None  # of a report with results: the accepted pledge that registers the works
    unchanged: bool = False  # a later pledge that was confirmed in one act
    inherits: bool = False  # a later pledge that begins with what was accepted before
    reason: str = ""
    filing: Filing = field(default_factory=Filing)
    submission_ids: list[int] = field(default_factory=list)  # one for each moment it was sent

    @property
    def sent_at(self) -> list[datetime]:
        """When it was sent, once or twice; empty if it was not received."""
        moments = (self.outcome.sent, self.outcome.again) if self.outcome.is_received else ()
        return [moment for moment in moments if moment]

    @property
    def exemplars(self) -> list[dict[str, str]]:
        return self.content.get("exemplars", [])

    @property
    def typed(self) -> dict[str, Any]:
        """The stored draft: of a sheet just begun only the first part."""
        if self.outcome.is_received or (self.outcome.status == DRAFT and self.inherits):
            return self.content
        return dict(list(self.content.items())[:1]) if self.outcome.status == DRAFT else {}


class UnionYear:
    """The year of one union. `eager`: its sheets are accepted, but its last report is not begun."""

    def __init__(self, rng: Random, year: CampaignYear, unit: Unit, chair: Acting, seed: int, *, eager: bool = False):
        self.rng, self.year, self.unit, self.eager = rng, year, unit, eager
        signers = {"chair_name": chair.user.full_name}
        if unit.has_employer:
            signers |= {"head_name": person(rng).name, "head_title": unit.head_title}
        self.facts = sheets.SheetFacts(signers=signers)
        counts = sheets.headcounts_of(unit)
        name, number = f"{seed}/{unit.path}", year.campaign.year
        of_half = 2 / len(year.phases)  # figures are drawn for half a year
        paces = [rng.uniform(*(PACE if phase.number == 1 else LATER_PACE)) for phase in year.phases]
        self.profiles = [UnionProfile(name, number, counts, pace * of_half) for pace in paces]
        self.has_pledged = False
        self.accepted_pledges: list[PlannedSheet] = []
        self.works: list[RegisteredWork] = []
        self.registered_by: PlannedSheet | None = None
        self.done: set[Any] = set()

    def plans(self, called: dict[int, CalledUnit]) -> Iterator[PlannedSheet]:
        """Yield pledge and report of each phase, in order; `called` by phase number."""
        before = None
        for number, of_phase in called.items():
            if self.year.phases[number - 1].asks_pledge:
                before = self._pledge(of_phase, before)
                yield before
            yield self._report(of_phase)

    def _outcome(self, called: CalledUnit, kind: str) -> SheetOutcome:
        number = called.phase.number
        due = self.year.due_dates[number, kind, called.due_group]
        if not self.eager:
            return draw_outcome(self.rng, self.year, number, kind, due)
        last = kind == REPORT and self.year.is_last(number)
        return draw_outcome(self.rng, self.year, number, kind, due, AWAITED if last else ACCEPTED)

    def _planned(self, called: CalledUnit, kind: str) -> PlannedSheet:
        outcome = self._outcome(called, kind)
        plan = PlannedSheet(called, kind, outcome)
        if outcome.back:
            plan.reason = self.rng.choice(words()["words"]["returned"])
        elif outcome.decided and not outcome.sent:
            plan.reason = self.rng.choice(words()["words"]["excused"])
        return plan

    def _pledge(self, called: CalledUnit, before: PlannedSheet | None) -> PlannedSheet:
        """Return the first pledge, or a later one, which repeats the content of `before`."""
        plan = self._planned(called, PLEDGE)
        if before is None and plan.outcome.is_accepted:
            self.has_pledged = True
            self.works = draw_works(self.rng, self.year, self.unit)
        if plan.outcome.is_accepted:
            self.accepted_pledges.append(plan)
        plan.inherits = before is not None and before.outcome.is_accepted
        plan.unchanged = plan.inherits and plan.outcome.is_received
        if plan.outcome.begun and before and plan.inherits:
            asked_indicators = {question.indicator.pk for question in self.year.asked(called, PLEDGE)}
            plan.content, plan.registered = before.content, before.registered
            plan.answers = [answer for answer in before.answers if answer[0].pk in asked_indicators]
        elif plan.outcome.begun:
            plan.answers = sheets.answers_of(self.profiles[0], self.year.asked(called, PLEDGE), pledge=True)
            plan.registered = self.works
            plan.content = sheets.pledge(
                called, plan.answers, [registered.typed for registered in self.works], self.facts
            )
            plan.answers += self._computed(plan, [registered.clean for registered in self.works])
        if plan.outcome.is_accepted:
            self.registered_by = plan
        return plan

    def _report(self, called: CalledUnit) -> PlannedSheet:
        """Return a report with all works that no accepted report has called done."""
        plan = self._planned(called, REPORT)
        if not plan.outcome.begun:
            return plan
        phase, plan.pledges = called.phase, list(self.accepted_pledges)
        plan.registered_by = self.registered_by
        plan.results = [
            registered.result(self.facts, done=self.year.is_last(phase.number) or registered.due_on <= phase.ends_on)
            for registered in self.works
            if registered.work.uuid not in self.done
        ]
        if plan.outcome.is_accepted:
            self.done |= {reported.work.uuid for reported in plan.results if reported.done}
        union = self.profiles[phase.number - 1]
        plan.answers = sheets.answers_of(union, self.year.asked(called, REPORT), pledge=False)
        facts = sheets.SheetFacts(exemplars=self._exemplars(), signers=self.facts.signers)
        plan.content = sheets.report(called, plan.answers, [reported.typed for reported in plan.results], union, facts)
        plan.answers += self._computed(plan, [reported.clean for reported in plan.results])
        return plan

    def _exemplars(self) -> list[dict[str, str]]:
        if self.rng.random() > EXEMPLARS:
            return []
        return [{"who": person(self.rng).name, "story": self.rng.choice(words()["words"]["exemplars"])}]

    def _computed(self, plan: PlannedSheet, rows: list[dict[str, Any]]) -> list[sheets.IndicatorAnswer]:
        """Return the answers of indicators that are computed from the rows of works."""
        return [
            (
                question.indicator,
                Amount(computed_amount(question.indicator.computed, rows, pledge=plan.kind == PLEDGE)),
                False,
            )
            for question in self.year.asked(plan.called, plan.kind)
            if question.indicator.computed
        ]
