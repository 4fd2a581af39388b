"""One item of *my desk*. Each app's `desk.py` makes its own; `emulation.desk` collects them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Todo:
    """A task: its title, a detail, and the button that leads to it.

    `due` is the instant it is due, None without a due date; `tone` is the colour of the tag (wait, no, blue, plain);
    `count` is the number of tasks of this kind that the item stands for.
    """

    title: str
    detail: str
    url: str
    button: str
    due: datetime | None = None
    tone: str = "wait"
    count: int = 1
