"""Words for quantities and round numbers of sentences."""

from decimal import Decimal

import pytest

from foundation.vietnamese import millions, quantity_word, rounded, rounded_millions


@pytest.mark.parametrize(
    ("part", "whole", "word"),
    [
        (3, 3, "tất cả"),
        (9, 10, "hầu hết"),
        (89, 100, "phần lớn"),
        (61, 100, "phần lớn"),
        (6, 10, "nhiều"),
        (33, 100, "nhiều"),
        (32, 100, "một số"),
        (3, 100, "một số"),
        (2, 2, None),
        (2, 100, None),
        (0, 10, None),
    ],
)
def test_a_share_has_a_word(part, whole, word):
    assert quantity_word(part, whole) == word


@pytest.mark.parametrize(
    ("exact", "words"),
    [
        ("1214", "trên 1.200"),
        ("3480", "gần 3.500"),
        ("1200", "1.200"),
        ("1224", "trên 1.200"),
        ("1226", None),
        ("96", "96"),
        ("105", None),
        ("0", None),
    ],
)
def test_a_number_is_rounded_when_it_is_near_a_round_one(exact, words):
    assert rounded(Decimal(exact)) == words


@pytest.mark.parametrize(
    ("exact", "words", "round_words"),
    [
        ("3480", "3,48 tỷ đồng", "gần 3,5 tỷ đồng"),
        ("1000", "1 tỷ đồng", "1 tỷ đồng"),
        ("999", "999 triệu đồng", "gần 1 tỷ đồng"),
        ("940.5", "940,5 triệu đồng", "trên 940 triệu đồng"),
        ("1240", "1,24 tỷ đồng", None),
    ],
)
def test_from_a_thousand_millions_on_prose_says_billions(exact, words, round_words):
    assert (millions(Decimal(exact)), rounded_millions(Decimal(exact))) == (words, round_words)
