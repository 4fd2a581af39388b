"""What a reviewer sees of many sheets before deciding about all of them at once, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import access
from campaigns.deviations import Deviation, deviations_of
from campaigns.mending import open_remark_counts
from campaigns.models import DataRequestSheet, Filing, FilingKind
from campaigns.models.submission import read_last_submissions
from campaigns.sheet.late_targets import late_target_counts
from foundation.lazy_text import LazyText
from units.acting import Acting

SHOWN = 3
"""So many numbers of a sheet are shown."""
MOST_AT_ONCE = 50
HEADING = gettext_lazy("Lệch nhiều nhất so với đăng ký, đợt trước, đơn vị cùng khối")
HELP = gettext_lazy(
    "Lệch: quá 20% so với đăng ký (theo tiến độ), chỉ tiêu giao hoặc đợt trước; quá gấp đôi hoặc dưới một nửa so với "
    "mức giữa của các đơn vị cùng khối. Chênh dưới 2 không kể."
)
FOLDED_FROM = 4
"""So many sheets without a number that differs are folded into one line."""


@dataclass(frozen=True)
class PreviewRow:
    """A sheet: why it cannot be decided ("" if it can), its numbers that differ, why it should be looked at alone."""

    sheet: Filing | DataRequestSheet
    why_not: str
    deviations: list[Deviation]
    alone: tuple[str, ...]
    ticked: bool

    @property
    def shown(self) -> list[Deviation]:
        return self.deviations[:SHOWN]

    @property
    def number(self) -> int | None:
        """The number of the submission that is shown."""
        last = self.sheet.last_submission
        return last.number if last else None

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to see in it but its name."""
        return self.ticked and not self.deviations and not self.alone


@dataclass
class Preview:
    """Sheets before they are decided about. `what` they are, as words: "báo cáo đợt 1".

    `heading`: of the column of numbers that differ; `help`: which ones do.
    """

    what: str
    rows: list[PreviewRow]
    heading: LazyText
    help: LazyText

    @cached_property
    def ticked(self) -> int:
        return sum(row.ticked for row in self.rows)

    @property
    def left(self) -> int:
        return len(self.rows) - self.ticked

    @cached_property
    def able(self) -> list[PreviewRow]:
        return [row for row in self.rows if not row.why_not]

    @property
    def striking(self) -> list[PreviewRow]:
        """The rows to be read: what differs, in the office's order."""
        return [row for row in self.able if not row.is_plain and not row.alone]

    @property
    def plain(self) -> list[PreviewRow]:
        return [row for row in self.able if row.is_plain]

    @property
    def is_folded(self) -> bool:
        return len(self.plain) >= FOLDED_FROM

    @property
    def alone(self) -> list[PreviewRow]:
        return [row for row in self.able if row.alone]

    @property
    def unable(self) -> list[PreviewRow]:
        return [row for row in self.rows if row.why_not]

    @property
    def why_none(self) -> str:
        """Why none of the sheets can be decided, each reason once."""
        return " ".join(dict.fromkeys(row.why_not for row in self.rows if row.why_not))


def preview_of(filings: Sequence[Filing], by: Acting | None, *, ticks: frozenset[int] | None = None) -> Preview:
    """Return the preview of sheets of one kind, read with their context.

    `ticks`: the ids that were ticked on the posted page; without them what is not to be looked at alone is ticked.
    """
    read_last_submissions(filings)
    answers = {filing.pk: access.may_accept(filing, by) for filing in filings}
    able = [filing for filing in filings if answers[filing.pk]]
    deviations, alone = deviations_of(able), reasons_to_look_alone(able)
    rows = []
    for filing in filings:
        differing = deviations.get(filing.pk, [])
        reasons = alone.get(filing.pk, ())
        if any(deviation.strong for deviation in differing):
            reasons = (_("nên xem riêng"), *reasons)
        may = bool(answers[filing.pk])
        ticked = may and (not reasons if ticks is None else filing.pk in ticks)
        rows.append(PreviewRow(filing, answers[filing.pk].why_not, differing, tuple(reasons), ticked))
    what = what_words(filings[0].kind if filings else FilingKind.REPORT, filings)
    return Preview(what, rows, HEADING, HELP)


def reasons_to_look_alone(filings: Sequence[Filing]) -> dict[int, tuple[str, ...]]:
    """Return by the sheet's id why it should not be decided about along with others, apart from its numbers."""
    reasons: dict[int, list[str]] = defaultdict(list)
    for pk, count in open_remark_counts(filings).items():
        reasons[pk].append(_("còn {n} đề nghị chưa sửa, chưa trả lời").format(n=count))
    for pk, count in late_target_counts(filings).items():
        reasons[pk].append(_("{n} chỉ tiêu đăng ký sửa sau hạn báo cáo").format(n=count))
    return {pk: tuple(words) for pk, words in reasons.items()}


def what_words(kind: str, filings: Sequence[Filing]) -> str:
    """Return what the sheets are, as words, with their phase if it is one: "báo cáo đợt 1"."""
    what = _("bản đăng ký") if kind == FilingKind.PLEDGE else _("báo cáo")
    phases = {filing.phase.pk: filing.phase.words for filing in filings}
    return f"{what} {next(iter(phases.values()))}" if len(phases) == 1 else what
