"""The table of a phase's progress for its page: key figures, and a row with links for each group."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from campaigns.models import FilingKind, Phase
from campaigns.models.filing import filing_list_url
from campaigns.progress.branch_counts import BranchCounts
from campaigns.progress.phase_progress import PhaseProgress, ProgressGroup
from foundation.vietnamese import format_number, format_percent
from units.models import Unit


@dataclass(frozen=True)
class ProgressRow:
    """The row of a group: `toggle_url` unfolds or folds its sheets, `unit_url` shows the phase as its union sees it."""

    group: ProgressGroup
    opened: bool
    toggle_url: str
    unit_url: str
    missing_url: str
    list_url: str
    bar_words: str


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
        """The key figures, as components/kpi.html takes them."""
        pledge, total = self.kind == FilingKind.PLEDGE, self.progress.total
        share = format_percent(total.accepted_percent)
        whole = _("CNVCLĐ thuộc đơn vị đã đăng ký") if pledge else _("CNVCLĐ thuộc đơn vị đã báo cáo")
        key = str(self.unit.pk)
        figures = [
            (
                total.expected,
                _("đơn vị thuộc diện đăng ký") if pledge else _("đơn vị thuộc diện báo cáo"),
                "",
                "",
            ),
            (total.accepted, _("đã xác nhận ({share})").format(share=share), "ok", "accepted"),
            (total.submitted, _("chờ xác nhận"), "wait", "submitted"),
            (total.missing, self.missing_word, "no", "missing"),
            (total.late, _("gửi sau hạn"), "", "late"),
        ]
        shown = [
            {
                "value": format_number(value),
                "label": label,
                "tone": tone if value else "",
                "url": self.list_url(status, key) if status and value else "",
            }
            for value, label, tone, status in figures
        ]
        return [*shown, {"value": format_percent(total.workers_percent), "label": whole}]

    @property
    def missing_word(self) -> str:
        return _("chưa đăng ký") if self.kind == FilingKind.PLEDGE else _("chưa báo cáo")

    @property
    def rows(self) -> list[ProgressRow]:
        return [self._row(group) for group in self.progress.groups]

    @property
    def coordinated(self) -> ProgressRow | None:
        return self._row(self.progress.coordinated) if self.progress.coordinated else None

    def _row(self, group: ProgressGroup) -> ProgressRow:
        opened = group.key == self.opened
        query = {"unit": self.unit.pk, "kind": self.kind} | ({} if opened else {"open": group.key})
        return ProgressRow(
            group=group,
            opened=opened,
            toggle_url=f"?{urlencode(query)}#u{group.key}",
            unit_url=f"?{urlencode({'unit': group.unit_id, 'kind': self.kind})}" if group.unit_id else "",
            missing_url=self.list_url("missing", group.key),
            list_url=self.list_url("", group.key),
            bar_words=bar_words(group.counts),
        )

    @property
    def all_url(self) -> str:
        return self.list_url("", str(self.unit.pk))

    def list_url(self, status: str, under: str) -> str:
        """Return the URL of the list of the sheets that a figure counts."""
        return filing_list_url(self.kind, phase=self.phase.pk, status=status, under=under)


def bar_words(counts: BranchCounts) -> str:
    """Return in words what the bar of a group shows."""
    words = _("{a} đã xác nhận, {b} chờ xác nhận hoặc bổ sung, trên {c} đơn vị").format(
        a=counts.accepted, b=counts.waiting, c=counts.expected
    )
    return f"{words}; {_('{n} gửi sau hạn').format(n=counts.late)}" if counts.late else words
