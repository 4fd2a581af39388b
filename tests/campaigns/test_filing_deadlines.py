"""Tests lateness: the first submission after the due date in force, to the second; a locked phase takes none."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import filings, phases, reviews
from campaigns.lifecycle import EDITABLE
from campaigns.models import CalledUnit, DueDate, Filing
from campaigns.progress.branch_counts import overdue
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import drafted, returned, seen, sent
from units.models import Event

pytestmark = pytest.mark.either


def lateness(sheet):
    row = Filing.objects.get(pk=sheet.pk)
    return row.late, row.late_days


@pytest.mark.parametrize(
    "instant, late",
    [
        ("2015-01-20T09:00:00+07:00", (False, 0)),
        ("2015-02-27T23:59:59+07:00", (False, 0)),
        ("2015-02-27T23:59:59.999999+07:00", (False, 0)),
        ("2015-02-28T00:00:00+07:00", (True, 1)),
        ("2015-02-27T17:00:00+00:00", (True, 1)),
        ("2015-03-01T00:00:00+07:00", (True, 2)),
        ("2015-03-31T12:00:00+07:00", (True, 32)),
    ],
)
def test_a_sheet_is_late_from_midnight_of_the_day_after(world, instant, late):
    with clock.travel(instant):
        assert lateness(sent(world)) == late


@pytest.mark.parametrize("day, late", [("2015-03-13", (False, 0)), ("2015-03-14", (True, 1))])
def test_who_files_straight_to_the_province_has_the_date_of_that_group(world, day, late):
    with clock.travel(f"{day}T12:00+07:00"):
        assert lateness(sent(world, "district", "pledge", "district")) == late


def test_without_a_date_nobody_is_late(world):
    DueDate.objects.all().delete()
    with clock.travel("2015-06-29T12:00+07:00"):
        assert lateness(sent(world)) == (False, 0)


def test_the_first_submission_decides_and_a_return_never_makes_late(world):
    with clock.travel("2015-02-27T10:00+07:00"):
        sheet = returned(world)
    with clock.travel("2015-04-01T10:00+07:00"):
        filings.submit(sheet, by=world.by("owner"))
    assert lateness(sheet) == (False, 0)
    row = Filing.objects.get(pk=sheet.pk)
    assert row.first_submitted_at == clock.parse("2015-02-27T10:00+07:00")
    assert row.submitted_at == clock.parse("2015-04-01T10:00+07:00")


def test_a_date_moved_afterwards_covers_what_came_inside_it(world):
    with clock.travel("2015-03-02T10:00+07:00"):
        sheet = sent(world)
        filings.take_back(sheet, by=world.by("owner"))
    called = world.sheet("school", "pledge").called
    with clock.travel("2015-03-03T10:00+07:00"):
        phases.extend(called, kind="pledge", on=date(2015, 3, 31), reason="Lũ quét", by=world.by("board"))
        assert lateness(sheet) == (False, 0)
        filings.submit(sheet, by=world.by("owner"))
    assert lateness(sheet) == (False, 0)


def test_a_unit_with_a_date_of_its_own_is_late_by_that_one(world):
    called = world.sheet("school", "pledge").called
    with clock.travel("2015-02-26T10:00+07:00"):
        phases.extend(called, kind="pledge", on=date(2015, 3, 10), reason="Lũ quét", by=world.by("board"))
    with clock.travel("2015-03-10T23:59:59+07:00"):
        assert lateness(sent(world)) == (False, 0)
    with clock.travel("2015-03-10T12:00+07:00"):
        assert lateness(sent(world, "commune", who="neighbour")) == (True, 11)


def test_an_extension_is_for_one_kind_and_tells_why(world):
    called = world.sheet("school", "pledge").called
    with clock.travel("2015-02-26T10:00+07:00"):
        phases.extend(called, kind="report", on=date(2015, 7, 20), reason="Lũ quét", by=world.by("board"))
    row = CalledUnit.objects.get(pk=called.pk)
    assert (row.pledge_due, row.report_due, row.due_reason) == (
        None,
        clock.end_of_day(date(2015, 7, 20)),
        "Lũ quét",
    )
    assert row.due("pledge") == clock.end_of_day(date(2015, 2, 27))
    report = world.sheet("school", "report")
    event = Event.objects.about(report).get()
    assert (event.verb, event.reason, event.changes) == (
        "extend",
        "Lũ quét",
        {"hạn báo cáo": ["", "20/07/2015"]},
    )
    assert list(Event.objects.about(world.sheet("school", "pledge"))) == []


def test_an_extension_without_a_reason_changes_nothing(world):
    called = world.sheet("school", "pledge").called
    with pytest.raises(ValidationError, match=re.escape("Xin ghi lý do.")):
        phases.extend(called, kind="pledge", on=date(2015, 3, 10), reason="\u200b", by=world.by("board"))
    row = CalledUnit.objects.get(pk=called.pk)
    assert (row.pledge_due, row.due_reason) == (None, "")
    assert list(Event.objects.about(world.sheet("school", "pledge"))) == []


def test_after_its_date_a_sheet_still_comes_in_until_the_phase_is_locked(world):
    with clock.travel("2015-07-29T10:00+07:00"):
        assert lateness(sent(world)) == (True, 152)
        other = drafted(world, "commune", who="neighbour")
        phases.lock_phase(world.phase, by=world.by("board"))
        before = seen(other)
        with pytest.raises(StateConflict) as refusal:
            filings.submit(other, by=world.by("neighbour"))
    assert refusal.value.sentence == (
        "Số liệu đợt 1 đã khóa từ ngày 29/07/2015. Cần điều chỉnh, đề nghị liên hệ Ban Chính sách - Pháp luật."
    )
    assert seen(other) == before


def test_unlocked_the_sheets_move_again(world):
    board = world.by("board")
    sheet = drafted(world)
    phases.lock_phase(world.phase, by=board)
    phases.unlock_phase(world.phase, reason="Bổ sung số liệu", by=board)
    filings.submit(sheet, by=world.by("owner"))
    reviews.accept(sheet, by=world.by("district", "reviewer"))
    assert Filing.objects.get(pk=sheet.pk).status == "accepted"


def test_a_returned_sheet_is_due_on_its_new_date_and_any_other_on_its_own(world):
    with clock.travel("2015-02-27T10:00+07:00"):
        sheet = returned(world)
        assert sheet.due == clock.end_of_day(date(2015, 3, 6))
        filings.submit(sheet, by=world.by("owner"))
        assert sheet.due == clock.end_of_day(date(2015, 2, 27))


def test_the_new_date_of_a_return_outlives_a_resend_that_was_taken_back(world, sign_in_as):
    by, again = world.by("owner"), clock.end_of_day(date(2015, 3, 6))
    with clock.travel("2015-02-27T10:00+07:00"):
        sheet = returned(world)
    with clock.travel("2015-03-05T10:00+07:00"):
        filings.submit(sheet, by=by)
        filings.take_back(sheet, by=by)
        assert Filing.objects.get(pk=sheet.pk).due == again
        page, desk = (sign_in_as("owner").get(address).text for address in (sheet.get_absolute_url(), "/"))
        assert ("Còn 1 ngày đến hạn" in page, "quá hạn" in page) == (True, False)
        assert "Đang sửa, chưa gửi lại." in desk
    with clock.travel("2015-03-09T10:00+07:00"):
        assert "Đã quá hạn đăng ký thi đua 3 ngày." in sign_in_as("owner").get(sheet.get_absolute_url()).text


def test_a_return_that_is_undone_gives_back_the_date_of_the_one_before(world):
    with clock.travel("2015-02-27T10:00+07:00"):
        sheet = returned(world)
        filings.submit(sheet, by=world.by("owner"))
        district = world.by("district", "reviewer")
        reviews.return_(sheet, reason="Thiếu DH02", due_on=date(2015, 3, 20), by=district)
        reviews.undo_return(sheet, by=district)
        filings.take_back(sheet, by=world.by("owner"))
        assert Filing.objects.get(pk=sheet.pk).due == clock.end_of_day(date(2015, 3, 6))


def test_the_list_of_what_is_overdue_has_what_the_dates_of_the_sheets_say(world):
    """A resend that was taken back is due on its new date, a draft that was never returned on its own."""
    with clock.travel("2015-02-27T10:00+07:00"):
        sheet = returned(world)
        filings.submit(sheet, by=world.by("owner"))
        filings.take_back(sheet, by=world.by("owner"))
        drafted(world, "commune", who="neighbour")
    for day in ("2015-03-05", "2015-03-09"):
        with clock.travel(f"{day}T10:00+07:00"):
            sheets = Filing.objects.filter(kind="pledge", called__phase=world.phase)
            late = {row.pk for row in sheets if row.status in EDITABLE and row.due and row.due < clock.now()}
            assert set(sheets.filter(overdue(world.phase, "pledge", clock.now())).values_list("pk", flat=True)) == late
            assert (sheet.pk in late) == (day == "2015-03-09")


def test_the_date_of_many_units_is_moved_at_once_and_what_came_inside_is_on_time(world, sign_in_as):
    with clock.travel("2015-03-02T10:00+07:00"):
        late = sent(world)
        assert lateness(late) == (True, 3)
    with clock.travel("2015-03-04T10:00+07:00"):
        too_late = sent(world, "commune", who="neighbour")
        called = world.sheet("porters", "pledge").called
        phases.extend(called, kind="pledge", on=date(2015, 3, 20), reason="Lũ quét", by=world.by("board"))
        client, address = sign_in_as("board"), f"{world.phase.get_absolute_url()}extend/"
        upper = str(world.phase.called_units.get(unit=world.district).pk)
        typed = {"kind": "pledge", "branches": [upper], "on": "3/3/2015", "reason": "Hệ thống ngừng ngày 27/2."}
        asked_first = client.post(address, typed)
        questions = asked_first.context["confirmation"].form.errors["confirmed"]
        assert list(questions) == [
            "Dời hạn đăng ký của 2 đơn vị đến hết ngày 03/03/2015.",
            "1 bản gửi sau hạn cũ được tính là đúng hạn: CĐCS Trường THCS Đồi Na.",
            "2 đơn vị có hạn bằng hoặc muộn hơn, giữ nguyên: LĐLĐ huyện Chi Lăng, Nghiệp đoàn Bốc xếp.",
        ]
        mark = asked_first.context["confirmation"].form.fields["confirmed"].widget.mark
        done = client.post(address, typed | {"confirmed": mark}, follow=True)
        assert "Đã dời hạn của 2 đơn vị đến hết ngày 03/03/2015" in done.content.decode()
    assert (lateness(late), lateness(too_late)) == ((False, 0), (True, 1))
    assert CalledUnit.objects.get(pk=called.pk).pledge_due == clock.end_of_day(date(2015, 3, 20))
    event = Event.objects.about(late).filter(verb="extend").get()
    assert (event.reason, event.changes) == ("Hệ thống ngừng ngày 27/2.", {"hạn đăng ký": ["", "03/03/2015"]})
