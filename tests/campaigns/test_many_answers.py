"""Tests deciding about many sheets of a data request at once: preview, the act, its page, and undoing it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import data_request_sheets as actions
from campaigns.actions.batches import ANSWER_BATCHES, FILING_BATCHES
from campaigns.actions.data_requests import close_request
from campaigns.data_requests.review_preview import preview_of_answers
from campaigns.models import BatchedEvent, DataRequestSheet
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support.data_request_steps import ANSWERS, DUE, opened, sent, sheet_of
from units.access import Forbidden
from units.models import Event

pytestmark = pytest.mark.either
MANY = "/data-requests/many/"
OFFICERS = {"school": "owner", "commune": "neighbour", "porters": "porter"}


@pytest.fixture(autouse=True)
def in_july():
    with clock.travel("2015-07-15T09:00+07:00"):
        yield


@pytest.fixture
def request_of_three(world):
    return opened(world, audience="chosen", units=[world.units[name] for name in OFFICERS])


@pytest.fixture
def sheets(world, request_of_three):
    """Three sheets that await the district."""
    return [sent(world, request_of_three, unit, who) for unit, who in OFFICERS.items()]


@pytest.fixture
def district(world):
    return world.by("district", "reviewer")


def status(sheets):
    rows = dict(DataRequestSheet.objects.values_list("pk", "status"))
    return [rows[sheet.pk] for sheet in sheets]


def accept(sheets, by, act=None):
    numbers = {sheet.pk: 1 for sheet in sheets}
    return ANSWER_BATCHES.accept_batch(sheets, act=act or uuid4(), by=by, submission_numbers=numbers)


def send_again(world, sheet, who, right, **answers):
    by = world.by(who)
    actions.save_answers(sheet, ANSWERS | answers, by=by)
    actions.confirm_answers(sheet, right, by=by)
    actions.send_answers(sheet, by=by)


def test_each_is_accepted_by_the_rules_of_one_in_as_many_statements_as_one(world, sheets, district):
    with pytest.raises(Forbidden):
        accept(sheets, world.by("owner"))
    actions.return_answers(sheets[1], reason="Thiếu.", due_on=DUE, remarks={}, by=world.by("district2"))
    ((failed, error),) = accept(sheets[:2], district)
    assert (failed.pk, "Lăng Văn Sử vừa trả lại bổ sung" in str(error)) == (sheets[1].pk, True)
    assert status(sheets) == ["accepted", "returned", "submitted"]
    sheets[0].refresh_from_db()
    assert sheets[0].counted_submission_id == sheets[0].current_submission_id is not None
    assert (sheets[0].decided_by, Event.objects.about(sheets[0]).first().verb) == (district.user, "accept")
    with pytest.raises(StateConflict, match="Đơn vị vừa gửi lại bản mới"):
        ANSWER_BATCHES.accept_batch(sheets[2:], act=uuid4(), by=district, submission_numbers={sheets[2].pk: 0})
    own = sent(world, opened(world, audience="chosen", units=[world.commune]), "commune", "district")
    with pytest.raises(Forbidden, match="không tự xác nhận"):
        accept([own], district)


def test_an_act_is_undone_as_a_whole_until_somebody_touched_one(world, sheets, district):
    act = uuid4()
    assert accept(sheets, district, act) == accept(sheets, district, act) == [], "a button pressed twice"
    assert Event.objects.about_all(DataRequestSheet, [sheet.pk for sheet in sheets]).filter(verb="accept").count() == 3
    assert FILING_BATCHES.sheets_of(act, district) == []
    for _pressed_twice in range(2):
        ANSWER_BATCHES.undo_batch(act, by=district)
    assert status(sheets) == ["submitted"] * 3
    act = uuid4()
    returned = {"reason": "Thiếu chữ ký.", "due_on": DUE, "submission_numbers": {}}
    assert ANSWER_BATCHES.return_batch(sheets, act=act, by=district, **returned) == []
    sheets[0].refresh_from_db()
    assert (sheets[0].status, sheets[0].reason, sheets[0].due_again) == (
        "returned", "Thiếu chữ ký.", clock.end_of_day(DUE)
    )  # fmt: skip
    actions.save_answers(sheets[0], ANSWERS | {"C1": "7"}, by=world.by("owner"))
    with pytest.raises(StateConflict, match=r"chưa bản nào thay đổi\. CĐCS Trường THCS Đồi Na: "):
        ANSWER_BATCHES.undo_batch(act, by=district)
    assert status(sheets) == ["returned"] * 3


def test_the_page_shows_decides_and_undoes_in_three_requests(world, sheets, sign_in_as):
    client = sign_in_as("district")
    assert client.get("/data-requests/").content.decode().count('form="many"') == 3
    page = client.get(f"{MANY}?request={sheets[0].request_id}")
    what = "phiếu “Bổ sung số liệu phục vụ báo cáo năm”"
    assert page.context["title"] == f"Xác nhận 3 {what}"
    form = {"act": page.context["form"].initial["act"], "do": "accept"}
    form |= {f"seen-{sheet.pk}": 1 for sheet in sheets} | {"sheet": [sheets[0].pk, sheets[2].pk]}
    done = client.post(MANY, form)
    first = BatchedEvent.objects.filter(act=form["act"]).earliest("pk")
    assert done["Location"] == f"{MANY}{first.pk}/"
    shown = client.get(done["Location"])
    assert shown.context["title"] == f"Đã xác nhận 2 {what}"
    assert "Để lại 1 bản: CĐCS Xã Đồi Na." in shown.content.decode()
    assert client.get(f"/reports/many/{first.pk}/").status_code == 404
    assert sign_in_as("district2").get(done["Location"]).status_code == 404
    undone = sign_in_as("district").post(f"{done['Location']}undo/", follow=True)
    assert undone.context["title"] == f"Đã hoàn tác việc xác nhận 2 {what}"
    assert status(sheets) == ["submitted"] * 3


def test_what_is_asked_about_is_listed_and_looked_at_alone(world, request_of_three, sheets, district):
    actions.return_answers(sheets[0], reason="", due_on=DUE, remarks={"C1": "Kiểm tra lại."}, by=district)
    send_again(world, sheets[0], "owner", {"confirmed-C2": "5/4"}, **{"C2-n": "5", "C4": "Bữa cơm"})
    actions.take_answers_back(sheets[1], by=world.by("neighbour"))
    rows = {row.sheet.name: row for row in preview_of_answers(sheets, district).rows}
    school, commune, porters = (rows[world.units[name].name] for name in OFFICERS)
    assert [(line.name, line.text, line.beside) for line in school.shown] == [
        ("Đơn vị có nhà ăn", "5/4 (125%)", "tử số lớn hơn mẫu số, đơn vị xác nhận đúng"),
        ("Cách làm hay", "Bữa cơm", "lần trước Bữa cơm công đoàn"),
    ]
    assert (school.ticked, school.alone) == (False, ("nên xem riêng", "1 câu được đề nghị sửa vẫn như cũ"))
    assert (commune.ticked, "trạng thái “Đang soạn”" in commune.why_not) == (False, True)
    assert (porters.ticked, porters.is_plain, porters.number) == (True, True, 1)
    close_request(request_of_three, by=world.by("board"))
    closed = preview_of_answers([sheet_of(request_of_three, world.porters)], district)
    assert (closed.able, "Đã khép lại" in closed.why_none) == ([], True)


def test_preview_and_acceptance_take_as_many_statements_for_one_as_for_three(world, sheets, district):
    def cost(act):
        with CaptureQueriesContext(connection) as statements:
            act()
        return len(statements)

    def previewed(chosen):
        rows = list(DataRequestSheet.objects.for_page().filter(pk__in=[sheet.pk for sheet in chosen]))
        return cost(lambda: preview_of_answers(rows, district))

    assert (previewed(sheets), previewed(sheets[:1])) == (5, 5)
    of_one = cost(lambda: accept(sheets[:1], district))
    ANSWER_BATCHES.undo_batch(BatchedEvent.objects.get().act, by=district)
    assert cost(lambda: accept(sheets, district)) == of_one
