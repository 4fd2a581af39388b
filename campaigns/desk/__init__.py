"""What awaits a person among pledges, reports and phases, for the unit acted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaigns.desk import own, review, running
from campaigns.desk.own import Card
from campaigns.desk.review import Glance
from campaigns.lifecycle import PhaseStatus
from campaigns.models import Filing, Phase
from units.acting import Acting
from units.todo import Todo


@dataclass(frozen=True)
class CampaignDesk:
    """`card` is the sheet to fill first, with its parts; `sent` are own sheets that came in; `glances` how far the
    open phases are below; `next_due` what would be due next, though it does not await anybody yet."""

    todos: tuple[Todo, ...] = ()
    card: Card | None = None
    sent: tuple[Filing, ...] = ()
    glances: tuple[Glance, ...] = ()
    next_due: tuple[str, datetime] | None = None


def desk(by: Acting | None) -> CampaignDesk:
    if by is None:
        return CampaignDesk()
    sheets = own.sheets_of(by)
    opened = Phase.objects.filter(status=PhaseStatus.OPEN).select_related("campaign__unit")
    phases = list(opened.prefetch_related("due_dates"))
    counts = review.counts_below(phases, by)
    waiting = own.to_fill(sheets, by)
    return CampaignDesk(
        todos=(*own.todos(sheets, by), *review.todos(phases, counts, by), *running.todos(by)),
        card=own.card(waiting[0]) if waiting else None,
        sent=tuple(own.sent(sheets)),
        glances=tuple(review.glances(phases, counts, by)),
        next_due=own.next_due(sheets) or review.next_due(phases),
    )


def todo(by: Acting | None) -> list[Todo]:
    """One's own sheets, the sheets of others to look at, the campaign to run."""
    return list(desk(by).todos)
