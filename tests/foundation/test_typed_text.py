"""Tests that what was typed is understood: Word's signs, look-alike letters, old encodings, names of people."""

import time

import pytest
from django import forms
from django.http import QueryDict

from foundation import vietnamese
from foundation.forms.fields import CountField, DateField, NameField, TextField, YearField
from foundation.vietnamese.old_encodings import is_syllable, old_encoding

pytestmark = pytest.mark.sqlite  # asks no database
SYLLABLES = (
    "Hoà Thuý Quý khuỷu ngoằn ngoèo quăng quyết gì giếng huơ khuya thuở quẹo quện quốc ngoáy yêu uỷ oẳn xoong quần "
    "nghiêng trường thoảng rượu chuối hươu yến tuyết xuềnh ý ổ Đỗ Ðỗ"
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("một\x0bhai\u2028ba\u2029bốn\x0cnăm", "một\nhai\nba\nbốn\nnăm"),
        ("\uf0b7 Cây xanh\n\uf0a7\tNước sạch\n ➢ Đường đẹp", "• Cây xanh\n•\tNước sạch\n • Đường đẹp"),
        ("Xanh\u2011Sạch\u2010Đẹp\x1e86", "Xanh-Sạch-Đẹp-86"),
        ("Nguyễn\u00a0Văn\u2009An\u3164\ufe0f", "Nguyễn Văn An"),
        ("Ðỗ Văn Ðức, ðiện", "Đỗ Văn Đức, điện"),
        ("СĐСS Trường Nà Мy", "CĐCS Trường Nà My"),
        ("Иван, ТОР, α-amylase, 5 μm", "Иван, ТОР, α-amylase, 5 μm"),
        ("H´Mông, H`Hen, Kʼbrơi, H'Hen, “Y’ Bông”", "H’Mông, H’Hen, K’brơi, H'Hen, “Y’ Bông”"),
        ("công đo\u00adàn", "công đoàn"),
        ("Lao ®éng - th\u00ad¬ng binh, bÐ g¸i", "Lao ®éng - th\u00ad¬ng binh, bÐ g¸i"),
    ],
)
def test_what_word_and_other_keyboards_send_is_understood(typed, kept):
    assert vietnamese.clean(typed) == kept
    assert vietnamese.clean(kept) == kept


def test_a_field_of_one_line_keeps_words_apart_and_an_area_its_lines():
    assert TextField().clean("Nông Văn\u2028Ba") == "Nông Văn Ba"
    assert TextField(rows=3).clean("Nông Văn\x0bBa") == "Nông Văn\nBa"


def test_names_that_look_alike_are_one_in_keys_and_order():
    right = ["Đỗ Văn Đức", "Lò Văn Em"]
    assert sorted(["Lò Văn Em", "Ðỗ Văn Ðức"], key=vietnamese.sort_key) == ["Ðỗ Văn Ðức", "Lò Văn Em"]
    for typed, name in (("Ðỗ Văn Ðức", right[0]), ("H’Hen", "H'Hen"), ("H`Hen", "HʼHen"), ("ТОР", "TOP")):
        assert vietnamese.appearance_key(typed) == vietnamese.appearance_key(name)
        assert vietnamese.search_key(typed) == vietnamese.search_key(name)
    assert vietnamese.sort_key("Ðỗ Văn Ðức") == vietnamese.sort_key("Đỗ Văn Đức")


def test_invisible_marks_are_no_part_of_numbers_years_and_dates():
    assert CountField(name="số").clean("\u200b1\u202f250\u2060") == 1250
    assert CountField(name="số").clean("\u20601\u2007250\ufeff") == 1250
    assert YearField(label="Năm").clean("\u20602015\u202f\u200b") == 2015
    assert DateField().clean("28/7/2015\u00a0\u200b") == DateField().clean("28/7/2015")
    for field in (CountField(name="số", required=False), YearField(required=False), DateField(required=False)):
        assert field.clean("\u200b\u00a0") is None


