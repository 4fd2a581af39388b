"""Tests the desk: what it lists for each role, with which due date, and its link to each."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import access, desk, review_queue, running
from campaigns.actions import filings, phases, reviews
from campaigns.models import CalledUnit, Campaign, DueDate, Submission
from foundation import clock
from tests.support.world import draft, fill
from units.acting import acting_for
from units.heartbeats import beat
from units.models import Post, Process, Role, Unit, User
from units.todo import Todo

pytestmark = pytest.mark.sqlite(deep="both")


def sign_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def on(world, name, day):
    """Return the campaign's part of a person's desk on a day."""
    with clock.travel(f"{day}T09:00+07:00"):
        user = world.user(name)
        return desk.desk(acting_for(user, None))


def titles(shown_desk):
    return [todo.title for todo in shown_desk.todos]


def send(world, name, unit, day, kind="pledge"):
    with clock.travel(f"{day}T09:00+07:00"):
        draft(world.sheet(unit, kind), by=world.by(name))
        filings.submit(world.sheet(unit, kind), by=world.by(name))


def decide(world, act, unit, name, day, kind="pledge", **more):
    with clock.travel(f"{day}T10:00+07:00"):
        act(world.sheet(unit, kind), by=world.by(name, "reviewer"), **more)


# The officer


def test_an_officer_is_asked_for_the_pledge_first_and_not_yet_for_the_report(world):
    todos = on(world, "owner", "2015-01-21")
    assert [(todo.title, todo.button, todo.due) for todo in todos.todos] == [
        ("Đăng ký thi đua đợt 1 năm 2015", "Bắt đầu", clock.end_of_day(date(2015, 2, 27)))
    ]
    assert (todos.card.done, len(todos.card.steps)) == (0, 5)
    assert todos.card.button == "Làm tiếp: Số liệu đơn vị"


def test_the_report_is_asked_for_a_month_before_the_figures_are_taken(world):
    send(world, "owner", "school", "2015-02-10")
    assert titles(on(world, "owner", "2015-05-30")) == []
    assert titles(on(world, "owner", "2015-05-31")) == ["Báo cáo kết quả đợt 1 năm 2015"]


def test_the_card_leads_to_the_first_part_that_is_not_done(world):
    sheet = world.sheet("school", "pledge")
    with clock.travel("2015-02-01T09:00+07:00"):
        filings.save_part(sheet, "headcount", fill(sheet)["headcount"], by=world.by("owner"))
    card = on(world, "owner", "2015-02-02").card
    assert [step["state_text"] for step in card.steps] == ["Đã xong", "Chưa làm", "Chưa làm", "Chưa làm", "Chưa làm"]
    assert (card.url, card.button) == (f"/pledges/{sheet.pk}/parts/2/", "Làm tiếp: Danh hiệu")


def test_a_whole_draft_is_checked_before_it_is_sent(world):
    sheet = world.sheet("school", "pledge")
    with clock.travel("2015-02-01T09:00+07:00"):
        draft(sheet, by=world.by("owner"))
    card = on(world, "owner", "2015-02-02").card
    assert (card.done, card.url, card.button) == (5, f"/pledges/{sheet.pk}/check/", "Kiểm tra lại trước khi gửi")


def test_a_returned_sheet_says_what_is_wanted_and_its_new_date(world):
    send(world, "owner", "school", "2015-02-10")
    returned = {"reason": "Thiếu số nữ.", "due_on": date(2015, 2, 20)}
    decide(world, reviews.return_, "school", "district", "2015-02-12", **returned)
    todos = on(world, "owner", "2015-02-13")
    assert [(todo.detail, todo.button, todo.due, todo.tone) for todo in todos.todos] == [
        (
            "LĐLĐ huyện Chi Lăng đề nghị bổ sung: “Thiếu số nữ”.",
            "Bổ sung và gửi lại",
            clock.end_of_day(date(2015, 2, 20)),
            "no",
        )
    ]
    assert todos.card.button == "Bổ sung và gửi lại"


def test_the_second_phase_offers_to_keep_the_years_pledge(world):
    send(world, "owner", "school", "2015-02-10")
    decide(world, reviews.accept, "school", "district", "2015-02-12")
    with clock.travel("2015-07-01T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
    send(world, "owner", "school", "2015-07-03", kind="report")
    card = on(world, "owner", "2015-07-04").card
    assert (card.sheet.phase.number, card.sheet.kind) == (2, "pledge")
    assert card.button == "Xem, giữ nguyên hoặc điều chỉnh"


def test_what_was_sent_stands_apart_and_needs_nothing(world):
    send(world, "owner", "school", "2015-02-10")
    todos = on(world, "owner", "2015-02-11")
    assert titles(todos) == []
    assert [sheet.status_text for sheet in todos.sent] == ["Chờ xác nhận"]


def test_a_sheet_typed_by_the_upper_union_awaits_the_units_own_word(world):
    send(world, "district", "school", "2015-02-10")
    todos = on(world, "owner", "2015-02-11")
    assert [todo.button for todo in todos.todos] == ["Xác nhận số liệu nhập thay"]
    with clock.travel("2015-02-11T10:00+07:00"):
        filings.confirm_on_behalf(world.sheet("school", "pledge"), by=world.by("owner"))
    assert titles(on(world, "owner", "2015-02-12")) == []


def test_nothing_to_do_says_the_next_date(world):
    send(world, "owner", "school", "2015-02-10")
    with clock.travel("2015-02-11T09:00+07:00"):
        words = text(sign_in("owner").get("/"))
    assert "Xin chào đồng chí Ánh, hiện không có việc nào cần làm" in words
    expected = "Hiện không có việc nào cần làm. Hạn gần nhất: Báo cáo kết quả đợt 1 năm 2015, ngày 10/07/2015."
    assert expected in words


def test_a_locked_phase_asks_for_nothing(world):
    with clock.travel("2015-02-11T09:00+07:00"):
        phases.lock_phase(world.phase, by=world.by("board"))
    assert titles(on(world, "owner", "2015-02-12")) == []


# Reviewers


def test_a_reviewer_sees_how_many_wait_and_starts_with_the_one_waiting_longest(world):
    send(world, "neighbour", "commune", "2015-02-09")
    send(world, "owner", "school", "2015-02-10")
    todo = next(todo for todo in on(world, "district", "2015-02-11").todos if "Xác nhận" in todo.title)
    assert (todo.title, todo.count) == ("Xác nhận 2 bản đăng ký đợt 1 năm 2015", 2)
    assert todo.url == f"/pledges/{world.sheet('commune', 'pledge').pk}/"
    assert todo.detail == "Gửi sớm nhất: CĐCS Xã Đồi Na, ngày 09/02/2015."
    assert todo.due == clock.end_of_day(date(2015, 3, 13))


def test_the_nearest_reviewer_is_asked_and_not_the_one_above(world):
    send(world, "owner", "school", "2015-02-10")
    assert "Xác nhận 1 bản đăng ký đợt 1 năm 2015" in titles(on(world, "district2", "2015-02-11"))
    assert titles(on(world, "board", "2015-02-11")) == []


def test_the_board_is_asked_where_no_reviewer_stands_nearer(world):
    send(world, "owner", "school", "2015-02-10")
    Post.objects.filter(unit=world.district, role=Role.REVIEWER).update(until=date(2015, 2, 1))
    assert titles(on(world, "board", "2015-02-11")) == ["Xác nhận 1 bản đăng ký đợt 1 năm 2015"]


@pytest.mark.parametrize(("confirmed_by", "may_review"), [(None, False), ("district", False), ("owner", True)])
def test_who_typed_a_sheet_is_asked_to_review_it_once_another_person_confirmed(world, confirmed_by, may_review):
    send(world, "district", "school", "2015-02-10")
    if confirmed_by:
        confirmed = {"confirmed_by": world.user(confirmed_by), "confirmed_at": clock.now()}
        Submission._base_manager.filter(filing=world.sheet("school", "pledge")).update(**confirmed)
    assert bool(access.may_accept(world.sheet("school", "pledge"), world.by("district", "reviewer"))) is may_review
    assert ("Xác nhận 1 bản đăng ký đợt 1 năm 2015" in titles(on(world, "district", "2015-02-11"))) is may_review


def test_an_upper_unions_own_sheet_awaits_the_board(world):
    send(world, "district", "district", "2015-02-10")
    assert titles(on(world, "board", "2015-02-11")) == ["Xác nhận 1 bản đăng ký đợt 1 năm 2015"]
    assert "Xác nhận 1 bản đăng ký đợt 1 năm 2015" not in titles(on(world, "district2", "2015-02-11"))


def test_nobody_is_asked_to_confirm_what_they_sent_themselves(world):
    send(world, "district", "school", "2015-02-10")
    assert [title for title in titles(on(world, "district", "2015-02-11")) if "Xác nhận" in title] == []
    assert "Xác nhận 1 bản đăng ký đợt 1 năm 2015" in titles(on(world, "district2", "2015-02-11"))


def test_the_missing_are_a_task_from_a_week_before_their_date_and_red_after_it(world):
    send(world, "owner", "school", "2015-02-10")
    assert [title for title in titles(on(world, "district2", "2015-02-20")) if "chưa đăng ký" in title] == []
    near = on(world, "district2", "2015-02-21").todos[-1]
    past = on(world, "district2", "2015-02-28").todos[-1]
    assert (near.title, near.tone, past.tone) == ("3 đơn vị chưa đăng ký đợt 1 năm 2015", "wait", "no")
    page = sign_in("district2").get(near.url)
    assert page.context["page"].size.number == 3


def test_the_missing_are_due_when_the_first_of_them_is(world):
    def due():
        todo = next(todo for todo in on(world, "district2", "2015-03-01").todos if "chưa đăng ký" in todo.title)
        return todo.title, f"{timezone.localtime(todo.due):%d/%m}", todo.tone

    later = {"pledge_due": clock.end_of_day(date(2015, 3, 6)), "due_reason": "Chờ lương"}
    below = CalledUnit.objects.filter(unit__parent=world.district, phase=world.phase)
    assert due() == ("4 đơn vị chưa đăng ký đợt 1 năm 2015", "27/02", "no")
    below.filter(pk__gt=below.order_by("pk")[0].pk).update(**later)
    assert due() == ("4 đơn vị chưa đăng ký đợt 1 năm 2015", "27/02", "no")
    below.update(**later)
    assert due() == ("4 đơn vị chưa đăng ký đợt 1 năm 2015", "06/03", "wait")


def test_leaders_and_reviewers_see_how_far_the_open_phases_are(world):
    send(world, "owner", "school", "2015-02-10")
    decide(world, reviews.accept, "school", "district", "2015-02-12")
    for name, expected in (("leader", 7), ("chair", 4), ("board", 7)):
        overviews = on(world, name, "2015-02-13").overviews
        assert [
            (overview.title, overview.expected, overview.received, overview.accepted) for overview in overviews
        ] == [("Đăng ký đợt 1 năm 2015", expected, 1, 1)]
    assert on(world, "owner", "2015-02-13").overviews == ()


# Running the campaign


def test_the_board_is_asked_to_publish(world):
    Campaign.objects.update(published_at=None, status="unpublished")
    assert titles(on(world, "board", "2015-01-05"))[-1] == "Công bố phong trào 2015"
    assert titles(on(world, "district2", "2015-01-05")) == []


def test_the_board_is_asked_to_open_a_phase_two_weeks_before_it_begins(world):
    opening = "Mở đợt 2 năm 2015"
    assert opening not in titles(on(world, "board", "2015-06-15"))
    assert opening in titles(on(world, "board", "2015-06-16"))
    assert opening not in titles(on(world, "leader", "2015-06-16"))


def test_the_board_is_asked_for_dates_that_an_open_phase_lacks(world):
    DueDate.objects.filter(phase=world.phase, kind="report").delete()
    assert titles(on(world, "board", "2015-01-21")) == ["Đặt hạn cho đợt 1 năm 2015"]


def test_the_board_is_asked_to_lock_after_the_review(world):
    locking = "Khóa số liệu đợt 1 năm 2015"
    assert locking not in titles(on(world, "board", "2015-07-28"))
    assert locking in titles(on(world, "board", "2015-07-29"))


# Administrators, and the page as a whole


def test_an_administrator_is_told_of_accounts_without_a_post(world):
    User.objects.create(username="new", full_name="Lăng Văn Sử")
    User.objects.create(username="gone", full_name="Hà Văn Cũ", is_active=False)
    with clock.travel("2015-02-11T09:00+07:00"):
        for process in Process:
            beat(process)
        page = sign_in("admin").get("/")
        others = [todo.title for todo in sign_in("board").get("/").context["desk"].todos]
    todos = [(todo.title, todo.count, todo.url) for todo in page.context["desk"].todos]
    assert todos == [("Phân công cho tài khoản chưa có đơn vị", 1, "/admin/units/user/")]
    assert "Phân công cho tài khoản chưa có đơn vị" not in others


def test_the_desk_stands_in_the_order_of_the_dates(world):
    send(world, "neighbour", "commune", "2015-02-09")
    with clock.travel("2015-02-26T09:00+07:00"):
        shown = sign_in("district").get("/").context["desk"]
    assert [todo.title for todo in shown.before] == ["3 đơn vị chưa đăng ký đợt 1 năm 2015"]
    assert [todo.title for todo in shown.todos] == ["Xác nhận 1 bản đăng ký đợt 1 năm 2015"]


def test_the_greeting_counts_the_card_and_the_lines(world):
    with clock.travel("2015-02-26T09:00+07:00"):
        page = sign_in("district").get("/")
    assert "Xin chào đồng chí Thông, còn 2 việc cần làm" in text(page)
    assert page.context["desk"].count == 2


def test_of_reviewers_below_a_reviewer_the_upper_one_is_enough(world):
    board, school = acting_for(world.user("board"), None), world.units["school"]
    before = sorted(review_queue._nearer_reviewers(board))
    Post.objects.create(user=world.user("owner"), unit=school, role=Role.REVIEWER, since=date(2014, 1, 1))
    assert world.district.path in before
    assert sorted(review_queue._nearer_reviewers(board)) == before
    assert review_queue._nearer_reviewers(acting_for(world.user("district"), None)) == [school.path]


COSTS = {"owner": 5, "district": 11, "board": 10, "leader": 8, "admin": 8}


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", COSTS)
def test_a_desk_costs_the_same_with_one_sheet_waiting_and_with_three(world, name):
    send(world, "owner", "school", "2015-02-10")
    cost_of_one = cost(world, name)
    send(world, "neighbour", "commune", "2015-02-10")
    send(world, "porter", "porters", "2015-02-10")
    assert (cost_of_one, cost(world, name)) == (COSTS[name], COSTS[name])


def cost(world, name):
    running.twin_titles()  # read once in half a minute, by whichever page is the first
    with clock.travel("2015-02-25T09:00+07:00"), CaptureQueriesContext(connection) as queries:
        desk.desk(acting_for(world.user(name), None))
    return len(queries)


# What the desk says is true, and what is not to do is said apart


def on_page(name, day):
    with clock.travel(f"{day}T09:00+07:00"):
        return sign_in(name).get("/")


def test_nobody_has_done_a_part_of_a_pledge_that_nobody_began(world):
    send(world, "owner", "school", "2015-02-10")
    decide(world, reviews.accept, "school", "district", "2015-02-12")
    with clock.travel("2015-07-01T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
    send(world, "owner", "school", "2015-07-03", kind="report")
    page = on_page("owner", "2015-07-04")
    card = page.context["desk"].campaign.card
    assert (card.is_begun, {step["state_text"] for step in card.steps}) == (False, {"Kế thừa"})
    assert "phần đã xong" not in text(page)
    with clock.travel("2015-07-04T10:00+07:00"):
        sheet = sign_in("owner").get(card.sheet.get_absolute_url())
        assert [part.state_text for part in sheet.context["sheet"].parts] == ["Kế thừa"] * len(card.steps)
        assert "đã xong" not in text(sheet).lower()
        filings.save_part(card.sheet, "headcount", fill(card.sheet)["headcount"], by=world.by("owner"))
    assert "phần đã xong" in text(on_page("owner", "2015-07-05"))


def test_a_phase_says_what_its_dates_say(world):
    before, after = world.phase.starts_on - timedelta(days=1), world.phase.ends_on + timedelta(days=1)
    for day, words in (
        (before, "Đã mở, chưa bắt đầu"),
        (world.phase.starts_on, "Đang thực hiện"),
        (world.phase.ends_on, "Đang thực hiện"),
        (after, "Đã kết thúc, đang tổng hợp"),
    ):
        with clock.travel(f"{day}T09:00+07:00"):
            assert world.phase.status_words == words
    with clock.travel("2015-07-10T09:00+07:00"):
        board = sign_in("board")
        for page in ("/admin/campaigns/phase/", f"/admin/campaigns/phase/{world.phase.pk}/change/"):
            assert "Đã kết thúc, đang tổng hợp" in text(board.get(page))
            assert "Đang thực hiện" not in text(board.get(page))
        answer = access.may_open(world.phase, world.by("board"))
        assert "Đang thực hiện" not in answer.why_not


def test_the_menu_leads_to_the_summary_of_the_phase_in_season(world):
    def opens(name, day):
        return next(entry.url for entry in on_page(name, day).context["menu"] if entry.title == "Tổng hợp")

    assert opens("board", "2015-02-10") == "/campaigns/2015/phases/1/summary/"
    with clock.travel("2015-06-20T09:00+07:00"):
        phases.open_phase(world.phase2, by=world.by("board"))
    assert opens("district", "2015-07-20") == "/campaigns/2015/phases/1/summary/"
    assert opens("district", "2015-12-10") == "/campaigns/2015/phases/2/summary/"
    page = sign_in("board").get("/campaigns/2015/phases/1/summary/")
    assert [entry.title for entry in page.context["menu"] if entry.current] == ["Tổng hợp"]


def test_the_week_has_due_days_the_review_and_extensions_that_run_out(world):
    send(world, "owner", "school", "2015-02-10")
    returned = {"reason": "Thiếu số nữ.", "due_on": date(2015, 3, 2)}
    decide(world, reviews.return_, "school", "district", "2015-02-12", **returned)
    for name in ("district", "board", "leader"):
        week = on_page(name, "2015-02-26").context["desk"].week
        assert [(line.title, line.day) for line in week] == [
            ("Hạn đăng ký thi đua đợt 1 năm 2015: CĐCS thuộc công đoàn cấp trên", date(2015, 2, 27)),
            ("Hết hạn gửi lại: 1 bản đăng ký đợt 1 năm 2015", date(2015, 3, 2)),
        ]
    page = on_page("district", "2015-02-26")
    assert "Tuần này" in text(page)
    assert "Thứ Sáu, 27/02/2015" in text(page)
    assert sign_in("district").get(page.context["desk"].week[1].url).context["page"].size.number == 1
    send(world, "neighbour", "commune", "2015-02-10")
    decide(world, reviews.return_, "commune", "district", "2015-02-12", **returned | {"due_on": date(2015, 3, 1)})
    page = on_page("district", "2015-02-26")
    both = page.context["desk"].week[1]
    assert (both.title[:24], both.day, both.until) == ("Hết hạn gửi lại: 2 bản đ", date(2015, 3, 1), date(2015, 3, 2))
    assert "Chủ nhật, 01/03/2015 đến thứ Hai, 02/03/2015" in text(page)
    assert on_page("owner", "2015-02-26").context["desk"].week == ()
    assert on_page("board", "2015-03-04").context["desk"].week == ()
    assert [line.title for line in on_page("board", "2015-07-22").context["desk"].week] == ["Sơ kết đợt 1 năm 2015"]


def test_news_and_what_others_do_are_no_tasks(world, monkeypatch):
    tones = ("ok", "blue", "week", "wait", "no")
    lines = [Todo(f"Dòng {tone}", "Đã xong.", f"/{tone}/", "Xem", tone=tone) for tone in tones]
    monkeypatch.setattr("summaries.desk.todo", lambda by: lines)
    page = on_page("leader", "2015-01-10")
    shown = page.context["desk"]
    assert [todo.title for todo in shown.todos] == ["Dòng no", "Dòng wait"]
    assert [todo.title for todo in shown.news] == ["Dòng blue", "Dòng ok"]
    assert [line.title for line in shown.week] == ["Dòng week"]
    assert "còn 2 việc cần làm" in text(page)


def test_the_week_of_one_province_has_no_dates_of_another(world):
    other = Unit.objects.create(
        name="LĐLĐ tỉnh Khác", full_name="Liên đoàn Lao động tỉnh Khác", kind="province", valid_from=date(2010, 1, 1)
    )
    Campaign.objects.filter(pk=world.campaign.pk).update(unit=other)
    reviewer = User.objects.create(username="elsewhere", full_name="Hà Thị Xa")
    Post.objects.create(user=reviewer, unit=other, role=Role.REVIEWER, since=date(2014, 1, 1))
    shown = on_page("elsewhere", "2015-02-26").context["desk"]
    assert (shown.week, shown.campaign.next_due) == ((), None)
