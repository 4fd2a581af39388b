"""Inserts the year of a province: called units, sheets, submissions with their rows, and events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from campaigns.actions.filings import submission_digest
from campaigns.actions.phases import unsaved_called_unit, upper_orders
from campaigns.actions.sheet_steps import lateness
from campaigns.models import (
    CalledUnit,
    Exemplar,
    ExemplarConsent,
    Figure,
    Filing,
    FilingKind,
    Headcount,
    Submission,
    Work,
    WorkCheck,
    WorkEntry,
    WorkResult,
)
from campaigns.models.sheet_format import COMPARED, SHEET
from campaigns.sheet.compared import pledged_content
from emulation.fictional.generator.bulk_insert import (
    bulk_insert,
    bulk_insert_events,
    bulk_insert_with_ids,
    bulk_insert_without_ids,
    reserve_ids,
)
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.history import review_events, sheet_events
from emulation.fictional.generator.people import People
from emulation.fictional.generator.sheets import PlannedSheet, UnionYear
from foundation import clock
from foundation.db.guaranteed import guaranteed
from foundation.vietnamese.dates import local_day
from units.models import Headcounts, Role, Unit

CHECKED, CHECKED_TO, HIGHLIGHTED = 0.7, (0.7, 1), 0.1  # of declared values; to which part; of accepted results
CHECKED_UNIT = 100_000  # đồng


@dataclass
class ProvinceYear:
    """What the awards of a province need: units with an accepted pledge, and by unit id the works done.

    `places`: a unit's sort key in the lists of a phase, by the ids of phase and unit.
    """

    pledged: list[Unit]
    works: dict[int, list[Work]]
    places: dict[tuple[int, int], str]


def write_year(
    rng: Random, year: CampaignYear, units: list[Unit], people: People, seed: int, is_eager: Callable[[Unit], bool]
) -> ProvinceYear:
    """Insert all sheets of a province's unions in the year. `is_eager`: see UnionYear."""
    uppers = upper_orders()
    called = {phase.number: [unsaved_called_unit(phase, unit, uppers) for unit in units] for phase in year.phases}
    for rows in called.values():
        bulk_insert(CalledUnit, rows)
    years = [UnionYear(rng, year, unit, people.officer(unit), seed, eager=is_eager(unit)) for unit in units]
    plans = [
        plan
        for of_unit, *rows in zip(years, *called.values(), strict=True)
        for plan in of_unit.plans(dict(enumerate(rows, start=1)))
    ]
    bulk_insert(Work, (registered.work for of_unit in years for registered in of_unit.works))
    _write(rng, year, plans, people)
    pledged = [of_unit.unit for of_unit in years if of_unit.has_pledged]
    done = {
        of_unit.unit.pk: [registered.work for registered in of_unit.works if registered.work.uuid in of_unit.done]
        for of_unit in years
    }
    places = {
        (called_unit.phase_id, called_unit.unit_id): called_unit.sort_key
        for rows in called.values()
        for called_unit in rows
    }
    return ProvinceYear(pledged, done, places)


def _write(rng: Random, year: CampaignYear, plans: list[PlannedSheet], people: People) -> None:
    ids = iter(reserve_ids(Submission, sum(len(plan.sent_at) for plan in plans)))
    for plan in plans:
        plan.submission_ids = [next(ids) for _moment in plan.sent_at]
        plan.filing = _filing(year, plan, people)
    bulk_insert(Filing, (plan.filing for plan in plans))
    sent = [plan for plan in plans if plan.outcome.is_received]
    bulk_insert_with_ids(Submission, _submissions(sent, people))
    bulk_insert_without_ids(Headcount, _headcounts(sent))
    bulk_insert_without_ids(Figure, _figures(sent))
    _write_entries(sent)
    results, exemplars = list(_results(rng, sent)), list(_exemplars(rng, sent))
    for (_plan, work_result), pk in zip(results, reserve_ids(WorkResult, len(results)), strict=True):
        work_result.pk = pk
    bulk_insert_with_ids(WorkResult, (work_result for _plan, work_result in results))
    bulk_insert_without_ids(WorkCheck, _checks(results, people))
    bulk_insert_with_ids(ExemplarConsent, _consents(exemplars, people))
    bulk_insert_without_ids(Exemplar, (exemplar for _plan, exemplar in exemplars))
    bulk_insert_events(event for plan in plans for event in sheet_events(plan, people, year.campaign.unit))
    bulk_insert_events(review_events(results, exemplars, people))


