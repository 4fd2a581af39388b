"""What the Board does with the sentences and the parts of its campaign's reports: write, add, remove, move.

Each act is one transaction and one event. Drafts print the rows of now; what is closed for signing keeps its text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from foundation import vietnamese
from foundation.forms.edit_conflicts import EditConflict, fingerprint
from foundation.lifecycle import StateConflict
from foundation.ordering import next_order
from summaries import access
from summaries.models import ReportLine
from summaries.models.report_line import LineRole
from summaries.report.document import NUMERALS
from summaries.sentences.names import KnownNames, known_names
from units.access import require_allowed
from units.acting import Acting
from units.history import changed_meanwhile, record
from units.models import Post

TEXTS = ("title", "text", "zero", "silent", "hint")
WRITTEN = (*TEXTS, "asks", "active")
"""The columns that the Board writes; `order` too, in the admin."""
MOVED_ROLES = (LineRole.SENTENCE, LineRole.HEADING, LineRole.COLUMN)
LONGEST_TITLE, LONGEST = 160, 8000


@dataclass(frozen=True)
class ReportKind:
    """Of whose reports of which period the lines are."""

    campaign: Campaign
    level: str
    period: str

    @property
    def lines(self) -> list[ReportLine]:
        """All lines, also those that are switched off, in their order."""
        rows = ReportLine.objects.filter(campaign=self.campaign, level=self.level, period=self.period)
        return list(rows.order_by("order", "pk"))

    def heading_of(self, part: str) -> ReportLine:
        return next(line for line in self.lines if line.role == LineRole.HEADING and line.part == part)


def kind_of(line: ReportLine) -> ReportKind:
    return ReportKind(line.campaign, line.level, line.period)


def line_fingerprint(line: ReportLine) -> str:
    """Return the fingerprint of what the page of a line shows."""
    return fingerprint([getattr(line, name) for name in WRITTEN])


def order_fingerprint(lines: Sequence[ReportLine]) -> str:
    """Return the fingerprint of the order of a report's lines."""
    return fingerprint([line.pk for line in lines])


@transaction.atomic
def write_line(line: ReportLine, typed: Mapping[str, Any], *, by: Acting, seen: str | None = None) -> ReportLine:
    """Write the columns that were typed, some of WRITTEN and `order`, and return the line.

    `seen`: the fingerprint of what the page showed. Raises ValidationError by column, EditConflict.
    """
    post = _begin(line.campaign, by)
    stored = _stored(line)
    before = {name: getattr(stored, name) for name in typed}
    written = {name: vietnamese.clean(value) if name in TEXTS else value for name, value in typed.items()}
    changes = {name: [before[name], value] for name, value in written.items() if value != before[name]}
    if not changes:
        return stored
    if seen is not None and seen != line_fingerprint(stored):
        raise EditConflict(changed_meanwhile(stored))
    for name, value in written.items():
        setattr(stored, name, value)
    require_right(stored, known_names(stored.campaign))
    stored.save(update_fields=list(changes))
    record(stored, "write_report_line", by=by, post=post, unit=stored.campaign.unit, changes=changes)
    return stored


@transaction.atomic
def add_line(report_kind: ReportKind, part: str, typed: Mapping[str, Any], *, by: Acting) -> ReportLine:
    """Add a sentence at the end of a part. Raises ValidationError by column; StateConflict where the part is gone."""
    post = _begin(report_kind.campaign, by)
    lines = report_kind.lines
    if not any(line.role == LineRole.HEADING and line.part == part for line in lines):
        raise StateConflict(_("Phần này của báo cáo không còn."))
    line = ReportLine(
        campaign=report_kind.campaign,
        level=report_kind.level,
        period=report_kind.period,
        role=LineRole.SENTENCE,
        part=part,
    )
    for name, value in typed.items():
        setattr(line, name, vietnamese.clean(value) if name in TEXTS else value)
    require_right(line, known_names(report_kind.campaign))
    return _added(line, lines, by=by, post=post)


@transaction.atomic
def add_part(report_kind: ReportKind, typed: Mapping[str, Any], *, by: Acting) -> ReportLine:
    """Add a part without sentences behind the others, and return its heading. Raises ValidationError by column."""
    post = _begin(report_kind.campaign, by)
    lines = report_kind.lines
    if sum(line.role == LineRole.HEADING for line in lines) >= len(NUMERALS):
        raise StateConflict(_("Báo cáo có nhiều nhất {n} phần.").format(n=len(NUMERALS)))
    heading = ReportLine(
        campaign=report_kind.campaign, level=report_kind.level, period=report_kind.period, role=LineRole.HEADING
    )
    for name, value in typed.items():
        setattr(heading, name, vietnamese.clean(value) if name in TEXTS else value)
    require_right(heading, known_names(report_kind.campaign))
    return _added(heading, lines, by=by, post=post)


