"""What moving the due date of many units would do: whose date moves, and which sheets are then no longer late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.models import CalledUnit, Filing, FilingKind, Phase, Submission
from campaigns.schedule import LONG_AFTER
from foundation import clock
from foundation.db.guaranteed import guaranteed
from foundation.vietnamese import format_date, format_number
from units.models import UnitKind
from units.tree import within

ALL, DIRECT = "all", "direct"
NAMED = 5
"""So many units are named in a sentence."""


class LateSheet(NamedTuple):
    """A sheet that came after its date, and when it came first."""

    filing: Filing
    came_at: datetime


@dataclass(frozen=True)
class Extension:
    """`moved`: the units whose date would be later than now; `kept`: those whose date is as late already.

    `on_time`: sheets that came after their date and before the new one.
    """

    kind: str
    on: date
    moved: list[CalledUnit]
    kept: list[CalledUnit]
    on_time: list[Filing]

    def questions(self) -> tuple[str, ...]:
        """Return what the act would do, as sentences to be confirmed; they change when anything of it changes."""
        words = _("Dời hạn đăng ký") if self.kind == FilingKind.PLEDGE else _("Dời hạn báo cáo")
        sentences = [
            _("{what} của {n} đơn vị đến hết ngày {day}.").format(
                what=words, n=format_number(len(self.moved)), day=format_date(self.on)
            )
        ]
        if self.on_time:
            units = _named(filing.called for filing in self.on_time)
            sentences.append(_("{n} bản gửi sau hạn cũ được tính là đúng hạn: {units}.").format(
                n=format_number(len(self.on_time)), units=units
            ))  # fmt: skip
        if self.kept:
            sentence = _("{n} đơn vị có hạn bằng hoặc muộn hơn, giữ nguyên: {units}.")
            sentences.append(sentence.format(n=format_number(len(self.kept)), units=_named(self.kept)))
        if self.moved and self.on > self.moved[0].phase.ends_on + LONG_AFTER:
            sentences.append(_("Hạn mới quá nửa năm sau khi kết thúc đợt."))
        return tuple(sentences)


def _named(called: Iterable[CalledUnit]) -> str:
    names = [unit.name for unit in called]
    more = _(" và {n} đơn vị khác").format(n=len(names) - NAMED) if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def branches_of(phase: Phase) -> list[tuple[str, str]]:
    """Return the choices of whose date is moved: everybody, each upper union with those below it, the direct unions."""
    uppers = phase.called_units.filter(parent=phase.campaign.unit).exclude(kind=UnitKind.GRASSROOTS)
    named = [(str(pk), _("{unit} và cấp dưới").format(unit=name)) for pk, name in uppers.values_list("pk", "name")]
    return [(ALL, _("Tất cả đơn vị của đợt")), *named, (DIRECT, _("Công đoàn cơ sở trực thuộc"))]


def called_in(phase: Phase, branches: Sequence[str]) -> Q:
    """Return the condition of the called units in some of the choices of `branches_of`."""
    if ALL in branches:
        return Q(phase=phase)
    uppers = phase.called_units.filter(pk__in=[pk for pk in branches if pk != DIRECT])
    paths = list(uppers.values_list("path", flat=True))
    chosen = within("path", paths) if paths else Q(pk__in=[])
    if DIRECT in branches:
        chosen |= Q(parent=phase.campaign.unit_id, kind=UnitKind.GRASSROOTS)
    return Q(phase=phase) & chosen


def extension_of(phase: Phase, called: Iterable[CalledUnit], kind: str, on: date) -> Extension:
    """Return what moving the date of these units to the end of a day would do."""
    moved: list[CalledUnit] = []
    kept: list[CalledUnit] = []
    until = clock.end_of_day(on)
    for unit in called:
        unit.phase = phase  # its due dates are read once
        due = unit.due(kind)
        (moved if due is None or due < until else kept).append(unit)
    on_time = [late.filing for late in late_sheets(moved, kind) if late.came_at <= until]
    return Extension(kind, on, moved, kept, on_time)


def late_sheets(called: Sequence[CalledUnit], kind: str) -> list[LateSheet]:
    """Return the units' sheets that came late; one typed from its paper came when the paper arrived."""
    by_pk = {unit.pk: unit for unit in called}
    rows = list(Filing.objects.filter(called__in=by_pk, kind=kind, late=True).order_by("pk"))
    first = Submission.objects.filter(filing__in=rows, number=1, paper_arrived_on__isnull=False)
    arrived = {pk: day for pk, day in first.values_list("filing_id", "paper_arrived_on") if day}
    late = []
    for filing in rows:
        filing.called = by_pk[filing.called_id]
        came_at = guaranteed(filing.first_submitted_at, "received_sheet_was_submitted")
        if filing.pk in arrived:
            came_at = min(came_at, clock.end_of_day(arrived[filing.pk]))
        late.append(LateSheet(filing, came_at))
    return late
