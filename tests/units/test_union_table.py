"""Tests the table of unions that comes in: what its rows would do, that they do it, and that it is taken back."""

import io
import time
from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from emulation.management.commands import import_table
from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.tables import parsing
from tests.support.union_lines import HEADINGS, csv_of, union_lines
from units import jobs
from units.access import Forbidden
from units.actions import table_imports, unions
from units.models import Event, Import, ImportKind, ImportState, PlannedAct, Unit
from units.models.vocabulary import strand_choices
from units.personal.retention import prune
from units.union_table.columns import EXPORTED, UNION_COLUMNS, code_of
from units.union_table.stored_tree import exported

pytestmark = [pytest.mark.either, pytest.mark.django_db]

JULY = "2015-07-20T09:00+07:00"


@pytest.fixture(autouse=True)
def july():
    with clock.travel(JULY):
        yield


def brought_in(world, *lines, name="don-vi.csv"):
    return table_imports.bring_in(ImportKind.UNIONS, csv_of(*lines), name, by=world.by("admin"))


def export_of(world, **changes):
    """Return the lines of an export; `changes` are cells of the row of the school, or of another, by column key."""
    unit = changes.pop("of", world.school)
    lines = [[column.heading for column in EXPORTED]]
    for values in exported(world.by("admin")):
        cells = {column.key: column.write(values[column.key]) for column in EXPORTED}
        cells |= changes if values["code"] == unit.pk else {}
        written = (f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in cells.values())
        lines.append(["" if cell is None else cell for cell in written])
    return lines


def said(imported):
    """Return {row number: (status, why)}."""
    return {
        row.number: (row.status, "; ".join(f"{why['cell']} {why['sentence']}".strip() for why in row.reasons))
        for row in imported.rows.all()
    }


def changes_of(imported):
    return [(row.status, row.before, row.after) for row in imported.rows.exclude(status="same")]


def worked(imported):
    """Run the job of an import to its end, and return the import."""
    jobs.run(table_imports.latest_job(imported).pk)
    return Import.objects.get(pk=imported.pk)


def written(world, *lines):
    imported = brought_in(world, *lines)
    table_imports.write(imported, by=world.by("admin"), seen=imported.seen)
    return worked(imported)


def undone(world, imported):
    table_imports.undo(imported, by=world.by("admin"), reason="Nhầm tệp")
    return worked(imported)


CHANGES = {
    "name": ("CĐCS Trường THCS Mới", "CĐCS Trường THCS Mới"),
    "full_name": ("Công đoàn cơ sở Trường Mới", "Công đoàn cơ sở Trường Mới"),
    "strand": ("Hành chính", "administrative"),
    "order": ("7", 7),
    "workers": ("1.500", 1500),
    "women": ("-", None),
    "minorities": ("3", 3),
    "members": ("44", 44),
    "women_members": ("4", 4),
    "direct": ("40", 40),
    "insured": ("45", 45),
    "contact_person": ("Nông Thị Ánh", "Nông Thị Ánh"),
    "phone": ("0912 345 678", "0912 345 678"),
    "email": ("thcs@langson.example", "thcs@langson.example"),
    "place": ("Chi Lăng", "Chi Lăng"),
    "symbol": ("CĐCS", "CĐCS"),
    "head_title": ("Hiệu trưởng", "Hiệu trưởng"),
    "working_year": ("năm dương lịch", "calendar"),
    "coordinated": ("x", True),
    "valid_from": ("01/02/2011", "2011-02-01"),
    "valid_to": ("01/09/2015", "2015-09-01"),
    "parent": ("LĐLĐ thành phố Lạng Sơn", "LĐLĐ thành phố Lạng Sơn"),
}


def test_what_is_exported_changes_nothing_and_each_changed_cell_one_thing(world):
    """Of the other columns: a code or a successor alone is refused; type and form are changed of other unions."""
    assert brought_in(world, *export_of(world)).counts == {"same": 8}
    for key, (cell, value) in CHANGES.items():
        ((status, before, after),) = changes_of(brought_in(world, *export_of(world, **{key: cell})))
        assert (status, before.keys(), after) == ("changed", {key}, {key: value}), key
    district = export_of(world, of=world.district, type="Công đoàn ngành")
    assert changes_of(brought_in(world, *district)) == [("changed", {"type": "district"}, {"type": "trade"})]
    ((status, _before, after),) = changes_of(brought_in(world, *export_of(world, of=world.bank, form="Nghiệp đoàn")))
    assert (status, after) == ("changed", {"form": "occupational", "strand": ""})
    for key, cell in (("code", "ĐV999999"), ("successor", world.city.name)):
        assert [status for status, _old, _new in changes_of(brought_in(world, *export_of(world, **{key: cell})))] == [
            "refused"
        ]
    assert {*CHANGES, "type", "form", "code", "successor"} == {column.key for column in EXPORTED}


