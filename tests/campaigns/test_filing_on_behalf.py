"""Tests sheets typed by an upper union for a unit (nhập thay): who may accept them, the unit's confirmation."""

from datetime import date

import pytest

from campaigns.actions import filings, reviews
from campaigns.forms.paper_sheet import BOTH
from campaigns.models import Filing, PaperSheet, Submission
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import PLEDGING, accepted, drafted, sent
from units.access import Forbidden
from units.acting import acting_as
from units.models import Event, Post, Role

pytestmark = pytest.mark.either

OWN_FILING = "Người gửi không tự xác nhận bản của mình. Đề nghị đồng chí khác hoặc cấp trên xác nhận."


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


@pytest.fixture
def sheet(world):
    """The school's pledge, typed and sent by the district."""
    return sent(world, who="district")


def test_it_is_marked_in_the_submission_and_in_the_event(world, sheet):
    submission = sheet.submissions.get()
    assert (submission.on_behalf, submission.on_behalf_of, submission.by) == (
        True,
        world.school,
        world.user("district"),
    )
    assert (submission.confirmed_by, submission.confirmed_at) == (None, None)
    event = Event.objects.about(sheet).first()
    assert event.changes == {"submission": 1, "on_behalf": True}
    assert (event.unit, event.acting_as) == (world.school, "Cán bộ nhập liệu, LĐLĐ huyện Chi Lăng")


@pytest.mark.parametrize("verb", ["accept", "return"])
def test_who_sent_it_does_not_decide_on_it(world, sheet, verb):
    by = world.by("district", "reviewer")
    with pytest.raises(Forbidden) as refusal:
        if verb == "accept":
            reviews.accept(sheet, by=by)
        else:
            reviews.return_(sheet, reason="Thiếu", due_on=date(2015, 3, 6), by=by)
    assert str(refusal.value) == OWN_FILING
    assert Filing.objects.get(pk=sheet.pk).status == "submitted"


@pytest.mark.parametrize("who", ["district2", "board"])
def test_another_reviewer_there_or_at_the_next_level_accepts_it(world, sheet, who):
    reviews.accept(sheet, by=world.by(who))
    assert Filing.objects.get(pk=sheet.pk).decided_by == world.user(who)


def test_after_the_units_own_confirmation_its_sender_accepts_it_too(world, sheet):
    with clock.travel("2015-02-26T08:00+07:00"):
        filings.confirm_on_behalf(sheet, by=world.by("owner2"))
        reviews.accept(sheet, by=world.by("district", "reviewer"))
    submission = Submission.objects.get(filing=sheet)
    assert (submission.confirmed_by, submission.confirmed_at) == (
        world.user("owner2"),
        clock.parse("2015-02-26T08:00+07:00"),
    )
    assert [event.verb for event in Event.objects.about(sheet)] == [
        "accept",
        "confirm_on_behalf",
        "submit",
        "save",
    ]


def test_only_the_unit_itself_confirms_what_was_sent_for_it(world, sheet):
    for who in ("district", "district2", "neighbour", "board", "chair", "admin"):
        with pytest.raises(Forbidden) as refusal:
            filings.confirm_on_behalf(sheet, by=world.by(who))
        assert str(refusal.value) == (
            "Việc này do Chủ tịch CĐCS hoặc người được phân công của CĐCS Trường THCS Đồi Na thực hiện."
        )
    assert Submission.objects.get(filing=sheet).confirmed_by is None


def test_it_is_confirmed_once_and_only_while_it_waits(world, sheet):
    filings.confirm_on_behalf(sheet, by=world.by("owner"))
    with pytest.raises(StateConflict) as refusal:
        filings.confirm_on_behalf(sheet, by=world.by("owner2"))
    assert refusal.value.sentence == "Không có số liệu nhập thay cần xác nhận."
    assert Submission.objects.get(filing=sheet).confirmed_by == world.user("owner")


def test_what_was_accepted_already_is_confirmed_no_more(world, sheet):
    reviews.accept(sheet, by=world.by("district2"))
    with pytest.raises(StateConflict):
        filings.confirm_on_behalf(sheet, by=world.by("owner"))
    assert Submission.objects.get(filing=sheet).confirmed_by is None


def test_a_confirmation_holds_for_the_submission_it_was_given_to(world, sheet):
    filings.confirm_on_behalf(sheet, by=world.by("owner"))
    filings.take_back(sheet, by=world.by("district", "officer"))
    filings.submit(sheet, by=world.by("district", "officer"))
    with pytest.raises(Forbidden) as refusal:
        reviews.accept(sheet, by=world.by("district", "reviewer"))
    assert str(refusal.value) == OWN_FILING


