"""*My desk*: the items of all apps that await the person, the most urgent first, and what the week brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import awards.desk
import campaigns.desk
import summaries.desk
import units.desk
from campaigns.desk import CampaignDesk
from emulation.first_steps import first_steps_todo
from foundation import clock
from units.acting import Acting
from units.duties import duties_of
from units.todo import OF_THE_WEEK, WEEK, Todo, WeekLine


@dataclass(frozen=True)
class Desk:
    """The page's tasks, the most urgent first: those `before` the sheet shown as a card, and the others.

    `news` asks for nothing; `week` is what the next seven days bring. `duties`: pairs (title, what it lets do) of the
    posts that nothing ever awaits.
    """

    before: tuple[Todo, ...]
    todos: tuple[Todo, ...]
    news: tuple[Todo, ...]
    week: tuple[WeekLine, ...]
    campaign: CampaignDesk
    duties: tuple[tuple[str, str], ...] = ()

    @property
    def count(self) -> int:
        """The number of tasks, the card included."""
        return len(self.before) + len(self.todos) + (self.campaign.card is not None)

    @property
    def has_aside(self) -> bool:
        return bool(self.week or self.news or self.campaign.overviews or self.campaign.sent)


def my_desk(by: Acting | None, notices: Iterable[Todo] = ()) -> Desk:
    """Return the desk of a person; `notices`: what only the person's session knows of."""
    of_campaigns = campaigns.desk.desk(by)
    of_awards = awards.desk.todo(by, of_campaigns.called)
    todos = [*notices, *of_campaigns.todos, *of_awards, *summaries.desk.todo(by), *units.desk.todo(by)]
    todos += first_steps_todo(by)
    card = of_campaigns.card
    lines = sorted((todo for todo in todos if card is None or todo.url != card.sheet.get_absolute_url()), key=in_order)
    tasks = [todo for todo in lines if todo.is_task]
    before = [todo for todo in tasks if card and card.sheet.due and urgency(todo) < card.sheet.due]
    news = [todo for todo in lines if not todo.is_task and todo.tone != OF_THE_WEEK]
    waiting = [WeekLine(todo.title, todo.url) for todo in lines if todo.tone == OF_THE_WEEK]
    return Desk(
        before=tuple(before),
        todos=tuple(tasks[len(before) :]),
        news=tuple(news),
        week=(*of_campaigns.week, *waiting),
        campaign=of_campaigns,
        duties=tuple(duties_of(by)),
    )


def in_order(todo: Todo) -> tuple:
    """Sort key: the most urgent first."""
    return (urgency(todo), todo.due is None, todo.title)


def urgency(todo: Todo) -> datetime:
    """Return by when a task is to be done: without a due date within the week, at once if something went wrong."""
    return todo.due or (clock.now() if todo.tone == "no" else clock.now() + WEEK)
