"""The columns of how a union or a person is reached, in the tables that files bring in."""

from __future__ import annotations

from foundation.tables import parsing
from foundation.tables.declaration import FileColumn


def contact_columns(*, longest_phone: int) -> tuple[FileColumn, FileColumn]:
    """Return telephone and mail address; `longest_phone` in characters, as the column of the model."""
    phone = FileColumn(
        "phone",
        ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Di động"),
        parsing.clearable(parsing.phone(longest_phone)),
        field="phone",
        width=18,
        example="0912 345 678",
    )
    email = FileColumn(
        "email",
        ("Thư điện tử", "Email", "E-mail", "Hộp thư"),
        parsing.clearable(parsing.email()),
        field="email",
        width=30,
    )
    return phone, email
