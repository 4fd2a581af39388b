"""*My desk*: the items of all apps that await the person, the soonest due first."""

from __future__ import annotations

from dataclasses import dataclass

import awards.desk
import campaigns.desk
import summaries.desk
import units.desk
from campaigns.desk import CampaignDesk
from units.acting import Acting
from units.duties import duties_of
from units.todo import Todo


@dataclass(frozen=True)
class Desk:
    """The page's items in order of their due dates; the sheet shown as a card is not among them.

    `duties`: pairs (title, what it lets do) of the posts that nothing ever awaits.
    """

    todos: tuple[Todo, ...]
    campaign: CampaignDesk
    duties: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """The number of items, the card included."""
        return len(self.todos) + (self.campaign.card is not None)


def my_desk(by: Acting | None) -> Desk:
    of_campaigns = campaigns.desk.desk(by)
    of_awards = awards.desk.todo(by, of_campaigns.called)
    todos = [*of_campaigns.todos, *of_awards, *summaries.desk.todo(by), *units.desk.todo(by)]
    card = of_campaigns.card
    lines = [todo for todo in todos if card is None or todo.url != card.sheet.get_absolute_url()]
    return Desk(tuple(sorted(lines, key=in_order)), of_campaigns, tuple(duties_of(by)))


def in_order(todo: Todo) -> tuple:
    """Sort key: the soonest due first, items without a date last."""
    return (todo.due is None, todo.due.timestamp() if todo.due else 0, todo.title)
