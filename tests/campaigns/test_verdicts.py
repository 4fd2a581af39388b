"""Verdicts on results, with the numbers at which one word gives way to the next."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.figures.types import Progress
from campaigns.figures.verdicts import (
    Gathered,
    Obstacle,
    Verdict,
    expected_share,
    gathered,
    is_far_above,
    may_be_blamed,
    months_between,
    obstacles,
    outstanding,
    verdict,
)
from campaigns.models.assessment_limits import AssessmentLimits, VerdictLimits
from campaigns.models.indicator import Pace

LIMITS = VerdictLimits()
HALF = Decimal("0.5")


def progress(plan, done, expected=HALF, *, asked=40, answered=21, workers=(0, 0), early=False, **options):
    return Progress(
        plan=Decimal(plan),
        done=Decimal(done),
        expected=expected,
        at_end=expected == 1 and not early,
        asked_units=asked,
        answered_units=answered,
        asked_workers=workers[0],
        answered_workers=workers[1],
        **{"contributing": answered, "largest": Decimal(1)} | options,
    )


def of_all(plan, done, expected=HALF, **options):
    return progress(plan, done, expected, asked=21, **options)


def test_what_is_expected_by_now():
    assert expected_share(Pace.EVEN, 6, is_last=False) == HALF
    assert expected_share(Pace.EVEN, 3, is_last=False) == Decimal("0.25")
    assert expected_share(Pace.EVEN, 6, is_last=True) == 1
    assert (expected_share(Pace.EVEN, 13, is_last=False), expected_share(Pace.EVEN, 0, is_last=False)) == (1, None)
    assert expected_share(Pace.EARLY, 3, is_last=False) == 1
    assert expected_share(Pace.SCHOOL_YEAR, 6, is_last=False, holds_june=True) == 1
    assert expected_share(Pace.SCHOOL_YEAR, 6, is_last=False) is None
    assert expected_share(Pace.END, 6, is_last=False) is None
    assert expected_share(Pace.END, 12, is_last=True) == 1
    assert expected_share(Pace.NONE, 12, is_last=True) is None
    assert expected_share(Pace.EVEN, 4, is_last=False, of_months=9) == Decimal(4) / 9
    assert expected_share(Pace.EVEN, 4, is_last=False, of_months=0) is None


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2016-01-01", "2016-03-31", 3),
        ("2016-01-01", "2016-06-20", 6),
        ("2016-01-01", "2016-06-12", 5),
        ("2016-01-01", "2016-12-31", 12),
        ("2016-09-05", "2017-01-31", 5),
        ("2016-02-15", "2016-02-20", 0),
    ],
)
def test_months_are_counted_from_the_first_day_to_the_nearer_month(first, last, months):
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months


@pytest.mark.parametrize(
    ("done", "expected", "word"),
    [
        (101, 1, Verdict.EXCEEDED),
        (100, 1, Verdict.REACHED),
        (99, 1, Verdict.NEARLY),
        (95, 1, Verdict.NEARLY),
        (94, 1, Verdict.SHORT),
        (80, 1, Verdict.SHORT),
        (79, 1, Verdict.LOW),
        (101, "0.5", Verdict.EXCEEDED),
        (50, "0.5", Verdict.REACHED),
        (48, "0.5", Verdict.NEARLY),
        (45, "0.5", Verdict.NEARLY),
        (44, "0.5", Verdict.SHORT),
        (40, "0.5", Verdict.SHORT),
        (39, "0.5", Verdict.LOW),
    ],
)
def test_the_share_of_the_plan_decides(done, expected, word):
    assert verdict(of_all(100, done, Decimal(expected)), LIMITS) == word


def test_the_share_is_not_rounded_before():
    assert verdict(of_all(2000, 1999, Decimal(1)), LIMITS) == Verdict.NEARLY
    assert verdict(of_all(530, 551, Decimal(1)), LIMITS) == Verdict.EXCEEDED


def test_trees_planted_early_and_not_half_of_them_are_low():
    early = expected_share(Pace.EARLY, 6, is_last=False)
    trees = of_all(4000, 1960, early, early=True)
    assert (verdict(trees, LIMITS), outstanding(trees, LIMITS)) == (Verdict.LOW, False)
    nearly, outdone = (of_all(4000, planted, early, early=True) for planted in (3600, 4799))
    assert (verdict(nearly, LIMITS), is_far_above(outdone, LIMITS)) == (Verdict.NEARLY, False)


def test_without_a_plan_an_expectation_or_enough_answers_there_is_no_verdict():
    assert verdict(of_all(0, 10), LIMITS) is None
    assert verdict(of_all(10, 10, expected=None), LIMITS) is None
    assert verdict(progress(100, 50, asked=40, answered=26), LIMITS) is None
    assert verdict(progress(100, 50, asked=39, answered=26), LIMITS) == Verdict.REACHED
    assert verdict(progress(100, 50, asked=40, answered=26, workers=(1000, 799)), LIMITS) is None
    assert verdict(progress(100, 50, asked=40, answered=26, workers=(1000, 800)), LIMITS) == Verdict.REACHED


def test_missing_reports_are_not_blamed_on_the_result():
    few = progress(100, 10, asked=40, answered=26, workers=(1000, 900))
    assert (verdict(few, LIMITS), may_be_blamed(few, LIMITS)) == (Verdict.LOW, False)
    assert may_be_blamed(of_all(100, 10), LIMITS)


def initiatives(**options):
    return of_all(480, 312, **{"largest": Decimal(96)} | options)


def test_outstanding_is_the_work_of_many():
    assert outstanding(initiatives(), LIMITS)
    assert obstacles(initiatives(largest=Decimal(156)), LIMITS) == set()
    assert obstacles(initiatives(largest=Decimal(190)), LIMITS) == {Obstacle.ONE_UNIT}
    assert obstacles(initiatives(contributing=7), LIMITS) == set()
    assert obstacles(initiatives(contributing=6), LIMITS) == {Obstacle.FEW_UNITS}
    assert obstacles(initiatives(answered=6, contributing=2), LIMITS) == {Obstacle.FEW_UNITS}


def test_an_easy_target_is_no_merit():
    assert obstacles(initiatives(last_year=Decimal(450)), LIMITS) == set()
    assert obstacles(initiatives(last_year=Decimal(533)), LIMITS) == set()
    assert obstacles(initiatives(last_year=Decimal(534)), LIMITS) == {Obstacle.EASY_TARGET}


def test_a_target_exceeded_threefold_is_looked_at():
    tenfold = of_all(10, 45)
    assert is_far_above(tenfold, LIMITS)
    assert obstacles(tenfold, LIMITS) == {Obstacle.TARGET_TO_CHECK}


@pytest.mark.parametrize(("done", "expected", "far"), [(60, "0.5", 1), (59, "0.5", 0), (110, "1", 1), (109, "1", 0)])
def test_far_above_begins_at(done, expected, far):
    assert is_far_above(of_all(100, done, Decimal(expected)), LIMITS) == bool(far)


@pytest.mark.parametrize(
    ("missing", "sizes", "where"),
    [
        ([3, 2, 1, 1], [10, 10, 50, 50], Gathered(("A", "B"))),
        ([1, 1, 1, 1], [10, 10, 10, 10], Gathered()),
        ([2, 2, 2, 2, 1], [5, 5, 5, 5, 60], Gathered(("A", "B", "C", "D"))),
        ([2, 2, 2, 2, 1], [20, 20, 20, 20, 20], Gathered(scattered=5)),
        ([2, 2, 2, 2, 2], [5, 5, 5, 5, 5], Gathered(scattered=5)),
        ([9, 1], [10, 90], Gathered(("A",))),
        ([0, 0], [10, 90], Gathered()),
    ],
)
def test_where_it_is_gathered(missing, sizes, where):
    places = "ABCDE"
    counts = dict(zip(places, missing, strict=False))
    assert gathered(counts, dict(zip(places, sizes, strict=False)), LIMITS) == where


def test_a_row_in_the_admin_has_the_limits_that_ship():
    assert AssessmentLimits().limits == LIMITS
    with pytest.raises(ValidationError) as refused:
        AssessmentLimits(short=Decimal(91), many=Decimal(95)).clean()
    assert set(refused.value.message_dict) == {"short", "many"}
