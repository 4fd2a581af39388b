"""Tests pledges and reports in the admin: the lists, and reviewing in bulk."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.actions import filings, reviews
from campaigns.models import Filing, Headcount
from tests.support.admin_pages import change_url, messages_of
from tests.support.data_request_steps import opened, sent
from tests.support.without_triggers import without_triggers
from tests.support.world import draft
from units.acting import acting_as
from units.models import Event, Post, Role, Unit, User

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]
PLEDGES = "/admin/campaigns/pledge/"
EVERYTHING = PLEDGES + "?status=all"
AWAITING = PLEDGES + "?status=awaiting"


@pytest.fixture
def submit(world):
    """Send a unit's pledge of phase 1, by an officer of its own."""

    def sent(unit):
        name = f"officer-{unit}"
        person = User.objects.create(username=name, full_name=f"Cán bộ {unit}")
        Post.objects.create(user=person, unit=world.units[unit], role=Role.OFFICER, since=date(2014, 1, 1))
        by = filing_officer(world, name)
        draft(world.sheet(unit, "pledge"), by=by)
        filings.submit(world.sheet(unit, "pledge"), by=by)
        return world.sheet(unit, "pledge")

    return sent


def filing_officer(world, name):
    return acting_as(world.user(name), Role.OFFICER)


def listed(response):
    return [sheet.called.name for sheet in response.context["cl"].result_list]


def chosen(action, *sheets, **more):
    return {"action": action, "index": "0", "select_across": "0", "_selected_action": [s.pk for s in sheets], **more}


def confirmed(action, *sheets, **more):
    return {"action": action, "select_across": "0", "confirm": "1", "_selected_action": [s.pk for s in sheets], **more}


def status(sheet):
    return Filing.objects.get(pk=sheet.pk).status


def test_the_list_opens_on_all_and_is_narrowed_to_what_was_sent_straight_to_the_board(sign_in_as, submit):
    submit("direct")
    submit("school")
    client = sign_in_as("board")
    assert listed(client.get(PLEDGES)) == listed(client.get(EVERYTHING))
    assert listed(client.get(AWAITING)) == ["CĐCS Công ty Cấp nước"]
    assert listed(client.get(PLEDGES + "?status=submitted")) == ["CĐCS Trường THCS Đồi Na", "CĐCS Công ty Cấp nước"]
    assert len(listed(client.get(EVERYTHING))) == 8
    lines = client.get("/admin/").context["app_list"][1]["models"]
    waiting = {line["name"]: str(line["awaiting"]) for line in lines}
    assert {name: count for name, count in waiting.items() if count} == {"Đăng ký thi đua": "1 bản chờ xác nhận"}
    assert {"Báo cáo kết quả", "Phiếu bổ sung số liệu"} <= waiting.keys()


def test_for_an_administrator_the_list_opens_on_everything_and_offers_no_act(sign_in_as, submit):
    sheet = submit("direct")
    client = sign_in_as("admin")
    assert len(listed(client.get(PLEDGES))) == 8
    assert "Với các dòng đã chọn" not in client.get(PLEDGES).content.decode()
    client.post(PLEDGES, confirmed("accept", sheet))
    assert status(sheet) == "submitted"
    assert client.post(change_url(sheet).replace("filing", "pledge"), {"status": "accepted"}).status_code == 403


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        (
            "upper={district}",
            ["LĐLĐ huyện Chi Lăng", "CĐCS Trường THCS Đồi Na", "CĐCS Xã Đồi Na", "Nghiệp đoàn Bốc xếp"],
        ),
        ("upper=direct", ["CĐCS Công ty Cấp nước", "CĐCS Điện lực Minh Họa"]),
        ("strand=occupational", ["Nghiệp đoàn Bốc xếp"]),
        ("strand=public_service", ["CĐCS Trường THCS Đồi Na"]),
        ("late=yes", ["CĐCS Xã Đồi Na"]),
        ("late=no", ["CĐCS Công ty Cấp nước"]),
        ("phase={phase2}", []),
        ("q=cap+nuoc", ["CĐCS Công ty Cấp nước"]),
        ("q=CẤP+nước", ["CĐCS Công ty Cấp nước"]),
    ],
)
def test_the_list_is_filtered_and_searched_without_marks(sign_in_as, world, submit, query, names):
    submit("direct")
    submit("commune")
    query = query.format(district=world.district.pk, phase2=world.phase2.pk)
    assert listed(sign_in_as("board").get(f"{EVERYTHING}&{query}")) == names


def test_statuses_late_and_awaited_are_said_in_the_words_of_the_sheet(sign_in_as, submit):
    submit("commune")
    page = sign_in_as("board").get(EVERYTHING).content.decode()
    assert "muộn 11 ngày" in page
    assert "Chưa đăng ký" in page
    assert "Chờ xác nhận" in page
    assert "Chưa báo cáo" in sign_in_as("board").get("/admin/campaigns/report/?status=all").content.decode()


@pytest.mark.parametrize("path", ["pledge", "report"])
def test_the_list_costs_the_same_with_one_and_with_three_rows(sign_in_as, submit, path, django_assert_num_queries):
    client = sign_in_as("board")
    client.get(f"/admin/campaigns/{path}/")
    for query in ("q=cap+nuoc", "q=doi+na"):
        with django_assert_num_queries(7):
            client.get(f"/admin/campaigns/{path}/?status=all&{query}")


