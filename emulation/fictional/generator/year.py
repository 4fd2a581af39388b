"""The year of a province written down: called units, sheets, what was sent, the rows of it, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from campaigns.actions.filings import lateness, submission_digest
from campaigns.actions.phases import unsaved_called_unit, upper_orders
from campaigns.models import CalledUnit, Exemplar, Figure, Filing, Headcount, Submission, Work, WorkResult
from emulation.fictional.generator.bulk_insert import bulk_insert, bulk_insert_without_ids
from emulation.fictional.generator.campaign import CampaignYear
from emulation.fictional.generator.history import review_events, sheet_events
from emulation.fictional.generator.people import People
from emulation.fictional.generator.sheets import PlannedSheet, UnionYear
from foundation import clock
from units.models import Event, Headcounts, Role, Unit

CHECKED, CHECKED_TO, HIGHLIGHTED = 0.7, (0.7, 1), 0.1  # of declared values; to which part; of accepted results
CHECKED_UNIT = 100_000  # đồng


@dataclass
class ProvinceYear:
    """What the awards of a province need to know: whose pledge was accepted, and the works told to be done.

    `places`: where a unit stands in the lists of a phase, by the ids of both.
    """

    pledged: list[Unit]
    works: dict[int, list[Work]]
    places: dict[tuple[int, int], str]


def write_year(
    draw: Random, year: CampaignYear, units: list[Unit], people: People, seed: int, is_eager: Callable[[Unit], bool]
) -> ProvinceYear:
    """Everything that the unions of a province sent in the year. `is_eager`: see UnionYear."""
    uppers = upper_orders()
    called = {phase.number: [unsaved_called_unit(phase, unit, uppers) for unit in units] for phase in year.phases}
    for rows in called.values():
        bulk_insert(CalledUnit, rows)
    years = [UnionYear(draw, year, unit, people.officer(unit), seed, eager=is_eager(unit)) for unit in units]
    plans = [
        plan
        for of_unit, *rows in zip(years, *called.values(), strict=True)
        for plan in of_unit.plans(dict(enumerate(rows, start=1)))
    ]
    bulk_insert(Work, (one.work for of_unit in years for one in of_unit.works))
    _write(draw, year, plans, people)
    pledged = [of_unit.unit for of_unit in years if of_unit.has_pledged]
    done = {of_unit.unit.pk: [one.work for one in of_unit.works if one.work.uuid in of_unit.done] for of_unit in years}
    places = {(one.phase_id, one.unit_id): one.sort_key for rows in called.values() for one in rows}
    return ProvinceYear(pledged, done, places)


def _write(draw: Random, year: CampaignYear, plans: list[PlannedSheet], people: People) -> None:
    for plan in plans:
        plan.filing = _filing(year, plan, people)
    bulk_insert(Filing, (plan.filing for plan in plans))
    sent = [plan for plan in plans if plan.fate.is_received]
    bulk_insert_without_ids(Submission, _submissions(sent, people))
    bulk_insert_without_ids(Headcount, (_headcount(plan) for plan in sent if plan.called.is_grassroots))
    bulk_insert_without_ids(Figure, _figures(sent))
    results, exemplars = list(_results(draw, sent, people)), list(_exemplars(draw, sent))
    bulk_insert_without_ids(WorkResult, results)
    bulk_insert_without_ids(Exemplar, exemplars)
    bulk_insert_without_ids(
        Event, (event for plan in plans for event in sheet_events(plan, people, year.campaign.unit))
    )
    bulk_insert_without_ids(Event, review_events(results, exemplars, people))


def _filing(year: CampaignYear, plan: PlannedSheet, people: People) -> Filing:
    fate, unit = plan.fate, plan.called.unit
    filing = Filing(called=plan.called, kind=plan.kind, status=fate.status, typed=plan.typed)
    if fate.begun and not plan.unchanged:
        filing.version, filing.typed_at, filing.typed_by = 1, fate.begun, people.officer(unit).user
    if fate.is_received and fate.sent:
        filing.first_submitted_at, filing.submitted_at = fate.sent, fate.last_sent
        late = lateness(year.due_dates[plan.called.phase.number, plan.kind, plan.called.due_group], fate.sent)
        filing.late, filing.late_days = late["late"], late["late_days"]
    if fate.decided:
        excused = not fate.sent
        decider = people.reviewer(year.campaign.unit) if excused else people.reviewer_above(unit)
        filing.decided_by, filing.decided_at = decider.user, fate.decided
        if not fate.is_accepted:
            filing.reason = plan.reason
            filing.due_again = clock.end_of_day(fate.due_again) if fate.due_again else None
    return filing


def _submissions(plans: Iterable[PlannedSheet], people: People) -> Iterator[Submission]:
    for plan in plans:
        officer, sha256 = people.officer(plan.called.unit), submission_digest(plan.content)
        moments = [moment for moment in (plan.fate.sent, plan.fate.again) if moment]
        for number, at in enumerate(moments, start=1):
            yield Submission(
                filing=plan.filing,
                number=number,
                at=at,
                by=officer.user,
                post=officer.post(Role.OFFICER),
                content=plan.content,
                sha256=sha256,
            )


def _headcount(plan: PlannedSheet) -> Headcount:
    """The numbers as typed are those as called."""
    typed = plan.content["headcount"]
    counts = {name: getattr(plan.called, name) if name in typed else None for name in Headcounts.COUNTS}
    return Headcount(filing=plan.filing, **counts)


def _figures(plans: Iterable[PlannedSheet]) -> Iterator[Figure]:
    for plan in plans:
        for indicator, amount, estimated in plan.answers:
            yield Figure(
                filing_id=plan.filing.pk,
                indicator_id=indicator.pk,
                value=amount.value,
                numerator=amount.numerator,
                denominator=amount.denominator,
                estimated=estimated,
            )


def _results(draw: Random, plans: Iterable[PlannedSheet], people: People) -> Iterator[WorkResult]:
    for plan in plans:
        for result in plan.results:
            yield WorkResult(
                filing=plan.filing, work=result.work, **result.fields, **_checked(draw, plan, result, people)
            )


def _checked(draw: Random, plan: PlannedSheet, result: Any, people: People) -> dict[str, Any]:
    """What the reviewer makes of a declared value when accepting."""
    value = result.fields["value"]
    if not plan.fate.is_accepted or not result.done:
        return {}
    highlighted = {"highlighted": draw.random() < HIGHLIGHTED}
    if value is None or draw.random() > CHECKED:
        return highlighted
    checked = int(value * draw.uniform(*CHECKED_TO)) // CHECKED_UNIT * CHECKED_UNIT
    by = people.reviewer_above(plan.called.unit).user
    return highlighted | {"checked_value": checked, "checked_by": by, "checked_at": plan.fate.decided}


def _exemplars(draw: Random, plans: Iterable[PlannedSheet]) -> Iterator[Exemplar]:
    for plan in plans:
        for row in plan.exemplars:
            published = plan.fate.is_accepted and draw.random() < 0.5
            yield Exemplar(filing=plan.filing, who=row["who"], story=row["story"], published=published)