def test_rows_say_what_they_would_do(world):
    imported = brought_in(
        world,
        ["DANH SÁCH CÔNG ĐOÀN CƠ SỞ"],
        HEADINGS,
        ["1", world.school.name, "", "", world.district.name, "1.500", "0912 345 678"],
        ["2", "CĐCS Trường THCS Thung Mơ", "CĐCS", "Sự nghiệp", "3", "34", ""],
        ["3", "LĐLĐ huyện Mới", "LĐLĐ huyện, thành phố", "", world.province.name, "", ""],
        ["4", "Nghiệp đoàn Bốc xếp Pò Gió", "", "", world.district.name, "1.5OO", ""],
        ["5", "CĐCS A", "CĐCS", "Sự nghiệp", "6", "", ""],
        ["6", "CĐCS B", "CĐCS", "Sự nghiệp", "5", "", ""],
        ["7", "CĐCS Trường THCS Thùng Mơ", "CĐCS", "Sự nghiệp", "LĐLĐ huyện Mới", "", ""],
        ["8", "CĐCS Không Khối", "CĐCS", "", world.district.name, "", ""],
        ["9", "CĐCS Trường THCS Đôi Na", "CĐCS", "Sự nghiệp", world.district.name, "", ""],
        ["10", world.school.name.upper(), "", "", "", "", ""],
        ["11", "CĐCS Không Nơi", "CĐCS", "Sự nghiệp", "LĐLĐ huyện Không", "", ""],
        ["12", "CĐCS Dưới Cơ sở", "CĐCS", "Sự nghiệp", world.bank.name, "", ""],
        ["13", "LĐLĐ huyện Sai", "LĐLĐ huyện, thành phố", "", world.district.name, "", ""],
        ["14", world.bank.name, "", "", "LĐLĐ huyện Mới", "", ""],
        ["15", "CĐCS Không Cấp trên", "CĐCS", "Sự nghiệp", "", "", ""],
        ["", "Tổng cộng", "", "", "", "1534", ""],
    )
    assert said(imported) == {
        3: ("changed", ""),
        4: ("new", ""),
        5: ("new", ""),
        6: ("refused", "F6 “1.5OO” không phải số"),
        7: ("refused", "E7 cấp trên là chính đơn vị ở dòng 8 (vòng tròn)"),
        8: ("refused", "E8 cấp trên ở dòng 7 bị từ chối"),
        9: ("doubtful", ""),
        10: ("refused", "D10 thiếu khối của công đoàn cơ sở"),
        11: ("doubtful", ""),
        12: ("refused", "B12 trùng với dòng 3"),
        13: ("refused", "E13 không có công đoàn cấp trên “LĐLĐ huyện Không”"),
        14: ("refused", "E14 công đoàn cơ sở không có đơn vị trực thuộc"),
        15: ("refused", "E15 LĐLĐ huyện, thành phố không trực thuộc LĐLĐ huyện, thành phố"),
        16: ("doubtful", ""),
        17: ("refused", "E17 thiếu công đoàn cấp trên"),
    }
    assert [left[0] for left in imported.left_out] == [18]
    doubts = {row.number: row for row in imported.rows.filter(status="doubtful")}
    assert {number: row.links["like"]["name"] for number, row in doubts.items()} == {
        9: "CĐCS Trường THCS Thung Mơ",
        11: world.school.name,
        16: world.bank.name,
    }
    table_imports.answer(imported, [doubts[11], doubts[9]], "is_another", by=world.by("admin"))
    table_imports.answer(imported, [doubts[16]], "is_it", by=world.by("admin"))
    now = said(imported)
    assert [now[number][0] for number in (9, 11, 16)] == ["new", "new", "changed"]


