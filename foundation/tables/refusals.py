"""Why a table that somebody sent is not read, in words for whoever sent it."""

from __future__ import annotations

from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.lazy_text import LazyText
from foundation.tables import limits
from foundation.vietnamese import format_number

TAKEN = _("bảng tính (.xlsx, .xls, .ods, .csv)")
EMPTY = _("Tệp “{name}” không có dòng nào.")
NO_TABLE = _("Chỉ nhận bảng tính (.xlsx, .xls, .ods, .csv). Tệp “{name}” không đúng loại hoặc bị hỏng.")
WEB_PAGE = _("Tệp “{name}” là trang web mang tên bảng tính. Xin mở bằng Excel rồi lưu lại thành .xlsx.")
LOCKED = _("Tệp “{name}” có mật khẩu. Xin bỏ mật khẩu rồi gửi lại.")
MACRO = _("Tệp “{name}” có macro nên không được nhận. Xin lưu lại thành .xlsx, là loại không có macro.")
TOO_LARGE = _("Tệp “{name}” lớn hơn {megabytes} MB. Xin chia nhỏ hoặc bỏ bớt ảnh trong tệp.")
SWOLLEN = _("Tệp “{name}” khi đọc chiếm bộ nhớ bất thường nên không được nhận. Xin chép riêng bảng ấy sang tệp mới.")
TOO_MANY_ROWS = _("Tệp “{name}” có hơn {rows} dòng. Xin chia thành nhiều tệp.")
TOO_MANY_COLUMNS = _("Tệp “{name}” có hơn {columns} cột. Xin chỉ để lại các cột cần nhập.")
TOO_MANY_SHEETS = _("Tệp “{name}” có hơn {sheets} trang tính. Xin chỉ để lại trang cần nhập.")


class RefusedTable(ValidationError):
    """Raised for a file that is not read; its message says why, to whoever sent it."""


def refused(sentence: LazyText, name: str, *, megabytes: int = 0) -> RefusedTable:
    return RefusedTable(
        str(sentence).format(
            name=name,
            megabytes=megabytes,
            rows=format_number(limits.MOST_ROWS),
            columns=limits.MOST_COLUMNS,
            sheets=limits.MOST_SHEETS,
        )
    )
