"""Tests which dossiers, nominations and decisions the desk lists for each role."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards import desk
from awards.actions import appraisal, decisions, dossiers, letters
from awards.models import Dossier, Quota
from awards.rules.letter_groups import letter_groups
from campaigns.desk import desk as campaign_desk
from campaigns.models import DueDate
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from units.acting import acting_for
from units.actions.posts import end_post
from units.models import Post, Role, Signer

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]
PHASE = "đợt 1 năm 2015"
REASON = "Chưa rõ kết quả."


@pytest.fixture
def world():
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def merit(name="Hoàng Văn Păn"):
    return {"code": "BK_T", "name": name}


def praise(name="Hoàng Văn Păn"):
    return {"code": "GK_CTT", "name": name}


def todos_of(world, name):
    by = acting_for(world.user(name), None)
    return desk.todo(by, campaign_desk(by).called)


def told(world, name):
    return [(todo.title, todo.detail, todo.button, todo.count) for todo in todos_of(world, name)]


def lines(world, name):
    return [todo.title for todo in todos_of(world, name)]


# The unit


def test_the_first_page_has_no_roll_while_nobody_was_honoured(world, client):
    assert "Xem tất cả" not in client.get("/").content.decode()


def test_nothing_awaits_anybody_before_there_is_a_dossier(world):
    assert {name: lines(world, name) for name in ("owner", "district", "chair", "board", "leader", "admin")} == {
        "owner": [], "district": [], "chair": [], "board": [], "leader": [], "admin": [],
    }  # fmt: skip


def test_an_officer_goes_on_with_a_draft(world):
    dossier = dossier_steps.dossier_of(world, "owner", [merit()])
    (todo,) = todos_of(world, "owner")
    assert (todo.title, todo.detail, todo.button) == (f"Hồ sơ khen thưởng {PHASE}", "Đang lập, chưa gửi.", "Lập tiếp")
    assert (todo.url, todo.due, todo.tone) == (f"/dossiers/{dossier.pk}/", None, "wait")


def test_a_returned_dossier_says_what_is_wanted_and_until_when(world):
    dossier = dossier_steps.sent(world, "owner", [merit()])
    returned = {"reason": "Thiếu tóm tắt thành tích.", "due_on": date(2015, 7, 24)}
    dossiers.return_(dossier, by=world.by("district", Role.REVIEWER), **returned)
    (todo,) = todos_of(world, "owner")
    assert (todo.detail, todo.button) == ("Được đề nghị bổ sung: “Thiếu tóm tắt thành tích”.", "Bổ sung và gửi lại")
    assert (todo.due, todo.tone) == (clock.end_of_day(date(2015, 7, 24)), "no")


def test_what_was_sent_or_withdrawn_asks_nothing_of_its_unit(world):
    dossier_steps.sent(world, "owner", [merit()])
    gone = dossier_steps.dossier_of(world, "owner", [merit()], timing="unexpected")
    dossiers.withdraw(gone, reason="Sai.", by=world.by("owner"))
    assert lines(world, "owner") == []


@pytest.mark.parametrize(
    ("due_on", "counts"),
    [(date(2015, 7, 19), []), (date(2015, 7, 20), [1]), (date(2015, 8, 2), [1]), (date(2015, 8, 4), [])],
)
def test_a_unit_is_told_of_the_date_of_its_dossier_for_two_weeks(world, due_on, counts):
    due = clock.end_of_day(due_on)
    DueDate.objects.create(phase=world.phase, kind="dossier", group="below_upper", at=due)
    todos = todos_of(world, "owner")
    assert [todo.count for todo in todos] == counts
    for todo in todos:
        assert (todo.title, todo.due) == (f"Hồ sơ khen thưởng {PHASE}", due)
        assert todo.url == f"/dossiers/new/?unit={world.school.pk}&phase={world.phase.pk}"


def test_a_dossier_begun_is_not_asked_for_again(world):
    due = clock.end_of_day(date(2015, 7, 22))
    DueDate.objects.create(phase=world.phase, kind="dossier", group="below_upper", at=due)
    dossier_steps.dossier_of(world, "owner", [merit()])
    assert [(todo.detail, todo.due) for todo in todos_of(world, "owner")] == [("Đang lập, chưa gửi.", due)]


def test_only_schools_are_asked_for_the_dossier_of_the_school_year(world):
    due = clock.end_of_day(date(2015, 7, 22))
    DueDate.objects.create(phase=world.phase, kind="school_dossier", group="below_upper", at=due)
    assert lines(world, "owner") == ["Hồ sơ khen thưởng năm học 2014-2015"]
    assert lines(world, "neighbour") == []


# Those who endorse and appraise


def test_a_dossier_on_its_way_up_awaits_the_upper_union_and_not_yet_the_board(world):
    dossier = dossier_steps.sent(world, "owner", [merit()])
    expected = (
        "Đề nghị lên cấp trên 1 hồ sơ khen thưởng",
        "Gửi sớm nhất: CĐCS Trường THCS Đồi Na, ngày 20/07/2015.",
        "Xem và đề nghị",
        1,
    )
    assert told(world, "district2") == [expected]
    assert todos_of(world, "district2")[0].url == f"/dossiers/{dossier.pk}/"
    assert lines(world, "board") == []


def test_the_board_sees_how_many_wait_and_how_long_the_phase_is_over(world):
    dossier_steps.endorsed(world, [merit(), merit("Nông Ích")])
    (todo,) = todos_of(world, "board")
    assert (todo.title, todo.detail, todo.count) == (
        f"Thẩm định 2 trường hợp đề nghị khen thưởng {PHASE}",
        "Đợt đã kết thúc 20 ngày.",
        2,
    )
    assert todo.url == f"/appraisal/?status=pending&phase={world.phase.pk}"
    assert todo.due == clock.end_of_day(date(2015, 7, 28))
    assert lines(world, "district2") == []


def test_an_upper_unions_own_title_is_appraised_there(world):
    dossier_steps.sent(world, "owner", [praise()])
    assert lines(world, "district2") == [f"Thẩm định 1 trường hợp đề nghị khen thưởng {PHASE}"]
    assert lines(world, "board") == []


def test_without_a_reviewer_between_a_dossier_has_come_to_the_board(world):
    dossier_steps.sent(world, "owner", [merit()])
    Post.objects.filter(unit=world.district, role=Role.REVIEWER).update(until=date(2015, 7, 20))
    assert lines(world, "board") == [f"Thẩm định 1 trường hợp đề nghị khen thưởng {PHASE}"]


def test_nobody_is_asked_about_a_dossier_they_sent(world):
    dossier = dossiers.make(world.commune, world.phase, by=world.by("district"), timing="phase")
    said = {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}
    dossiers.describe(dossier, said, by=world.by("district"))
    dossier_steps.nominate(dossier, by=world.by("district"), **praise())
    dossiers.submit(dossier, by=world.by("district"))
    assert lines(world, "district") == []
    assert lines(world, "district2") == [f"Thẩm định 1 trường hợp đề nghị khen thưởng {PHASE}"]


def test_what_was_agreed_to_awaits_a_decision_until_a_draft_holds_it(world):
    rows = dossier_steps.approved(world, [merit(), merit("Nông Ích")])
    assert told(world, "board") == [
        (
            "Lập dự thảo quyết định cho 2 trường hợp",
            "Thống nhất đề nghị sớm nhất ngày 20/07/2015.",
            "Chọn và lập dự thảo",
            2,
        )
    ]
    decisions.draft(rows, by=world.by("board"))
    assert told(world, "board") == [
        (
            f"Hoàn thành dự thảo: tặng Bằng khen, {PHASE}",
            "2 tập thể, cá nhân; chưa trình lãnh đạo.",
            "Xem dự thảo",
            1,
        )
    ]


def test_a_title_decided_above_is_sent_up_and_its_answer_awaited(world):
    rows = dossier_steps.approved(world, [{"code": "BK_TLD", "name": "Lã Thị Ước"}])
    assert [(todo.title, todo.url) for todo in todos_of(world, "board")] == [
        ("Trình cấp trên 1 trường hợp", "/letters/")
    ]
    assert lines(world, "leader") == ["Chốt tờ trình khen thưởng cho 1 trường hợp"]
    appraisal.send_up(rows, by=world.by("board"))
    assert [(todo.title, todo.tone) for todo in todos_of(world, "board")] == [
        ("Cấp trên chưa trả lời 1 trường hợp", "blue")
    ]
    appraisal.record_refusal(rows, by=world.by("board"), reason=REASON)
    assert lines(world, "board") == []


def test_what_was_refused_or_left_for_later_asks_nothing(world):
    dossier = dossier_steps.endorsed(world, [merit(), merit("Nông Ích")])
    rejected, other = dossier.nominations.all()
    appraisal.reject([rejected], by=world.by("board"), reason=REASON)
    appraisal.defer([other], by=world.by("board"), reason=REASON)
    assert lines(world, "board") == []


def test_a_quota_overshot_is_told_to_the_board_alone(world):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, phase=world.phase, max_count=1)
    rows = dossier_steps.endorsed(world, [merit(), merit("Nông Ích")]).nominations.all()
    appraisal.approve(rows, by=world.by("board"), reason="Thêm một người trực tiếp lao động.")
    todo = todos_of(world, "board")[-1]
    assert (todo.title, todo.detail) == ("Vượt số lượng phân bổ", "Bằng khen: mọi đơn vị, 2/1.")
    assert todo.url == "/admin/awards/quota/"
    assert "Vượt số lượng phân bổ" not in lines(world, "district2") + lines(world, "leader")


# Those who issue


def test_a_proposed_decision_awaits_the_leader_and_nobody_else(world):
    decision = decisions.draft(dossier_steps.approved(world, [merit()]), by=world.by("board"))
    assert lines(world, "leader") == []
    decisions.propose(decision, by=world.by("board"))
    (todo,) = todos_of(world, "leader")
    assert (todo.title, todo.detail) == (
        f"Chốt để trình ký quyết định: tặng Bằng khen, {PHASE}",
        "1 tập thể, cá nhân; Triệu Thị Sao Mai trình ngày 20/07/2015.",
    )
    assert todo.url == f"/decisions/{decision.pk}/"
    assert lines(world, "board") + lines(world, "chair") == []


def test_the_chair_of_an_upper_union_issues_its_own(world):
    dossier = dossier_steps.sent(world, "owner", [praise()])
    appraisal.approve(dossier.nominations.all(), by=world.by("district2"))
    decision = decisions.draft(dossier.nominations.all(), by=world.by("district2"))
    decisions.propose(decision, by=world.by("district2"))
    assert lines(world, "chair") == [f"Chốt để trình ký quyết định: tặng Giấy khen, {PHASE}"]
    assert lines(world, "leader") == []


def test_what_is_closed_waits_for_its_number_and_the_leader_is_told_of_it_for_a_week(world):
    Post.objects.filter(user=world.user("board")).update(may_record_signed=True)
    decision = decisions.draft(dossier_steps.approved(world, [merit()]), by=world.by("board"))
    dossier_steps.close(world, decision, world.by("board"))
    (todo,) = todos_of(world, "board")
    assert todo.title == f"Ghi số, ngày khi đã ký: tặng Bằng khen, {PHASE}"
    assert todo.detail == "1 tập thể, cá nhân; chốt ngày 20/07/2015 để Hứa Quang Lâm ký."
    dossier_steps.register(decision)
    (todo,) = todos_of(world, "leader")
    assert (todo.title, todo.tone) == ("Đã ghi số, ngày: quyết định 45/QĐ-LĐLĐ", "ok")
    assert todo.detail == f"Tặng Bằng khen, {PHASE}. Mạc Thị Thư ghi nhận ngày 20/07/2015."
    with clock.travel("2015-07-28T09:00+07:00"):
        assert lines(world, "leader") == []


def test_a_letter_awaits_who_closes_it_then_who_registers_it_or_closes_it_anew(world):
    dossier_steps.endorsed(world, [merit()])
    signer = Signer.objects.create(
        unit=world.district, name="Lương Thị Mây", position="chair", block="TM. BAN THƯỜNG VỤ", since=date(2015, 1, 1)
    )
    assert lines(world, "chair") == ["Chốt tờ trình khen thưởng cho 1 trường hợp"]
    (group,) = letter_groups(world.district)
    letter = letters.close(group, by=world.by("chair"))
    of_letter = "tờ trình về việc đề nghị khen thưởng phong trào thi đua đợt 1 năm 2015"
    to_register = f"Ghi số, ngày khi đã ký: {of_letter}"
    assert lines(world, "district2") == [to_register]
    (waiting,) = todos_of(world, "chair")
    assert (waiting.title, waiting.tone) == (f"Chờ ký, ghi số và bản chụp: {of_letter}", "week")
    Signer.objects.filter(pk=signer.pk).update(until=date(2015, 7, 20))
    assert lines(world, "district2") == [f"Chốt lại {of_letter}", to_register]
    clerk = dossier_steps.clerk_of(world.district)
    assert [todo.url for todo in desk.todo(clerk, [])] == [f"/letters/#letter-{letter.pk}"]
    assert lines(world, "district2") == [f"Chốt lại {of_letter}"]


def test_the_desk_of_the_door_has_these_lines_too(world, client):
    dossier = dossier_steps.dossier_of(world, "owner", [merit()])
    client.force_login(world.user("owner"))
    todos = client.get("/").context["desk"].todos
    assert f"/dossiers/{dossier.pk}/" in [todo.url for todo in todos]


def test_counts_follow_what_is_done_to_dossiers_and_who_may_endorse(world):
    dossier_steps.sent(world, "owner", [merit()])
    assert lines(world, "board") == []
    for post in Post.objects.filter(role=Role.REVIEWER, unit=world.district):
        end_post(post, until=clock.today(), by=world.by("admin"))
    assert lines(world, "board") == [f"Thẩm định 1 trường hợp đề nghị khen thưởng {PHASE}"]


COSTS = {"owner": 1, "district2": 4, "board": 5, "chair": 4, "leader": 4}


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", COSTS)
def test_a_desk_costs_the_same_with_one_dossier_of_each_kind_and_with_three(world, name):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=9)
    everything(world)
    cost_of_one = cost(world, name)
    everything(world)
    everything(world)
    assert Dossier.objects.count() == 12
    assert (cost_of_one, cost(world, name)) == (COSTS[name], COSTS[name])


def everything(world):
    """Create a draft, dossiers to endorse and to appraise, a draft decision and a proposed one."""
    n = Dossier.objects.count()
    dossier_steps.dossier_of(world, "owner", [merit(f"A {n}")])
    dossier_steps.sent(world, "owner", [merit(f"B {n}"), praise(f"C {n}")])
    dossier_steps.endorsed(world, [merit(f"D {n}")])
    rows = dossier_steps.approved(world, [merit(f"E {n}"), merit(f"F {n}"), merit(f"G {n}")])
    decisions.draft(rows[:1], by=world.by("board"))
    decisions.propose(decisions.draft(rows[1:2], by=world.by("board")), by=world.by("board"))


def cost(world, name):
    by = acting_for(world.user(name), None)
    called = campaign_desk(by).called
    desk.todo(by, called)  # counts what is new
    with CaptureQueriesContext(connection) as queries:
        desk.todo(by, called)
    return len(queries)
