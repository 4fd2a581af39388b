"""What a phase is called in sentences."""

from datetime import date
from types import SimpleNamespace

import pytest

from campaigns.models.phase_names import in_year, period_words, phase_words, review_words

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("review_name", "words", "review"),
    [
        ("Sơ kết", "đợt 3", "Sơ kết"),
        ("Tổng kết năm", "đợt 3", "Tổng kết năm"),
        ("Sơ kết quý I", "quý I", "Sơ kết"),
        ("SƠ KẾT Quý III năm 2016", "quý III", "SƠ KẾT"),
        ("Sơ kết 6 tháng đầu năm", "6 tháng đầu năm", "Sơ kết"),
        ("Sơ kết đợt 2", "đợt 2", "Sơ kết"),
        ("Sơ kết công tác thi đua", "đợt 3", "Sơ kết công tác thi đua"),
    ],
)
def test_a_phase_is_called_by_its_number_unless_its_review_says_a_period(review_name, words, review):
    assert (phase_words(review_name, 3), review_words(review_name)) == (words, review)


def test_the_year_is_said_once():
    assert [in_year(words, 2016) for words in ("quý I", "6 tháng đầu năm")] == [
        "quý I năm 2016",
        "6 tháng đầu năm 2016",
    ]


@pytest.mark.parametrize(
    ("first", "last", "is_only", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), True, "cả năm"),
        (date(2026, 9, 5), date(2027, 5, 31), True, "cả năm"),
        (date(2026, 4, 16), date(2026, 5, 31), True, "đợt 1"),
        (date(2026, 1, 1), date(2026, 12, 31), False, "đợt 1"),
    ],
)
def test_the_only_phase_is_the_whole_year_if_it_is_as_long(first, last, is_only, words):
    phase = SimpleNamespace(number=1, words="đợt 1", starts_on=first, ends_on=last)
    assert period_words(phase, is_only=is_only) == words
