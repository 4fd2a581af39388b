"""What the page of a summary shows, written as screens write it: key figures, rows, bars."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from campaigns.figures.types import (
    JUDGED_LATER,
    JUDGED_NOW,
    PERCENT,
    QUOTIENT,
    YES_NO,
    IndicatorAmount,
    IndicatorFigures,
    ParticipationLine,
    WorkOutcome,
    WorkTotals,
)
from foundation.vietnamese import format_number, format_percent
from summaries.figures.types import PhaseFigures
from summaries.models import Summary
from summaries.report.contents import Contents
from summaries.views.awards_presenter import AwardsPresenter
from units.models import Bloc

UNKNOWN = "…"


@dataclass(frozen=True)
class IndicatorRow:
    """`bar`: accumulated actual against the target in percent, at most 100; None without one."""

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
    def __init__(self, contents: Contents, summary: Summary, *, inside: bool):
        self.figures: PhaseFigures = contents.figures
        self.summary = summary
        self.inside = inside

    @cached_property
    def kpis(self) -> list[dict[str, Any]]:
        reports, pledges = self.figures.participation.total.reports, self.figures.participation.total.pledges
        people = self.figures.participation.total.people
        return [
            _kpi(reports.expected, _("đơn vị thuộc diện báo cáo")),
            _kpi(reports.received, _("đã báo cáo ({p})").format(p=format_percent(reports.percent)), "ok"),
            _kpi(reports.waiting, _("chờ xác nhận"), "wait" if reports.waiting else ""),
            _kpi(reports.missing, _("chưa báo cáo"), "no" if reports.missing else "ok"),
            _kpi(pledges.received, _("đã đăng ký trên {n} đơn vị").format(n=format_number(pledges.expected))),
            _kpi(people.workers, _("CNVCLĐ của các đơn vị")),
        ]

    @property
    def headline(self) -> str:
        """The state in one sentence."""
        reports = self.figures.participation.total.reports
        name = self.summary.phase.review_name if self.summary.phase else _("Tổng kết")
        what = _("{name} đợt {n}").format(name=name, n=self.figures.number) if self.summary.phase else name
        return _("{what}: {a}/{b} đơn vị đã báo cáo").format(
            what=what, a=format_number(reports.received), b=format_number(reports.expected)
        )

    @cached_property
    def awards(self) -> AwardsPresenter | None:
        """None in summaries made final before awards were counted."""
        return AwardsPresenter(self.figures, self.figures.awards) if self.figures.awards else None

    @property
    def lines(self) -> tuple[ParticipationLine, ...]:
        return self.figures.participation.lines

    @cached_property
    def sections(self) -> list[tuple[str, list[IndicatorRow]]]:
        """The indicators by section of the table."""
        found: dict[str, list[IndicatorRow]] = {}
        for one in self.figures.indicators:
            found.setdefault(one.section, []).append(self._row(one))
        return list(found.items())

    @cached_property
    def kinds(self) -> list[WorkTotals]:
        return [one for one in self.figures.works.kinds.values() if one.registered or one.done]

    @cached_property
    def uppers(self) -> list[WorkTotals]:
        return [one for one in self.figures.works.uppers if one.registered or one.done]

    @cached_property
    def groups(self) -> list[tuple[str, list[WorkOutcome]]]:
        """Works by upper union."""
        found: dict[str, list[WorkOutcome]] = {}
        for line in self.figures.works.rows:
            found.setdefault(line.upper, []).append(line)
        return list(found.items())

    @property
    def strands(self) -> list[ParticipationLine]:
        """Units by bloc, then by strand."""
        return [line for line in self._by_bloc(self.figures.participation) if line.grassroots]

    @property
    def work_strands(self) -> list[WorkTotals]:
        return [one for one in self._by_bloc(self.figures.works) if one.registered or one.done]

    @staticmethod
    def _by_bloc(counted: Any) -> list[Any]:
        return [*counted.blocs.values(), *counted.strands.values()]

    def _row(self, one: IndicatorFigures) -> IndicatorRow:
        actual, share = self.figures.actual(one), one.of_target
        return IndicatorRow(
            name=one.name,
            unit_of_measure=one.unit_of_measure,
            assigned="–" if one.assigned is None else _assigned(one),
            target=_brief(one.target.total, "–"),
            actual=_brief(actual.total, UNKNOWN if one.asked else "–"),
            actual_parts=_parts(actual.total),
            blocs=_blocs(one, actual),
            share=format_percent(share) if share is not None else "",
            bar=min(int(share), 100) if share is not None else None,
            bar_label=_("{name}: {p} so với đăng ký").format(name=one.name, p=format_percent(share)) if share else "",
            tone="blue" if one.less_is_better else "ok",
            remark=self._remark(one),
        )

    def _remark(self, one: IndicatorFigures) -> str:
        if one.judged == JUDGED_LATER:
            return _("xét cuối năm")
        if one.judged != JUDGED_NOW:
            return _("trường học xét theo năm học, đơn vị khác xét cuối năm")
        found = []
        if one.asked and not one.phase.total.units and not self.figures.whole:
            found.append(_("chưa báo cáo"))
        if one.waiting:
            found.append(_("{n} đơn vị chờ xác nhận").format(n=one.waiting))
        if one.estimated:
            found.append(_("số ước của {n} đơn vị").format(n=one.estimated))
        if one.less_is_better:
            found.append(_("càng ít càng tốt"))
        if one.last_year:
            found.append(_("cùng kỳ năm trước: {v}").format(v=_brief(one.last_year)))
        return "; ".join(found)


def _kpi(value: int | None, label: str, tone: str = "") -> dict[str, Any]:
    return {"value": UNKNOWN if value is None else format_number(value), "label": label, "tone": tone}


def _brief(amount: IndicatorAmount, sign: str = UNKNOWN) -> str:
    """A percent, a quotient, a count of yes, a sum."""
    if amount.numerator is None:
        return sign
    if amount.measure == PERCENT:
        return format_percent(amount.value)
    if amount.measure == QUOTIENT:
        return UNKNOWN if amount.value is None else format_number(amount.value, 1)
    return format_number(amount.numerator)


def _parts(amount: IndicatorAmount) -> str:
    """What a ratio is made of, and of how many answers a count of yes is."""
    if amount.denominator is None or amount.numerator is None:
        return ""
    if amount.measure == YES_NO:
        return _("có, trên {n} đơn vị trả lời").format(n=format_number(amount.denominator))
    return f"{format_number(amount.numerator)}/{format_number(amount.denominator)}"


def _assigned(one: IndicatorFigures) -> str:
    return format_percent(one.assigned) if one.measure == PERCENT else format_number(one.assigned or 0)


def _blocs(one: IndicatorFigures, actual: Any) -> str:
    """Each bloc's part, where somebody reported."""
    if actual.total.numerator is None:
        return ""
    pairs = ((Bloc.ADMINISTRATIVE, _("HC, SN"), actual.administrative), (Bloc.ENTERPRISE, _("DN"), actual.enterprise))
    return " · ".join(f"{name} {_brief(amount)}" for bloc, name, amount in pairs if bloc in one.asked)
