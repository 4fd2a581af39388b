"""Parses and formats Vietnamese text, names, numbers, money and dates.

The functions write Vietnamese whatever the language of the screen, since papers are Vietnamese, so their words are not
marked for translation. Errors carry a kind instead of a sentence; the form field, which has the label, makes it.
"""

from foundation.vietnamese.dates import (
    DateError,
    due_text,
    format_date,
    format_moment,
    format_time,
    long_date,
    lunar_year,
    parse_date,
    same_day_in,
    school_year,
    weekday,
)
from foundation.vietnamese.holidays import day_off
from foundation.vietnamese.names import given_name, name_as_written, sort_key, text_sort_key
from foundation.vietnamese.numbers import (
    AmbiguousNumber,
    NumberError,
    dong_to_million,
    format_money,
    format_number,
    format_percent,
    format_typed,
    in_prose,
    money_in_words,
    paper_count,
    parse_number,
    percent,
    two_readings,
)
from foundation.vietnamese.quantities import quantity_word
from foundation.vietnamese.searching import search_text
from foundation.vietnamese.text import appearance_key, clean, clean_line, fold, search_key, within_sentence

__all__ = [
    "AmbiguousNumber",
    "DateError",
    "NumberError",
    "appearance_key",
    "clean",
    "clean_line",
    "day_off",
    "dong_to_million",
    "due_text",
    "fold",
    "format_date",
    "format_moment",
    "format_money",
    "format_number",
    "format_percent",
    "format_time",
    "format_typed",
    "given_name",
    "in_prose",
    "long_date",
    "lunar_year",
    "money_in_words",
    "name_as_written",
    "paper_count",
    "parse_date",
    "parse_number",
    "percent",
    "quantity_word",
    "same_day_in",
    "school_year",
    "search_key",
    "search_text",
    "sort_key",
    "text_sort_key",
    "two_readings",
    "weekday",
    "within_sentence",
]
