"""Tests that what a list said of people is deleted after its time, and what became of it stays."""

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.core.management import call_command

from foundation import clock
from foundation.lifecycle import StateConflict
from tests.units.test_people_table import HEADINGS
from tests.units.test_union_table import csv_of, worked
from units import jobs
from units.actions import table_imports
from units.actions.import_retention import empty_old_imports, imports_to_empty
from units.models import Blob, Event, Import, ImportKind, ImportRow, ImportState, User

pytestmark = [pytest.mark.either, pytest.mark.django_db]
JULY = "2015-07-20T09:00+07:00"
PRIVATE = ("0977 111 222", "0977 333 444", "0977 555 666", "Nguyệt", "Lường", "Phùng", "nguyet@congdoan.vn")


def brought_in(world):
    """Return a list with a new person, one that is refused, one that is asked about, and a row that is none of it."""
    content = csv_of(
        ["Lập bởi bà Phùng Thị Sen, 0977 555 666"],
        [*HEADINGS, "Thư điện tử"],
        ["", "Nông Thị Nguyệt", "0977 111 222", world.school.name, "", "", "", "nguyet@congdoan.vn"],
        ["", "Lường Văn Tám", "0977 333 444 555 666 777 888 999", "CĐCS không có", "", "", "", ""],
        ["khac", world.user("owner").full_name, "0977 333 444", world.school.name, "", "", "", ""],
        ["", "Tổng cộng: Phùng 3 người", "", "", "", "", "", ""],
    )
    return table_imports.bring_in(ImportKind.PEOPLE, content, "nguoi.csv", by=world.by("admin"))


def stored():
    """Return all that is stored of lists and their rows, as text."""
    rows = [*Import.objects.all(), *ImportRow.objects.all()]
    contents = [bytes(blob.content).decode() for blob in Blob.objects.all()]
    return json.dumps(serializers.serialize("python", rows), default=str, ensure_ascii=False) + "".join(contents)


def test_a_list_says_nothing_of_people_after_its_time_and_how_it_ended_stays(world, client):
    with clock.travel(JULY):
        imported = brought_in(world)
        assert imported.counts == {"new": 1, "refused": 1, "doubtful": 1}
        table_imports.write(imported, by=world.by("admin"))
        imported = worked(imported)
        made = User.objects.get(full_name="Nông Thị Nguyệt")
    assert all(words in stored() for words in PRIVATE)
    ImportRow.objects.filter(status="refused").update(failure="CĐCS vừa có Lường Văn Tám.")
    written = imported.rows.outcome()
    with clock.travel("2015-10-18T08:59+07:00"):  # the ninetieth day is not over
        call_command("tick")
    assert "Nguyệt" in stored()

    with clock.travel("2015-10-18T09:01+07:00"):
        assert empty_old_imports() == "Đã xóa nội dung của 1 danh sách đưa vào từ lâu."
        assert empty_old_imports() == ""
        call_command("tick")
        kept = stored()
        assert [words for words in PRIVATE if words in kept] == []
        imported.refresh_from_db()
        assert (imported.state, imported.counts) == ("applied", {"new": 1, "refused": 1, "doubtful": 1})
        assert imported.rows.outcome() == written | {"failed": 1}
        assert Event.objects.get(verb="empty_table").actor is None
        made.refresh_from_db()
        assert (made.full_name, made.phone) == ("Nông Thị Nguyệt", "0977 111 222")  # the account is no list

        client.force_login(world.user("admin"))
        address = imported.get_absolute_url()
        page = client.get(address).content.decode()
        words = "Nội dung của danh sách này đã xóa ngày 18/10/2015, hết thời hạn lưu: không hoàn tác"
        assert words in page and "Đã thêm 1 dòng" in page and "Hoàn tác…" not in page and "So lại" not in page
        assert f"{address}refused/" not in page
        for lost in (client.post(f"{address}undo/", {"reason": "Nhầm"}), client.get(f"{address}refused/")):
            assert lost.status_code == 409 and words in lost.content.decode()
        with pytest.raises(StateConflict, match="hết thời hạn lưu"):
            table_imports.compare_again(imported, by=world.by("admin"))
        for listed in ("?export=csv", "?status=doubtful", "?status=failed"):
            assert client.get(f"{address}{listed}").status_code == 200


def test_a_list_that_is_being_written_is_left_and_one_that_stopped_is_over(world):
    with clock.travel(JULY):
        imported = brought_in(world)
        table_imports.write(imported, by=world.by("admin"))
    job = table_imports.latest_job(imported)
    with clock.travel(clock.now() + timedelta(days=4000)):
        assert imports_to_empty().get() == imported
        assert empty_old_imports() == ""
        jobs.cancel(job)
        assert empty_old_imports() != ""
        imported.refresh_from_db()
        assert (imported.state, imported.blob_id) == (ImportState.APPLIED, None)
        with pytest.raises(StateConflict):
            table_imports.go_on(imported, by=world.by("admin"))