def test_rows_are_written_through_the_actions_and_taken_back(world):
    imported = written(
        world,
        [*HEADINGS, "Kết thúc hoạt động ngày", "Đơn vị kế tục", "Lý do"],
        ["1", world.school.name, "", "", world.district.name, "50", "0912 345 678", "", "", ""],
        ["2", "CĐCS Trường THCS Thung Mơ", "CĐCS", "Sự nghiệp", "3", "34", "", "", "", ""],
        ["3", "LĐLĐ huyện Mới", "LĐLĐ huyện, thành phố", "", world.province.name, "", "", "", "", ""],
        ["4", world.commune.name, "", "", "", "", "", "01/09/2015", world.city.name, "Sáp nhập xã"],
    )
    assert (imported.state, imported.rows.outcome()["written"]) == (ImportState.APPLIED, 4)
    added = Unit.objects.get(name="CĐCS Trường THCS Thung Mơ")
    assert (added.parent.name, added.full_name) == ("LĐLĐ huyện Mới", "Công đoàn cơ sở Trường Trung học cơ sở Thung Mơ")
    event = Event.objects.about(added).get()
    assert (event.verb, event.reason, event.actor_name) == (
        "add_unit",
        "Theo tệp don-vi.csv, dòng 3",
        world.user("admin").full_name,
    )
    plan = PlannedAct.objects.get(unit=world.commune)
    assert (plan.target, plan.reason) == (world.city, "Sáp nhập xã")
    changed = Event.objects.about(world.school).first()
    assert (changed.verb, changed.changes) == (
        "admin_change",
        {"Người lao động": ["46", "50"], "Điện thoại": ["", "0912 345 678"]},
    )
    assert brought_in(world, *export_of(world)).counts == {"same": 10}

    unions.describe(Unit.objects.get(pk=world.school.pk), {"place": "Chi Lăng"}, words={}, by=world.by("admin"))
    imported = undone(world, imported)
    assert imported.state == ImportState.UNDONE
    failures = {row.number: row.undo_failure for row in imported.rows.exclude(undo_failure="")}
    assert failures == {2: "Sau đó đơn vị này đã có việc khác."}
    assert not Unit.objects.not_ended(date(2015, 7, 20)).filter(name__in=(added.name, "LĐLĐ huyện Mới")).exists()
    assert PlannedAct.objects.get(pk=plan.pk).status == "called_off"
    assert Unit.objects.get(pk=world.school.pk).phone == "0912 345 678"


def test_moves_and_types_go_back_and_a_row_that_changed_meanwhile_is_not_written(world):
    lines = export_of(world, parent=world.city.name)
    district = next(line for line in lines if line[0] == code_of(world.district.pk))
    district[lines[0].index("Loại đơn vị")] = "Công đoàn ngành"
    bank = next(line for line in lines if line[0] == code_of(world.bank.pk))
    bank[lines[0].index("Điện thoại")] = "0205 3 812 345"
    imported = brought_in(world, *lines)
    assert imported.counts == {"changed": 3, "same": 5}
    Unit.objects.filter(pk=world.bank.pk).update(phone="113")
    table_imports.write(imported, by=world.by("admin"))
    imported = worked(imported)
    assert [row.failure for row in imported.rows.failed()] == ["Điện thoại vừa được sửa; xin xem lại."]
    school, district = Unit.objects.get(pk=world.school.pk), Unit.objects.get(pk=world.district.pk)
    assert (school.parent, district.words.code) == (world.city, "trade")
    undone(world, imported)
    school, district = Unit.objects.get(pk=world.school.pk), Unit.objects.get(pk=world.district.pk)
    assert (school.parent, district.words.code) == (world.district, "district")


def test_what_is_planned_is_the_same_and_another_plan_is_refused(world):
    headings = ["Mã", "Tên đơn vị", "Công đoàn cấp trên", "Ngày chuyển", "Lý do"]
    row = [code_of(world.school.pk), world.school.name, world.city.name, "01/09/2015", "Sắp xếp lại"]
    imported = written(world, headings, row)
    assert PlannedAct.objects.get(unit=world.school).target == world.city
    assert brought_in(world, headings, row).counts == {"same": 1}
    ((status, why),) = said(brought_in(world, headings, [*row[:2], world.province.name, "", ""])).values()
    plan = "C2 đã có dự kiến từ 01/09/2015: chuyển công đoàn cấp trên về LĐLĐ thành phố Lạng Sơn"
    assert (status, why) == ("refused", f"{plan}; xin hủy dự kiến đó trước")
    undone(world, imported)
    assert PlannedAct.objects.get(unit=world.school).status == "called_off"


def test_a_union_that_was_ended_is_at_work_again(world):
    end = ["01/07/2015", world.city.name]
    ended = written(
        world,
        ["Mã", "Tên đơn vị", "Ngày giải thể", "Sáp nhập vào"],
        [code_of(world.commune.pk), world.commune.name, *end],
    )
    assert ended.rows.outcome()["written"] == 1
    commune = Unit.objects.get(pk=world.commune.pk)
    assert (commune.valid_to, commune.parent) == (date(2015, 7, 1), world.city)
    undone(world, ended)
    commune = Unit.objects.get(pk=world.commune.pk)
    assert (commune.valid_to, commune.successor, commune.parent) == (None, None, world.district)
    assert Event.objects.about(commune).first().verb == "reopen_unit"


def test_the_command_says_what_each_row_would_do_and_does_it(world, tmp_path):
    file = tmp_path / "don-vi.csv"
    file.write_bytes(csv_of(*export_of(world, phone="0912 345 678"), ["", "CĐCS Không Nơi", "CĐCS"]))

    def told(*options):
        out = io.StringIO()
        call_command("import_table", "unions", str(file), "--by", "admin", *options, stdout=out)
        return out.getvalue()

    refused = "Dòng 10, CĐCS Không Nơi: Ô G10: thiếu công đoàn cấp trên\n"
    first = f"Danh sách 9 đơn vị: sửa 1, giữ nguyên 7, từ chối 1\n{refused}"
    assert told() == first
    assert told("--write") == f"{first}Đã sửa 1 đơn vị\n"
    assert told("--write") == first.replace("sửa 1, giữ nguyên 7", "giữ nguyên 8")
    for options in (("--by", "board"), ("--by", "nobody")):
        with pytest.raises(CommandError, match="không phải Quản trị hệ thống"):
            told(*options)