def _filing(year: CampaignYear, plan: PlannedSheet, people: People) -> Filing:
    outcome, unit = plan.outcome, plan.called.unit
    filing = Filing(called=plan.called, kind=plan.kind, status=outcome.status, typed=plan.typed, format=SHEET.present)
    if outcome.begun and not plan.unchanged:
        filing.version, filing.typed_at, filing.typed_by = 1, outcome.begun, people.officer(unit).user
    if outcome.is_received and outcome.sent:
        filing.first_submitted_at, filing.submitted_at = outcome.sent, outcome.last_sent
        filing.current_submission_id = plan.submission_ids[-1]
        late = lateness(year.due_dates[plan.called.phase.number, plan.kind, plan.called.due_group], outcome.sent)
        filing.late, filing.late_days = late["late"], late["late_days"]
    if outcome.decided:
        excused = not outcome.sent
        decider = people.reviewer(year.campaign.unit) if excused else people.reviewer_above(unit)
        filing.decided_by, filing.decided_at = decider.user, outcome.decided
        if outcome.is_accepted:
            filing.counted_submission_id = filing.current_submission_id
        else:
            filing.reason = plan.reason
    if outcome.due_again and not outcome.is_accepted:
        filing.due_again = clock.end_of_day(outcome.due_again)
    return filing


def _submissions(plans: Iterable[PlannedSheet], people: People) -> Iterator[Submission]:
    for plan in plans:
        officer, sha256 = people.officer(plan.called.unit), submission_digest(plan.content)
        compared = _compared(plan)
        for number, (pk, at) in enumerate(zip(plan.submission_ids, plan.sent_at, strict=True), start=1):
            yield Submission(
                pk=pk,
                filing=plan.filing,
                number=number,
                at=at,
                by=officer.user,
                post=officer.post(Role.OFFICER),
                content=plan.content,
                format=SHEET.present,
                sha256=sha256,
                catalogue_id=guaranteed(plan.called.phase.catalogue_id, "opened_phase_has_its_catalogue"),
                compared=compared,
                compared_format=COMPARED.present,
            )


def _compared(plan: PlannedSheet) -> dict[str, Any]:
    """Return what the sheet is compared with. Targets are assigned to upper unions after their sheets are written."""
    if plan.kind == FilingKind.PLEDGE:
        return {"assigned": {}}
    targets = {
        str(indicator.pk): pledged_content(pledge.submission_ids[-1], amount)
        for pledge in plan.pledges
        for indicator, amount, _estimated in pledge.answers
    }
    asked_ids = {str(indicator.pk) for indicator, _amount, _estimated in plan.answers}
    return {"assigned": {}, "pledged": {pk: target for pk, target in targets.items() if pk in asked_ids}, "late": {}}


def _headcounts(plans: Iterable[PlannedSheet]) -> Iterator[Headcount]:
    """Yield the headcounts of the submissions, which are those as called."""
    for plan in plans:
        if plan.called.is_grassroots:
            typed = plan.content["headcount"]
            counts = {name: getattr(plan.called, name) if name in typed else None for name in Headcounts.COUNTS}
            yield from (Headcount(submission_id=pk, **counts) for pk in plan.submission_ids)


def _figures(plans: Iterable[PlannedSheet]) -> Iterator[Figure]:
    for plan in plans:
        for submission_id, (indicator, amount, estimated) in product(plan.submission_ids, plan.answers):
            yield Figure(
                submission_id=submission_id,
                indicator_id=indicator.pk,
                value=amount.value,
                numerator=amount.numerator,
                denominator=amount.denominator,
                estimated=estimated,
            )