def test_sent_again_by_the_unit_it_is_the_units_own(world, sheet):
    filings.take_back(sheet, by=world.by("owner"))
    filings.submit(sheet, by=world.by("owner"))
    assert [submission.on_behalf for submission in sheet.submissions.all()] == [True, False]
    reviews.accept(sheet, by=world.by("district", "reviewer"))
    assert sheet.status == "accepted"


def test_an_office_takes_back_what_it_sent_and_not_what_the_unit_sent(world, sheet):
    with pytest.raises(Forbidden):
        filings.take_back(sheet, by=world.by("city", "officer"))
    filings.take_back(sheet, by=world.by("district", "officer"))
    filings.submit(sheet, by=world.by("owner"))
    with pytest.raises(Forbidden) as refusal:
        filings.take_back(sheet, by=world.by("district", "officer"))
    assert str(refusal.value) == (
        "Việc này do Chủ tịch CĐCS hoặc người được phân công của CĐCS Trường THCS Đồi Na thực hiện."
    )
    assert Filing.objects.get(pk=sheet.pk).status == "submitted"


def test_who_filed_for_the_own_school_does_not_accept_it_with_another_post(world):
    Post.objects.create(user=world.user("owner"), unit=world.district, role=Role.REVIEWER, since=date(2014, 1, 1))
    own = sent(world)
    with pytest.raises(Forbidden) as refusal:
        reviews.accept(own, by=acting_as(world.user("owner"), Role.REVIEWER))
    assert str(refusal.value) == OWN_FILING


def test_who_sent_it_for_a_school_does_not_confirm_it_as_the_school_and_accept_it(world, sheet):
    Post.objects.create(user=world.user("district"), unit=world.school, role=Role.OFFICER, since=date(2014, 1, 1))
    filings.confirm_on_behalf(sheet, by=acting_as(world.user("district"), Role.OFFICER, world.school))
    with pytest.raises(Forbidden) as refusal:
        reviews.accept(sheet, by=acting_as(world.user("district"), Role.REVIEWER))
    assert str(refusal.value) == OWN_FILING


def test_who_sent_it_does_not_reopen_it(world, sheet):
    reviews.accept(sheet, by=world.by("district2"))
    with pytest.raises(Forbidden) as refusal:
        reviews.reopen(sheet, reason="Sai", due_on=date(2015, 3, 6), by=world.by("district", "reviewer"))
    assert str(refusal.value) == OWN_FILING


def test_the_province_has_no_officer_who_types_for_a_school(world):
    with pytest.raises(Forbidden):
        filings.save_part(world.sheet("school", "pledge"), "works", [], by=world.by("board"))


def test_an_accepted_sheet_says_who_decided_and_who_had_sent(world):
    sheet = accepted(world, "porters", who="district", reviewer="district2")
    assert (sheet.decided_by, sheet.last_submission.by) == (world.user("district2"), world.user("district"))


def test_a_paper_sheet_keeps_number_and_day_and_is_on_time_by_the_day_it_arrived(world, sign_in_as):
    """The pledge was due on the 27th of February; the office typed it on the 2nd of March."""
    with clock.travel("2015-03-02T10:00+07:00"):
        sheet, client = drafted(world, "commune", who="district"), sign_in_as("district")
        check = sheet.url("check")
        for number, day, sentence in (
            ("15", "", BOTH),
            ("", "26/2/2015", BOTH),
            ("15", "3/3/2015", "Ngày đến không thể sau hôm nay."),
        ):
            page = client.post(check, {"paper_number": number, "paper_arrived_on": day})
            assert (page.status_code, str(sentence) in page.text, "Gửi đăng ký" in page.text) == (200, True, True)
        assert sheet_now(sheet).status == "draft"
        assert client.post(check, {"paper_number": "15", "paper_arrived_on": "26/2/2015"}).status_code == 302
        sheet = sheet_now(sheet)
        assert (sheet.status, sheet.late, sheet.last_submission.paper) == (
            "submitted", False, PaperSheet("15", date(2015, 2, 26)),
        )  # fmt: skip
        page = sign_in_as("neighbour").get(sheet.get_absolute_url()).text
        paper = "bản giấy số đến 15, ngày đến 26/02/2015"
        assert f"nhập thay ngày 02/03/2015 từ {paper}" in page
        assert f"nhập từ {paper}" in client.get(sheet.url("version", 1)).text
        filings.take_back(sheet, by=world.by("district", "officer"))
        assert 'value="26/02/2015"' in sign_in_as("district").get(check).text
        assert "Số đến" not in sign_in_as("neighbour").get(check).text
        other = drafted(world, "porters", who="district")
        filings.submit(other, by=world.by("district", "officer"), paper=PaperSheet("16", date(2015, 3, 1)))
        assert (other.late, other.late_days) == (True, 2)


def sheet_now(sheet):
    return Filing.objects.with_context().get(pk=sheet.pk)
