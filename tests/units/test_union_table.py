"""Tests the table of unions that comes in: what its rows would do, that they do it, and that it is taken back."""

import csv
import io
from datetime import date

import pytest

from foundation import clock
from units import jobs
from units.actions import table_imports
from units.models import Import, ImportKind, ImportState, Unit
from units.union_table.columns import EXPORTED
from units.union_table.stored_tree import exported

pytestmark = [pytest.mark.either, pytest.mark.django_db]

JULY = "2015-07-20T09:00+07:00"


@pytest.fixture(autouse=True)
def july():
    with clock.travel(JULY):
        yield


def csv_of(*lines):
    """Return the bytes of a .csv of these lines; a dict is a line by headings of the first."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows(lines)
    return text.getvalue().encode()


def brought_in(world, *lines, name="don-vi.csv"):
    return table_imports.bring_in(ImportKind.UNIONS, csv_of(*lines), name, by=world.by("admin"))


def export_of(world, **changes):
    """Return the lines of an export, with cells changed: {(unit, key): text}."""
    lines = [[column.heading for column in EXPORTED]]
    for values in exported(world.by("admin")):
        cells = [column.write(values[column.key]) for column in EXPORTED]
        lines.append(["" if cell is None else f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in cells])
    return lines


def said(imported):
    """Return {row number: (status, sentences)}."""
    return {
        row.number: (row.status, " ".join(f"{why['cell']} {why['sentence']}".strip() for why in row.reasons))
        for row in imported.rows.all()
    }


def worked(imported):
    """Run the job of an import to its end, and return the import."""
    jobs.run(table_imports.latest_job(imported).pk)
    return Import.objects.get(pk=imported.pk)


def test_what_is_exported_and_brought_in_again_changes_nothing(world):
    imported = brought_in(world, *export_of(world))
    assert said(imported) == dict.fromkeys(range(2, 2 + Unit.objects.exclude(parent=None).count()), ("same", ""))
    assert imported.counts == {"same": 8}


def test_rows(world):
    imported = brought_in(
        world,
        ["DANH SÁCH CÔNG ĐOÀN CƠ SỞ"],
        ["STT", "Tên đơn vị", "Loại đơn vị", "Khối", "Công đoàn cấp trên", "CNVCLĐ", "Điện thoại"],
        ["1", world.school.name, "", "", world.district.name, "1.500", "0912 345 678"],
        ["2", "CĐCS Trường THCS Thung Mơ", "CĐCS", "Sự nghiệp", "3", "34", ""],
        ["3", "LĐLĐ huyện Mới", "LĐLĐ huyện, thành phố", "", world.province.name, "", ""],
        ["4", "Nghiệp đoàn Bốc xếp Pò Gió", "", "", world.district.name, "1.5OO", ""],
        ["5", "CĐCS A", "CĐCS", "Sự nghiệp", "6", "", ""],
        ["6", "CĐCS B", "CĐCS", "Sự nghiệp", "5", "", ""],
        ["7", "CĐCS Trường THCS Thùng Mơ", "CĐCS", "Sự nghiệp", "LĐLĐ huyện Mới", "", ""],
        ["8", "CĐCS Không Khối", "CĐCS", "", world.district.name, "", ""],
        ["", "Tổng cộng", "", "", "", "1534", ""],
    )
    assert imported.counts == {"changed": 1, "new": 2, "refused": 4, "doubtful": 1}
    table_imports.write(imported, by=world.by("admin"))
    imported = worked(imported)
    assert imported.state == ImportState.APPLIED
    assert [row.failure for row in imported.rows.exclude(failure="")] == []
    added = Unit.objects.get(name="CĐCS Trường THCS Thung Mơ")
    assert added.parent.name == "LĐLĐ huyện Mới"
    assert Unit.objects.get(pk=world.school.pk).phone == "0912 345 678"
    table_imports.undo(imported, by=world.by("admin"), reason="Nhầm tệp")
    imported = worked(imported)
    assert imported.state == ImportState.UNDONE
    assert Unit.objects.get(pk=world.school.pk).phone == ""
    assert not Unit.objects.not_ended(date(2015, 7, 20)).filter(name__contains="Thung Mơ").exists()