def test_the_command_waits_for_a_worker_that_was_quicker(world, tmp_path, monkeypatch):
    file, taken, run = tmp_path / "don-vi.csv", [], jobs.run
    file.write_bytes(csv_of(*export_of(world, phone="0912 345 678")))
    monkeypatch.setattr(import_table.jobs, "run", taken.append)
    monkeypatch.setattr(import_table.time, "sleep", lambda seconds: run(taken[0]))
    out = io.StringIO()
    call_command("import_table", "unions", str(file), "--by", "admin", "--write", stdout=out)
    assert out.getvalue().endswith("Đã sửa 1 đơn vị\n")
    assert len(taken) == 2


@pytest.mark.postgres
@pytest.mark.parametrize("size", [142, pytest.param(1_420, marks=pytest.mark.deep)])
def test_comparing_costs_as_many_statements_for_many_rows_as_for_few(world, size, record_property):
    def statements(rows):
        with CaptureQueriesContext(connection) as queries:
            imported = brought_in(
                world, HEADINGS, *union_lines(rows, (world.district.name, world.city.name), world.province.name)
            )
        assert sum(imported.counts.values()) == rows and len(imported.left_out) == 1
        if rows == size:
            endings = Counter(number % 100 for number in range(1, rows))
            assert imported.count("doubtful") == endings[17]
            assert imported.count("refused") == sum(map(endings.get, (3, 7, 11, 13))) + 2 * endings[20]
            assert all(why["cell"] for row in imported.rows.filter(status="refused") for why in row.reasons)
        return len(queries)

    few, began = statements(14), time.monotonic()
    assert statements(size) == few <= 40
    seconds = time.monotonic() - began
    record_property("slowest", f"{size} rows compared in {seconds:.1f} s")
    assert seconds <= 10


def test_who_may_and_when(world):
    imported = brought_in(world, *export_of(world, phone="0912 345 678"))
    with pytest.raises(Forbidden):
        table_imports.bring_in(ImportKind.UNIONS, csv_of(HEADINGS), "a.csv", by=world.by("board"))
    with pytest.raises(StateConflict, match="vừa thay đổi"):
        table_imports.write(imported, by=world.by("admin"), seen="changed=2")
    with pytest.raises(Forbidden):
        table_imports.undo(imported, by=world.by("board"), reason="…")
    table_imports.write(imported, by=world.by("admin"), seen=imported.seen)
    for act in (table_imports.write, table_imports.compare_again):
        with pytest.raises(StateConflict):
            act(Import.objects.get(pk=imported.pk), by=world.by("admin"))
    again = table_imports.compare_again(worked(imported), by=world.by("admin"))
    assert (again.pk != imported.pk, again.state, again.counts) == (True, ImportState.READ, {"same": 8})
    with pytest.raises(ValidationError):
        table_imports.bring_in(ImportKind.UNIONS, b"\x00\x01", "a.xls", by=world.by("admin"))


def test_a_table_that_nobody_writes_is_forgotten(world):
    kept = written(world, *export_of(world, phone="0912 345 678"))
    brought_in(world, *export_of(world, phone="0912"))
    with clock.travel("2015-08-21T09:00+07:00"):
        prune()
    assert list(Import.objects.all()) == [kept]


def test_what_a_list_says_of_the_highest_union_is_taken_back(world):
    imported = brought_in(world, HEADINGS, [1, world.province.name, "", "", "", "", "0205 3812 345"])
    table_imports.write(imported, by=world.by("admin"))
    imported = worked(imported)
    assert Unit.objects.get(pk=world.province.pk).phone == "0205 3812 345"
    table_imports.undo(imported, by=world.by("admin"), reason="Nhầm tệp")
    assert worked(imported).rows.get().undo_failure == ""
    assert Unit.objects.get(pk=world.province.pk).phone == ""


def test_a_strand_is_told_by_its_abbreviation_too(db):
    strand = next(column for column in UNION_COLUMNS if column.key == "strand")
    words = ("Có vốn đầu tư nước ngoài (FDI)", "có vốn đầu tư nước ngoài", "FDI")
    read = parsing.choice(lambda: {words[0]: "foreign_enterprise"}, "khối")
    assert [read(word) for word in words] == ["foreign_enterprise"] * 3
    assert set(strand.choices()) == {name for _code, name in strand_choices()}
