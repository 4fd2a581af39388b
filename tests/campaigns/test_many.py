"""Tests deciding about many sheets at once: what the preview shows, the act, what was done, and undoing it."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import reviews
from campaigns.actions.batches import FILING_BATCHES as batches
from campaigns.catalogue.stored import catalogue_of
from campaigns.deviations import Comparisons, IndicatorComparison, Told, kind_of_unit
from campaigns.models import BatchedEvent, Filing, Submission
from campaigns.models.sheet_format import COMPARED
from campaigns.review_preview import preview_of
from campaigns.sheet.compared import SentContext
from campaigns.sheet.context import Amount
from campaigns.views.many import many_title
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.filing_steps import AGAIN, PLEDGING, drafted, sent
from tests.support.world import draft, fill
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either
MANY = "/pledges/many/"


@pytest.fixture(autouse=True)
def in_february():
    with clock.travel(PLEDGING):
        yield


@pytest.fixture
def sheets(world):
    """Three pledges that await the district, one of which its own officer sent for a union."""
    return [
        sent(world),
        sent(world, "commune", who="neighbour"),
        sent(world, "porters", who="porter"),
    ]


@pytest.fixture
def district(world):
    return world.by("district", "reviewer")


def status(*sheets):
    rows = dict(Filing.objects.filter(pk__in=[sheet.pk for sheet in sheets]).values_list("pk", "status"))
    return [rows[sheet.pk] for sheet in sheets]


def numbers(*sheets):
    return {sheet.pk: 1 for sheet in sheets}


def accept(sheets, by, act=None):
    act = act or uuid4()
    return act, batches.accept_batch(sheets, act=act, by=by, submission_numbers=numbers(*sheets))


def test_the_act_goes_on_for_those_that_may_be_decided_and_is_tied_by_its_id(world, sheets, district):
    reviews.return_(sheets[1], reason="Thiếu.", due_on=AGAIN, by=world.by("district2"))
    act, failed = accept(sheets, district)
    assert [(sheet.called.name, "Lăng Văn Sử vừa trả lại bổ sung" in str(error)) for sheet, error in failed] == [
        ("CĐCS Xã Đồi Na", True)
    ]
    assert status(*sheets) == ["accepted", "returned", "accepted"]
    events = [row.event for row in BatchedEvent.objects.filter(act=act).select_related("event").order_by("pk")]
    assert [(event.verb, event.target_id) for event in events] == [
        ("accept", sheets[0].pk),
        ("accept", sheets[2].pk),
    ]
    accept([sheets[0]], district, act)  # the button pressed twice
    assert Event.objects.about_all(Filing, [sheets[0].pk, sheets[2].pk]).filter(verb="accept").count() == 2
    with pytest.raises(StateConflict, match="Trang này đã được dùng"):
        accept([sheets[0]], world.by("district2"), act)


def test_where_none_may_be_decided_the_act_is_refused(world, sheets):
    with pytest.raises(Forbidden):
        accept(sheets, world.by("owner"))
    with pytest.raises(StateConflict, match="Đơn vị vừa gửi lại bản mới"):
        batches.accept_batch([sheets[0]], act=uuid4(), by=world.by("board"), submission_numbers={sheets[0].pk: 0})
    assert status(*sheets) == ["submitted"] * 3 and not BatchedEvent.objects.exists()


def test_the_page_of_an_act_that_was_done_does_no_other(world, sheets, district):
    act, _failed = accept(sheets[:1], district)
    assert accept(sheets[:1], district, act) == (act, []), "a button pressed twice"
    with pytest.raises(StateConflict, match="đã được dùng"):
        accept(sheets[2:], district, act)
    with pytest.raises(StateConflict, match="đã được dùng"):
        batches.return_batch(
            sheets[:1], act=act, reason="Sai.", due_on=AGAIN, by=district, submission_numbers=numbers(*sheets)
        )
    ((left, _error),) = accept([sheets[0], sheets[2]], district, act)[1]
    assert (left.pk, status(*sheets)) == (sheets[2].pk, ["accepted", "submitted", "submitted"])


def test_an_act_is_undone_as_a_whole_until_somebody_touched_one(world, sheets, district):
    act, _failed = accept(sheets, district)
    batches.undo_batch(act, by=district)
    batches.undo_batch(act, by=district)  # pressed twice
    assert status(*sheets) == ["submitted"] * 3
    act, _failed = accept(sheets, district)
    reviews.reopen(sheets[1], reason="Sai.", due_on=AGAIN, by=world.by("district2"))
    with pytest.raises(StateConflict) as refusal:
        batches.undo_batch(act, by=district)
    assert refusal.value.sentence == (
        "Không hoàn tác được, chưa bản nào thay đổi. CĐCS Xã Đồi Na: Lăng Văn Sử đã mở lại lúc 09:00 ngày 25/02/2015."
    )
    assert status(*sheets) == ["accepted", "returned", "accepted"]


def test_many_are_returned_with_one_reason_and_date_and_that_is_undone_until_a_unit_began(world, sheets, district):
    act = uuid4()
    returned = {"reason": "Bổ sung chữ ký.", "due_on": AGAIN}
    batches.return_batch(sheets, act=act, by=district, submission_numbers=numbers(*sheets), **returned)
    assert status(*sheets) == ["returned"] * 3
    draft(sheets[0], by=world.by("owner"), commitment={"text": "Thêm."})
    with pytest.raises(StateConflict, match="CĐCS Trường THCS Đồi Na: Đơn vị đã bắt đầu sửa"):
        batches.undo_batch(act, by=district)
    act = uuid4()
    batches.return_batch(
        [sent(world, "bank", who="banker")], act=act, by=world.by("board"), submission_numbers={}, **returned
    )
    batches.undo_batch(act, by=world.by("board"))
    assert status(world.sheet("bank", "pledge")) == ["submitted"]


def test_the_page_shows_decides_and_undoes_in_three_requests(world, sheets, sign_in_as):
    own = drafted(world, "district", who="district")
    client = sign_in_as("district")
    listed = client.get("/pledges/").content.decode()
    assert listed.count('form="many"') == 3 and f'value="{own.pk}"' not in listed
    page = client.get(MANY)
    assert page.context["title"] == "Xác nhận 3 bản đăng ký đợt 1"
    form = {"act": page.context["form"].initial["act"], "do": "accept"}
    form |= {f"seen-{sheet.pk}": 1 for sheet in sheets} | {"sheet": [sheets[0].pk, sheets[2].pk]}
    done = client.post(MANY, form)
    first = BatchedEvent.objects.filter(act=form["act"]).earliest("pk")
    assert done.status_code == 302 and done["Location"] == f"/pledges/many/{first.pk}/"
    assert client.post(MANY, form)["Location"] == done["Location"]
    shown = client.get(done["Location"])
    assert shown.context["title"] == "Đã xác nhận 2 bản đăng ký đợt 1"
    assert "Để lại 1 bản: CĐCS Xã Đồi Na." in shown.content.decode()
    assert sign_in_as("district2").get(done["Location"]).status_code == 404
    undone = sign_in_as("district").post(done["Location"] + "undo/", follow=True)
    assert undone.context["title"] == "Đã hoàn tác việc xác nhận 2 bản đăng ký đợt 1"
    assert status(*sheets) == ["submitted"] * 3


def test_a_return_of_many_wants_a_reason_and_keeps_the_ticks(world, sheets, sign_in_as):
    client = sign_in_as("district")
    form = {"act": uuid4(), "do": "return", "reason": " ", "due_on": "6/3/2015", "sheet": [sheets[1].pk]}
    form |= {f"seen-{sheet.pk}": 1 for sheet in sheets}
    page = client.post(MANY, form)
    assert page.status_code == 200 and page.context["title"] == "Xác nhận 1 bản đăng ký đợt 1, để lại 2"
    assert "Xin ghi lý do để đơn vị biết cần bổ sung gì." in page.content.decode()
    done = client.post(MANY, form | {"reason": "Thiếu chữ ký."}, follow=True)
    assert done.context["title"] == "Đã trả lại 1 bản đăng ký đợt 1" and "06/03/2015" in done.content.decode()
    assert "Chưa chọn bản nào" in client.post(MANY, {"act": uuid4(), "do": "accept"}).content.decode()
    assert "Trang này đã cũ." in client.post(MANY, form | {"act": "x"}).content.decode()


def test_who_is_left_out_and_what_is_to_be_looked_at_alone(world, sheets, district):
    own = sent(world, "school", "report", who="district")
    assert "không tự xác nhận" in preview_of([own], district).rows[0].why_not
    reviews.return_(sheets[0], reason="Thiếu.", due_on=AGAIN, by=district)
    draft(sheets[0], by=world.by("owner"), replies={})
    Filing.objects.filter(pk=sheets[0].pk).update(status="submitted")
    preview = preview_of([world.sheet("school", "pledge"), sheets[1], world.sheet("bank", "pledge")], district)
    rows = [(row.ticked, row.why_not, row.alone) for row in preview.rows]
    assert rows[0] == (False, "", ("còn 1 đề nghị chưa sửa, chưa trả lời",))
    assert rows[1] == (True, "", ())
    assert rows[2][0] is False and rows[2][1].startswith("Việc này do")
    assert many_title(preview, preview.what) == "Xác nhận 1 bản đăng ký đợt 1, để lại 2"


def test_the_preview_takes_as_many_statements_for_one_as_for_many(world, sheets, district):
    def cost(chosen):
        rows = list(Filing.objects.with_context().filter(pk__in=[sheet.pk for sheet in chosen]))
        with CaptureQueriesContext(
            connection,
        ) as statements:
            preview_of(rows, district)
        return len(statements)

    cost(sheets)
    assert cost(sheets[:1]) == cost(sheets) <= 5


def test_whoever_reviews_goes_from_sheet_to_sheet_without_deciding(world, sheets, sign_in_as):
    client = sign_in_as("district")

    def queue(sheet):
        place = client.get(sheet.get_absolute_url()).context["queue"]
        return place and (place.number, place.size, place.previous_url, place.next_url)

    first, second, third = (sheet.get_absolute_url() for sheet in sheets)
    assert [queue(sheet) for sheet in sheets] == [(1, 3, "", second), (2, 3, first, third), (3, 3, second, "")]
    assert queue(world.sheet("school", "report")) is None
    after = client.post(f"{third}accept/", {"seen": 1, "next": 1})
    assert after["Location"] == first  # after the last comes the first

    districts = sent(world, "district", who="district")
    board, address = sign_in_as("board"), districts.get_absolute_url()
    assert board.get(address).context["queue"].size == 1 and "tiếp theo" not in board.get(address).text
    after = board.post(f"{address}accept/", {"seen": 1, "next": 1})
    assert after["Location"] == address, "the Board is not led into the queue of a district"


def differing(world, value, *, pledged=None, before=(), others=(), workers=40, phases=()):
    """Return (number, beside what, strong) for new members (TC01) in the report of phase 1."""
    report, catalogue = world.sheet("school", "report"), catalogue_of(world.phase)
    indicator = next(indicator for indicator in catalogue.indicators if indicator.code == "TC01")
    compared = {str(indicator.pk): {"submission": 1, "amount": [str(pledged)]}} if pledged is not None else {}
    report.last_submission = Submission(compared={"pledged": compared}, compared_format=COMPARED.present)
    comparisons = Comparisons({1: catalogue}, phases or world.campaign.live_phases)
    comparisons.earlier[world.school.pk, indicator.pk] = [(number, 1, Amount(told)) for number, told in before]
    alike = [Told(-number, Amount(told), count) for number, (told, count) in enumerate(others, start=1)]
    comparisons.alike[kind_of_unit(report.called), indicator.pk] = alike
    told = Told(report.called_id, Amount(Decimal(value)), workers)
    context = SentContext(report.last_submission)
    compared = IndicatorComparison(report, indicator, told, catalogue, context, comparisons)
    return [(deviation.text, deviation.beside, deviation.strong) for deviation in compared.deviations()]


def test_numbers_that_differ_are_told_with_what_they_are_compared_with(world):
    assert differing(world, 6, pledged=2) == [("6", "đăng ký 2", False)]  # three times is not more than three times
    assert differing(world, 7, pledged=2) == [("7", "đăng ký 2", True)]
    assert differing(world, 3, pledged=2) == []  # by one thing
    assert differing(world, 119, pledged=100) == [] and differing(world, 121, pledged=100) != []
    assert differing(world, 5, pledged=10) == [] and differing(world, 3, pledged=10) == [("3", "đăng ký 10", False)]
    assert differing(world, 0, before=[(0, 120)]) == [("0", "đợt trước 120", False)]
    assert differing(world, 40, before=[(0, 12)]) == [("40", "đợt trước 12", True)]
    assert differing(world, 9, pledged=10, before=[(0, 8)]) == [("9", "đăng ký 10, các đợt trước 8", False)]
    alike = [(5, 20), (10, 40), (60, 40)]  # the middle: a quarter of the workers
    assert differing(world, 30, others=alike) == [("30", "đơn vị cùng khối, theo số người, 10", False)]
    assert differing(world, 20, others=alike) == [] == differing(world, 30, others=alike[:2])
    assert differing(world, 30, others=alike, workers=None) == []


def test_what_is_expected_of_a_phase_is_its_share_of_the_campaign(world):
    """Of ten by the middle of a campaign of a year five are expected, of one of two years two or three."""
    first, last = world.campaign.phases.order_by("number")
    assert differing(world, 3, pledged=10, phases=[first, last]) == [("3", "đăng ký 10", False)]
    last.ends_on = last.ends_on.replace(year=last.ends_on.year + 1)
    assert differing(world, 3, pledged=10, phases=[first, last]) == []


def test_whoever_reviews_a_sheet_reads_first_which_numbers_differ(world, sign_in_as):
    """On the page of one sheet its neighbours are not compared, and nobody but its reviewer sees the numbers."""
    more = fill(world.sheet("school", "pledge"))["headcount"] | {"workers": "92"}
    address, plain = sent(world, headcount=more).get_absolute_url(), sent(world, "commune", who="neighbour")
    pages = {person: sign_in_as(person).get(address) for person in ("district", "owner")}
    shown = [(row.text, row.beside, row.strong) for row in pages["district"].context["deviations"]]
    assert shown == [("92", "khi mở đợt 46", False)]
    assert '<strong class="deviation">92</strong>, khi mở đợt 46' in pages["district"].text
    assert pages["owner"].context["deviations"] == [] and "lệch" not in pages["owner"].text
    assert "Không có số lệch." in sign_in_as("district").get(plain.get_absolute_url()).text
