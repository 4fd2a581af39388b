"""Two people at one form: nobody writes over what they have not seen.

A page carries the mark, a fingerprint, of what it showed: one of the form as a whole, or one of each line that is
written by itself. Saving compares it, under the lock, with what stands there now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from foundation.digest import SPACED, digest
from foundation.lifecycle import NotNow

Line = TypeVar("Line")
WHOLE = ""  # the one line of a form that is written as a whole
UNASKED: Mapping[Any, str] = MappingProxyType({})  # whoever shows no page has nothing compared


def fingerprint(content: Any) -> str:
    """The same for the same content, whatever the order of its keys."""
    return digest(content, separators=SPACED)[:16]


class Overtaken(NotNow):
    """Somebody else saved the same since the page was made; nothing was written."""

    def __init__(self, sentence: str = ""):
        super().__init__(sentence or _("Người khác vừa lưu cùng nội dung này. Nội dung vừa nhập chưa được lưu."))


def touched(typed: Mapping[Line, Any], stored: Mapping[Line, Any], seen: Mapping[Line, str]) -> dict[Line, Any]:
    """The lines typed other than they were shown, and other than they stand now."""
    return {
        line: content
        for line, content in typed.items()
        if fingerprint(content) not in (fingerprint(stored.get(line)), seen.get(line))
    }


def written(
    typed: Mapping[Line, Any],
    stored: Mapping[Line, Any],
    seen: Mapping[Line, str],
    sentence: Callable[[], str] | None = None,
) -> dict[Line, Any]:
    """The lines to write, which are those touched. A line without a mark is written as typed.

    Raises Overtaken, with its `sentence`, when somebody else wrote one of them meanwhile.
    """
    changed = touched(typed, stored, seen)
    if any(line in seen and seen[line] != fingerprint(stored.get(line)) for line in changed):
        raise Overtaken(sentence() if sentence else "")
    return changed


@dataclass(frozen=True)
class Overtaking:
    """For the page that is shown again: who saved and when, and (label, theirs, mine) of what differs."""

    who: str
    at: datetime | None
    differences: list[tuple[str, str, str]]

    @classmethod
    def told_by(cls, event: Any, differences: list[tuple[str, str, str]]) -> Overtaking:
        """`event` is that of the saving, None where none was written."""
        return cls(event.actor_name, event.at, differences) if event else cls(_("Người khác"), None, differences)
