"""The kinds of tables that come in about unions and people (foundation/tables/declaration.py)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.tables.declaration import Table
from units.actions import union_rows
from units.models import ImportKind, ImportRow
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


UNIONS = Table(
    key=ImportKind.UNIONS,
    title=ImportKind.UNIONS.label,
    columns=UNION_COLUMNS,
    find=find,
    act=union_rows.act,
    undo=union_rows.undo,
    rows=exported,
    counted=gettext_lazy("{n} đơn vị"),
    says=_says,
    url=lambda pk: reverse("admin:units_unit_change", args=[pk]),
    remarks=(
        gettext_lazy("Đơn vị đã có được nhận ra theo mã đơn vị; tệp không có mã thì theo tên và công đoàn cấp trên."),
        gettext_lazy("Công đoàn cấp trên ghi bằng tên, mã, hoặc số thứ tự của dòng khác trong chính tệp này."),
        gettext_lazy("Chuyển công đoàn cấp trên, đổi loại, kết thúc hoạt động được ghi như làm ở trang Điều hành."),
    ),
)

TABLES = {table.key: table for table in (UNIONS,)}
