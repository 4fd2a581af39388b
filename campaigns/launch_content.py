"""What a launch document says, as plain values: read from rows, and stored as JSON in each version of the launch.

The names of the fields are keys of the stored JSON (`LaunchVersion.content`): they must not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Audience, Campaign, Phase, Recipient
from campaigns.models.commemoration import (
    CommemorationKind,
    CommemorationOwner,
    day_words,
    owner_words,
    round_words,
)
from campaigns.models.phase import celebrated
from campaigns.models.phase_names import PhaseNames
from foundation import clock
from foundation.lazy_text import LazyText
from foundation.serialization import from_json, to_json
from foundation.stored_format import StoredFormat, Upgrade
from units.models import Bloc, UnitKind
from units.models.vocabulary import bloc_name, plural_name, type_for

Day = date  # for annotations in LaunchDay, whose field `date` hides the type
DAY_OF_THE_UNIONS = "1929-07-28"


def _with_kinds_of_days(content: dict[str, Any]) -> dict[str, Any]:
    """Format 2 has events beside anniversaries, and owners. The migration of the rows did the same."""
    for phase in content["phases"]:
        for day in phase["days"]:
            is_event = day["date"] >= phase["starts_on"]
            is_of_unions = day["date"] == DAY_OF_THE_UNIONS
            day["kind"] = (CommemorationKind.EVENT if is_event else CommemorationKind.ANNIVERSARY).value
            day["owner"] = (CommemorationOwner.UNION if is_of_unions else CommemorationOwner.COUNTRY).value
            day |= {"is_month_only": False, "words_before": "", "words_after": "", "words": day["name"]}
            if is_event:
                day |= {"on": day["date"], "years": 0}
    return content


def _with_abridged(content: dict[str, Any]) -> dict[str, Any]:
    """Format 3 says of a launch whether it is an abridgement: what was signed before was signed outside the portal."""
    content["head"]["abridged"] = content["head"]["signed"]
    return content


def _with_pledges(content: dict[str, Any]) -> dict[str, Any]:
    """Format 4 says of a phase whether it asks for a pledge; all did before."""
    for phase in content["phases"]:
        phase["asks_pledge"] = True
    return content


UPGRADES: dict[int, Upgrade] = {1: _with_kinds_of_days, 2: _with_abridged, 3: _with_pledges}
"""By format the function that returns the next one: `{1: to_2}`."""

LAUNCH = StoredFormat("content of a launch", UPGRADES)


@dataclass(frozen=True)
class LaunchUnit:
    """The unit that launches, as the document names it."""

    full_name: str
    place: str
    symbol: str


@dataclass(frozen=True)
class LaunchHead:
    """Letterhead, title, occasion and signature of the document. The names are those of `Campaign`.

    `abridged`: the texts are a summary of a document that was signed elsewhere, so that nobody signs the paper drawn.
    """

    unit: LaunchUnit
    year: int
    title: str
    number: str
    issued_on: date | None
    occasion: str
    slogan: str
    workers_word: str
    workers_phrase: str
    parent_body: str
    board: str
    board_phone: str
    signer_on_behalf: str
    signer_position: str
    signer_name: str
    signed: bool
    abridged: bool
    page_number: str

    @property
    def position_words(self) -> str:
        """The signer's position as screens write it: "Chủ tịch"."""
        return self.signer_position.capitalize()


@dataclass(frozen=True)
class LaunchText:
    """A resolution, or a purpose (part I)."""

    text: str


@dataclass(frozen=True)
class LaunchPoint:
    """A point of what units of a bloc compete in (part II); `bloc` "": of all blocs."""

    bloc: str
    text: str
    slogan: str


@dataclass(frozen=True)
class LaunchMeasure:
    """A measure (part IV)."""

    text: str
    audience: str

    @property
    def audience_label(self) -> str:
        return "" if self.audience == Audience.ALL else plural_name(self.audience)


@dataclass(frozen=True)
class LaunchRecipient:
    """Whom the document is sent to, and for which purpose (`Recipient.Purpose`)."""

    name: str
    role: str

    @property
    def purpose(self) -> str:
        """The purpose in words: "để báo cáo (b/c)"; "" of a copy for the file, whose name says it."""
        return "" if self.role in ("", Recipient.Purpose.FILE) else str(Recipient.Purpose(self.role).label)


@dataclass(frozen=True)
class LaunchDay:
    """A commemoration, as `Commemoration`: the day `on` which it is in the phase, how many years that is.

    `words`: what the document calls it on its day. An event has 0 years.
    """

    kind: str
    owner: str
    name: str
    date: Day | None
    is_month_only: bool
    on: Day | None
    years: int
    words_before: str
    words_after: str
    words: str

    @property
    def is_anniversary(self) -> bool:
        return self.kind == CommemorationKind.ANNIVERSARY

    @property
    def day_words(self) -> str:
        return day_words(self)

    @property
    def owner_words(self) -> str:
        return owner_words(self)

    @property
    def round_words(self) -> LazyText:
        return round_words(self.years)


