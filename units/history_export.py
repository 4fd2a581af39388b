"""The history as a file: lines of JSON with the seals, by which it is verified elsewhere, or a table to read.

Of lines of JSON the first says what the file is. A line `{"event": …}` has the columns that seals cover, in the order
of `COLUMNS`, and the text with its salt; `{"seal": …}` follows the events that it covers. `scripts/verify-history`
verifies such a file without the portal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.documents import list_csv
from foundation.list_table import ListColumn, ValueKind
from foundation.vietnamese import format_moment
from units.event_labels import verb_words
from units.models import Event, Seal, User
from units.models.event import EventQuerySet
from units.sealing import COLUMNS

FORMAT = "cong-thi-dua-history"
PIECE = 1_000
TEXT_COLUMNS = ("personal__salt", "personal__data", "masked__masking")


def events_for(user: User) -> EventQuerySet:
    """Return the events that a person may take along; who reaches all units also those of no unit, such as guesses."""
    return Event.objects.all() if user.reaches_all else Event.objects.visible_to(user)


def json_lines(events: EventQuerySet, *, whole: bool) -> Iterator[bytes]:
    """Yield the lines of a file, piece by piece. `whole`: all events are in it, so that its seals can be verified."""
    head = {"format": FORMAT, "version": 1, "made_at": clock.now().isoformat(), "whole": whole, "columns": COLUMNS}
    yield _line(head)
    seals = Seal.objects.order_by("number").iterator()
    seal = next(seals, None)
    for piece in _pieces(events):
        lines = []
        for *columns, salt, personal, masking in piece:
            while seal and seal.up_to < columns[0]:
                lines.append(_line({"seal": _seal(seal)}))
                seal = next(seals, None)
            columns[1] = columns[1].isoformat()
            text = {"salt": salt, "data": personal} if salt else None
            lines.append(_line({"event": columns, "text": text, "masking": masking}))
        yield b"".join(lines)
    while seal:
        yield _line({"seal": _seal(seal)})
        seal = next(seals, None)


def _pieces(events: EventQuerySet) -> Iterator[list[Any]]:
    rows = events.select_related(None).order_by("pk").values_list(*COLUMNS, *TEXT_COLUMNS)
    after = 0
    while piece := list(rows.filter(pk__gt=after)[:PIECE]):
        yield piece
        after = piece[-1][0]


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "at": seal.at.isoformat(),
        "up_to": seal.up_to,
        "count": seal.count,
        "digest": seal.digest,
    }


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"


@dataclass(frozen=True)
class HistoryRow:
    """A line of the table to read."""

    event: Event
    seal: int | None

    @property
    def about(self) -> str:
        return f"{self.event.target_type.model} {self.event.target_id}"

    @property
    def changes(self) -> str:
        return json.dumps(self.event.changes, ensure_ascii=False, cls=DjangoJSONEncoder) if self.event.changes else ""


TABLE = (
    ListColumn(gettext_lazy("Số"), lambda row: row.event.pk, ValueKind.NUMBER),
    ListColumn(gettext_lazy("Lúc"), lambda row: row.event.at, ValueKind.MOMENT),
    ListColumn(gettext_lazy("Người làm"), lambda row: row.event.actor_name),
    ListColumn(gettext_lazy("Tư cách"), lambda row: row.event.acting_as),
    ListColumn(gettext_lazy("Việc"), lambda row: capfirst(verb_words(row.event.verb))),
    ListColumn(gettext_lazy("Về"), lambda row: row.about),
    ListColumn(gettext_lazy("Đơn vị"), lambda row: row.event.unit.name if row.event.unit else ""),
    ListColumn(gettext_lazy("Từ trạng thái"), lambda row: row.event.source),
    ListColumn(gettext_lazy("Sang trạng thái"), lambda row: row.event.to),
    ListColumn(gettext_lazy("Lý do"), lambda row: row.event.reason),
    ListColumn(gettext_lazy("Nội dung"), lambda row: row.changes),
    ListColumn(gettext_lazy("Niêm phong số"), lambda row: row.seal, ValueKind.NUMBER),
)


def csv_lines(events: EventQuerySet) -> Iterator[bytes]:
    """Yield the table to read, piece by piece."""
    head = [_("Nhật ký"), _("Lập lúc {moment}").format(moment=format_moment(clock.now()))]
    return list_csv.csv_pieces(head, TABLE, _history_rows(events))


def _history_rows(events: EventQuerySet) -> Iterable[HistoryRow]:
    seals = Seal.objects.order_by("number").iterator()
    seal, after = next(seals, None), 0
    rows = events.select_related("personal", "unit", "target_type").order_by("pk")
    while piece := list(rows.filter(pk__gt=after)[:PIECE]):
        for event in piece:
            while seal and seal.up_to < event.pk:
                seal = next(seals, None)
            yield HistoryRow(event, seal.number if seal else None)
        after = piece[-1].pk


def file_name(suffix: str, at: datetime) -> str:
    return f"nhat-ky-{at:%Y-%m-%d}.{suffix}"
