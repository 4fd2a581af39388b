"""The placeholders of indicators: what was done, pledged and assigned, and how these compare. See placeholders.py."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from campaigns.figures.address import ALL, BLOC, GRASSROOTS, PERCENT, QUOTIENT, SUM, YES_NO, FigureValue, sliced
from campaigns.figures.changes import Comparability, change, comparability
from campaigns.figures.indicator_provider import ASSIGNED, EXPECTED_REPORTS, LAST_YEAR, POINTS, TARGET, YEAR
from campaigns.figures.indicator_provider import OF_ASSIGNED as OF_ASSIGNED_TARGET
from campaigns.figures.indicator_provider import OF_TARGET as OF_PLEDGE
from campaigns.figures.verdicts import verdict
from campaigns.models.assessment_limits import VerdictLimits
from foundation.vietnamese import format_number, format_percent
from summaries.figures.book import SummaryBook
from summaries.figures.labels import IndicatorLabel
from summaries.report.assessment import Texts
from summaries.report.figure_texts import (
    compared,
    compared_with_assigned,
    count_text,
    in_points,
    rate,
    share,
    since_last_year,
    tenths,
)
from summaries.report.phrases import ADDED_UP
from summaries.sentences.names import SUFFIXES
from summaries.sentences.templates import SO_FAR
from units.models import Bloc

ADMINISTRATIVE, ENTERPRISE = sliced(BLOC, Bloc.ADMINISTRATIVE), sliced(BLOC, Bloc.ENTERPRISE)
SLICES = dict(zip(SUFFIXES, (ALL, ADMINISTRATIVE, ENTERPRISE, GRASSROOTS), strict=True))
"""By what is written behind an indicator's code the slice that it means."""


def texts_of_indicator(book: SummaryBook, indicator: IndicatorLabel) -> Texts:
    texts: Texts = {}
    code, limits = indicator.code, book.about.limits
    subject = f"indicator:{code}"
    for suffix, slice in SLICES.items():
        key = f"{code}{suffix}"
        actual, target = book.actual_of(code, slice), book.value(subject, TARGET, slice)
        texts |= _amount(key, actual, limits) | _amount(f"{key} đăng ký", target, limits)
        texts[f"{key} trên đăng ký"] = on_target(actual, target)
        texts[f"{key} so với đăng ký"] = against_pledge(book, indicator, slice)
        texts[f"{key}{SO_FAR}"] = _nought_so_far(book, code, slice)
    of_assigned = book.value(subject, OF_ASSIGNED_TARGET)
    texts[f"{code} so với giao"] = share(of_assigned.value)
    texts[f"{code} so với chỉ tiêu giao"] = _against_assigned(book, indicator, of_assigned)
    texts[f"{code} so với cùng kỳ"] = against_last_year(book, indicator)
    texts[f"{code} so với kế hoạch"] = of_plan(book, code)
    reached = book.value(subject, YEAR).numerator
    texts[f"{code} đã đạt"] = count_text(reached) if reached else None
    return texts


def _amount(key: str, amount: FigureValue, limits: VerdictLimits) -> Texts:
    numerator, denominator = count_text(amount.numerator), count_text(amount.denominator)
    if amount.kind == YES_NO:
        return {key: numerator, f"{key} trả lời": denominator}
    if amount.kind == QUOTIENT:
        value = None if amount.value is None else Decimal(amount.value).quantize(Decimal("0.1"), ROUND_HALF_UP)
        average = None if value is None else format_number(value)
        return {key: numerator, f"{key} mẫu": denominator, f"{key} bình quân": average}
    return {key: numerator, f"{key} mẫu": denominator, f"{key} %": rate(amount, limits)}


def _against_assigned(book: SummaryBook, indicator: IndicatorLabel, of_assigned: FigureValue) -> str | None:
    """Return the phrase for what was done of what was assigned; None where nothing was done in the period itself."""
    if not book.actual_of(indicator.code, ALL).numerator:
        return None
    phrase = compared_with_assigned(of_assigned, book.about.limits, are_counted=_is_counted(indicator))
    return _of_the_year_so_far(book, indicator, ALL, phrase)


