"""The cases that the Board's rules give as tests, a row each: what is done of a plan, and what the report says."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from campaigns.figures.address import ALL, PERCENT, QUOTIENT, SUM, FigureValue
from campaigns.figures.indicator_provider import OF_TARGET, POINTS, YEAR
from campaigns.figures.types import Progress
from campaigns.figures.verdicts import (
    Obstacle,
    Verdict,
    expected_share,
    gathered,
    is_far_above,
    obstacles,
    outstanding,
    verdict,
)
from campaigns.models.assessment_limits import DEFAULT_LIMITS
from campaigns.models.indicator import Pace
from foundation.vietnamese import percent
from summaries.report.figure_texts import compared, compared_with_assigned
from summaries.report.indicator_placeholders import against_pledge
from summaries.report.line_file import OF_2015, rows_of
from summaries.sentences.templates import Placeholders, render, render_phrase

pytestmark = pytest.mark.sqlite  # asks no database

MANY = {"asked_units": 40, "answered_units": 40, "contributing": 40, "largest": Decimal(1)}
INITIATIVES = {"asked_units": 40, "answered_units": 40, "contributing": 21, "largest": Decimal(96)}
ONE_UNIT = INITIATIVES | {"largest": Decimal(190)}


@pytest.mark.parametrize(
    ("case", "plan", "done", "pace", "is_last", "more", "word", "merit"),
    [
        ("trees", 4000, 1960, Pace.EARLY, False, MANY, Verdict.LOW, False),
        ("members", 530, 551, Pace.EVEN, True, MANY, Verdict.EXCEEDED, False),
        ("initiatives", 480, 312, Pace.EVEN, False, INITIATIVES | {"last_year": Decimal(450)}, Verdict.REACHED, True),
        ("initiatives of one", 480, 312, Pace.EVEN, False, ONE_UNIT, Verdict.REACHED, Obstacle.ONE_UNIT),
        ("tenfold", 10, 45, Pace.EVEN, False, MANY, Verdict.EXCEEDED, Obstacle.TARGET_TO_CHECK),
        ("nearly half", 100, 48, Pace.EVEN, False, MANY, Verdict.NEARLY, False),
    ],
)
def test_a_verdict(case, plan, done, pace, is_last, more, word, merit):
    """`merit`: whether it is outstanding, or what alone is in the way."""
    expected = expected_share(pace, 6, is_last=is_last)
    progress = Progress(Decimal(plan), Decimal(done), expected, is_last, **more)
    assert verdict(progress, DEFAULT_LIMITS) == word
    assert outstanding(progress, DEFAULT_LIMITS) == (merit is True)
    if isinstance(merit, Obstacle):
        assert is_far_above(progress, DEFAULT_LIMITS)
        assert obstacles(progress, DEFAULT_LIMITS) == {merit}


@pytest.mark.parametrize(
    ("done", "target", "words"),
    [
        (551, 530, ("vượt 4% so với đăng ký", "vượt chỉ tiêu giao (104%)")),
        (5, 5, ("đạt 05/05 so với đăng ký", "đạt 05/05 chỉ tiêu giao")),
    ],
)
def test_a_share_of_a_target(done, target, words):
    share = FigureValue(
        percent(Decimal(done), Decimal(target)), "percent", numerator=Decimal(done), denominator=Decimal(target)
    )
    assert (compared(share, DEFAULT_LIMITS), compared_with_assigned(share, DEFAULT_LIMITS)) == words


@pytest.mark.parametrize(
    ("now", "year", "so_far"),
    [
        (FigureValue(470, SUM, 470), FigureValue(1565, SUM, 1565), "lũy kế 1.565, "),
        (FigureValue(4, SUM, 4), FigureValue(6, SUM, 6), "lũy kế 06, "),
        (FigureValue(50, PERCENT, 1, 2), FigureValue(75, PERCENT, 3, 4), "lũy kế 75%, "),
        (FigureValue(2, QUOTIENT, 2, 1), FigureValue(Decimal("2.5"), QUOTIENT, 5, 2), "lũy kế 2,5, "),
        (FigureValue(1565, SUM, 1565), FigureValue(1565, SUM, 1565), ""),
    ],
)
def test_what_is_compared_is_told_where_it_is_more_than_the_period_did(now, year, so_far):
    of_pledge = FigureValue(Decimal("107.9"), PERCENT, Decimal(1565), Decimal(1450))
    figures = {YEAR: year, OF_TARGET: of_pledge, POINTS: FigureValue(None, PERCENT)}
    book = SimpleNamespace(
        about=SimpleNamespace(limits=DEFAULT_LIMITS),
        actual_of=lambda _code, _slice: now,
        value=lambda _subject, measure, _slice: figures[measure],
    )
    indicator = SimpleNamespace(code="HT01", measure=SUM, unit_of_measure="lượt")
    assert against_pledge(book, indicator, ALL) == f"{so_far}vượt 7,9% so với đăng ký"


@pytest.mark.parametrize(
    ("missing", "branches", "places", "scattered"),
    [
        ((3, 2, 1, 1), (10, 10, 50, 50), "AB", 0),
        ((1, 1, 1, 1), (10, 10, 10, 10), "", 0),
        ((2, 2, 2, 2, 1), (5, 5, 5, 5, 60), "ABCD", 0),
        ((2, 2, 2, 2, 1), (20, 20, 20, 20, 20), "", 5),
    ],
)
def test_where_reports_are_missing(missing, branches, places, scattered):
    where = gathered(
        dict(zip("ABCDE", missing, strict=False)), dict(zip("ABCDE", branches, strict=False)), DEFAULT_LIMITS
    )
    assert ("".join(where.places), where.scattered) == (places, scattered)


@pytest.mark.parametrize(
    ("so_far", "words"),
    [
        (None, "Không để xảy ra tai nạn lao động chết người, bị thương nặng."),
        (
            "10/19",
            "Chưa ghi nhận vụ tai nạn lao động chết người, bị thương nặng nào, theo báo cáo của 10/19 doanh nghiệp.",
        ),
    ],
)
def test_no_accident_is_told_by_how_many_answered(so_far, words):
    rows = [row for row in rows_of(OF_2015) if row.get("key") in ("tình hình tai nạn lao động", "III.2")]
    phrase = next(row for row in rows if row["role"] == "phrase")
    line = next(row for row in rows if row["role"] == "sentence" and row["level"] == "campaign")
    figures = {"AT02 DN": "0", "AT02 DN theo báo cáo": so_far}
    figures[phrase["key"]] = render_phrase(phrase["text"], phrase["zero"], Placeholders(figures, {}))
    assert render(line["text"], Placeholders(figures, {})) == words