def _entries(plans: Iterable[PlannedSheet]) -> Iterator[tuple[PlannedSheet, WorkEntry]]:
    for plan in plans:
        for submission_id, (order, registered) in product(plan.submission_ids, list(enumerate(plan.registered))):
            yield plan, registered.entry(submission_id, order)


def _write_entries(plans: Iterable[PlannedSheet]) -> None:
    """Insert the entries of registered works; a plan keeps those of its last submission."""
    entries = list(_entries(plans))
    for (plan, registered), pk in zip(entries, reserve_ids(WorkEntry, len(entries)), strict=True):
        registered.pk, registered.work_id = pk, registered.work.pk
        plan.entries[registered.work_id] = registered
    bulk_insert_with_ids(WorkEntry, (registered for _plan, registered in entries))


def _results(rng: Random, plans: Iterable[PlannedSheet]) -> Iterator[tuple[PlannedSheet, WorkResult]]:
    """Yield the results of each submission; reviewers' choices are on the rows of the last, which was accepted."""
    for plan in plans:
        for reported in plan.results:
            assert plan.registered_by is not None  # works are drawn for an accepted pledge
            registered = plan.registered_by.entries[reported.work.pk]
            *earlier, last = (
                WorkResult(submission_id=pk, work=reported.work, registered=registered, **reported.fields)
                for pk in plan.submission_ids
            )
            for work_result in (*earlier, last):
                work_result.checked_value = None
            for name, value in _checked(rng, plan, reported).items():
                setattr(last, name, value)
            yield from ((plan, work_result) for work_result in (*earlier, last))


def _checked(rng: Random, plan: PlannedSheet, reported: Any) -> dict[str, Any]:
    """Return what a reviewer chose when accepting: `highlighted`, and the `checked_value` that `_checks` reads."""
    value = reported.fields["value"]
    if not plan.outcome.is_accepted or not reported.done:
        return {}
    highlighted = {"highlighted": rng.random() < HIGHLIGHTED}
    if value is None or rng.random() > CHECKED:
        return highlighted
    checked = int(value * rng.uniform(*CHECKED_TO)) // CHECKED_UNIT * CHECKED_UNIT
    return highlighted | {"checked_value": checked}


def _checks(results: Iterable[tuple[PlannedSheet, WorkResult]], people: People) -> Iterator[WorkCheck]:
    for plan, work_result in results:
        if work_result.checked_value is not None:
            by = people.reviewer_above(plan.called.unit).user
            value, at = work_result.checked_value, guaranteed(plan.filing.decided_at, "accepted_sheet_has_decider")
            yield WorkCheck(work_result_id=work_result.pk, value=value, by=by, at=at)


def _exemplars(rng: Random, plans: Iterable[PlannedSheet]) -> Iterator[tuple[PlannedSheet, Exemplar]]:
    for plan in plans:
        for row in plan.exemplars:
            *earlier, last = (
                Exemplar(submission_id=pk, who=row["who"], story=row["story"]) for pk in plan.submission_ids
            )
            last.published = plan.outcome.is_accepted and rng.random() < 0.5
            yield from ((plan, exemplar) for exemplar in (*earlier, last))


def _consents(exemplars: Iterable[tuple[PlannedSheet, Exemplar]], people: People) -> Iterator[ExemplarConsent]:
    """Yield the consent of each published exemplar, which is given its id: recorded when the report was accepted."""
    agreed = [(plan, exemplar) for plan, exemplar in exemplars if exemplar.published]
    for (plan, exemplar), pk in zip(agreed, reserve_ids(ExemplarConsent, len(agreed)), strict=True):
        exemplar.consent_id = pk
        at = guaranteed(plan.filing.decided_at, "accepted_sheet_has_decider")
        yield ExemplarConsent(
            pk=pk,
            filing=plan.filing,
            given_on=local_day(at),
            given_by=exemplar.who,
            recorded_by=people.reviewer_above(plan.called.unit).user,
            recorded_at=at,
        )
