"""The kinds of tables that come in about unions and people (foundation/tables/declaration.py)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables.declaration import Table
from units.actions import person_rows, union_rows
from units.models import ImportKind, ImportRow
from units.people_table import comparing as people_table
from units.people_table import stored_people
from units.people_table.columns import BY_KEY, PEOPLE_COLUMNS, role_name
from units.union_table.columns import UNION_COLUMNS
from units.union_table.comparing import find
from units.union_table.stored_tree import exported


def _says(row: ImportRow) -> str:
    """Return below which union a row founds one."""
    reference = row.links.get("parent") or {}
    if "row" in reference:
        words = {"name": row.after.get("parent", ""), "n": reference["row"]}
        return _("Thuộc “{name}”, đơn vị ở dòng {n} của tệp này").format(**words)
    return _("Thuộc {name}").format(name=row.after.get("parent", ""))


def _says_of_person(row: ImportRow) -> str:
    """Return the post that a row gives, and what it says of a new person."""
    words = [_("{role}, {unit}").format(role=role_name(row.after.get("role")), unit=row.after.get("unit", ""))]
    for key in ("username", "phone", "email"):
        if value := row.after.get(key):
            words.append(f"{BY_KEY[key].heading.lower()} {value}")
    return "; ".join(words)


UNIONS = Table(
    key=ImportKind.UNIONS,
    title=ImportKind.UNIONS.label,
    columns=UNION_COLUMNS,
    find=find,
    act=union_rows.act,
    undo=union_rows.undo,
    rows=exported,
    counted=gettext_lazy("{n} đơn vị"),
    taken_back=gettext_lazy(
        "Đơn vị vừa thêm được rút lại, đơn vị đã sửa trở về như cũ, đều có ghi nhật ký. Số lượng phân bổ và phiếu bổ "
        "sung số liệu đã chuyển cho đơn vị kế tục thì không chuyển lại."
    ),
    says=_says,
    url=lambda pk: reverse("admin:units_unit_change", args=[pk]),
    remarks=(
        gettext_lazy("Đơn vị đã có được nhận ra theo mã đơn vị; tệp không có mã thì theo tên và công đoàn cấp trên."),
        gettext_lazy("Muốn bỏ số điện thoại, người liên hệ hay một con số đang có, ghi dấu gạch ngang “-”."),
        gettext_lazy("Công đoàn cấp trên ghi bằng tên, mã, hoặc số thứ tự của dòng khác trong chính tệp này."),
        gettext_lazy("Chuyển công đoàn cấp trên, đổi loại, kết thúc hoạt động được ghi như làm ở trang Điều hành."),
    ),
)

PEOPLE = Table(
    key=ImportKind.PEOPLE,
    title=ImportKind.PEOPLE.label,
    columns=PEOPLE_COLUMNS,
    find=people_table.find,
    act=person_rows.act,
    undo=person_rows.undo,
    rows=stored_people.exported,
    counted=gettext_lazy("{n} dòng"),
    taken_back=gettext_lazy(
        "Tài khoản vừa lập thôi dùng, phân công vừa giao kết thúc, điều đã sửa trở về như cũ, đều có ghi nhật ký."
    ),
    of_people=True,
    says=_says_of_person,
    url=lambda pk: reverse("admin:units_user_change", args=[pk]),
    remarks=(
        gettext_lazy(
            "Mỗi dòng là một người và một phân công. Người đã có được nhận ra theo tên đăng nhập; tệp không có cột ấy "
            "thì theo họ tên cùng điện thoại, hoặc họ tên cùng đơn vị."
        ),
        gettext_lazy("Muốn bỏ số điện thoại, địa chỉ thư hay ngày kết thúc đang có, ghi dấu gạch ngang “-”."),
        gettext_lazy("Bỏ trống tên đăng nhập thì cổng tự đặt; bỏ trống vai trò ở CĐCS là Cán bộ nhập liệu."),
        gettext_lazy("Tệp không chứa mật khẩu: tài khoản mới được giao bằng thư có mã ở trang Giao tài khoản."),
    ),
)

TABLES = {table.key: table for table in (UNIONS, PEOPLE)}
