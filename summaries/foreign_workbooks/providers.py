"""What can go into a cell: figures by their address, texts such as the unit's name. Each provider knows some subjects.

A further kind of figures becomes a provider in PROVIDERS, and is offered and filled in like the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.figures.address import ALL, PERCENT, FigureKey, FigureValue, UnknownFigure
from foundation import clock
from foundation.filling.sheet_writing import CellContent
from foundation.lazy_text import LazyText
from foundation.vietnamese import format_date, format_number, format_percent
from summaries.foreign_workbooks.request_questions import subject_now
from summaries.foreign_workbooks.sources import FilledFrom, FillSource, NoFigure
from summaries.models import CHOSEN_PERIOD, Pointing, WrittenAs

SEPARATOR = "|"


class CellTarget(NamedTuple):
    """What a cell takes: the key of a figure, or a text; of which period, and how it is written."""

    key: FigureKey
    period: str = CHOSEN_PERIOD
    written_as: str = WrittenAs.NUMBER.value

    @classmethod
    def of(cls, pointing: Pointing) -> CellTarget:
        key = FigureKey(pointing.subject, pointing.measure, pointing.slice or ALL, pointing.of_state)
        return cls(key, pointing.period, pointing.written_as)


class OfferedTarget(NamedTuple):
    """What may be chosen for a cell: its key, what it is, and what it comes to now ("" without a value)."""

    key: FigureKey
    words: str
    shown: str

    @property
    def posted(self) -> str:
        """How forms call it."""
        return SEPARATOR.join((self.key.subject, self.key.measure, self.key.state, self.key.slice))

    @property
    def line(self) -> str:
        return f"{self.words}: {self.shown or _('chưa có số')}"


class CellValueProvider(Protocol):
    """What gives values to cells. `prefix`: the first word of its subjects; "" of whoever takes all others."""

    @property
    def prefix(self) -> str: ...

    def offered(self, filled: FilledFrom, period: str) -> Iterator[OfferedTarget]:
        """Yield all that can be chosen. Raises NoFigure where nothing is counted yet."""

    def value(self, target: CellTarget, filled: FilledFrom) -> CellContent:
        """Return what is written into a cell. Raises NoFigure with the reason where nothing is."""


class FigureCells:
    """The figures of a summary, by their addresses without campaign, phase and unit."""

    prefix = ""

    def offered(self, filled: FilledFrom, period: str) -> Iterator[OfferedTarget]:
        book = filled.book(period)
        for key in filled.keys(period):
            yield OfferedTarget(key, book.label(key), shown(book.at(key)))

    def value(self, target: CellTarget, filled: FilledFrom) -> CellContent:
        book = filled.book(target.period)
        try:
            value = book.at(target.key)
        except UnknownFigure as error:
            raise NoFigure(_("Cổng không còn đếm số này. Xin chỉ lại.")) from error
        if value.value is None:
            is_there = target.key in filled.keys(target.period)
            raise NoFigure(
                _("Chưa đơn vị nào báo cáo số này.") if is_there else _("Phong trào, đợt này không có số này.")
            )
        return in_cell(Decimal(value.value), target.written_as)


def in_cell(value: Decimal, written_as: str) -> Decimal:
    """Return a number as it is written into a cell."""
    divisors = {WrittenAs.FRACTION: 100, WrittenAs.THOUSANDS: 1_000, WrittenAs.MILLIONS: 1_000_000}
    return value / divisors.get(WrittenAs(written_as), 1)


def shown(value: FigureValue) -> str:
    """Return a figure as pages write it."""
    if value.value is None:
        return ""
    return format_percent(value.value) if value.kind == PERCENT else format_number(value.value)


class RequestCells(FigureCells):
    """Figures of data requests. Each year's request is another one, so a question is found again by what it asks."""

    prefix = "request"

    def offered(self, filled: FilledFrom, period: str) -> Iterator[OfferedTarget]:
        """Yield nothing: a book offers them among its figures."""
        return iter(())

    def value(self, target: CellTarget, filled: FilledFrom) -> CellContent:
        subject = subject_now(target.key.subject, filled.book(target.period).requests)
        return super().value(target._replace(key=target.key._replace(subject=subject)), filled)


@dataclass(frozen=True)
class FormText:
    words: LazyText
    text: Callable[[FillSource], str | date]


def _cutoff(source: FillSource) -> str | date:
    return min(source.phase.cutoff, clock.today()) if source.phase else ""


TEXTS: Mapping[str, FormText] = {
    "unit": FormText(gettext_lazy("Tên đơn vị báo cáo"), lambda source: source.unit.name),
    "campaign": FormText(gettext_lazy("Tên phong trào"), lambda source: source.campaign.title),
    "phase": FormText(gettext_lazy("Đợt, năm báo cáo"), lambda source: source.period_words),
    "year": FormText(gettext_lazy("Năm của phong trào"), lambda source: str(source.campaign.year)),
    "cutoff": FormText(gettext_lazy("Ngày chốt số liệu của đợt"), _cutoff),
    "day": FormText(gettext_lazy("Ngày điền biểu"), lambda source: clock.today()),
    "report": FormText(
        gettext_lazy("Số, ngày báo cáo tổng hợp"), lambda source: source.state_words if source.final else ""
    ),
}


class TextCells:
    """Texts about what is chosen when the form is filled."""

    prefix = "text"

    def offered(self, filled: FilledFrom, period: str) -> Iterator[OfferedTarget]:
        source = filled.source_of(period)
        for name, text in TEXTS.items():
            content = text.text(source)
            words = format_date(content) if isinstance(content, date) else content
            yield OfferedTarget(FigureKey(f"text:{name}", "text"), str(text.words), words)

    def value(self, target: CellTarget, filled: FilledFrom) -> CellContent:
        text = TEXTS.get(target.key.subject.partition(":")[2])
        content = text.text(filled.source_of(target.period)) if text else ""
        if not content:
            raise NoFigure(_("Nội dung này chưa có ở đợt, báo cáo đã chọn."))
        return content


PROVIDERS: list[CellValueProvider] = [TextCells(), RequestCells(), FigureCells()]


def provider_of(subject: str) -> CellValueProvider:
    prefix = subject.partition(":")[0]
    by_prefix = {provider.prefix: provider for provider in PROVIDERS}
    return by_prefix.get(prefix) or by_prefix[""]
