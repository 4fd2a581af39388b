"""The columns of the table of people with accounts and posts, as files bring it in and as it is exported."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.list_table import ValueKind
from foundation.tables import parsing
from foundation.tables.declaration import FileColumn
from units.contact_columns import contact_columns
from units.models import Role, UnitKind, User
from units.models.post import role_title

NOT_HERE = (Role.DESK, Role.INSPECTOR)
"""Roles with a scope of their own, which this table does not have: desks of areas, inspections."""
PERSONAL = ("username", "full_name", "phone", "email", "active")
"""Columns about the person; the others are about a post."""
FIELDS = {"active": "is_active"}
"""Columns of the model that are called otherwise here."""


def _username(value: Any) -> str:
    username = User.normalize_username(parsing.text(150, printed=False)(value))
    try:
        for validator in User._meta.get_field("username").validators:
            validator(username)
    except ValidationError as error:
        sentence = _("“{text}” không phải tên đăng nhập: chỉ gồm chữ, số và các dấu @ . + - _")
        raise ValidationError(sentence.format(text=parsing.quoted(username))) from error
    return username


def role_words() -> dict[str, str]:
    """Return what roles are called, with their codes: as lists have them, and as in unions of each kind."""
    roles = [role for role in Role if role not in NOT_HERE]
    words = {str(role.label): role.value for role in roles}
    return {role_title(role, kind): role.value for kind in UnitKind for role in roles} | words


def role_name(role: Any) -> str:
    return str(Role(role).label) if role else ""


def _day_column(key: str, *headings: str, parse: parsing.Parse = parsing.day) -> FileColumn:
    return FileColumn(
        key,
        headings,
        parse,
        field=key,
        kind=ValueKind.DAY,
        width=16,
        write=parsing.day_written,
        words=parsing.day_words,
    )


PEOPLE_COLUMNS = (
    FileColumn("number", ("STT", "TT", "Số TT", "Số thứ tự"), parsing.text(20), width=8, exported=False),
    FileColumn(
        "username", ("Tên đăng nhập", "Tài khoản", "Tên tài khoản"), _username, field="username", width=20, example=""
    ),
    FileColumn(
        "full_name",
        ("Họ và tên", "Họ tên", "Người liên hệ", "Họ tên cán bộ"),
        parsing.text(120),
        field="full_name",
        required=True,
        width=28,
        example="Nông Thị Ánh Nguyệt",
    ),
    *contact_columns(longest_phone=30),
    FileColumn(
        "unit",
        ("Đơn vị", "Tên đơn vị", "Đơn vị công tác", "Tên CĐCS", "Tên công đoàn", "Tên công đoàn cơ sở"),
        parsing.text(260),
        width=44,
        example="CĐCS Trường THCS Đồi Na",
    ),
    FileColumn(
        "parent",
        ("Công đoàn cấp trên", "Cấp trên", "Cấp trên trực tiếp", "Trực thuộc", "Thuộc"),
        parsing.text(260),
        width=44,
        exported=False,
    ),
    FileColumn(
        "role",
        ("Vai trò", "Vai trò trên cổng", "Phân công"),
        parsing.choice(role_words, "vai trò"),
        field="role",
        choices=role_words,
        width=28,
        write=role_name,
        words=role_name,
        example="Cán bộ nhập liệu",
    ),
    _day_column("since", "Từ ngày", "Giữ từ ngày"),
    _day_column("until", "Đến trước ngày", "Thôi từ ngày", parse=parsing.clearable(parsing.day, None)),
    FileColumn(
        "active",
        ("Đang dùng tài khoản", "Đang dùng", "Còn dùng"),
        parsing.yes_or_no,
        field="is_active",
        width=14,
        write=parsing.yes_words,
        words=parsing.yes_words,
    ),
)
EXPORTED = tuple(column for column in PEOPLE_COLUMNS if column.exported)
BY_KEY = {column.key: column for column in PEOPLE_COLUMNS}
