"""Tests Vietnamese numbers and money, read and written."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import vietnamese

pytestmark = pytest.mark.sqlite  # asks no database


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.250", "1250"),
        ("1 250", "1250"),
        ("1\u00a0250", "1250"),
        (" 1250 ", "1250"),
        ("12,5", "12.5"),
        ("12,50", "12.5"),
        ("1.234.567,5", "1234567.5"),
        ("1 234 567,25", "1234567.25"),
        ("0", "0"),
        ("007", "7"),
        ("0,05", "0.05"),
        ("1.500", "1500"),
        ("999.999.999.999.999", "999999999999999"),
    ],
)
def test_a_number_is_read_as_offices_write_it(typed, value):
    number = vietnamese.parse_number(typed, decimals=2, strict=False)
    assert str(number) == value


NO_NUMBERS = [
    *("abc", "1,250.5", "1.5", "1.50", "1.2345", "12.34.567", "1,2,3", "0.500", "00.500"),
    *("1,", ",5", "1.", ".5", "1e5", "0x10", "+5", "1_000", "5%", "١٢", "²", "NaN", "=1+1"),
    *("", " ", "1.234 567", "1\n2", None, 5, 1.5, True, [], {}),
]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(vietnamese.NumberError) as error:
        vietnamese.parse_number(typed, decimals=3)
    assert error.value.kind == "not_a_number"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("-5", "negative"),
        ("− 1.250", "negative"),
        ("-x", "not_a_number"),
        ("12,55", "too_many_decimals"),
        ("1" * 16, "too_long"),
        ("1.000.000.000.000.000", "too_long"),
    ],
)
def test_the_refusal_says_why(typed, kind):
    with pytest.raises(vietnamese.NumberError) as error:
        vietnamese.parse_number(typed, decimals=1)
    assert error.value.kind == kind
    assert isinstance(error.value, ValueError)


@pytest.mark.parametrize("piece", ["9", "1.000", "-", " ", "a", "1 "])
def test_a_million_characters_are_refused_at_once(piece):
    typed = piece * 1_000_000
    started = time.process_time()
    with pytest.raises(vietnamese.NumberError):
        vietnamese.parse_number(typed)
    assert time.process_time() - started < 0.5


TWO_READINGS = [
    ("1,000", 0, ("1000", "1")),
    ("12,000", 0, ("12000", "12")),
    (" 1,000\u00a0", 0, ("1000", "1")),
    ("12,500", 1, ("12500", "12.5")),
    ("1,234", 3, ("1234", "1.234")),
    ("1.500", 1, ("1500", "1.5")),
    (" 12.500 ", 2, ("12500", "12.5")),
]
ONE_READING = [
    *(("1.500", 0), ("1.000", 0), ("999.000", 0)),  # a whole number has no decimals
    *(("1.234", 1), ("1,250", 0)),  # nobody means a fraction that the field cannot hold
    *(("1.250,00", 0), ("1.500,5", 1), ("1.234.567", 2), ("1 500", 2), ("1500", 2), ("1234,500", 1)),
    *(("0,500", 1), ("1,50", 2), ("12,5", 1), ("1,0000", 0), ("", 0), (None, 0), (1.5, 1)),
]


@pytest.mark.parametrize(("typed", "decimals", "readings"), TWO_READINGS)
def test_one_sign_before_three_digits_is_read_two_ways(typed, decimals, readings):
    assert tuple(map(str, vietnamese.two_readings(typed, decimals=decimals))) == readings
    with pytest.raises(vietnamese.AmbiguousNumber) as error:
        vietnamese.parse_number(typed, decimals=decimals)
    assert (str(error.value.thousands), str(error.value.fraction)) == readings


@pytest.mark.parametrize(("typed", "decimals"), ONE_READING)
def test_every_other_number_is_read_one_way(typed, decimals):
    assert vietnamese.two_readings(typed, decimals=decimals) is None


@pytest.mark.parametrize(("typed", "value"), [("1.250,00", "1250"), ("12,00", "12"), ("1.000", "1000")])
def test_a_whole_number_may_end_in_noughts(typed, value):
    assert str(vietnamese.parse_number(typed)) == value


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1250, 0, "1.250"),
        (1500, 1, "1500"),
        (1234, 1, "1.234"),
        (1_500_000, 1, "1.500.000"),
        (Decimal("12.5"), 1, "12,5"),
        (Decimal("12.345"), 3, "12,3450"),
    ],
)
def test_a_number_in_a_box_can_be_sent_back(value, decimals, written):
    assert vietnamese.format_typed(value, decimals=decimals) == written
    assert vietnamese.parse_number(written, decimals=decimals) == value


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Decimal("1234567.5"), None, "1.234.567,5"),
        (Decimal("1234567.500"), None, "1.234.567,5"),
        (Decimal("1E+6"), None, "1.000.000"),
        (1250, None, "1.250"),
        (999, None, "999"),
        (0, None, "0"),
        (0.1, None, "0,1"),
        (Decimal("12.5"), 2, "12,50"),
        (Decimal("0.25"), 1, "0,3"),
        (Decimal("-0.5"), None, "-0,5"),
        (Decimal(-1250), None, "-1.250"),
        (Decimal("-0.00"), None, "0"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("1" * 40), None, ".".join(["1"] + ["111"] * 13)),
    ],
)
def test_a_number_is_written_with_dots_and_a_comma(value, decimals, written):
    assert vietnamese.format_number(value, decimals) == written


@given(st.decimals(min_value=0, max_value=Decimal(10**15 - 1), places=3))
def test_a_number_written_is_read_back(value):
    assert vietnamese.parse_number(vietnamese.format_number(value), decimals=3, strict=False) == value
    assert vietnamese.parse_number(vietnamese.format_typed(value, decimals=3), decimals=3) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("98.5", "98,5%"),
        ("100", "100%"),
        ("98.04", "98%"),
        ("33.35", "33,4%"),
        ("1250", "1.250%"),
        ("0", "0%"),
        ("99.95", "99,9%"),
        ("99.96", "99,9%"),
        ("100.03", "trên 100%"),
        ("100.05", "100,1%"),
        ("0.02", "dưới 0,1%"),
        ("0.05", "0,1%"),
    ],
)
def test_percent_has_one_decimal_unless_whole(value, written):
    assert vietnamese.format_percent(Decimal(value)) == written


def test_an_unknown_percent_is_a_row_of_dots():
    assert vietnamese.format_percent(None) == "…"


def test_money_is_written_in_whole_dong():
    assert vietnamese.format_money(12_500_000) == "12.500.000 đồng"


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (12_500_000, "12,5 triệu đồng"),
        (1_200_000_000, "1,2 tỷ đồng"),
        (74_500_000, "74,5 triệu đồng"),
        (1_000_000, "1 triệu đồng"),
        (1_234_567_890_000, "khoảng 1.234,568 tỷ đồng"),
        (12_345_678, "khoảng 12,346 triệu đồng"),
        (999_999, "999.999 đồng"),
        (0, "0 đồng"),
    ],
)
def test_the_echo_of_money_shows_its_size(dong, words):
    assert vietnamese.money_in_words(dong) == words


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (2, "02"), (9, "09"), (10, "10"), (1250, "1.250")])
def test_counts_below_ten_get_a_zero_on_papers(count, written):
    assert vietnamese.paper_count(count) == written


@pytest.mark.parametrize(("dong", "million"), [(74_500_000, "74.5"), (82_000_000, "82"), (1, "0.000001"), (0, "0")])
def test_dong_become_millions_exactly(dong, million):
    assert vietnamese.dong_to_million(dong) == Decimal(million)


@pytest.mark.parametrize(
    ("number", "unit", "written"),
    [
        (1214, "", "trên 1.200"),
        (1196, "", "gần 1.200"),
        (1200, "", "1.200"),
        (1250, "", "1.250"),
        (45, "cây", "45 cây"),
        ("421.7", "triệu đồng", "trên 420 triệu đồng"),
        (999, "triệu đồng", "gần 1 tỷ đồng"),
        (3480, "triệu đồng", "gần 3,5 tỷ đồng"),
        (3000, "triệu đồng", "3 tỷ đồng"),
        (0, "", "0"),
    ],
)
def test_prose_says_a_round_figure_where_it_is_near(number, unit, written):
    assert vietnamese.in_prose(Decimal(number), unit) == written