@pytest.mark.parametrize(
    ("typed", "encoding", "reading"),
    [
        ("C«ng ®oµn tØnh L¹ng S¬n", "TCVN3 (ABC)", "Công đoàn tỉnh Lạng Sơn"),
        ("§¶ng · « C«ng ®oµn ®· ®¸p »", "TCVN3 (ABC)", "Đảng · « Công đoàn đã đáp »"),
        ("Lao ®éng - Th\u00ad¬ng binh", "TCVN3 (ABC)", "Lao động - Thương binh"),
        ("NguyÔn V¨n §øc", "TCVN3 (ABC)", "Nguyễn Văn Đức"),
        ("CĐCS Trường TiÓu häc", "TCVN3 (ABC)", "CĐCS Trường Tiểu học"),
        ("Nguyeãn Vaên Ñöùc, Haø Thò Mai", "VNI", "Nguyễn Văn Đức, Hà Thị Mai"),
        ("LAO ÑOÄNG VIEÄT NAM", "VNI", "LAO ĐỘNG VIỆT NAM"),
        ("Phong traøo 2015\nPhong trào năm 2015", "VNI", "Phong trào 2015\nPhong trào năm 2015"),
        ("C«ng ®oµn «Lao ®éng giái»", "TCVN3 (ABC)", "Công đoàn «Lao động giỏi»"),
        ("Hµ Néi: «b»ng», «ng", "TCVN3 (ABC)", "Hà Nội: «bằng», ông"),
        ("Phong traøo «Lao ñoäng gioûi»", "VNI", "Phong trào «Lao động giỏi»"),
    ],
)
def test_old_encodings_are_recognised_and_read(typed, encoding, reading):
    assert (old_encoding(typed)[0].name, old_encoding(typed)[1]) == (encoding, reading)
    assert old_encoding(reading) is None


def test_text_of_today_is_in_no_old_encoding():
    assert [word for word in SYLLABLES.split() if not is_syllable(word)] == []
    for text in (
        " ".join(SYLLABLES),
        "Krông Năng, ôtô, São, Jörg Ñandú, café",
        "Panadol®, 5 µm, 3½ m², «Công» · 5°C §4",
        "phát động «Lao động giỏi», «tốt»",
    ):
        assert old_encoding(text) is None, text


def test_a_long_text_of_signs_is_cleaned_in_no_time():
    begun = time.process_time()
    for text in ("\u00ada" * 50_000 + "1", "ö\u00adä" * 33_000 + "1", "Ð" * 100_000):
        vietnamese.clean(text)
    assert time.process_time() - begun < 2


class PersonsForm(forms.Form):
    name = NameField(label="Họ và tên")
    work = TextField(label="Việc", required=False)


def sent(**typed):
    post = QueryDict(mutable=True)
    post.update(typed)
    return PersonsForm(post)


@pytest.mark.parametrize(
    ("field", "typed", "reading"),
    [
        ("name", "nông văn BA", "Nông Văn Ba"),
        ("work", "Trång c©y", "Trồng cây"),
        ("name", "n«ng v¨n ba", "Nông Văn Ba"),
    ],
)
def test_a_doubtful_text_is_asked_about_and_taken_as_answered(field, typed, reading):
    whole = {"name": "Nông Văn Ba", field: typed}
    form = sent(**whole)
    assert list(form.errors) == [field]
    assert form.errors[field].as_data()[0].code == "doubt"
    html = str(form[field])
    assert f"Ghi là “{reading}”" in html
    assert f"Giữ nguyên “{typed}”" in html
    assert "checked" not in html
    doubt = form.fields[field].widget.doubt
    for answer, stored in ((doubt.change, reading), (doubt.keep, typed)):
        answered = sent(**whole, **{f"{field}-reading": answer})
        assert answered.is_valid()
        assert (answered.cleaned_data[field], type(answered.cleaned_data[field])) == (stored, str)
        assert str(answered[field]).count("checked") == 1
    assert list(sent(**whole | {field: f"{typed} kÐm"}, **{f"{field}-reading": doubt.keep}).errors) == [field]


@pytest.mark.parametrize(
    "name",
    ["Nông Văn Ba", "H’Hen Niê", "Y-Bông Ksor", "TS. Lộc Thị Én", "BS Hà Văn A", "Vi Páo", "Lê Văn II", "McDonald"],
)
def test_names_that_are_written_as_names_are_not_asked_about(name):
    assert NameField().clean(name) == name


def test_a_name_with_an_emoji_is_refused_at_its_field():
    assert list(sent(name="Nông Văn Ba 😀").errors) == ["name"]
