"""What a row must say of the form and strand of a union, and what follows from its name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from foundation import vietnamese
from foundation.tables.declaration import FileRow
from foundation.vietnamese.abbreviations import spelled_out
from units.models import UnitKind, UnitType
from units.models.kinds import UnionForm

BEGINNINGS = {"cong doan co so ": UnionForm.WORKPLACE, "nghiep doan ": UnionForm.OCCUPATIONAL}
LONGEST_FULL_NAME = 250


def form_of_name(name: str) -> str:
    """Return the form that a name of a grassroots union begins with: "CĐCS Trường …", "Nghiệp đoàn …"; else ""."""
    key = vietnamese.fold(spelled_out(name))
    return next((form for beginning, form in BEGINNINGS.items() if key.startswith(beginning)), "")


def full_name_of(name: str) -> str:
    """Return the name as papers write it."""
    return spelled_out(name)[:LONGEST_FULL_NAME]


def complete(row: FileRow, words: UnitType, values: dict[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Return the values of a union of this type with its form; refuse the row where form and strand do not fit it."""
    if words.role != UnitKind.GRASSROOTS:
        if values.get("form") or values.get("strand"):
            row.refuse(
                _("chỉ công đoàn cơ sở, nghiệp đoàn có loại hình và khối"), "form" if values.get("form") else "strand"
            )
        if values.get("coordinated"):
            row.refuse(_("chỉ công đoàn cơ sở thuộc diện phối hợp chỉ đạo"), "coordinated")
    elif is_new:
        values.setdefault("form", form_of_name(str(values.get("name") or "")) or UnionForm.WORKPLACE)
    form, strand = values.get("form"), values.get("strand")
    if form == UnionForm.WORKPLACE and not strand:
        row.refuse(_("thiếu khối của công đoàn cơ sở"), "strand")
    if form == UnionForm.OCCUPATIONAL and strand:
        row.refuse(_("nghiệp đoàn không thuộc khối nào"), "strand")
    if is_new:
        values.setdefault("type", words.code)
        values.setdefault("full_name", full_name_of(str(values["name"])))
    return values
