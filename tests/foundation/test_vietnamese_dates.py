"""Tests Vietnamese dates, days off, and the template filters."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from foundation import vietnamese
from foundation.forms.fields import CountField, DateField, MoneyField, NumberField, TextField, YearField

pytestmark = pytest.mark.sqlite  # asks no database


@pytest.mark.parametrize("typed", ["3/2/1930", "03/02/1930", "3-2-1930", "03.02.1930", " 3/02/1930 "])
def test_a_date_is_read_day_first(typed):
    assert vietnamese.parse_date(typed) == date(1930, 2, 3)


@pytest.mark.parametrize("typed", ["", "   ", "\t", "\u00a0"])
@pytest.mark.parametrize("kind", [DateField, CountField, MoneyField, NumberField, YearField, TextField])
def test_a_field_that_holds_only_spaces_is_an_empty_one(kind, typed):
    assert kind(required=False).clean(typed) in (None, "")
    with pytest.raises(forms.ValidationError) as refusal:
        kind().clean(typed)
    assert refusal.value.messages == [str(kind().error_messages["required"])]


NO_DATES = [
    *("abc", "31/2/2015", "29/2/2015", "0/1/2015", "1/13/2015", "2015-07-28"),
    *("28/7/15", "28/7-2015", "28/7", "٢٨/٧/٢٠١٥", "1/1/1899", "1/1/2101", "1/1/20155"),
    *("", "28 7 2015", pytest.param("9" * 1_000_000, id="long"), None, 42, date(2015, 7, 28)),
]


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(vietnamese.DateError):
        vietnamese.parse_date(typed)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_date_written_is_read_back(day):
    assert vietnamese.parse_date(vietnamese.format_date(day)) == day


def test_day_and_month_are_padded():
    assert vietnamese.format_date(date(2015, 7, 5)) == "05/07/2015"


@pytest.mark.parametrize(
    ("day", "year_month", "written"),
    [
        (date(2015, 1, 5), None, "ngày 05 tháng 01 năm 2015"),
        (date(2015, 7, 28), (2014, 1), "ngày 28 tháng 7 năm 2015"),
        (None, (2015, 7), "ngày          tháng 7 năm 2015"),
        (None, (2015, 2), "ngày          tháng 02 năm 2015"),
        (None, (2015, None), "ngày          tháng          năm 2015"),
        (None, None, "ngày          tháng          năm         "),
    ],
)
def test_the_date_line_leaves_room_for_what_is_not_known(day, year_month, written):
    assert vietnamese.long_date(day, year_month) == written


def test_a_week_has_its_seven_names():
    monday = date(2015, 7, 20)
    week = [vietnamese.weekday(monday + timedelta(days=number)) for number in range(7)]
    assert week == ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def test_a_due_date_is_said_with_its_weekday():
    assert vietnamese.due_text(date(2015, 3, 13)) == "hết ngày 13/03/2015 (thứ Sáu)"


def test_an_instant_is_told_in_local_time():
    late = datetime(2015, 7, 20, 18, 30, tzinfo=UTC)
    assert vietnamese.format_time(late) == "01:30"
    assert vietnamese.format_moment(late) == "01:30 ngày 21/07/2015"
    assert vietnamese.due_text(late) == "hết ngày 21/07/2015 (thứ Ba)"
    assert vietnamese.long_date(late) == "ngày 21 tháng 7 năm 2015"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2015, 3, 13), None),
        (date(2015, 3, 14), "thứ Bảy"),
        (date(2015, 3, 15), "Chủ nhật"),
        (date(2015, 1, 1), "Tết Dương lịch"),
        (date(2015, 4, 30), "Ngày Chiến thắng"),
        (date(2016, 5, 1), "Ngày Quốc tế lao động"),
        (date(2015, 9, 2), "Quốc khánh"),
        (date(2015, 4, 28), "Giỗ Tổ Hùng Vương"),
        (date(2015, 2, 17), None),
        (date(2015, 2, 18), "Tết Nguyên đán"),
        (date(2015, 2, 19), "Tết Nguyên đán"),
        (date(2015, 2, 21), "Tết Nguyên đán"),
        (date(2015, 2, 23), None),
        (date(2030, 2, 4), "Tết Nguyên đán"),
        (date(2031, 1, 23), None),
    ],
)
def test_days_off_are_known(day, reason):
    assert vietnamese.day_off(day) == reason


def test_an_instant_is_off_by_its_local_day():
    assert vietnamese.day_off(datetime(2015, 9, 1, 18, 0, tzinfo=UTC)) == "Quốc khánh"


# Filters

DUE = datetime(2015, 3, 13, 16, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expression", "value", "written"),
    [
        ("value|number", Decimal("1234.50"), "1.234,5"),
        ("value|number:1", 12, "12,0"),
        ("value|number", None, "…"),
        ("value|number", "", ""),
        ("value|number", 0, "0"),
        ("missing|number", None, ""),
        ("value|percent", Decimal("98.5"), "98,5%"),
        ("value|percent", None, "…"),
        ("value|money", 82_000_000, "82.000.000 đồng"),
        ("value|count", 8, "08"),
        ("value|date_vn", date(2015, 7, 20), "20/07/2015"),
        ("value|due", DUE, "hết ngày 13/03/2015 (thứ Sáu)"),
        ("value|moment", DUE, "23:59 ngày 13/03/2015"),
        ("value|time_vn", DUE, "23:59"),
        ("value|given_name", "Hứa Quang Lâm", "Lâm"),
        ("value|given_name", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("value|long_date", date(2015, 1, 5), "ngày 05 tháng 01 năm 2015"),
        ("value|long_date:july", None, "ngày" + "\u00a0" * 10 + "tháng 7 năm 2015"),
    ],
)
def test_a_filter_writes_vietnamese(expression, value, written):
    template = Template("{% load vietnamese %}{{ " + expression + " }}")
    assert template.render(Context({"value": value, "july": (2015, 7)})) == written


@pytest.mark.parametrize(
    ("year", "name"), [(2014, "Giáp Ngọ"), (2015, "Ất Mùi"), (2026, "Bính Ngọ"), (1984, "Giáp Tý")]
)
def test_the_name_of_a_lunar_year(year, name):
    assert vietnamese.lunar_year(year) == name
