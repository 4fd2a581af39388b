"""What the page of a summary shows: key figures, indicators with bars, works, units by strand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.figures.count_provider import EXPECTED, RECEIVED
from campaigns.figures.types import (
    JUDGED_LATER,
    JUDGED_NOW,
    YES_NO,
    AmountByBloc,
    IndicatorAmount,
    IndicatorFigures,
    ParticipationLine,
    WorkOutcome,
    WorkTotals,
)
from campaigns.models import FilingKind
from campaigns.state_tiles import state_sentence, state_tiles
from foundation.vietnamese import format_number, format_percent
from summaries.annexes.base import indicator_cell
from summaries.annexes.indicators import assigned_cell
from summaries.figures.types import PhaseFigures
from summaries.models import Summary
from summaries.report.contents import SummaryContents
from summaries.views.awards_presenter import AwardsPresenter
from units.models import Bloc

UNKNOWN, NONE = "…", "–"


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as the page writes it. `bar`: the year's actual in percent of the target, at most 100, or None."""

    name: str
    unit_of_measure: str
    assigned: str
    target: str
    actual: str
    actual_parts: str
    blocs: str
    share: str
    bar: int | None
    bar_label: str
    tone: str
    remark: str


class SummaryPresenter:
    """The rows and texts of a summary's page.

    `inside`: whether the reader may open the pages of the units that were counted.
    """

    def __init__(self, contents: SummaryContents, summary: Summary, *, inside: bool):
        self.figures: PhaseFigures = contents.figures
        self.book = contents.book
        self.summary = summary
        self.inside = inside

    @cached_property
    def kpis(self) -> list[dict[str, str]]:
        """The six states of the reports as tiles. Those of a draft lead to the lists of their sheets."""
        return state_tiles(self.book, FilingKind.REPORT.value, linked=self.inside and not self.summary.is_final)

    @property
    def state_sentence(self) -> str:
        return state_sentence(self.book, FilingKind.REPORT.value)

    @property
    def other_sentence(self) -> str:
        """How many units have pledged, and how many workers the units have."""
        expected, received = (self.book.value("count:pledge", measure) for measure in (EXPECTED, RECEIVED))
        workers = self.book.value("people:workers", "persons")
        return _("Đã đăng ký {a}/{b} đơn vị; {n} CNVCLĐ của các đơn vị.").format(
            a=format_number(received.number),
            b=format_number(expected.number),
            n=UNKNOWN if workers.value is None else format_number(workers.number),
        )

    @property
    def headline(self) -> str:
        """The sentence that says how many units have reported."""
        expected, received = (self.book.value("count:report", measure) for measure in (EXPECTED, RECEIVED))
        name = self.summary.phase.review_name if self.summary.phase else _("Tổng kết")
        what = _("{name} đợt {n}").format(name=name, n=self.figures.number) if self.summary.phase else name
        return _("{what}: {a}/{b} đơn vị đã báo cáo").format(
            what=what, a=format_number(received.number), b=format_number(expected.number)
        )

    @cached_property
    def awards(self) -> AwardsPresenter | None:
        """The part about awards; None in summaries made final before awards were counted."""
        return AwardsPresenter(self.figures, self.figures.awards) if self.figures.awards else None

    @property
    def lines(self) -> tuple[ParticipationLine, ...]:
        return self.figures.participation.lines

    @cached_property
    def sections(self) -> list[tuple[str, list[IndicatorRow]]]:
        """The rows of the indicators, by section of the catalogue."""
        sections: dict[str, list[IndicatorRow]] = {}
        for indicator in self.figures.indicators:
            sections.setdefault(indicator.section, []).append(self._row(indicator))
        return list(sections.items())

    @cached_property
    def kinds(self) -> list[WorkTotals]:
        return _with_works(self.figures.works.kinds.values())

    @cached_property
    def uppers(self) -> list[WorkTotals]:
        return _with_works(self.figures.works.uppers)

    @cached_property
    def groups(self) -> list[tuple[str, list[WorkOutcome]]]:
        """The works, by upper union."""
        groups: dict[str, list[WorkOutcome]] = {}
        for line in self.figures.works.rows:
            groups.setdefault(line.upper, []).append(line)
        return list(groups.items())

    @property
    def strands(self) -> list[ParticipationLine]:
        """The counts of units, by bloc, then by strand."""
        participation = self.figures.participation
        lines = [*participation.blocs.values(), *participation.strands.values()]
        return [line for line in lines if line.grassroots]

    @property
    def work_strands(self) -> list[WorkTotals]:
        """The totals of works, by bloc, then by strand."""
        works = self.figures.works
        return _with_works([*works.blocs.values(), *works.strands.values()])

    def _row(self, indicator: IndicatorFigures) -> IndicatorRow:
        name, actual, share = indicator.name, self.figures.actual(indicator), indicator.of_target
        return IndicatorRow(
            name=name,
            unit_of_measure=indicator.unit_of_measure,
            assigned=assigned_cell(indicator, NONE).text,
            target=indicator_cell(indicator.target.total, NONE).text,
            actual=indicator_cell(actual.total, UNKNOWN if indicator.asked else NONE).text,
            actual_parts=_parts(actual.total),
            blocs=_blocs(indicator, actual),
            share=format_percent(share) if share is not None else "",
            bar=min(int(share), 100) if share is not None else None,
            bar_label=_("{name}: {p} so với đăng ký").format(name=name, p=format_percent(share)) if share else "",
            tone="blue" if indicator.less_is_better else "ok",
            remark=self._remark(indicator),
        )

    def _remark(self, indicator: IndicatorFigures) -> str:
        if indicator.judged == JUDGED_LATER:
            return _("xét cuối năm")
        if indicator.judged != JUDGED_NOW:
            return _("trường học xét theo năm học, đơn vị khác xét cuối năm")
        remarks = []
        if indicator.asked and not indicator.phase.total.units and not self.figures.whole:
            remarks.append(_("chưa báo cáo"))
        if indicator.waiting:
            remarks.append(_("{n} đơn vị chờ xác nhận").format(n=indicator.waiting))
        if indicator.estimated:
            remarks.append(_("số ước của {n} đơn vị").format(n=indicator.estimated))
        if indicator.less_is_better:
            remarks.append(_("càng ít càng tốt"))
        if indicator.last_year:
            remarks.append(_("cùng kỳ năm trước: {v}").format(v=indicator_cell(indicator.last_year).text))
        return "; ".join(remarks)


def _with_works(totals: Iterable[WorkTotals]) -> list[WorkTotals]:
    return [line for line in totals if line.registered or line.done]


def _parts(amount: IndicatorAmount) -> str:
    """Numerator and denominator of a ratio; for a count of yes the number of answers."""
    if amount.denominator is None or amount.numerator is None:
        return ""
    if amount.measure == YES_NO:
        return _("có, trên {n} đơn vị trả lời").format(n=format_number(amount.denominator))
    return f"{format_number(amount.numerator)}/{format_number(amount.denominator)}"


def _blocs(indicator: IndicatorFigures, actual: AmountByBloc) -> str:
    """Each bloc's part, where somebody reported."""
    if actual.total.numerator is None:
        return ""
    blocs = ((Bloc.ADMINISTRATIVE, _("HC, SN"), actual.administrative), (Bloc.ENTERPRISE, _("DN"), actual.enterprise))
    return " · ".join(
        f"{name} {indicator_cell(amount).text}" for bloc, name, amount in blocs if bloc in indicator.asked
    )
