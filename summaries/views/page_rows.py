"""The rows of a summary's page, from the book of its figures: units, indicators, sums of works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.figures.address import ALL, BLOC, YES_NO, FigureValue, sliced
from campaigns.figures.count_provider import LATE, MISSING, RECEIVED
from campaigns.figures.indicator_provider import ASSIGNED, ESTIMATED, LAST_YEAR, OF_TARGET, TARGET
from campaigns.figures.types import JUDGED_LATER, JUDGED_NOW
from campaigns.figures.verdicts import Obstacle, Verdict, is_far_above, may_be_blamed, obstacles, verdict
from campaigns.figures.work_provider import VALUES
from campaigns.lifecycle import FilingStatus
from campaigns.state_tiles import progress_words
from foundation.vietnamese import format_number, format_percent
from summaries.annexes.base import indicator_cell
from summaries.annexes.indicators import assigned_cell
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from units.models import Bloc
from units.models.vocabulary import term

UNKNOWN, NONE = "…", "–"


@dataclass(frozen=True)
class LineRow:
    """One unit or group: what it was expected to send, and what came. `unaccepted`: reports waiting or returned."""

    name: str
    unit_id: int | None
    group: str
    grassroots: FigureValue
    workers: FigureValue
    pledged: FigureValue
    reported: FigureValue
    accepted: FigureValue
    unaccepted: int
    late: FigureValue
    missing: FigureValue

    @property
    def bar_words(self) -> str:
        """What the bar shows, in words."""
        return progress_words(self.accepted.number, self.unaccepted, self.expected)

    @property
    def expected(self) -> int:
        """The units that have to report."""
        return self.reported.base[1] or 0 if self.reported.base else 0


def line_row(book: SummaryBook, name: str, slice: str, *, unit_id: int | None = None, group: str = "") -> LineRow:
    returned, submitted, accepted = (
        book.value("count:report", "units", slice, state.value)
        for state in (FilingStatus.RETURNED, FilingStatus.SUBMITTED, FilingStatus.ACCEPTED)
    )
    return LineRow(
        name=name,
        unit_id=unit_id,
        group=group,
        grassroots=book.value("units:grassroots", "units", slice),
        workers=book.value("people:workers", "persons", slice),
        pledged=book.value("count:pledge", RECEIVED, slice),
        reported=book.value("count:report", RECEIVED, slice),
        accepted=accepted,
        unaccepted=returned.number + submitted.number,
        late=book.value("count:report", LATE, slice),
        missing=book.value("count:report", MISSING, slice),
    )


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator as the page writes it. `bar`: the year's actual in percent of the target, at most 100, or None."""

    code: str
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


def indicator_row(book: SummaryBook, indicator: IndicatorLabel) -> IndicatorRow:
    name, actual = indicator.name, book.actual_of(indicator.code, ALL)
    subject = f"indicator:{indicator.code}"
    share = book.value(subject, OF_TARGET).value
    return IndicatorRow(
        code=indicator.code,
        name=name,
        unit_of_measure=indicator.unit_of_measure,
        assigned=assigned_cell(book.value(subject, ASSIGNED), NONE).text,
        target=indicator_cell(book.value(subject, TARGET), NONE).text,
        actual=indicator_cell(actual, UNKNOWN if indicator.asked else NONE).text,
        actual_parts=_parts(actual),
        blocs=_blocs(book, indicator) if actual.numerator is not None else "",
        share=format_percent(share) if share is not None else "",
        bar=min(int(share), 100) if share is not None else None,
        bar_label=_("{name}: {p} so với đăng ký").format(name=name, p=format_percent(share)) if share else "",
        tone="blue" if indicator.less_is_better else "ok",
        remark=_remark(book, indicator),
    )


