"""What awaits a person: one line of *my desk*. Each app's `desk.py` says its own; the door collects them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, why or how much, and the one button that leads to it.

    `due` is the instant in force, None when nobody set one; `tone` is the tag's (wait, no, blue, plain);
    `count` is how many things of the kind await.
    """

    title: str
    detail: str
    url: str
    button: str
    due: datetime | None = None
    tone: str = "wait"
    count: int = 1
