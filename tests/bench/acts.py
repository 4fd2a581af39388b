"""Lists the forms that `make bench` sends, and how each act is undone before the next round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from campaigns import access
from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, FilingKind, Phase
from campaigns.review_preview import MOST_AT_ONCE
from tests.support.page_forms import PageReader
from units.acting import acting_for
from units.models import User

Typed = dict[str, list[str]]
PAIR = 5  # times the yardstick's form opened and sent


@dataclass(frozen=True)
class Act:
    """A page opened by `person`, and what its form sends to `path`, `changed` in round n; `undo` takes it back.

    `limit`: at most so many times the yardstick's pair, form and submit; or, `beside` another act, times that one's
    submit alone.
    """

    name: str
    person: str
    page: str
    path: str
    undo: Callable[[], Any]
    limit: float
    changed: Callable[[Typed, int], Typed] = lambda held, _turn: held
    beside: str = ""

    def sending(self, html: bytes, turn: int) -> Typed:
        return self.changed(PageReader(self.page, html.decode()).held(self.path), turn)


def acts() -> list[Act]:
    phase = Phase.objects.exclude(opened_at=None).order_by("number").last()
    officer = Filing.objects.filter(called__unit=unit_of("officer"), called__phase=phase)
    pledge, report = (officer.get(kind=kind) for kind in (FilingKind.PLEDGE, FilingKind.REPORT))
    sheet = submitted(phase, "district")[0]
    many = submitted(phase, "board")[:MOST_AT_ONCE]
    assert len(many) == MOST_AT_ONCE, len(many)
    chosen = [str(filing.pk) for filing in many]
    back_to_draft(pledge)
    return [
        Act(
            "save a part of a sheet",
            "officer",
            page := f"{report.get_absolute_url()}parts/2/",
            page,
            lambda: None,
            PAIR,
            changed=with_a_number,
        ),
        Act(
            "check and submit a sheet",
            "officer",
            page := f"{pledge.get_absolute_url()}check/",
            page,
            lambda: back_to_draft(pledge),
            PAIR,
        ),
        Act(
            "look at a sheet and accept it",
            "district",
            sheet.get_absolute_url(),
            f"{sheet.get_absolute_url()}accept/",
            lambda: back_to_submitted([sheet]),
            PAIR,
        ),
        Act(
            f"accept {MOST_AT_ONCE} at once",
            "board",
            page := f"/reports/many/?{urlencode({'sheet': chosen}, doseq=True)}",
            page,
            lambda: back_to_submitted(many),
            15,
            changed=lambda held, _turn: held | {"sheet": chosen, "do": ["accept"]},
            beside="look at a sheet and accept it",
        ),
    ]


def unit_of(username: str) -> Any:
    return User.objects.get(username=username).current_posts[0].unit


def submitted(phase: Phase, username: str) -> list[Filing]:
    """Return the reports that this person may accept."""
    by = acting_for(User.objects.get(username=username), None)
    sheets = Filing.objects.filter(called__phase=phase, kind=FilingKind.REPORT).awaiting_review().under(by.unit.path)
    waiting = sheets.with_context().order_by("pk")[: 5 * MOST_AT_ONCE]
    return [filing for filing in waiting if access.may_accept(filing, by)]


def with_a_number(held: Typed, turn: int) -> Typed:
    """Return another figure in the first field that holds one, so that something is saved each time."""
    name = next(name for name, (value, *_more) in held.items() if value.isdigit() and name != "seen")
    return held | {name: [str(turn + 10)]}


UNDECIDED = {"decided_by": None, "decided_at": None, "counted_submission": None}


def back_to_draft(sheet: Filing) -> None:
    Filing.objects.filter(pk=sheet.pk).update(status=FilingStatus.DRAFT, **UNDECIDED)


def back_to_submitted(sheets: list[Filing]) -> None:
    accepted = Filing.objects.filter(pk__in=[sheet.pk for sheet in sheets])
    accepted.update(status=FilingStatus.SUBMITTED, **UNDECIDED)
