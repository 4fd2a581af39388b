"""Tests Vietnamese text: cleaned, compared, and names in order."""

import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import vietnamese
from foundation.vietnamese.names import KEY_LENGTH

pytestmark = pytest.mark.sqlite  # asks no database
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
VIETNAMESE_WORDS = st.text(LETTERS + LETTERS.upper() + " ", max_size=40)
GIVEN_NAMES = ["An", "Ánh", "Ăn", "Ân", "Ấn", "Dung", "Dũng", "Đạt", "Đỗ", "Oanh", "Ôn", "Ơn"]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def shuffled(items: list[str]) -> list[str]:
    return random.Random(2015).sample(items, len(items))


# Text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (nfd("Lạng Sơn"), "Lạng Sơn"),
        ("  hoá  học \n", "hoá  học"),
        ("một\r\nhai\rba", "một\nhai\nba"),
        ("a\x00b\x07c\x7fd\x85e\tf", "abcde\tf"),
        ("\ufeffĐỗ\u200b Đức\u200f\u202e\u2066\u00ad", "Đỗ Đức"),
        ("xấu\ud800\uffff", "xấu"),
        ("\u200b \n", ""),
    ],
)
def test_text_is_cleaned_on_its_way_in(typed, kept):
    assert vietnamese.clean(typed) == kept


def test_a_mark_behind_a_dropped_character_joins_its_letter():
    assert vietnamese.clean("a\u200b\u0301") == "á"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = vietnamese.clean(text)
    assert vietnamese.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_a_tower_of_marks_costs_no_time():
    started = time.process_time()
    assert len(vietnamese.clean("a" + "\u0301\u0323" * 200_000)) < 6
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đỗ Đức", "do duc"),
        (nfd("Đỗ  Đức"), "do duc"),
        ("LĐLĐ huyện Chi Lăng", "ldld huyen chi lang"),
        ("Uỷ ban, Ủy ban", "uy ban, uy ban"),
        ("Lý Thị Tuyết Nhung", "ly thi tuyet nhung"),
        ("", ""),
    ],
)
def test_folding_drops_case_marks_and_the_stroke_of_d(text, folded):
    assert vietnamese.fold(text) == folded


@pytest.mark.parametrize("pair", [("Lộc Văn Hòa", "Lộc Văn Hoà"), ("hóa", nfd("hoá")), ("thủy", "THUỶ")])
def test_spellings_of_one_word_fold_alike(pair):
    assert vietnamese.fold(pair[0]) == vietnamese.fold(pair[1])


@pytest.mark.parametrize(
    "pair",
    [
        ("Chiến sĩ thi đua", "chiến sỹ thi đua"),
        ("kỹ thuật", "kĩ thuật"),
        ("tỷ đồng", "tỉ đồng"),
        ("quý", "quí"),
    ],
)
def test_a_search_takes_i_and_y_for_one(pair):
    assert vietnamese.search_key(pair[0]) == vietnamese.search_key(pair[1])


@pytest.mark.parametrize("pair", [("Mây", "Mai"), ("Thúy", "Thúi"), ("ngày", "ngài")])
def test_a_search_keeps_y_and_i_apart_behind_a_vowel(pair):
    assert vietnamese.search_key(pair[0]) != vietnamese.search_key(pair[1])


@given(VIETNAMESE_WORDS, VIETNAMESE_WORDS)
def test_the_beginning_of_a_text_is_found_in_the_whole(beginning, rest):
    assert vietnamese.search_key(beginning + rest).startswith(vietnamese.search_key(beginning))


# Names


def test_people_are_ordered_by_given_name():
    names = [f"Nguyễn Văn {name}" for name in GIVEN_NAMES]
    assert sorted(shuffled(names), key=vietnamese.sort_key) == names


@pytest.mark.parametrize(
    "right",
    [
        ["An", "Ánh", "Ân", "Dũng", "Đức", "Sơn"],
        ["Ánh", "Ân", "Ấn", "Dũng", "Đào", "Ẻn", "Én"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "u", "ư", "v", "w", "x", "y", "z"],
        ["Tổ 2", "Tổ A", "Tổ An", "Tổ Ân"],
        ["Thủy nông", "Thủy nông Suối Na", "Thuyền"],
    ],
)
def test_words_are_ordered_as_in_a_dictionary(right):
    assert sorted(shuffled(right), key=vietnamese.text_sort_key) == right


def test_among_one_given_name_the_full_name_decides():
    right = ["Vi Páo", "Bàn Phúc Sơn", "Đàm Thị Sơn", "Đàm Văn Sơn", "Đàm Xuân Sơn", "Vi Sơn"]
    assert sorted(shuffled(right), key=vietnamese.sort_key) == right


def test_a_tone_of_the_given_name_weighs_more_than_the_family_name():
    assert sorted(["Bàn Dũng", "Vi Dung"], key=vietnamese.sort_key) == ["Vi Dung", "Bàn Dũng"]


@pytest.mark.parametrize("other", ["Lộc Văn Hoà", nfd("Lộc Văn Hòa"), " lộc  văn hòa ", "LỘC VĂN HÒA"])
def test_one_name_typed_differently_sorts_alike(other):
    assert vietnamese.sort_key(other) == vietnamese.sort_key("Lộc Văn Hòa")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "-",
        "\u0301",
        "Vi",
        "Jörg Ñandú",
        "王小明 Иван",
        "ß" * 120,
        pytest.param("Ơ" * 10_000, id="long"),
    ],
)
def test_a_key_is_short_and_made_of_digits_whatever_the_name(name):
    for key in (vietnamese.sort_key(name), vietnamese.text_sort_key(name)):
        assert key == "" or (key.isascii() and key.isdigit())
        assert len(key) <= KEY_LENGTH


def test_no_name_has_no_key():
    assert vietnamese.sort_key(" - ") == ""


@pytest.mark.parametrize(
    ("full_name", "name"),
    [
        ("Nông Thị Ánh Nguyệt", "Nguyệt"),
        ("Vi Páo", "Páo"),
        (nfd("Lương Văn Ỷ"), "Ỷ"),
        ("Én", "Én"),
        (" ", ""),
    ],
)
def test_the_given_name_is_the_last_word(full_name, name):
    assert vietnamese.given_name(full_name) == name