def against_pledge(book: SummaryBook, indicator: IndicatorLabel, slice: str) -> str | None:
    """Return the phrase for what was done of what was pledged; of a rate that no share is told of, in points.

    None where nobody told what was done in the period itself.
    """
    if book.actual_of(indicator.code, slice).numerator is None:
        return None
    subject = f"indicator:{indicator.code}"
    points = in_points(book.value(subject, POINTS, slice).value)
    of_pledge = book.value(subject, OF_PLEDGE, slice)
    phrase = points or compared(of_pledge, book.about.limits, are_counted=_is_counted(indicator))
    return _of_the_year_so_far(book, indicator, slice, phrase)


def _of_the_year_so_far(book: SummaryBook, indicator: IndicatorLabel, slice: str, phrase: str | None) -> str | None:
    """Return a phrase about the year so far after its figure, where the sentence tells that of the period alone."""
    now, year = book.actual_of(indicator.code, slice), book.value(f"indicator:{indicator.code}", YEAR, slice)
    if phrase is None or (now.numerator, now.denominator) == (year.numerator, year.denominator):
        return phrase
    if year.value is None or year.numerator is None:
        return phrase
    done: str | None
    if year.kind in (PERCENT, QUOTIENT):
        done = format_percent(year.value) if year.kind == PERCENT else tenths(Decimal(year.value))
    else:
        done = format_number(year.numerator) if is_money(indicator) else count_text(year.numerator)
    return ADDED_UP.format(done, phrase)


def against_last_year(book: SummaryBook, indicator: IndicatorLabel) -> str | None:
    """Return the phrase for the change from the same period a year ago; None where they cannot be compared.

    Of yes and no, which are told as so many of all, there is no change.
    """
    period, limits = book.about.same_period, book.about.limits
    if period is None or comparability(period, limits) != Comparability.COMPARABLE or indicator.measure == YES_NO:
        return None
    now, before = book.actual_of(indicator.code, ALL).value, book.value(f"indicator:{indicator.code}", LAST_YEAR).value
    if now is None or before is None:
        return None
    words = change(Decimal(now), Decimal(before), limits, is_rate=indicator.measure == PERCENT)
    is_of_year = book.about.whole
    return since_last_year(words, indicator.unit_of_measure, f"năm {book.about.year - 1}" if is_of_year else "cùng kỳ")


def _nought_so_far(book: SummaryBook, code: str, slice: str) -> str | None:
    """Return of how many of the asked the reports say nought so far, while that is not all of them."""
    answered = book.value(f"indicator:{code}", book.actual, slice).base
    expected = book.value(f"indicator:{code}", EXPECTED_REPORTS, slice).value
    if book.actual_of(code, slice).numerator != 0 or answered is None or expected in (None, answered[0]):
        return None
    return f"{count_text(answered[0])}/{count_text(expected)}"


def of_plan(book: SummaryBook, code: str) -> str | None:
    """Return how much of the year's plan is done: "đạt 96,2% kế hoạch năm", "vượt chỉ tiêu giao (104%)".

    The plan is the assigned target where there is one; of few both numbers stand instead of the share. None where
    there is no verdict.
    """
    progress, limits = book.progress(code), book.about.limits
    if (
        book.actual_of(code, ALL).numerator is None
        or progress is None
        or progress.share is None
        or verdict(progress, limits) is None
    ):
        return None
    is_assigned = book.value(f"indicator:{code}", ASSIGNED).value is not None
    plan = "chỉ tiêu giao" if is_assigned else "kế hoạch năm"
    if (progress.plan or 0) >= limits.fewest_for_percent:
        done = format_percent(progress.share * 100)
        return f"vượt {plan} ({done})" if progress.share > 1 else f"đạt {done} {plan}"
    done = f"{count_text(progress.done)}/{count_text(progress.plan)}"
    return f"vượt {plan} ({done})" if progress.share > 1 else f"đạt {done} theo {plan}"


def on_target(actual: FigureValue, target: FigureValue) -> str | None:
    """Return what was done and what was pledged, "26/30"; None without both, and for yes or no."""
    if actual.numerator is None or target.numerator is None or actual.kind == YES_NO:
        return None
    return f"{count_text(actual.numerator)}/{count_text(target.numerator)}"


def is_money(indicator: IndicatorLabel) -> bool:
    """Return whether an indicator is a sum of money. Its amount has no leading zero."""
    return indicator.measure == SUM and "đồng" in indicator.unit_of_measure


def _is_counted(indicator: IndicatorLabel) -> bool:
    """Return whether an indicator counts things or persons; money and averages are measured."""
    return indicator.measure != QUOTIENT and not is_money(indicator)


def money(amount: FigureValue) -> str | None:
    return None if amount.numerator is None else format_number(amount.numerator)