def _remark(book: SummaryBook, indicator: IndicatorLabel) -> str:
    subject = f"indicator:{indicator.code}"
    if indicator.judged == JUDGED_LATER:
        return _("xét cuối năm")
    if indicator.judged != JUDGED_NOW:
        sentence = _("trường học xét theo năm học, đơn vị khác xét cuối năm")
        return "; ".join([*_assessed(book, indicator), sentence])
    remarks = []
    if indicator.asked and not book.value(subject, "units").number and not book.about.whole:
        remarks.append(_("chưa có số liệu được xác nhận"))
    if waiting := book.value(subject, "units", ALL, FilingStatus.SUBMITTED.value).number:
        remarks.append(_("{n} đơn vị chờ xác nhận").format(n=waiting))
    if estimated := book.value(subject, ESTIMATED).number:
        remarks.append(_("số ước của {n} đơn vị").format(n=estimated))
    if indicator.less_is_better:
        remarks.append(_("càng ít càng tốt"))
    last_year = book.value(subject, LAST_YEAR)
    if last_year.base:
        remarks.append(_("cùng kỳ năm trước: {v}").format(v=indicator_cell(last_year).text))
    return "; ".join([*_assessed(book, indicator), *remarks])


def _assessed(book: SummaryBook, indicator: IndicatorLabel) -> Iterator[str]:
    """Yield the verdict on an indicator, and what whoever writes the report has to know of it.

    One union alone is not judged, nor are low results while reports are missing.
    """
    progress, limits = book.progress(indicator.code), book.about.limits
    word = None if progress is None or book.is_of_one_union else verdict(progress, limits)
    if progress is None or word is None or (word == Verdict.LOW and not may_be_blamed(progress, limits)):
        return
    is_assigned = book.value(f"indicator:{indicator.code}", ASSIGNED).value is not None
    words = {
        Verdict.EXCEEDED: _("vượt chỉ tiêu giao") if is_assigned else _("vượt kế hoạch năm"),
        Verdict.REACHED: _("đạt kế hoạch năm") if progress.at_end else _("đạt và vượt tiến độ"),
        Verdict.NEARLY: _("cơ bản đạt"),
        Verdict.SHORT: _("chưa đạt"),
        Verdict.LOW: _("đạt thấp"),
    }
    is_said = word == Verdict.EXCEEDED or not is_assigned
    yield words[word] if is_said else _("{verdict} theo chỉ tiêu giao").format(verdict=words[word])
    in_the_way = obstacles(progress, limits) if is_far_above(progress, limits) else set()
    if Obstacle.TARGET_TO_CHECK in in_the_way:
        yield _("cần rà soát chỉ tiêu đăng ký")
    if Obstacle.EASY_TARGET in in_the_way:
        yield _("kế hoạch thấp hơn kết quả năm trước")
    if Obstacle.ONE_UNIT in in_the_way and progress.largest_at:
        yield _("chủ yếu ở {unit}").format(unit=progress.largest_at)


def _parts(amount: FigureValue) -> str:
    """Numerator and denominator of a ratio; for a count of yes the number of answers."""
    if amount.denominator is None or amount.numerator is None:
        return ""
    if amount.kind == YES_NO:
        return _("có, trên {n} đơn vị trả lời").format(n=format_number(amount.denominator))
    return f"{format_number(amount.numerator)}/{format_number(amount.denominator)}"


def _blocs(book: SummaryBook, indicator: IndicatorLabel) -> str:
    """Each bloc's part."""
    blocs = ((bloc, term(f"bloc_{bloc}_short")) for bloc in Bloc)
    return " · ".join(
        f"{name} {indicator_cell(book.actual_of(indicator.code, sliced(BLOC, bloc))).text}"
        for bloc, name in blocs
        if bloc in indicator.asked
    )


@dataclass(frozen=True)
class WorkRow:
    """Some works counted; their values in đồng, benefit apart from the value of products."""

    name: str
    registered: FigureValue
    done: FigureValue
    recognised: FigureValue
    benefit: FigureValue
    benefit_checked: FigureValue
    product_value: FigureValue
    product_checked: FigureValue


def work_row(book: SummaryBook, name: str, subject: str, slice: str = ALL) -> WorkRow:
    measures = ("registered", "done", "recognised", *VALUES)
    return WorkRow(name, *(book.value(subject, measure, slice) for measure in measures))
