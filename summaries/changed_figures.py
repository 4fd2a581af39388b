"""The figures in which a further revision differs from the one it replaces, as text and as an annex of its paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from campaigns.figures.address import ALL, MONEY, PERCENT, QUOTIENT, YES_NO, FigureValue
from campaigns.figures.book import ChangedValue
from campaigns.figures.indicator_provider import PHASE, YEAR
from foundation.documents.table import CENTRE, GROUP, TEXT, PaperTable, TableColumn, TableRow, ordinal_cell
from foundation.lazy_text import LazyText
from foundation.vietnamese import format_money, format_number, format_percent
from summaries.annexes.base import MOST_ROWS, Annex, group_letters
from summaries.comparison import Comparison
from summaries.models import Summary
from summaries.report.contents import SummaryContents
from units.models.vocabulary import WORKERS

NONE = "–"
GROUPS: dict[str, LazyText] = {
    "count": gettext_lazy("Đăng ký và báo cáo"),
    "units": gettext_lazy("Đơn vị"),
    "people": format_lazy(gettext_lazy("{workers}, đoàn viên"), workers=WORKERS),
    "indicator": gettext_lazy("Chỉ tiêu"),
    "work": gettext_lazy("Đề tài, sáng kiến, công trình"),
    "spring": gettext_lazy("Ra quân đầu xuân"),
    "award": gettext_lazy("Khen thưởng"),
    "request": gettext_lazy("Yêu cầu bổ sung số liệu"),
    "guidance": gettext_lazy("Chỉ đạo, tổ chức phong trào"),
}
"""Titles of figures by the first word of their subject."""
LABEL = "Biểu số 07"


def changes_annex(summary: Summary, contents: SummaryContents) -> list[Annex]:
    """Return the annex of a further revision that has each changed figure old and new; none where none changed.

    Figures of blocs and of unions below are counted beside the figure of the whole; the annexes have them. Revisions
    that were final before there was closing have none.
    """
    replaced = summary.replaced
    if replaced is None or contents.document.dated_on:
        return []
    replaced.refresh_from_db(fields=["figures"])  # deferred: the other pages need its text alone
    comparison = Comparison(replaced, summary, contents)
    lines = list(_lines(comparison))
    if not lines:
        return []
    title = f"Những số liệu thay đổi so với lần {replaced.revision}"
    table = _table(lines, (replaced.revision, summary.revision))
    return [Annex(LABEL, title, [table])]


def _table(lines: Iterable[tuple[str, str, ChangedValue]], revisions: tuple[int, int]) -> PaperTable:
    columns = (
        TableColumn("TT", 5, CENTRE),
        TableColumn("Số liệu", 61, TEXT),
        *(TableColumn(f"Lần {revision}", 17) for revision in revisions),
    )
    rows: list[TableRow] = []
    number, group, letters = 0, "", group_letters()
    for label, title, change in lines:
        if title != group:
            group = title
            rows.append(TableRow([next(letters), title], GROUP))
        number += 1
        rows.append(TableRow([ordinal_cell(number), label, value_text(change.before), value_text(change.after)]))
    notes = [f"Ghi chú: ({NONE}) Không có số liệu."]
    if number > MOST_ROWS:
        rows = rows[:MOST_ROWS]
        notes.append(f"Còn {number - MOST_ROWS} số liệu thay đổi khác, xem trên cổng.")
    return PaperTable(columns, rows, notes=notes)


def _lines(comparison: Comparison) -> Iterable[tuple[str, str, ChangedValue]]:
    """Yield the figures that differ, those of the whole: label, title of the group, old and new value.

    A number is told once: in a first phase the amount of the year is that of the phase, and what was done in spring is
    an indicator's amount.
    """
    by_subject: dict[str, list[ChangedValue]] = {}
    of_phase = {
        (change.key.subject, change.key.slice): change for change in comparison.figures if change.key.measure == PHASE
    }
    for change in comparison.figures:
        key = change.key
        is_of_indicator, is_of_spring = key.subject.startswith("indicator:"), key.subject.startswith("spring:")
        if (is_of_indicator and key.measure == "units") or (is_of_spring and key.subject != "spring:uppers"):
            continue
        if key.measure == YEAR and _is_same(change, of_phase.get((key.subject, key.slice))):
            continue
        by_subject.setdefault(key.subject, []).append(change)
    for subject, changes in by_subject.items():
        totals = totals_of(changes)
        others = len(changes) - len(totals)
        for position, change in enumerate(totals):
            label = comparison.label(change.key)
            if position == 0 and others:
                label += f" (và {others} số liệu theo khối, đơn vị)"
            yield label, str(GROUPS[subject.partition(":")[0]]), change


def _is_same(change: ChangedValue, other: ChangedValue | None) -> bool:
    return other is not None and (change.before.value, change.after.value) == (other.before.value, other.after.value)


def totals_of(changes: Sequence[ChangedValue]) -> Sequence[ChangedValue]:
    """Return the changes of the whole among those of a subject; where it is the same, the first of a part."""
    return [change for change in changes if change.key.slice == ALL] or changes[:1]


def value_text(value: FigureValue) -> str:
    """Return a figure as text, a ratio with its numbers: "96,8% (60/62)"."""
    if value.value is None:
        return NONE
    if value.kind == MONEY:
        return format_money(int(value.value))
    if value.kind == YES_NO:
        return f"{format_number(value.value)}/{format_number(value.denominator or 0)}"
    text = format_percent(value.value) if value.kind == PERCENT else _number(value.value)
    if value.kind in (PERCENT, QUOTIENT) and value.numerator is not None and value.denominator is not None:
        sign = "%" if value.of_percents else ""
        text += f" ({_number(value.numerator)}{sign}/{_number(value.denominator)}{sign})"
    return text


def _number(value: Decimal | int) -> str:
    """Return a number with at most three decimals."""
    return format_number(Decimal(value).quantize(Decimal("0.001")))