def _added(line: ReportLine, lines: Sequence[ReportLine], *, by: Acting, post: Post | None) -> ReportLine:
    """Store a new line behind the others.

    Its id is no other row's, ever: what reviewers wrote over a line that is gone comes back under no new one.
    """
    line.order = next_order(other.order for other in lines)
    line.save()
    line.key = f"{line.part}{ReportLine.ADDED}{line.pk}"
    if line.role == LineRole.HEADING:
        line.part = line.key
    line.save(update_fields=["key", "part"])
    changes = {name: [None, getattr(line, name)] for name in WRITTEN if getattr(line, name)}
    record(line, "add_report_line", by=by, post=post, unit=line.campaign.unit, changes=changes)
    return line


@transaction.atomic
def remove_line(line: ReportLine, *, by: Acting, seen: str | None = None) -> None:
    """Remove a sentence that was added, or a part without sentences. Raises StateConflict, EditConflict."""
    post = _begin(line.campaign, by)
    stored = _stored(line)
    if sentence := why_kept(stored, kind_of(stored).lines):
        raise StateConflict(sentence)
    if seen is not None and seen != line_fingerprint(stored):
        raise EditConflict(changed_meanwhile(stored))
    changes = {name: [getattr(stored, name), None] for name in WRITTEN if getattr(stored, name)}
    record(stored, "remove_report_line", by=by, post=post, unit=stored.campaign.unit, changes=changes)
    stored.delete()


@transaction.atomic
def move_line(line: ReportLine, step: int, *, by: Acting, seen: str | None = None) -> None:
    """Move a sentence inside its part, a part or a column, by one place: up with -1, down with 1.

    `seen`: the fingerprint of the order of all lines on the page. Raises EditConflict.
    """
    post = _begin(line.campaign, by)
    stored = _stored(line)
    lines = kind_of(stored).lines
    if seen is not None and seen != order_fingerprint(lines):
        raise EditConflict(_("Người khác vừa xếp lại các câu. Chưa chuyển gì; xin xem lại thứ tự rồi chuyển tiếp."))
    beside = moved_together(stored, lines)
    here = next(position for position, other in enumerate(beside) if other.pk == stored.pk)
    there = here + step
    if stored.role not in MOVED_ROLES or not 0 <= there < len(beside):
        return
    beside[here], beside[there] = beside[there], beside[here]
    orders = sorted(other.order for other in beside)
    for position, other in enumerate(beside):
        # two rows may have one order
        orders[position] = max(orders[position], orders[position - 1] + 1) if position else orders[position]
        other.order = orders[position]
    ReportLine.objects.bulk_update(beside, ["order"])
    changes = {str(stored): [str(here + 1), str(there + 1)]}
    record(stored, "move_report_line", by=by, post=post, unit=stored.campaign.unit, changes=changes)


def why_kept(line: ReportLine, lines: Sequence[ReportLine]) -> str:
    """Return why one of the lines of a report cannot be removed, "" if it can."""
    if line.role != LineRole.HEADING:
        kept = _("Câu có sẵn không xóa được. Không dùng thì bỏ đánh dấu “đang dùng”.")
        return "" if line.is_added else kept
    left = [other for other in lines if other.part == line.part and other.pk != line.pk]
    if any(not other.is_added for other in left):
        return _("Phần có câu có sẵn không xóa được. Không dùng thì bỏ đánh dấu “đang dùng”.")
    return _("Phần này còn {n} câu. Xin bỏ các câu trước.").format(n=len(left)) if left else ""


def moved_together(line: ReportLine, lines: Sequence[ReportLine]) -> list[ReportLine]:
    """Return the lines among which a line moves: the sentences of its part, else those of its role."""
    is_sentence = line.role == LineRole.SENTENCE
    return [other for other in lines if other.role == line.role and (not is_sentence or other.part == line.part)]


def require_right(line: ReportLine, names: KnownNames) -> None:
    """Raise ValidationError by column for a line in use that cannot be printed, and for texts that are too long."""
    errors = line.problems(names) if line.active else {}
    for name in TEXTS:
        longest = LONGEST_TITLE if name == "title" else LONGEST
        if len(getattr(line, name)) > longest:
            errors[name] = _("Nội dung dài quá {n} ký tự. Xin rút gọn.").format(n=longest)
    if line.is_added and not line.text:
        errors["text"] = _("Xin ghi lời của câu.")
    if errors:
        raise ValidationError(errors)


def _begin(campaign: Campaign, by: Acting) -> Post | None:
    post = require_allowed(access.may_edit_lines(campaign, by))
    list(Campaign.objects.select_for_update(of=("self",), no_key=True).filter(pk=campaign.pk))
    return post


def _stored(line: ReportLine) -> ReportLine:
    """Return the row as it is stored now. Raises StateConflict for one that was removed meanwhile."""
    stored = ReportLine.objects.select_related("campaign__unit").filter(pk=line.pk).first()
    if stored is None:
        raise StateConflict(_("Câu này vừa được người khác bỏ."))
    return stored
