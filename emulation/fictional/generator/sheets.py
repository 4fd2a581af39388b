"""The four sheets of a union's year: what is typed in each, the figures it comes to, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from campaigns.models import CalledUnit, Filing, FilingKind
from campaigns.sheet.computed import computed_amount
from campaigns.sheet.context import Amount
from emulation.fictional.demo import sheets
from emulation.fictional.demo.figures import UnionProfile
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.names import person, words
from emulation.fictional.generator.outcomes import ACCEPTED, AWAITED, DRAFT, SheetOutcome, draw_outcome
from emulation.fictional.generator.works import HALF, RegisteredWork, ReportedWork, draw_works
from units.acting import Acting
from units.models import Unit

PLEDGE, REPORT = FilingKind.PLEDGE, FilingKind.REPORT
EXEMPLARS = 0.04
PACE = ((0.8, 1.2), (0.85, 1.15))  # how fast a union fulfils, from the slowest to the quickest, in either half


@dataclass
class PlannedSheet:
    """A sheet to be written. `content` is what was typed, all of it, even where only the beginning was saved."""

    called: CalledUnit
    kind: str
    fate: SheetOutcome
    content: dict[str, Any] = field(default_factory=dict)
    answers: list[sheets.IndicatorAnswer] = field(default_factory=list)
    results: list[ReportedWork] = field(default_factory=list)
    unchanged: bool = False  # a later pledge that was confirmed in one act
    inherits: bool = False  # a later pledge that begins with what was accepted before
    reason: str = ""
    filing: Filing = field(default_factory=Filing)

    @property
    def exemplars(self) -> list[dict[str, str]]:
        return self.content.get("exemplars", [])

    @property
    def typed(self) -> dict[str, Any]:
        """The draft as it is kept: of a sheet just begun only the first part."""
        if self.fate.is_received or (self.fate.status == DRAFT and self.inherits):
            return self.content
        return dict(list(self.content.items())[:1]) if self.fate.status == DRAFT else {}


class UnionYear:
    """What one union did in the year; `eager`: all in time, and its last report is still to be begun."""

    def __init__(self, draw: Random, year: CampaignYear, unit: Unit, chair: Acting, seed: int, *, eager: bool = False):
        self.draw, self.year, self.unit, self.eager = draw, year, unit, eager
        signers = {"chair_name": chair.user.full_name}
        if unit.is_grassroots and not unit.is_occupational:
            signers |= {"head_name": person(draw).name, "head_title": unit.head_title}
        self.told = sheets.SheetFacts(signers=signers)
        counts = sheets.headcounts_of(unit)
        name, number = f"{seed}/{unit.path}", year.campaign.year
        self.halves = [UnionProfile(name, number, counts, draw.uniform(*pace)) for pace in PACE]
        self.has_pledged = False
        self.works: list[RegisteredWork] = []
        self.done: set[Any] = set()

    def plans(self, called: dict[int, CalledUnit]) -> Iterator[PlannedSheet]:
        """Pledge and report of each phase, in the order of the year."""
        first = self._pledge(called[1], None)
        yield first
        yield self._report(called[1])
        yield self._pledge(called[2], first)
        yield self._report(called[2])

    def _fate(self, called: CalledUnit, kind: str) -> SheetOutcome:
        number = called.phase.number
        due = self.year.due_dates[number, kind, called.due_group]
        if not self.eager:
            return draw_outcome(self.draw, number, kind, due)
        last = (number, kind) == (2, REPORT)
        return draw_outcome(self.draw, number, kind, due, AWAITED if last else ACCEPTED)

    def _planned(self, called: CalledUnit, kind: str) -> PlannedSheet:
        fate = self._fate(called, kind)
        plan = PlannedSheet(called, kind, fate)
        if fate.back:
            plan.reason = self.draw.choice(words()["words"]["returned"])
        elif fate.decided and not fate.sent:
            plan.reason = self.draw.choice(words()["words"]["excused"])
        return plan

    def _pledge(self, called: CalledUnit, before: PlannedSheet | None) -> PlannedSheet:
        """The first, or a later one, which says the same."""
        plan = self._planned(called, PLEDGE)
        if before is None and plan.fate.is_accepted:
            self.has_pledged = True
            self.works = draw_works(self.draw, self.year, self.unit)
        plan.inherits = before is not None and before.fate.is_accepted
        plan.unchanged = plan.inherits and plan.fate.is_received
        if plan.fate.begun and before and plan.inherits:
            asked = {one.indicator.pk for one in self.year.asked(called, PLEDGE)}
            plan.content = before.content
            plan.answers = [answer for answer in before.answers if answer[0].pk in asked]
        elif plan.fate.begun:
            plan.answers = sheets.answers_of(self.halves[0], self.year.asked(called, PLEDGE), pledge=True)
            plan.content = sheets.pledge(called, plan.answers, [one.typed for one in self.works], self.told)
            plan.answers += self._computed(plan, [one.clean for one in self.works])
        return plan

    def _report(self, called: CalledUnit) -> PlannedSheet:
        """Tells of every work that no accepted report has told to be done."""
        plan = self._planned(called, REPORT)
        if not plan.fate.begun:
            return plan
        half = called.phase.number
        plan.results = [
            one.result(self.told, done=half == 2 or one.due_on <= HALF)
            for one in self.works
            if one.work.uuid not in self.done
        ]
        if plan.fate.is_accepted:
            self.done |= {one.work.uuid for one in plan.results if one.done}
        union = self.halves[half - 1]
        plan.answers = sheets.answers_of(union, self.year.asked(called, REPORT), pledge=False)
        told = sheets.SheetFacts(exemplars=self._exemplars(), signers=self.told.signers)
        plan.content = sheets.report(called, plan.answers, [one.typed for one in plan.results], union, told)
        plan.answers += self._computed(plan, [one.clean for one in plan.results])
        return plan

    def _exemplars(self) -> list[dict[str, str]]:
        if self.draw.random() > EXEMPLARS:
            return []
        return [{"who": person(self.draw).name, "story": self.draw.choice(words()["words"]["exemplars"])}]

    def _computed(self, plan: PlannedSheet, rows: list[dict[str, Any]]) -> list[sheets.IndicatorAnswer]:
        """The indicators that follow from the list of works."""
        return [
            (one.indicator, Amount(computed_amount(one.indicator.computed, rows, pledge=plan.kind == PLEDGE)), False)
            for one in self.year.asked(plan.called, plan.kind)
            if one.indicator.computed
        ]
