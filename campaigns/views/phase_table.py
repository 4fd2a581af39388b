"""The table of a phase's progress for its page: key figures, and a row with links for each group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from urllib.parse import urlencode

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.figures.address import ALL, FigureValue
from campaigns.figures.count_provider import EXPECTED, LATE, MISSING, RECEIVED
from campaigns.lifecycle import FilingStatus
from campaigns.models import FilingKind, Phase
from campaigns.progress.phase_progress import PhaseProgress, ProgressGroup
from campaigns.progress.progress_book import OVERDUE
from campaigns.state_tiles import progress_words, state_sentence, state_tiles
from foundation.list_table import ListColumn, ListTable, ValueKind
from foundation.vietnamese import format_number, format_percent
from units.models import Unit
from units.models.vocabulary import WORKERS


@dataclass(frozen=True)
class RowFigures:
    """The figures of a row of the table; `unaccepted` are those waiting and those returned."""

    called: FigureValue
    expected: FigureValue
    accepted: FigureValue
    unaccepted: int
    late: FigureValue
    missing: FigureValue
    overdue: FigureValue

    @property
    def bar_words(self) -> str:
        """What the bar of a group shows, in words."""
        words = progress_words(self.accepted.number, self.unaccepted, self.expected.number)
        return f"{words}; {gettext('{n} gửi sau hạn').format(n=self.late.number)}" if self.late.value else words


Line = tuple[str, RowFigures, int | None]
"""A row of the file: a title, its figures, and how many wait, which of the total no screen says."""


def _figure(name: str) -> Callable[[Line], int]:
    return lambda line: getattr(line[1], name).value


def _by_upper(kind: FilingKind) -> ListTable:
    missing = MISSING_WORDS[kind]
    progress = _("Tiến độ")
    waiting = _("Chờ xác nhận hoặc bổ sung")
    return ListTable(
        _("Tiến độ đăng ký thi đua") if kind == FilingKind.PLEDGE else _("Tiến độ báo cáo kết quả"),
        (
            ListColumn(_("Công đoàn cấp trên"), itemgetter(0), width=44),
            ListColumn(_("Thuộc diện"), _figure("expected"), ValueKind.NUMBER, css="num", width=12),
            ListColumn(progress, css="w-25"),
            ListColumn(waiting, itemgetter(2), ValueKind.NUMBER, within=progress, width=14),
            ListColumn(_("Đã xác nhận"), _figure("accepted"), ValueKind.NUMBER, css="num", width=14),
            ListColumn(_("Gửi sau hạn"), _figure("late"), ValueKind.NUMBER, css="num", width=14),
            ListColumn(capfirst(missing), _figure("missing"), ValueKind.NUMBER, css="num", width=14),
        ),
    )


MISSING_WORDS = {FilingKind.PLEDGE: _("chưa đăng ký"), FilingKind.REPORT: _("chưa báo cáo")}
BY_UPPER = {kind.value: _by_upper(kind) for kind in FilingKind}
"""By kind of sheet, the table by upper union, of Lines."""


@dataclass(frozen=True)
class ProgressRow:
    """The row of a group: `toggle_url` unfolds or folds its sheets, `unit_url` shows the phase as its union sees it."""

    group: ProgressGroup
    figures: RowFigures
    opened: bool
    toggle_url: str
    unit_url: str


def _line(row: ProgressRow) -> Line:
    return row.group.title, row.figures, row.figures.unaccepted


@dataclass(frozen=True)
class ProgressTable:
    """The progress of one kind of sheet, as the page shows it."""

    phase: Phase
    kind: str
    unit: Unit
    progress: PhaseProgress
    opened: str

    @property
    def kpis(self) -> list[dict[str, str]]:
        """The six states as tiles."""
        return state_tiles(self.progress.book, self.kind, linked=True)

    @property
    def sentence(self) -> str:
        return state_sentence(self.progress.book, self.kind)

    @property
    def workers_sentence(self) -> str:
        """How many workers belong to the units whose sheet was received, and of how many."""
        workers = self.progress.book.value("called:workers", RECEIVED)
        if workers.base is None or not workers.base[1]:
            return ""
        words = (
            gettext("Đơn vị đã đăng ký có {a}/{b} {workers} ({share}), theo danh sách khi mở đợt.")
            if self.kind == FilingKind.PLEDGE
            else gettext("Đơn vị đã báo cáo có {a}/{b} {workers} ({share}), theo danh sách khi mở đợt.")
        )
        a, b = (format_number(number or 0) for number in workers.base)
        return words.format(a=a, b=b, workers=WORKERS, share=format_percent(workers.share))

    @property
    def missing_word(self) -> str:
        return str(MISSING_WORDS[FilingKind(self.kind)])

    @property
    def columns(self) -> list[ListColumn]:
        return BY_UPPER[self.kind].on_screen

    @property
    def lines(self) -> list[Line]:
        """The rows by upper union as a file has them: the total below them, then what it leaves out."""
        return [
            *map(_line, self.rows),
            (gettext("Cộng"), self.total, None),
            *([_line(self.coordinated)] if self.coordinated else []),
        ]

    @property
    def file_address(self) -> str:
        """The address of this table, to which the kind of file is added."""
        return f"?{urlencode({'unit': self.unit.pk, 'kind': self.kind})}&"

    @property
    def missing_file(self) -> str:
        """The address of the list of the units that have yet to send, to which the kind of file is added."""
        url = self.total.missing.rows_url
        return f"{url}&" if url and self.total.missing.value else ""

    @cached_property
    def total(self) -> RowFigures:
        return self._row_figures(ALL)

    @cached_property
    def rows(self) -> list[ProgressRow]:
        return [self._row(group) for group in self.progress.groups]

    @cached_property
    def coordinated(self) -> ProgressRow | None:
        return self._row(self.progress.coordinated) if self.progress.coordinated else None

    def _row(self, group: ProgressGroup) -> ProgressRow:
        opened = group.key == self.opened
        query = {"unit": self.unit.pk, "kind": self.kind} | ({} if opened else {"open": group.key})
        return ProgressRow(
            group=group,
            figures=self._row_figures(group.slice),
            opened=opened,
            toggle_url=f"?{urlencode(query)}#u{group.key}",
            unit_url=f"?{urlencode({'unit': group.unit_id, 'kind': self.kind})}" if group.unit_id else "",
        )

    def _row_figures(self, slice: str) -> RowFigures:
        book, subject = self.progress.book, f"count:{self.kind}"
        returned, submitted, accepted = (
            book.value(subject, "units", slice, state.value)
            for state in (FilingStatus.RETURNED, FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
        )
        return RowFigures(
            called=book.value(subject, "units", slice),
            expected=book.value(subject, EXPECTED, slice),
            accepted=accepted,
            unaccepted=returned.number + submitted.number,
            late=book.value(subject, LATE, slice),
            missing=book.value(subject, MISSING, slice),
            overdue=book.value(f"called:{self.kind}", OVERDUE, slice),
        )
