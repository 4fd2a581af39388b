"""The tasks of a person in campaigns, for the unit acted for: sheets to fill, to review, phases to run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db.models import Exists, OuterRef, Q

from campaigns.desk import (
    activities,
    data_requests,
    followed,
    gatherings,
    inspections,
    own,
    responsibilities,
    review,
    running,
    week,
)
from campaigns.desk.own import SheetCard
from campaigns.desk.review import PhaseOverview
from campaigns.lifecycle import PhaseStatus
from campaigns.models import CalledUnit, Campaign, Filing, Phase
from units.acting import Acting
from units.models import Unit
from units.todo import Todo, WeekLine, lines_in_order


@dataclass(frozen=True)
class CampaignDesk:
    """The campaigns' part of the desk.

    `card` is the sheet to fill first; `sent` are the unit's own sheets that were received; `overviews` the progress
    of the open phases below the unit; `next_due` what is due next (title, when), shown when there is no task; `called`
    the unit's `CalledUnit` in each phase that called it; `week` what is due in the next seven days.
    """

    todos: tuple[Todo, ...] = ()
    card: SheetCard | None = None
    sent: tuple[Filing, ...] = ()
    overviews: tuple[PhaseOverview, ...] = ()
    next_due: tuple[str, datetime] | None = None
    called: tuple[CalledUnit, ...] = ()
    week: tuple[WeekLine, ...] = ()


def desk(by: Acting | None) -> CampaignDesk:
    """Return the desk of who acts for a unit; an empty one for who acts for none, or reads nothing of it."""
    if by is None or not by.reads_below:
        return CampaignDesk()
    sheets = [] if by.area else own.sheets_of(by)
    waiting, due = own.to_fill(sheets, by), own.next_due(sheets)
    runs = [] if by.unit.is_grassroots and due else _campaigns(by)
    phases = [phase for campaign in runs for phase in campaign.live_phases if phase.is_open]
    below = review.below(phases, by)
    books, there = below.books, _with_rows(by)
    inspected = inspections.open_inspections(by) if inspections in there else []
    assigned = responsibilities.open_responsibilities(by) if responsibilities in there else []
    visits = followed.visits(by) if followed in there else []
    praised = followed.praised(by) if followed in there else []
    requests = data_requests.open_requests(by) if data_requests in there else []
    missing = gatherings.missing_gatherings(by) if gatherings in there else []
    return CampaignDesk(
        todos=(
            *own.todos(sheets, by),
            *review.todos(phases, below, by),
            *running.todos(runs, by),
            *inspections.todos(inspected, by),
            *responsibilities.todos(assigned, by),
            *(activities.todos(by) if activities in there else []),
            *data_requests.todos(requests, by),
            *followed.todos(visits),
            *followed.praise_todos(praised),
            *gatherings.todos(missing, by),
        ),
        card=own.card(waiting[0]) if waiting else None,
        sent=tuple(own.sent(sheets)),
        overviews=tuple(review.phase_overviews(phases, books, by)),
        next_due=due or review.next_due([phase for phase in phases if not books or review.has_units(books, phase)]),
        called=tuple({sheet.called_id: sheet.called for sheet in sheets}.values()),
        week=tuple(
            lines_in_order(
                [
                    *week.lines(phases, below, by),
                    *inspections.lines(inspected, by),
                    *responsibilities.lines(assigned, by),
                    *data_requests.week_lines(requests, by),
                    *followed.lines(visits),
                ]
            )
        ),
    )


def _with_rows(by: Acting) -> list[ModuleType]:
    """Return the modules that have something for who acts: one statement, where most desks have none of it."""
    modules = (inspections, responsibilities, activities, data_requests, followed, gatherings)
    questions = [Exists(module.open_rows(by)) for module in modules]
    answers = Unit.objects.filter(pk=by.unit.pk).values_list(*questions).get()
    return [module for module, is_there in zip(modules, answers, strict=True) if is_there]


def _campaigns(by: Acting) -> list[Campaign]:
    """Return the unit's own campaigns and those with an open phase, with phases and due dates. Three queries."""
    opened = Phase.objects.filter(campaign=OuterRef("pk"), status=PhaseStatus.OPEN)
    campaigns = Campaign.objects.alive().filter(Q(unit=by.unit) | Exists(opened)).select_related("unit")
    return list(campaigns.prefetch_related("phases__due_dates"))


def todo(by: Acting | None) -> list[Todo]:
    """Return the tasks alone: own sheets, sheets of others to review, campaigns to run."""
    return list(desk(by).todos)
