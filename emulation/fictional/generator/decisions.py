"""The decisions of a province: those of phase 1 are issued and in the register, those of the year are drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from awards.actions.register import ALPHABET, CODE_LENGTH, entries
from awards.lifecycle import DecisionStatus, NominationStatus
from awards.models import Award, Decision, Nomination, Paper
from awards.rules.decision_snapshot import SNAPSHOT, award_snapshot
from awards.rules.sorting import in_paper_order
from emulation.fictional.demo.play import local
from emulation.fictional.generator.dossiers import Occasion
from emulation.fictional.generator.people import People
from foundation.digest import digest
from units.models import Unit
from units.registration import number_key

ISSUED_ON = date(2015, 7, 24)
FIRST_NUMBER = 40
SIGNER = "CHỦ TỊCH"
DRAFTED, PROPOSED = 0.5, 0.5  # of the groups agreed to this year, in a draft; of the drafts, before the leader


@dataclass
class LastNumbers:
    """By unit id, the last number given to a decision and to an entry of the register."""

    decisions: dict[int, int] = field(default_factory=lambda: defaultdict(lambda: FIRST_NUMBER))
    entries: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class GeneratedDecision:
    """A decision with its nominations; awards and papers only once it is issued."""

    decision: Decision
    rows: list[Nomination]
    awards: list[Award] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)


def decide(
    rng: Random, occasion: Occasion, rows: Iterable[Nomination], people: People, last_numbers: LastNumbers
) -> list[GeneratedDecision]:
    """Return a decision for each deciding unit and title; for an occasion that has not ended, drafts of some."""
    groups: dict[tuple[int, int], list[Nomination]] = defaultdict(list)
    for row in rows:
        if row.status == NominationStatus.APPROVED and row.title_granted_id:
            groups[row.deciding_unit_id, row.title_granted_id].append(row)
    generated = []
    for group in groups.values():
        decided = GeneratedDecision(_draft(occasion, group, people), group)
        if occasion.ended:
            _issue(rng, decided, people, last_numbers)
        elif rng.random() > DRAFTED:
            continue
        elif rng.random() < PROPOSED:
            _propose(decided, people)
        for row in group:
            row.decision = decided.decision
        generated.append(decided)
    return generated


def _draft(occasion: Occasion, rows: list[Nomination], people: People) -> Decision:
    first = rows[0]
    return Decision(
        unit=first.deciding_unit,
        campaign=first.dossier.campaign,
        phase=occasion.phase,
        timing=occasion.timing,
        title=first.title_granted,
        made_at=occasion.judged_at + timedelta(hours=1),
        made_by=people.reviewer(first.deciding_unit).user,
    )


def _propose(decided: GeneratedDecision, people: People) -> None:
    decision = decided.decision
    decision.proposed_at = decision.made_at + timedelta(hours=1)
    decision.proposed_by = people.reviewer(decision.unit).user


def _issue(rng: Random, decided: GeneratedDecision, people: People, last_numbers: LastNumbers) -> None:
    """Issue a decision with its unit's next number, store the snapshot of its list and enter the awards."""
    decision, unit = decided.decision, decided.decision.unit
    _propose(decided, people)
    last_numbers.decisions[unit.pk] += 1
    leader, chair = people.leader(unit), people.chairs[unit.path]
    decision.closed_at, decision.closed_by, decision.signer = local(ISSUED_ON, 9), leader.user, chair
    decision.status = DecisionStatus.ISSUED
    decision.number = str(last_numbers.decisions[unit.pk])
    decision.number_key, decision.year, decision.dated_on = number_key(decision.number), ISSUED_ON.year, ISSUED_ON
    decision.signer_name, decision.signer_position, decision.signer_block = chair.name, SIGNER, chair.block
    decision.issued_at, decision.issued_by = local(ISSUED_ON, 15), people.reviewer(unit).user
    decision.recorded = True
    decision.content, decision.format = award_snapshot(decision, decided.rows), SNAPSHOT.present
    decision.sha256 = digest(decision.content)
    for row in decided.rows:
        row.status = NominationStatus.AWARDED
    _enter(rng, decided, unit, last_numbers)


def _enter(rng: Random, decided: GeneratedDecision, unit: Unit, last_numbers: LastNumbers) -> None:
    decided.awards = entries(decided.decision, in_paper_order(decided.rows), after=last_numbers.entries[unit.pk])
    last_numbers.entries[unit.pk] += len(decided.awards)
    if decided.decision.title.has_certificate:
        decided.papers = [
            Paper(award=award, issue=1, code="".join(rng.choices(ALPHABET, k=CODE_LENGTH)), dated_on=ISSUED_ON)
            for award in decided.awards
        ]
