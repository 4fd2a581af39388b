"""What the page about the difference of two revisions shows: figures old and new, and the sheets that caused them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.figures.book import ChangedValue
from campaigns.figures.indicator_provider import PHASE, YEAR
from campaigns.models import Filing, Submission
from campaigns.sheet.amount_text import amount_text
from summaries.causes import NO_SHEETS, PEOPLE, WORK, FirstSheets
from summaries.changed_figures import GROUPS, NONE, totals_of, value_text
from summaries.comparison import ChangedSheet, Comparison
from summaries.sources import ChangedFigure, CountedAmount
from units.models.vocabulary import WORKERS

NAMED = 3
"""Sheets that are named beside a figure; of the others the number is said."""


@dataclass(frozen=True)
class ChangedSubject:
    """The figures of one subject that differ: rows of (label, before, after). `name`: what all their labels begin with.

    `sheets`: unit and address of the first of the `sheet_count` that caused it. `parts`: how many more figures of the
    subject differ, as of blocs and of unions below.
    """

    subject: str
    name: str
    rows: list[tuple[str, str, str]]
    sheets: list[tuple[str, str]]
    sheet_count: int
    parts: int

    @property
    def unnamed(self) -> int:
        return self.sheet_count - len(self.sheets)


@dataclass(frozen=True)
class SheetRow:
    """A sheet that both revisions counted differently, with the addresses of both submissions ("" where none was
    counted) and its figures that differ: (name, before, after).
    """

    unit: str
    title: str
    before_number: int | None
    before_url: str
    after_number: int | None
    after_url: str
    remark: str
    figures: list[tuple[str, str, str]]


class ChangesPresenter:
    """The rows of the page. With a `subject` all figures of it and the sheets that changed it, else all sheets, and of
    figures the totals.
    """

    def __init__(self, comparison: Comparison, subject: str = "", *, inside: bool):
        self.comparison, self.subject = comparison, subject
        self.causes = comparison.causes if inside else None

    @cached_property
    def groups(self) -> list[tuple[str, list[ChangedSubject]]]:
        """The figures by title."""
        groups: dict[str, list[ChangedSubject]] = {}
        by_subject = self._by_subject()
        causes = self.causes.first_of(by_subject, NAMED) if self.causes else {}
        sheets = self._named_sheets({pk for first in causes.values() for pk in first.filings})
        for subject, changes in by_subject.items():
            title = str(GROUPS[subject.partition(":")[0]])
            first = causes.get(subject, FirstSheets([], 0))
            changed = self._changed_subject(subject, changes, [sheets[pk] for pk in first.filings], first.count)
            groups.setdefault(title, []).append(changed)
        return list(groups.items())

    def _named_sheets(self, filings: Collection[int]) -> dict[int, tuple[str, str]]:
        """Return unit and address of sheets, by their id."""
        if not self.causes or not filings:
            return {}
        rows = [(source.filing, source.after or source.before) for source in self.causes.read(filings)]
        return {filing.pk: (filing.called.name, _url(filing, submission)) for filing, submission in rows}

    @property
    def listed(self) -> QuerySet[Filing]:
        """The sheets that are listed below the figures."""
        if not self.causes:
            return NO_SHEETS
        return self.causes.of(self.subject) if self.subject else self.causes.sheets

    def rows(self, filings: Iterable[Filing]) -> list[SheetRow]:
        """Return some of the listed sheets with what differs in them."""
        return [sheet_row(sheet) for sheet in self.comparison.read_sheets(filings)]

    @property
    def subject_label(self) -> str:
        """What the chosen subject is; "" when none is chosen, or nothing of it differs."""
        changes = self._by_subject().get(self.subject) if self.subject else None
        return self.comparison.label(changes[0].key) if changes else ""

    def _by_subject(self) -> dict[str, list[ChangedValue]]:
        by_subject: dict[str, list[ChangedValue]] = {}
        for change in self.comparison.figures:
            if self.subject in ("", change.key.subject):
                by_subject.setdefault(change.key.subject, []).append(change)
        return by_subject

    def _changed_subject(
        self, subject: str, changes: list[ChangedValue], sheets: list[tuple[str, str]], sheet_count: int
    ) -> ChangedSubject:
        shown = changes if self.subject else totals_of(changes)
        labels = [self.comparison.label(change.key) for change in shown]
        name = _common_beginning(labels)
        return ChangedSubject(
            subject,
            name,
            [
                (label.removeprefix(f"{name}, "), *self._values(change))
                for label, change in zip(labels, shown, strict=True)
            ],
            sheets=sheets,
            sheet_count=sheet_count,
            parts=len(changes) - len(shown),
        )

    def _values(self, change: ChangedValue) -> tuple[str, str]:
        before, after = value_text(change.before), value_text(change.after)
        if change.key.measure not in (PHASE, YEAR) or not change.key.subject.startswith("indicator:"):
            return before, after
        estimated = self.comparison.estimates(change.key)
        return _marked(before, estimated=estimated[0]), _marked(after, estimated=estimated[1])


def _common_beginning(labels: list[str]) -> str:
    """Return the words up to a comma with which all labels begin; "" if they have none, or if there is one label."""
    if len(labels) == 1:
        return ""
    parts = [label.split(", ")[:-1] for label in labels]
    return ", ".join(same[0] for same in takewhile(lambda same: len(set(same)) == 1, zip(*parts, strict=False)))


def sheet_row(sheet: ChangedSheet) -> SheetRow:
    source = sheet.source
    filing, before, after = source.filing, source.before, source.after
    return SheetRow(
        filing.called.name,
        filing.title,
        before.number if before else None,
        _url(filing, before),
        after.number if after else None,
        _url(filing, after),
        _remark(sheet),
        [_figure(figure) for figure in sheet.figures],
    )


def _url(filing: Filing, submission: Submission | None) -> str:
    return filing.url("version", submission.number) if submission else ""


def _figure(figure: ChangedFigure) -> tuple[str, str, str]:
    return figure.indicator.name, _amount(figure, figure.before), _amount(figure, figure.after)


def _amount(figure: ChangedFigure, amount: CountedAmount | None) -> str:
    text = amount_text(figure.indicator, amount) or NONE
    return _marked(text, estimated=amount is not None and amount.estimated)


def _marked(text: str, *, estimated: bool) -> str:
    return _("{value} (có số ước)").format(value=text) if estimated else text


def _remark(sheet: ChangedSheet) -> str:
    """Return what besides figures differs, or why it cannot be said."""
    source = sheet.source
    if not source.comparable:
        return _("không còn số liệu của bản cũ để so sánh")
    remarks = []
    if source.before and source.after and PEOPLE in sheet.words:
        remarks.append(_("số {workers}, đoàn viên thay đổi").format(workers=WORKERS))
    if WORK in sheet.words:
        same = source.before == source.after
        remarks.append(_("giá trị rà soát thay đổi") if same else _("đề tài, sáng kiến, công trình thay đổi"))
    return "; ".join(remarks)
