"""Tests verdicts on the appraisal table: preview, verdict, undo, sending up, and the problems that are named."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions import appraisal, decisions, dossiers
from awards.models import Nomination, Quota
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from units.models import Role, User

pytestmark = pytest.mark.either

NGUYET = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
LIN = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}
MUI = {"code": "BK_TLD", "name": "Triệu Thị Mùi"}
HAI = {"code": "BK_T", "name": "La Văn Hải", "sex": "male"}
PAO = {"code": "BK_T", "name": "Vi Páo Lử", "sex": "male"}
EN = {"code": "BK_T", "name": "La Thị Én Hoa"}
VERDICT, UNDO = "/appraisal/verdict/", "/appraisal/undo/"
SEND_UP, NOT_GRANTED = "/appraisal/send-up/", "/appraisal/not-granted/"
REASON = "Thành tích nổi trội, Hội đồng thống nhất."


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def build_four():
    world = dossier_steps.build()
    dossier_steps.endorsed(world, [NGUYET, LIN, MUI, HAI])
    return world


@pytest.fixture
def four(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(build_four)


def client(name):
    signed_in = Client()
    signed_in.force_login(User.objects.get(username=name))
    return signed_in


def ids(*rows):
    return [Nomination.objects.get(nominee__name=row["name"]).pk for row in rows]


def post(path, rows, name="board", **typed):
    return client(name).post(path, {"nominations": ids(*rows), **typed}, follow=True)


def confirm(path, rows, name="board", **typed):
    return post(path, rows, name, confirm="1", **typed)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def told(response):
    return [str(message) for message in response.context["messages"]]


def status(row):
    return Nomination.objects.get(nominee__name=row["name"]).status


def going(response):
    return [case.nomination.nominee.name for case in response.context["going"]]


def staying(response):
    return [(case.nomination.nominee.name, case.why_not) for case in response.context["staying"]]


def test_nothing_is_done_before_it_is_confirmed(four):
    shown = post(VERDICT, [NGUYET, LIN], verdict="approve")
    assert "Sẽ thống nhất đề nghị 2 trường hợp của 1 đơn vị." in words(shown)
    assert "Thống nhất đề nghị 2 trường hợp</button>" in words(shown)
    assert (going(shown), staying(shown)) == ([NGUYET["name"], LIN["name"]], [])
    assert status(NGUYET) == "pending"
    done = confirm(VERDICT, [NGUYET, LIN], verdict="approve", query="q=anh&page=1")
    assert told(done) == ["Đã thống nhất đề nghị 2 trường hợp."]
    assert done.redirect_chain == [("/appraisal/?q=anh&page=1", 302)]
    assert (status(NGUYET), status(LIN), status(HAI)) == ("approved", "approved", "pending")


@pytest.mark.parametrize(
    ("verdict", "state", "sentence"),
    [
        ("reject", "rejected", "Đã ghi không thống nhất đề nghị 1 trường hợp."),
        ("defer", "deferred", "Đã để lại xét sau 1 trường hợp."),
    ],
)
def test_not_agreeing_needs_a_reason(four, verdict, state, sentence):
    page = confirm(VERDICT, [HAI], verdict=verdict)
    assert (page.status_code, status(HAI)) == (200, "pending")
    assert page.context["form"].errors == {"reason": ["Xin ghi lý do để đơn vị biết cần bổ sung gì."]}
    done = confirm(VERDICT, [HAI], verdict=verdict, reason="Thiếu biên bản.")
    assert (told(done), status(HAI)) == ([sentence], state)
    assert Nomination.objects.get(nominee__name=HAI["name"]).reason == "Thiếu biên bản."


def test_a_condition_not_met_asks_for_a_reason_at_its_field(world):
    dossiers.endorse(
        dossier_steps.sent(world, "porter", [PAO]),
        {},
        meeting=dossier_steps.MEETING,
        by=world.by("district", Role.REVIEWER),
    )
    assert "Đơn vị chưa đăng ký thi đua đợt 1." in words(post(VERDICT, [PAO], verdict="approve"))
    page = confirm(VERDICT, [PAO], verdict="approve")
    sentence = "Vi Páo Lử: Đơn vị chưa đăng ký thi đua đợt 1. Tiếp tục cần ghi lý do."
    assert (page.status_code, status(PAO)) == (200, "pending")
    assert page.context["problems"] == [("id_reason", sentence)]
    confirm(VERDICT, [PAO], verdict="approve", reason=REASON)
    assert status(PAO) == "approved"


def test_a_soft_quota_asks_for_a_reason_of_those_above_it(four):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=four.campaign, max_count=2)
    shown = post(VERDICT, [NGUYET, LIN, HAI], verdict="approve")
    assert "số lượng phân bổ: 0/2, sau khi thống nhất 3/2." in words(shown)
    page = confirm(VERDICT, [NGUYET, LIN, HAI], verdict="approve")
    sentence = "La Văn Hải: Vượt số lượng phân bổ 1 trường hợp. Tiếp tục cần ghi lý do."
    assert page.context["form"].errors == {"reason": [sentence]}
    assert [status(row) for row in (NGUYET, LIN, HAI)] == ["pending"] * 3
    confirm(VERDICT, [NGUYET, LIN, HAI], verdict="approve", reason=REASON)
    assert [status(row) for row in (NGUYET, LIN, HAI)] == ["approved"] * 3


def test_a_hard_quota_is_told_before(four):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=four.campaign, max_count=2, hard=True)
    shown = post(VERDICT, [NGUYET, LIN, HAI], verdict="approve")
    full = "Vừa hết số lượng phân bổ cho Bằng khen (2/2). Trường hợp này chưa được ghi nhận."
    assert (going(shown), staying(shown)) == ([NGUYET["name"], LIN["name"]], [(HAI["name"], full)])
    lost = confirm(VERDICT, [NGUYET, LIN, HAI], verdict="approve", reason=REASON)
    assert (lost.status_code, full in words(lost), REASON in words(lost)) == (409, True, True)
    assert [status(row) for row in (NGUYET, LIN, HAI)] == ["pending"] * 3


def test_the_union_between_comes_first(world):
    dossier_steps.sent(world, "neighbour", [EN])
    waits = "Hồ sơ đang chờ công đoàn cấp trên của đơn vị xem xét, đề nghị."
    assert staying(post(VERDICT, [EN], verdict="approve")) == [(EN["name"], waits)]
    assert confirm(VERDICT, [EN], verdict="approve").status_code == 409


def test_the_second_of_two_reviewers_is_told_who_was_quicker(four):
    confirm(VERDICT, [NGUYET], verdict="approve")
    late = confirm(VERDICT, [NGUYET], "board2", verdict="reject", reason=REASON)
    assert late.status_code == 409
    assert "Triệu Thị Sao Mai vừa thống nhất đề nghị lúc" in words(late)
    assert "Nông Thị Ánh Nguyệt đang ở trạng thái “Thống nhất đề nghị”." in words(late)
    assert (REASON in words(late), status(NGUYET)) == (True, "approved")


def test_another_title_is_chosen_from_those_offered(four):
    shown = post(VERDICT, [NGUYET], verdict="other_title")
    codes = [str(pk) for pk, _name in shown.context["form"].fields["title"].choices]
    assert str(dossier_steps.title("GK_CTT").pk) in codes
    assert str(dossier_steps.title("KNC").pk) not in codes
    missing = confirm(VERDICT, [NGUYET], verdict="other_title")
    assert missing.context["form"].errors == {"title": ["Xin chọn một mục."]}
    flag = confirm(VERDICT, [NGUYET], verdict="other_title", title=dossier_steps.title("CO_T").pk)
    assert flag.context["form"].errors == {"title": ["Nông Thị Ánh Nguyệt: Cờ thi đua chỉ tặng tập thể."]}
    assert going(flag) == [NGUYET["name"]]
    done = confirm(VERDICT, [NGUYET], verdict="other_title", title=dossier_steps.title("BK_TLD").pk)
    assert told(done) == ["Đã chuyển hình thức khen 1 trường hợp."]
    assert "Đề nghị: Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh" in words(done)
    row = Nomination.objects.with_context().get(nominee__name=NGUYET["name"])
    assert (row.status, row.title.code) == ("approved", "BK_TLD")


def test_a_title_of_the_district_goes_there(four):
    confirm(VERDICT, [NGUYET], verdict="other_title", title=dossier_steps.title("GK_CTT").pk)
    row = Nomination.objects.with_context().get(nominee__name=NGUYET["name"])
    assert (row.status, row.deciding_unit) == ("pending", four.district)


def test_verdicts_are_undone_until_a_leader_has_them(four):
    appraisal.approve(Nomination.objects.filter(pk__in=ids(NGUYET, LIN)), by=four.by("board"))
    done = post(UNDO, [NGUYET, HAI])
    assert told(done) == [
        "Đã hoàn tác: 1 trường hợp trở lại “Chờ xét”.",
        "1 trường hợp không hoàn tác được: La Văn Hải đang ở trạng thái “Chờ xét”.",
    ]
    single = client("board").post(UNDO, {"only": ids(LIN), "nominations": ids(HAI)}, follow=True)
    assert told(single) == ["Đã hoàn tác: 1 trường hợp trở lại “Chờ xét”."]
    assert (status(NGUYET), status(LIN)) == ("pending", "pending")
    appraisal.approve(Nomination.objects.filter(pk__in=ids(NGUYET)), by=four.by("board"))
    decision = decisions.draft(Nomination.objects.filter(pk__in=ids(NGUYET)), by=four.by("board"))
    decisions.propose(decision, by=four.by("board"))
    late = post(UNDO, [NGUYET])
    assert late.status_code == 409
    assert "Trường hợp này nằm trong dự thảo đã trình lãnh đạo. Xin rút dự thảo về trước." in words(late)


def test_where_there_is_nothing_to_undo_it_is_said_above_the_table(four):
    done = post(UNDO, [HAI])
    assert done.status_code == 200
    assert told(done) == ["1 trường hợp không hoàn tác được: La Văn Hải đang ở trạng thái “Chờ xét”."]


def test_what_is_decided_above_is_sent_up_and_answered(four):
    appraisal.approve(Nomination.objects.filter(pk__in=ids(NGUYET, MUI)), by=four.by("board"))
    shown = post(SEND_UP, [NGUYET, MUI])
    here = "Hình thức này do LĐLĐ tỉnh Lạng Sơn quyết định."
    assert (going(shown), staying(shown)) == ([MUI["name"]], [(NGUYET["name"], here)])
    assert told(confirm(SEND_UP, [MUI])) == ["Đã trình cấp trên 1 trường hợp."]
    assert status(MUI) == "sent_up"
    assert confirm(NOT_GRANTED, [MUI]).context["form"].errors == {
        "reason": ["Xin ghi lý do để đơn vị biết cần bổ sung gì."]
    }
    answered = confirm(NOT_GRANTED, [MUI], reason="Công văn số 12: chưa đủ thời gian.")
    assert told(answered) == ["Đã ghi nhận cấp trên không tặng 1 trường hợp."]
    assert status(MUI) == "not_granted"


def test_a_draft_decision_starts_from_the_table(four):
    appraisal.approve(Nomination.objects.filter(pk__in=ids(NGUYET)), by=four.by("board"))
    page = words(client("board").get("/appraisal/"))
    assert f'formaction="{reverse("awards:decision_new")}"> Lập dự thảo quyết định'.replace("> ", ">") in page
    assert 'name="organ"' in page


@pytest.mark.parametrize("path", [VERDICT, SEND_UP, NOT_GRANTED, UNDO])
def test_rows_of_others_and_nonsense_are_no_rows(four, path):
    dossier_steps.sent(four, "neighbour", [EN | {"code": "GK_CTT"}])
    for nominations in ([], ids(EN), ["x", "-1", "9" * 40, "\x00", ""]):
        sent = {"nominations": nominations, "verdict": "approve", "confirm": "1", "reason": "x", "query": "\x00=%"}
        answer = client("board").post(path, sent)
        if path == UNDO:
            assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/appraisal/")
        else:  # a reason was typed
            assert (answer.status_code, "không còn chờ đơn vị xét" in answer.content.decode()) == (409, True)
    assert status(EN) == "pending"


@pytest.mark.parametrize("path", [VERDICT, SEND_UP, NOT_GRANTED, UNDO])
@pytest.mark.parametrize("name", ["owner", "leader", "admin"])
def test_only_reviewers_of_the_unit_that_decides_may(four, path, name):
    assert post(path, [NGUYET], name, verdict="approve").status_code == 403
    assert status(NGUYET) == "pending"


@pytest.mark.parametrize("path", [VERDICT, SEND_UP, NOT_GRANTED, UNDO])
def test_verdicts_are_posted(four, path):
    opened = client("board").get(path)
    assert (opened.status_code, "Không mở thẳng được địa chỉ này" in opened.content.decode()) == (405, True)
    assert Client().post(path).status_code == 302


def test_an_unknown_verdict_leads_back(four):
    assert client("board").post(VERDICT, {"nominations": ids(NGUYET), "verdict": "x"}).status_code == 302


def test_nobody_decides_on_what_they_sent(world):
    by = world.by("district", Role.OFFICER)
    dossier = dossiers.make(world.school, world.phase, by=by, timing="phase")
    described = {"meeting_on": clock.today(), "votes_for": 9, "votes_present": 9}
    dossiers.describe(dossier, described, by=by)
    dossier_steps.nominate(dossier, by=by, **(NGUYET | {"code": "GK_CTT"}))
    dossiers.submit(dossier, by=by)
    own = "Người lập, gửi hồ sơ và người của chính đơn vị không xét hồ sơ này. Đề nghị đồng chí khác xét."
    assert staying(post(VERDICT, [NGUYET], "district", verdict="approve")) == [(NGUYET["name"], own)]
    assert confirm(VERDICT, [NGUYET], "district", verdict="approve").status_code == 403
    confirm(VERDICT, [NGUYET], "district2", verdict="approve")
    assert status(NGUYET) == "approved"


def test_a_preview_asks_the_same_number_of_queries_for_one_row_and_for_three(world):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=1)
    rows, counts = [], []
    client("board").get("/")  # the campaign of the menu is read once in half a minute
    for officer, row in (("owner", NGUYET), ("porter", PAO), ("neighbour", EN)):
        dossiers.endorse(
            dossier_steps.sent(world, officer, [row]),
            {},
            meeting=dossier_steps.MEETING,
            by=world.by("district", Role.REVIEWER),
        )
        rows.append(row)
        sent, person = {"nominations": ids(*rows), "verdict": "approve"}, client("board")
        with CaptureQueriesContext(connection) as queries:
            assert len(going(person.post(VERDICT, sent))) == len(rows)
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