def test_before_excusing_it_says_what_would_happen_and_what_cannot(sign_in_as, world, submit):
    sent, able = submit("direct"), world.sheet("school", "pledge")
    response = sign_in_as("board").post(EVERYTHING, chosen("excuse", able, sent))
    assert response.status_code == 200
    page = response.content.decode()
    assert "Sẽ cho miễn 1 bản của 1 đơn vị; các bản này ra khỏi mẫu số." in page
    assert "1 bản không cho miễn được: Bản này đang ở trạng thái “Chờ xác nhận”." in page
    assert "Xác nhận…" not in page and [status(able), status(sent)] == ["awaited", "submitted"]


def test_in_bulk_as_on_the_page_the_same_is_written(world, submit):
    """Compares statuses, events, and the counts that become the unit's; a sheet that is not chosen is unchanged."""
    sheets = {unit: submit(unit) for unit in ("direct", "school")}
    with without_triggers():
        Headcount.objects.filter(submission__filing__in=sheets.values()).update(workers=77, women=None)
    Unit.objects.update(workers=1, women=5)
    by = world.by("board")
    reviews.accept(sheets["direct"], by=by)
    done, failed = reviews.accept_all([sheets["school"]], by=by, submission_numbers={})
    assert (done, failed) == ([sheets["school"]], [])
    in_bulk, other = (traces(world, unit) for unit in sheets)
    assert in_bulk == other == ("accepted", world.user("board"), "accept", "submitted", "accepted", 77, 5)


def traces(world, unit):
    sheet, after = world.sheet(unit, "pledge"), Unit.objects.get(pk=world.units[unit].pk)
    event = Event.objects.about(sheet).first()
    return (sheet.status, sheet.decided_by, event.verb, event.source, event.to, after.workers, after.women)


def test_in_bulk_three_cost_what_one_costs(world, submit):
    sheets = [submit(unit) for unit in ("direct", "school", "bank", "porters")]
    counts = []
    for many in (sheets[:1], sheets[1:]):
        with CaptureQueriesContext(connection) as queries:
            assert reviews.accept_all(many, by=world.by("board"), submission_numbers={}) == (many, [])
        counts.append(len(queries) - (connection.vendor == "postgresql"))  # the phase is held
    assert counts == [13, 13]


def test_what_moved_on_meanwhile_is_told_and_the_rest_is_done(sign_in_as, world, submit):
    able, gone = world.sheet("direct", "pledge"), submit("school")
    typed = confirmed("excuse", able, gone, reason="Mới thành lập.")
    done, failed = messages_of(sign_in_as("board").post(PLEDGES, typed, follow=True))
    assert done == "Đã cho miễn 1 bản."
    assert failed.startswith("1 bản không cho miễn được: CĐCS Trường THCS Đồi Na: Cán bộ school vừa gửi bản này")
    assert [status(able), status(gone)] == ["excused", "submitted"]


def test_excusing_in_bulk_takes_a_reason(sign_in_as, world):
    sheet = world.sheet("porters", "pledge")
    response = sign_in_as("board").post(EVERYTHING, confirmed("excuse", sheet, reason="Mới thành lập."), follow=True)
    assert messages_of(response) == ["Đã cho miễn 1 bản."]
    assert status(sheet) == "excused"


def test_a_report_is_not_reached_through_the_list_of_pledges(sign_in_as, world):
    report = world.sheet("direct", "report")
    client = sign_in_as("board")
    assert client.get(f"{PLEDGES}{report.pk}/change/").status_code == 404
    client.post(PLEDGES, confirmed("excuse", report, reason="Không."))
    assert status(report) == "awaited"


def test_nothing_of_a_sheet_can_be_typed_over_here(sign_in_as, submit):
    sheet, client = submit("direct"), sign_in_as("board")
    page = client.get(f"{PLEDGES}{sheet.pk}/change/")
    assert page.status_code == 200
    assert page.context["adminform"].form.fields == {}
    assert client.post(f"{PLEDGES}{sheet.pk}/change/", {"status": "accepted"}).status_code == 403
    assert status(sheet) == "submitted"


def test_data_requests_and_their_sheets_are_read_and_searched(sign_in_as, world):
    request = opened(world)
    sent(world, request)
    board = sign_in_as("board")
    page = board.get("/admin/campaigns/datarequest/?q=1234/TLĐ")
    (row,) = page.context["cl"].result_list
    assert (row, row.received, row.expected) == (request, 1, 2)
    assert "1/2 đơn vị" in page.content.decode()
    sheets = "/admin/campaigns/datarequestsheet/"
    found = board.get(f"{sheets}?q=chi lang").context["cl"].result_list
    assert [sheet.name for sheet in found] == ["LĐLĐ huyện Chi Lăng"]
    waiting = board.get(f"{sheets}?request={request.pk}&status=awaited").context["cl"].result_list
    assert [sheet.name for sheet in waiting] == ["LĐLĐ thành phố Lạng Sơn"]
