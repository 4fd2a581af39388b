"""Tests a reviewer's decisions and their undoing: accept, return, reopen, excuse."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.actions import filings, reviews
from campaigns.models import Filing
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import AGAIN, PLEDGING, accepted, drafted, returned, rows, seen, sent
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either

OWN_DECISION = "Chỉ người đã quyết định mới hoàn tác được."


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


@pytest.fixture
def district(world):
    return world.by("district", "reviewer")


def test_accepting_names_who_and_when_and_steps_into_nobodys_place(world, district):
    row = Filing.objects.get(pk=accepted(world).pk)
    assert (row.status, row.decided_by, row.decided_at) == (
        "accepted",
        district.user,
        clock.parse(PLEDGING),
    )
    event = Event.objects.about(row).first()
    assert (event.verb, event.post, event.changes) == ("accept", district.post("reviewer"), {})


def test_a_higher_union_that_steps_in_is_marked(world):
    sheet = sent(world)
    reviews.accept(sheet, by=world.by("board"))
    event = Event.objects.about(sheet).first()
    assert event.changes == {"instead_of": "LĐLĐ huyện Chi Lăng"}
    assert event.acting_as == "Ban Chính sách - Pháp luật, LĐLĐ tỉnh Lạng Sơn"


def test_the_province_decides_on_who_files_straight_to_it_in_nobodys_place(world):
    sheet = sent(world, "district", "pledge", "district")
    reviews.accept(sheet, by=world.by("board"))
    assert Event.objects.about(sheet).first().changes == {}


def test_nobody_decides_on_a_sheet_of_the_own_unit(world):
    sheet = sent(world, "district", "pledge", "district")
    with pytest.raises(Forbidden) as refusal:
        reviews.accept(sheet, by=world.by("district2"))
    assert str(refusal.value) == "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."


def test_a_reviewer_decides_on_the_version_that_was_looked_at(world, district):
    sheet = sent(world)
    filings.take_back(sheet, by=world.by("owner"))
    filings.submit(sheet, by=world.by("owner"))
    before = seen(sheet)
    for act in (
        lambda: reviews.accept(sheet, by=district, submission_number=1),
        lambda: reviews.return_(sheet, reason="Thiếu", due_on=AGAIN, by=district, submission_number=1),
    ):
        with pytest.raises(StateConflict) as refusal:
            act()
        assert refusal.value.sentence == "Đơn vị vừa gửi lại bản mới (lần 2). Xin xem bản mới rồi quyết định."
    assert seen(sheet) == before
    reviews.accept(sheet, by=district, submission_number=2)
    assert sheet.status == "accepted"


def test_a_return_has_a_reason_and_a_new_date(world, district):
    sheet = returned(world)
    row = Filing.objects.get(pk=sheet.pk)
    end = clock.end_of_day(AGAIN)
    assert (row.status, row.reason, row.due_again, row.due) == ("returned", "Thiếu DH01", end, end)
    assert (row.decided_by, row.decided_at) == (district.user, clock.parse(PLEDGING))
    event = Event.objects.about(row).first()
    assert (event.verb, event.source, event.to, event.reason) == (
        "return",
        "submitted",
        "returned",
        "Thiếu DH01",
    )


@pytest.mark.parametrize("act", ["return", "reopen"])
@pytest.mark.parametrize(
    "reason, day, sentence",
    [
        (" \n\u200b", AGAIN, "Xin ghi lý do."),
        ("Thiếu DH01", date(2015, 2, 24), "Hạn gửi lại không thể trước hôm nay."),
    ],
    ids=["no reason", "yesterday"],
)
def test_without_a_reason_or_before_today_nothing_goes_back(world, district, act, reason, day, sentence):
    sheet = sent(world) if act == "return" else accepted(world)
    before, events = seen(sheet), Event.objects.count()
    with pytest.raises(ValidationError) as refusal:
        {"return": reviews.return_, "reopen": reviews.reopen}[act](sheet, reason=reason, due_on=day, by=district)
    assert refusal.value.messages == [sentence]
    assert (seen(sheet), Event.objects.count()) == (before, events)


def test_the_same_day_is_date_enough_for_a_return(world, district):
    sheet = sent(world)
    reviews.return_(sheet, reason="Thiếu", due_on=date(2015, 2, 25), by=district)
    assert sheet.due_again == clock.end_of_day(date(2015, 2, 25))


def test_a_return_is_undone_by_who_returned_until_the_unit_types(world, district):
    sheet = returned(world)
    with pytest.raises(Forbidden) as refusal:
        reviews.undo_return(sheet, by=world.by("district2"))
    assert str(refusal.value) == OWN_DECISION
    reviews.undo_return(sheet, by=district)
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.reason, row.due_again, row.decided_by) == ("submitted", "", None, None)
    reviews.accept(row, by=district)
    assert row.status == "accepted"


def test_a_return_is_not_undone_after_the_unit_has_typed(world, district):
    sheet = returned(world)
    filings.save_part(sheet, "works", [{"uuid": "", "title": "Một chữ"}], by=world.by("owner"))
    with pytest.raises(StateConflict) as refusal:
        reviews.undo_return(sheet, by=district)
    assert refusal.value.sentence == "Đơn vị đã bắt đầu sửa, không hoàn tác được."
    assert Filing.objects.get(pk=sheet.pk).status == "returned"


def test_an_acceptance_is_undone_the_same_day_only_by_who_accepted(world, district):
    sheet = accepted(world)
    with pytest.raises(Forbidden) as refusal:
        reviews.undo_accept(sheet, by=world.by("board"))
    assert str(refusal.value) == OWN_DECISION
    with clock.travel("2015-02-25T23:59:59+07:00"):
        reviews.undo_accept(sheet, by=district)
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.decided_by, row.decided_at) == ("submitted", None, None)


def test_the_next_day_an_acceptance_is_reopened_and_not_undone(world, district):
    sheet = accepted(world)
    with clock.travel("2015-02-26T00:00+07:00"):
        with pytest.raises(StateConflict) as refusal:
            reviews.undo_accept(sheet, by=district)
        assert refusal.value.sentence == "Chỉ hoàn tác được trong ngày xác nhận. Cần sửa, xin chọn “Mở lại”."
        reviews.reopen(sheet, reason="Sai DH02", due_on=AGAIN, by=world.by("district2"))
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.reason, row.decided_by) == ("returned", "Sai DH02", world.user("district2"))


def test_a_reopened_sheet_keeps_its_rows_and_is_accepted_no_more(world, district):
    sheet = accepted(world)
    before = rows(sheet)
    reviews.reopen(sheet, reason="Sai DH02", due_on=AGAIN, by=district)
    assert rows(sheet) == before
    assert list(Filing.objects.filter(status="accepted")) == []
    assert list(Filing.objects.received()) == [sheet]


def test_an_excuse_needs_a_reason_and_leaves_the_denominator(world):
    sheet = world.sheet("school", "pledge")
    expected = Filing.objects.expected().count()
    with pytest.raises(ValidationError, match=re.escape("Xin ghi lý do.")):
        reviews.excuse(sheet, reason=" ", by=world.by("board"))
    assert Filing.objects.expected().count() == expected
    reviews.excuse(sheet, reason="Trường đang sáp nhập", by=world.by("board"))
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.reason, row.decided_by) == (
        "excused",
        "Trường đang sáp nhập",
        world.user("board"),
    )
    assert Filing.objects.expected().count() == expected - 1
    assert Event.objects.about(sheet).first().reason == "Trường đang sáp nhập"


@pytest.mark.parametrize("begin, back", [("awaited", "awaited"), ("draft", "draft"), ("returned", "draft")])
def test_expected_again_a_sheet_is_awaited_or_the_draft_that_was_typed(world, begin, back):
    make = {"awaited": lambda w: w.sheet("school", "pledge"), "draft": drafted, "returned": returned}
    sheet, board = make[begin](world), world.by("board")
    typed = sheet.typed
    reviews.excuse(sheet, reason="Trường đang sáp nhập", by=board)
    reviews.unexcuse(sheet, by=board)
    row = Filing.objects.get(pk=sheet.pk)
    assert (row.status, row.typed, row.reason, row.due_again, row.decided_by) == (back, typed, "", None, None)


def test_two_acceptances_are_one_and_the_second_is_told_who_was_quicker(world, district):
    sheet = sent(world)
    stale = world.sheet("school", "pledge")
    reviews.accept(sheet, by=district)
    with pytest.raises(StateConflict) as refusal:
        reviews.accept(stale, by=world.by("district2"))
    assert refusal.value.sentence == (
        "Vi Văn Thông vừa xác nhận bản này lúc 09:00 ngày 25/02/2015. Trang đã được cập nhật. "
        "Bản này đang ở trạng thái “Đã xác nhận”."
    )
    assert [event.verb for event in Event.objects.about(sheet)] == ["accept", "submit", "save"]


def test_a_stranger_learns_nothing_about_the_state(world):
    for sheet in (world.sheet("school", "pledge"), accepted(world)):
        with pytest.raises(Forbidden) as refusal:
            reviews.accept(sheet, by=world.by("city", "reviewer"))
        assert str(refusal.value) == "Việc này do Cán bộ theo dõi thi đua của LĐLĐ huyện Chi Lăng thực hiện."
