"""What the page of a campaign's sentences shows: part by part, each as it reads now, and who is told of nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from campaigns.models import Phase
from summaries.line_actions import MOVED_ROLES, ReportKind, moved_together, order_fingerprint
from summaries.models import ReportLine
from summaries.models.report_line import Level, LineRole, Period
from summaries.report.document import NUMERALS
from summaries.report.line_preview import LinePreview, PreviewedText, UntoldIndicator


@dataclass(frozen=True)
class ReportLineRow:
    """A line of the page: its stored row, and how it reads now."""

    line: ReportLine
    now: PreviewedText
    can_rise: bool
    can_sink: bool

    @property
    def is_open(self) -> bool:
        """True of a sentence that reviewers write."""
        return not self.line.text


@dataclass(frozen=True)
class ReportLineGroup:
    """Lines below a heading. `heading`: the row of a part's heading; `part`: where sentences can be added, else ""."""

    title: str
    rows: tuple[ReportLineRow, ...]
    heading: ReportLineRow | None = None
    part: str = ""


def query_of(report_kind: ReportKind, phase: Phase | None) -> str:
    """Return the query of an address that shows this report with the figures of the phase."""
    number = {"phase": phase.number} if phase else {}
    return urlencode({"level": report_kind.level, "period": report_kind.period, **number})


class LinesPresenter:
    """The lines of one report, with the choices at the head of the page."""

    def __init__(self, report_kind: ReportKind, preview: LinePreview, opened: list[Phase]):
        self.report_kind, self.preview, self.opened = report_kind, preview, opened
        self.levels, self.periods = Level.choices, Period.choices

    @cached_property
    def lines(self) -> list[ReportLine]:
        lines = self.report_kind.lines
        for line in lines:
            line.campaign = self.report_kind.campaign
        return lines

    @property
    def query(self) -> str:
        return query_of(self.report_kind, self.preview.phase)

    @property
    def order_fingerprint(self) -> str:
        return order_fingerprint(self.lines)

    @cached_property
    def may_add_part(self) -> bool:
        return sum(line.role == LineRole.HEADING for line in self.lines) < len(NUMERALS)

    @cached_property
    def untold(self) -> list[UntoldIndicator]:
        return self.preview.untold(self.lines)

    @cached_property
    def groups(self) -> list[ReportLineGroup]:
        """The opening, the parts, the closing, then what the sentences are made of."""
        groups = [ReportLineGroup(_("Mở đầu"), self._rows(LineRole.OPENING))]
        numerals = iter(NUMERALS)
        for heading in self._of(LineRole.HEADING):
            rows = (*self._rows(LineRole.SENTENCE, heading.part), *self._rows(LineRole.DEFAULT, heading.part))
            shown = self._row(heading)
            title = f"{next(numerals)}. {shown.now.text}" if heading.active else shown.now.text
            groups.append(ReportLineGroup(title, rows, shown, heading.part))
        groups.append(ReportLineGroup(_("Kết thúc"), self._rows(LineRole.CLOSING)))
        groups.append(ReportLineGroup(_("Cụm từ dùng trong các câu"), self._rows(LineRole.PHRASE)))
        groups.append(ReportLineGroup(_("Tên cột Biểu số 06"), self._rows(LineRole.COLUMN)))
        return [group for group in groups if group.rows or group.part]

    def _of(self, role: str, part: str = "") -> Iterable[ReportLine]:
        return (line for line in self.lines if line.role == role and (not part or line.part == part))

    def _rows(self, role: str, part: str = "") -> tuple[ReportLineRow, ...]:
        return tuple(map(self._row, self._of(role, part)))

    def _row(self, line: ReportLine) -> ReportLineRow:
        beside = moved_together(line, self.lines) if line.role in MOVED_ROLES else [line]
        return ReportLineRow(line, self.preview.of(line), can_rise=line != beside[0], can_sink=line != beside[-1])