@dataclass(frozen=True)
class LaunchDue:
    """A due date, as `DueDate`: the end of the `day`."""

    kind: str
    group: str
    day: date

    @property
    def at(self) -> datetime:
        return clock.end_of_day(self.day)


@dataclass(frozen=True)
class LaunchPhase(PhaseNames):
    """A phase (part III). The names are those of `Phase`; `id` is that of its row."""

    id: int
    number: int
    theme: str
    theme_end: str
    starts_on: date
    start_is_month_only: bool
    ends_on: date
    cutoff_on: date | None
    asks_pledge: bool
    review_kind: str
    review_name: str
    review_date: date | None
    review_occasion: str
    days: tuple[LaunchDay, ...]
    due_dates: tuple[LaunchDue, ...]

    @property
    def celebrated(self) -> str:
        """What its review celebrates, "" if nothing."""
        return celebrated(self.review_occasion)


@dataclass(frozen=True)
class LaunchDocument:
    """The whole document, each list in its order."""

    head: LaunchHead
    resolutions: tuple[LaunchText, ...]
    purposes: tuple[LaunchText, ...]
    contents: tuple[LaunchPoint, ...]
    phases: tuple[LaunchPhase, ...]
    measures: tuple[LaunchMeasure, ...]
    recipients: tuple[LaunchRecipient, ...]

    @property
    def is_plan(self) -> bool:
        """True where its number is that of a plan: "12/KH-LĐLĐ"."""
        return "/KH-" in self.head.number

    @property
    def kind(self) -> str:
        """What the document is, as its title says above what it is about."""
        return "KẾ HOẠCH" if self.is_plan else "PHÁT ĐỘNG"

    @property
    def about(self) -> str:
        """The line below the kind: a plan is one of how the campaign is held."""
        title = self.head.title
        return f"Tổ chức {title[:1].lower()}{title[1:]}" if self.is_plan else title

    @property
    def organ(self) -> str:
        """The organ in whose name it is launched, as called on its day."""
        return type_for(UnitKind.PROVINCE, on=self.head.issued_on).organ

    @property
    def contents_by_bloc(self) -> list[tuple[str, list[LaunchPoint]]]:
        """Part II as pairs (heading, points) of each bloc that has points; those of all blocs come last."""
        headings = [*((bloc, bloc_name(bloc)) for bloc in Bloc), ("", _("Chung cho các khối"))]
        grouped = [
            (str(heading), [point for point in self.contents if point.bloc == bloc]) for bloc, heading in headings
        ]
        return [(heading, points) for heading, points in grouped if points]


Lines = TypeVar("Lines")


def launch_of_rows(campaign: Campaign) -> LaunchDocument:
    """Return what the rows of a campaign say now. `campaign.unit` must be read."""
    phases = Phase.objects.alive().filter(campaign=campaign).select_related("campaign").with_days()
    return LaunchDocument(
        head=LaunchHead(unit=_values(LaunchUnit, campaign.unit), **_columns(LaunchHead, campaign, ("unit",))),
        resolutions=_lines(LaunchText, campaign.resolutions.all()),
        purposes=_lines(LaunchText, campaign.purposes.all()),
        contents=_lines(LaunchPoint, campaign.contentpoints.all()),
        phases=tuple(_phase(phase) for phase in phases.order_by("number")),
        measures=_lines(LaunchMeasure, campaign.measures.all()),
        recipients=_lines(LaunchRecipient, campaign.recipients.all()),
    )


def _phase(phase: Phase) -> LaunchPhase:
    due_dates = sorted(phase.due_dates.all(), key=lambda due: (due.kind, due.group))
    return LaunchPhase(
        **_columns(LaunchPhase, phase, ("days", "due_dates")),
        days=_lines(LaunchDay, phase.days),
        due_dates=tuple(LaunchDue(due.kind, due.group, timezone.localdate(due.at)) for due in due_dates),
    )


def _lines(kind: type[Lines], rows: Iterable[Any]) -> tuple[Lines, ...]:
    return tuple(_values(kind, row) for row in rows)


def _values(kind: type[Lines], row: Any) -> Lines:
    return kind(**_columns(kind, row))


def _columns(kind: Any, row: Any, without: Iterable[str] = ()) -> dict[str, Any]:
    """Return the attributes of a row that the fields of a dataclass are named after."""
    return {field.name: getattr(row, field.name) for field in fields(kind) if field.name not in without}


def launch_content(launch: LaunchDocument) -> dict[str, Any]:
    """Return a launch as JSON in the present format."""
    content: dict[str, Any] = to_json(launch)
    return content


def read_launch(content: Any, stored_format: int) -> LaunchDocument:
    """Return a stored launch. Raises UnknownFormat."""
    launch: LaunchDocument = from_json(LaunchDocument, LAUNCH.read(content, stored_format))
    return launch
