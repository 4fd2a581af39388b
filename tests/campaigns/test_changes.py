"""How results are compared with those of the same period a year ago."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from campaigns.figures.changes import Comparability, change, comparability
from campaigns.figures.comparisons import days_alike, same_phases
from campaigns.figures.types import SamePeriod
from campaigns.models import Phase
from campaigns.models.assessment_limits import DEFAULT_LIMITS
from summaries.report.figure_texts import since_last_year

ALIKE = SamePeriod(Decimal("0.9"), 1000, 800, 800, 900, 720, 720)


@pytest.mark.parametrize(
    ("other", "comparable"),
    [
        ({}, Comparability.COMPARABLE),
        ({"days": Decimal("0.8999")}, Comparability.OTHER_DAYS),
        ({"counted": 799}, Comparability.FEW_REPORTS),
        ({"counted_then": 719}, Comparability.FEW_REPORTS),
        ({"kept": 799}, Comparability.OTHER_UNIONS),
        ({"kept_then": 719}, Comparability.OTHER_UNIONS),
        ({"workers_then": 0, "kept_then": 0, "counted_then": 0}, Comparability.OTHER_UNIONS),
    ],
)
def test_periods_are_compared_that_are_alike(other, comparable):
    assert comparability(replace(ALIKE, **other), DEFAULT_LIMITS) == comparable


def of_days(*spans):
    """Return phases of the days that are given as "2015-01-01 2015-06-30"."""
    days = [tuple(map(date.fromisoformat, span.split())) for span in spans]
    return [Phase(number=number, starts_on=first, ends_on=last) for number, (first, last) in enumerate(days, start=1)]


HALVES = ("2015-01-01 2015-06-30", "2015-07-01 2015-12-31")
QUARTERS = ("2015-01-01 2015-03-31", "2015-04-01 2015-06-30", "2015-07-01 2015-09-30", "2015-10-01 2015-12-31")


@pytest.mark.parametrize(
    ("then", "now", "numbers", "comparable"),
    [
        (HALVES, "2016-07-01 2016-12-31", [2], True),
        (HALVES, "2016-01-01 2016-12-31", [1, 2], True),
        (HALVES, "2016-04-01 2016-06-30", [1], False),
        (QUARTERS, "2016-01-01 2016-06-30", [1, 2], True),
        (QUARTERS, "2016-01-01 2016-07-08", [1, 2], True),
        (QUARTERS, "2016-02-15 2016-05-15", [1], False),
        (("2014-11-01 2015-02-28",), "2015-11-01 2016-02-29", [1], True),
        (("2015-01-01 2015-01-31",), "2016-03-01 2016-03-31", [], False),
    ],
)
def test_a_period_is_that_of_the_phases_with_its_days(then, now, numbers, comparable):
    period = tuple(map(date.fromisoformat, now.split()))
    same = same_phases(of_days(*then), period)
    assert [phase.number for phase in same] == numbers
    assert (days_alike(same, period) >= DEFAULT_LIMITS.same_days) is comparable


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ("12", "9", "tăng 03 vụ so với cùng kỳ"),
        ("7", "9", "giảm 02 vụ so với cùng kỳ"),
        ("9", "9", "tương đương cùng kỳ"),
        ("3", "0", "tăng 03 vụ so với cùng kỳ"),
        ("1009", "1000", "tương đương cùng kỳ"),
        ("1010", "1000", "tăng 1% so với cùng kỳ"),
        ("875", "1000", "giảm 12,5% so với cùng kỳ"),
        ("30", "10", "tăng 200% so với cùng kỳ"),
        ("32", "10", "gấp 3,2 lần cùng kỳ"),
    ],
)
def test_a_change_is_told_in_what_it_means(now, before, words):
    assert since_last_year(change(Decimal(now), Decimal(before), DEFAULT_LIMITS, is_rate=False), "vụ") == words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ("82.46", "80", "tăng 2,5 điểm phần trăm so với cùng kỳ"),
        ("79.5", "80", "giảm 0,5 điểm phần trăm so với cùng kỳ"),
        ("80.04", "80", "tương đương cùng kỳ"),
    ],
)
def test_rates_change_in_points(now, before, words):
    assert since_last_year(change(Decimal(now), Decimal(before), DEFAULT_LIMITS, is_rate=True), "%") == words


def test_a_year_is_compared_with_the_year_before_it():
    words = change(Decimal(12), Decimal(9), DEFAULT_LIMITS, is_rate=False)
    assert since_last_year(words, "vụ", "năm 2014") == "tăng 03 vụ so với năm 2014"
