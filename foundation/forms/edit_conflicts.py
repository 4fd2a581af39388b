"""Edit conflicts: two people edit the same form, and neither overwrites what they have not read.

A page sends along fingerprints of what it showed: one for the whole form, or one for each line where lines are saved
separately. An action compares them, under the row lock, with what is stored at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from foundation.digest import SPACED, digest
from foundation.lifecycle import StateConflict

LineKey = TypeVar("LineKey")
Fingerprints = Mapping[LineKey, str]
WHOLE_FORM = ""  # the key of the only line of a form that is saved as a whole
NO_CHECK: Mapping[Any, str] = MappingProxyType({})  # for callers that showed no page: nothing is compared


def fingerprint(content: Any) -> str:
    """Return 16 hexadecimal digits that are equal for equal content, whatever the order of its keys."""
    return digest(content, separators=SPACED)[:16]


class EditConflict(StateConflict):
    """Somebody else saved the same content after the page was made; nothing was written (409)."""

    def __init__(self, sentence: str = ""):
        super().__init__(sentence or _("Người khác vừa lưu cùng nội dung này. Nội dung vừa nhập chưa được lưu."))


def changed_lines(
    typed: Mapping[LineKey, Any], stored: Mapping[LineKey, Any], fingerprints: Fingerprints[LineKey]
) -> dict[LineKey, Any]:
    """Return the typed lines that differ both from what the page showed and from what is stored now."""
    return {
        line: content
        for line, content in typed.items()
        if fingerprint(content) not in (fingerprint(stored.get(line)), fingerprints.get(line))
    }


def lines_to_write(
    typed: Mapping[LineKey, Any],
    stored: Mapping[LineKey, Any],
    fingerprints: Fingerprints[LineKey],
    sentence: Callable[[], str] | None = None,
) -> dict[LineKey, Any]:
    """Return the changed lines. A line without a fingerprint is never in conflict.

    Raises EditConflict, with its `sentence`, when somebody else saved one of these lines after the page was made.
    """
    changed = changed_lines(typed, stored, fingerprints)
    if any(line in fingerprints and fingerprints[line] != fingerprint(stored.get(line)) for line in changed):
        raise EditConflict(sentence() if sentence else "")
    return changed


class SavingEvent(Protocol):
    """The event of a saving, as units.models.Event is known here."""

    @property
    def actor_name(self) -> str: ...

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class ConflictNotice:
    """What the page says when it is shown again: who saved and when, and (label, theirs, mine) of what differs."""

    who: str
    at: datetime | None
    differences: list[tuple[str, str, str]]

    @classmethod
    def from_event(cls, event: SavingEvent | None, differences: list[tuple[str, str, str]]) -> ConflictNotice:
        """Make the notice from the event of the other saving; None where no event was written."""
        return cls(event.actor_name, event.at, differences) if event else cls(_("Người khác"), None, differences)
