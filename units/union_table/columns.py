"""The columns of the table of unions, as files bring it in and as it is exported."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.list_table import ValueKind
from foundation.tables import parsing
from foundation.tables.declaration import FileColumn
from units.contact_columns import contact_columns
from units.models import UnitKind
from units.models.headcounts import Headcounts
from units.models.kinds import UnionForm, WorkingYear
from units.models.unit import UnitShape
from units.models.vocabulary import strand_choices, strand_name, unit_types

CODE_SIGN = "ĐV"
"""What the code of a union begins with, which tells it from a number of the list."""
_CODE = re.compile(rf"(?:{CODE_SIGN}|ĐV|DV)[ .-]?([0-9]{{1,12}})", re.IGNORECASE)

NAMES = ("name", "full_name")
FORMS = {UnionForm.WORKPLACE: "Công đoàn cơ sở", UnionForm.OCCUPATIONAL: "Nghiệp đoàn"}
YEARS = {WorkingYear.CALENDAR: "năm dương lịch", WorkingYear.SCHOOL: "năm học"}
COUNT_HEADINGS = {
    "workers": ("Người lao động", "Số người lao động", "Số lao động", "Tổng số lao động", "LĐ"),
    "women": ("Nữ người lao động", "Lao động nữ", "Nữ trong số đó", "Số nữ", "Nữ"),
    "minorities": ("Người dân tộc thiểu số", "Dân tộc thiểu số", "DTTS"),
    "members": ("Đoàn viên", "Số đoàn viên", "Tổng số đoàn viên"),
    "women_members": ("Nữ đoàn viên", "Đoàn viên nữ"),
    "direct": ("Người trực tiếp lao động, công tác", "Lao động trực tiếp", "Trực tiếp lao động"),
    "insured": ("Người thuộc diện đóng BHXH", "Đóng BHXH", "Số đóng BHXH"),
}
OLD_HEADINGS = tomllib.loads((Path(__file__).parents[1] / "data/headings-2015.toml").read_text())


def code_of(pk: int) -> str:
    """Return the code of a union: "ĐV12"."""
    return f"{CODE_SIGN}{pk}"


def unit_of_code(text: str) -> int | None:
    """Return the id in a text that is a code, None of another text."""
    match = _CODE.fullmatch(text.strip())
    return int(match[1]) if match else None


def _code(value: Any) -> int:
    text = parsing.text_of(value)
    pk = unit_of_code(text)
    if pk is None:
        sentence = _("“{text}” không phải mã đơn vị, ví dụ {code}")
        raise ValidationError(sentence.format(text=parsing.quoted(text), code=code_of(12)))
    return pk


def type_words() -> dict[str, str]:
    """Return what types of unions in force are called, with their codes; of the grassroots also what forms are."""
    types = unit_types()
    words = {name: row.code for row in types for name in (row.short, row.full, row.plural)}
    of_grassroots = (row.code for row in types if row.role == UnitKind.GRASSROOTS)
    return words | dict.fromkeys(FORMS.values(), next(of_grassroots, ""))


def type_name(code: Any) -> str:
    """Return what a type in force is called."""
    return next((row.short for row in unit_types() if row.code == code), str(code or ""))


def strand_words() -> dict[str, str]:
    return {name: code for code, name in strand_choices()}


def _text_column(key: str, *headings: str, longest: int, **properties: Any) -> FileColumn:
    parse = parsing.text(longest) if key in NAMES else parsing.clearable(parsing.text(longest))
    return FileColumn(key, headings, parse, field=key, **properties)


def _day_column(key: str, *headings: str, field: str = "", exported: bool = True) -> FileColumn:
    return FileColumn(
        key,
        headings,
        parsing.day,
        field=field,
        kind=ValueKind.DAY,
        width=16,
        write=parsing.day_written,
        words=parsing.day_words,
        exported=exported,
    )


def _count_column(key: str) -> FileColumn:
    return FileColumn(
        key,
        COUNT_HEADINGS[key],
        parsing.clearable(parsing.count, None),
        field=key,
        kind=ValueKind.NUMBER,
        width=12,
        words=parsing.count_words,
        old_headings=tuple(OLD_HEADINGS.get(key, ())),
    )


def _word_column(key: str, *headings: str, words: dict[Any, str], what: str) -> FileColumn:
    return FileColumn(
        key,
        headings,
        parsing.choice(lambda: {text: str(code) for code, text in words.items()}, what),
        field=key,
        choices=lambda: words.values(),
        words=lambda code: words.get(code, ""),
        write=lambda code: words.get(code, ""),
    )


def _yes_column(key: str, *headings: str) -> FileColumn:
    return FileColumn(
        key, headings, parsing.yes_or_no, field=key, width=14, words=parsing.yes_words, write=parsing.yes_words
    )


UNION_COLUMNS = (
    FileColumn("code", ("Mã đơn vị", "Mã"), _code, width=12, write=code_of, words=code_of),
    FileColumn("number", ("STT", "TT", "Số TT", "Số thứ tự"), parsing.text(20), width=8, exported=False),
    _text_column(
        "name",
        "Tên đơn vị",
        "Tên ngắn",
        "Đơn vị",
        "Tên CĐCS",
        "Tên công đoàn",
        "Tên công đoàn cơ sở",
        required=True,
        width=44,
        example="CĐCS Trường THCS Đồi Na",
        longest=160,
    ),
    _text_column("full_name", "Tên đầy đủ", "Tên đầy đủ trên văn bản", "Tên trên văn bản", width=52, longest=250),
    FileColumn(
        "type",
        ("Loại đơn vị", "Cấp", "Loại"),
        parsing.choice(type_words, "loại đơn vị"),
        write=type_name,
        words=type_name,
        choices=type_words,
        example="Công đoàn cơ sở",
    ),
    _word_column("form", "Loại hình", words=FORMS, what="loại hình"),
    FileColumn(
        "strand",
        ("Khối", "Khối đơn vị", "Loại hình đơn vị"),
        parsing.choice(strand_words, "khối"),
        field="strand",
        choices=strand_words,
        write=lambda code: strand_name(code) if code else "",
        words=lambda code: strand_name(code) if code else "",
    ),
    FileColumn(
        "parent",
        ("Công đoàn cấp trên", "Cấp trên", "Cấp trên trực tiếp", "Công đoàn cấp trên trực tiếp", "Trực thuộc", "Thuộc"),
        parsing.text(260),
        width=44,
        example="Công đoàn xã Minh Hòa",
    ),
    FileColumn(
        "order",
        ("Thứ tự đơn vị", "Thứ tự"),
        parsing.count,
        field="order",
        kind=ValueKind.NUMBER,
        width=10,
        words=parsing.count_words,
    ),
    *(_count_column(key) for key in Headcounts.COUNTS),
    _text_column(
        "contact_person", "Người liên hệ", "Họ tên người liên hệ", "Chủ tịch", "Họ tên chủ tịch", width=28, longest=120
    ),
    *contact_columns(longest_phone=60),
    _text_column("place", "Địa danh", width=18, longest=80),
    _text_column("symbol", "Ký hiệu văn bản", "Ký hiệu", width=12, longest=20),
    _text_column("head_title", "Chức vụ thủ trưởng ký cùng", "Chức vụ thủ trưởng", width=18, longest=80),
    _word_column("working_year", "Năm công tác", words=YEARS, what="năm công tác"),
    _yes_column("coordinated", "Ngành Trung ương, phối hợp chỉ đạo", "Phối hợp chỉ đạo"),
    _day_column("valid_from", "Hoạt động từ ngày", "Ngày thành lập", "Thành lập", field="valid_from"),
    _day_column("valid_to", "Kết thúc hoạt động ngày", "Ngày kết thúc hoạt động", "Ngày giải thể"),
    FileColumn("successor", ("Đơn vị kế tục", "Sáp nhập vào"), parsing.text(260), width=44),
    _day_column("on", "Ngày thay đổi", "Ngày chuyển", "Có hiệu lực từ ngày", exported=False),
    FileColumn(
        "reason", ("Lý do", "Căn cứ", "Theo quyết định"), parsing.text(300, printed=False), width=44, exported=False
    ),
)
EXPORTED = tuple(column for column in UNION_COLUMNS if column.exported)
DESCRIBED = (
    *(key for key in UnitShape.SHAPE if key != "kind"),
    "contact_person",
    "phone",
    "email",
    "valid_from",
)
"""Columns that the action of describing a union writes; type, parent and end have acts of their own."""
BY_KEY = {column.key: column for column in UNION_COLUMNS}
