"""Inserts the awards of a province: nominees, dossiers with nominations, decisions, register entries, events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from awards.lifecycle import DecisionStatus, DossierStatus, NominationStatus
from awards.models import Award, Decision, Dossier, Nomination, Nominee, Paper
from emulation.fictional.generator.bulk_insert import bulk_insert, bulk_insert_events
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.decisions import GeneratedDecision, LastNumbers, decide
from emulation.fictional.generator.dossiers import GeneratedDossier, Occasion, draw_dossiers, occasions
from emulation.fictional.generator.people import EventByAbout, People, acts, acts_about
from emulation.fictional.generator.year import ProvinceYear
from foundation.db.guaranteed import guaranteed
from units.history import event_of
from units.models import Event, Role, Unit

VERDICTS = {
    NominationStatus.APPROVED: "approve",
    NominationStatus.AWARDED: "approve",
    NominationStatus.REJECTED: "reject",
    NominationStatus.DEFERRED: "defer",
}
PENDING, APPROVED, AWARDED = NominationStatus.PENDING, NominationStatus.APPROVED, NominationStatus.AWARDED
DRAFT, SUBMITTED, ENDORSED = DossierStatus.DRAFT, DossierStatus.SUBMITTED, DossierStatus.ENDORSED
RETURNED, APPRAISED, CLOSED = DossierStatus.RETURNED, DossierStatus.APPRAISED, DossierStatus.CLOSED
WITHDRAWN_BECAUSE = "Đơn vị họp xét lại."
DESCRIBED = timedelta(minutes=20)  # after a dossier was made, its meeting and votes are written


def write_honours(
    rng: Random, year: CampaignYear, province_year: ProvinceYear, people: People, last_numbers: LastNumbers
) -> None:
    """Insert the nominations and awards of each occasion."""
    for occasion in occasions(year):
        generated = list(draw_dossiers(rng, year, occasion, province_year, people))
        rows = [row for nominated in generated for row in nominated.rows]
        decided = decide(rng, occasion, rows, people, last_numbers)
        for nominated in generated:
            if nominated.dossier.status == APPRAISED and nominated.is_closed:
                nominated.dossier.status = CLOSED
        _save(generated, decided)
        bulk_insert_events(event for nominated in generated for event in _of_dossier(nominated, occasion, people))
        bulk_insert_events(event for decision in decided for event in _of_decision(decision, people))


def _save(generated: list[GeneratedDossier], decided: list[GeneratedDecision]) -> None:
    rows = [row for nominated in generated for row in nominated.rows]
    bulk_insert(Nominee, (row.nominee for row in rows))
    bulk_insert(Dossier, (nominated.dossier for nominated in generated))
    bulk_insert(Decision, (group.decision for group in decided))
    bulk_insert(Nomination, rows)
    cites = Nomination.works.through
    bulk_insert(
        cites, (cites(nomination=nominated.rows[0], work=work) for nominated in generated for work in nominated.works)
    )
    bulk_insert(Award, (award for group in decided for award in group.awards))
    bulk_insert(Paper, (paper for group in decided for paper in group.papers))


def _of_dossier(generated: GeneratedDossier, occasion: Occasion, people: People) -> Iterator[Event]:
    dossier, unit = generated.dossier, generated.dossier.unit
    officer = acts_about(people.officer(unit), Role.OFFICER, unit)
    yield event_of(dossier, "make_dossier", at=dossier.made_at, **officer)
    yield event_of(dossier, "describe_dossier", at=dossier.made_at + DESCRIBED, **officer)
    if dossier.status == DossierStatus.WITHDRAWN:
        at = dossier.made_at + timedelta(days=2)
        yield event_of(
            dossier, "withdraw_dossier", at=at, source=DRAFT, to=dossier.status, reason=WITHDRAWN_BECAUSE, **officer
        )
    if dossier.submitted_at is None:
        return
    yield event_of(dossier, "submit_dossier", at=dossier.submitted_at, source=DRAFT, to=SUBMITTED, **officer)
    if dossier.endorsing_unit:
        by = _reviewer(people, dossier.endorsing_unit, unit)
        endorsed_at = guaranteed(dossier.endorsed_at, "endorsed_dossier_has_endorser")
        yield event_of(dossier, "endorse_dossier", at=endorsed_at, source=SUBMITTED, to=ENDORSED, **by)
    if dossier.status == RETURNED:
        decider = guaranteed(dossier.deciding_unit, "sent_dossier_was_submitted")
        by, at = _reviewer(people, decider, unit), dossier.submitted_at + timedelta(days=3)
        yield event_of(dossier, "return_dossier", at=at, source=SUBMITTED, to=RETURNED, reason=dossier.reason, **by)
    yield from _verdicts(generated, occasion, people)


def _verdicts(generated: GeneratedDossier, occasion: Occasion, people: People) -> Iterator[Event]:
    """Yield the events of verdicts on nominations, and of the status they gave the dossier."""
    dossier, unit = generated.dossier, generated.dossier.unit
    for row in generated.rows:
        if row.status in VERDICTS:
            by, to = _reviewer(people, row.deciding_unit, unit), APPROVED if row.status == AWARDED else row.status
            verb, at = VERDICTS[NominationStatus(row.status)], guaranteed(row.decided_at, "verdict_has_its_decider")
            yield event_of(row, verb, at=at, source=PENDING, to=to, reason=row.reason, **by)
    if dossier.status not in (APPRAISED, CLOSED):
        return
    acting, at = people.reviewer(guaranteed(dossier.deciding_unit, "sent_dossier_was_submitted")), occasion.judged_at
    came = ENDORSED if dossier.endorsing_unit else SUBMITTED
    yield event_of(dossier, "appraise_dossier", at=at, by=acting, unit=unit, source=came, to=APPRAISED)
    issued = [row.decision for row in generated.rows if row.status == AWARDED and row.decision]
    if dossier.status == CLOSED:
        if issued:
            acting = people.reviewer(issued[-1].unit)
            at = guaranteed(issued[-1].issued_at, "issued_decision_is_whole")
        yield event_of(dossier, "close_dossier", at=at, by=acting, unit=unit, source=APPRAISED, to=CLOSED)


def _of_decision(decided: GeneratedDecision, people: People) -> Iterator[Event]:
    decision, unit = decided.decision, decided.decision.unit
    by = _reviewer(people, unit, unit)
    changes = {"nominations": len(decided.rows)}
    yield event_of(decision, "draft_decision", at=decision.made_at, changes=changes, **by)
    if decision.proposed_at:
        yield event_of(decision, "propose_decision", at=decision.proposed_at, **by)
    if not decision.is_issued:
        return
    leader, at = acts(people.leader(unit), Role.LEADER), guaranteed(decision.issued_at, "issued_decision_is_whole")
    closed_at = guaranteed(decision.closed_at, "decision_to_sign_is_whole")
    start, to_sign = decision.lifecycle.start, DecisionStatus.TO_SIGN
    signer = {"signer": decision.signer_name}
    yield event_of(
        decision, "close_decision", at=closed_at, unit=unit, source=start, to=to_sign, changes=signer, **leader
    )
    yield event_of(decision, "register_decision", at=at, source=to_sign, to=decision.status, **by)
    for row in decided.rows:
        yield event_of(row, "award", at=at, source=APPROVED, to=AWARDED, **_reviewer(people, unit, row.dossier.unit))


def _reviewer(people: People, unit: Unit, about: Unit) -> EventByAbout:
    return acts_about(people.reviewer(unit), Role.REVIEWER, about)
