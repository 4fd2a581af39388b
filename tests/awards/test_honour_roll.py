"""Tests the honour roll: which awards it lists, search, order, query counts, and what it never shows."""

import re
import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.actions import appraisal, decisions
from campaigns.models import Campaign
from foundation import clock, list_page
from tests.support import dossier_steps
from tests.support.module_rows import cast_for_module
from units.models import Role, Unit

pytestmark = [pytest.mark.postgres(deep="both"), pytest.mark.django_db]

ANH = {"code": "BK_T", "name": "Nông Thị Ánh"}
AN = {"code": "BK_T", "name": "Hoàng Ngọc Ân", "sex": "male", "birth_year": 1969}
HOA = {"code": "BK_T", "name": unicodedata.normalize("NFD", "Lộc Văn Hoà"), "sex": "male", "birth_year": 1983}
DUC = {"code": "BK_T", "name": "Vi Đức", "sex": "male", "birth_year": 1984}
TEAM = {"code": "BK_T", "name": "Tổ Văn - Sử", "person": False}
COMMUNE = {"code": "GK_CTT", "name": "La Thị Én", "position": "Công chức"}


def build():
    """Build awards of the province (a team, four of the school) and of the district (one); one more is in a draft."""
    with clock.travel(dossier_steps.DAY):
        world = dossier_steps.build()
        world.decision = dossier_steps.issued(world, [HOA, ANH, DUC, TEAM, AN])
        reviewer = world.by("district", Role.REVIEWER)
        nominations = dossier_steps.sent(world, "neighbour", [COMMUNE]).nominations.all()
        appraisal.approve(nominations, by=reviewer)
        issue(world, decisions.draft(nominations, by=reviewer), reviewer, world.by("chair"), "3", date(2015, 7, 18))
        drafted = dossier_steps.approved(world, [{"code": "BK_T", "name": "Chưa Ban Hành"}])
        decisions.draft(drafted, by=world.by("board"))
    return world


def issue(world, decision, reviewer, leader, number, day):
    decisions.propose(decision, by=reviewer)
    dossier_steps.issue(world, decision, number, day, leader=leader)


rows, world = cast_for_module(build, dossier_steps.DAY)


def get(**query):
    page = Client().get("/honours/", query)
    assert page.status_code == 200
    return page


def names(**query):
    return [award.name for award in get(**query).context["rows"]]


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


ALL = ["Tổ Văn - Sử", "Nông Thị Ánh", "Hoàng Ngọc Ân", "Vi Đức", "La Thị Én", "Lộc Văn Hoà"]


def test_the_roll_holds_what_was_issued_collectives_first_then_by_given_name(world):
    assert names() == ALL


def test_a_line_tells_name_place_title_and_decision(world):
    shown = text(get())
    assert (
        "Nông Thị Ánh Giáo viên Trường THCS Đồi Na Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh "
        "1/2015 45/QĐ-LĐLĐ ngày 20/07/2015"
    ) in shown
    assert "Tổ Văn - Sử CĐCS Trường THCS Đồi Na Bằng khen" in shown
    assert "6 tập thể, cá nhân được khen thưởng" in shown


def test_nothing_else_of_a_person_is_told(world):
    page = get().content.decode()
    for secret in ("1984", "1969", "Hoàn thành xuất sắc nhiệm vụ", "rực tiếp lao động"):
        assert secret not in page
    assert "1969" in str(world.decision.awards.values_list("birth_year"))


@pytest.mark.parametrize(
    ("query", "expected_names"),
    [
        ({"whom": "collective"}, ALL[:1]),
        ({"whom": "person"}, ALL[1:]),
        ({"q": "anh"}, ["Nông Thị Ánh"]),
        ({"q": "loc van hoa"}, ["Lộc Văn Hoà"]),
        ({"q": unicodedata.normalize("NFD", "LỘC VĂN HÒA")}, ["Lộc Văn Hoà"]),
        ({"q": "xa doi na"}, ["La Thị Én"]),
        ({"q": "chua ban hanh"}, []),
        ({"under": "direct"}, []),
    ],
)
def test_the_roll_is_narrowed(world, query, expected_names):
    assert names(**query) == expected_names


def test_the_roll_is_narrowed_by_campaign_phase_title_and_upper_union(world):
    assert names(campaign=world.campaign.pk) == ALL
    assert (names(phase=world.phase.pk), names(phase=world.phase2.pk)) == (ALL, [])
    assert names(title=dossier_steps.title("GK_CTT").pk) == ["La Thị Én"]
    assert (names(under=world.district.pk), names(under=world.city.pk)) == (ALL, [])


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", ["campaign", "phase", "title", "under", "whom"])
@pytest.mark.parametrize("value", ["x", "0", "9" * 30, "\0", "-1", "1 OR 1=1"])
def test_a_condition_that_cannot_be_is_refused_at_its_field(world, name, value):
    page = get(**{name: value})
    assert [anchor for anchor, _sentence in page.context["problems"]] == [f"id_{name}"]
    assert list(page.context["rows"]) == []


@pytest.mark.parametrize("page", ["0", "x", "9" * 30, "-1", "\0"])
def test_a_page_that_cannot_be_shows_one_that_is(world, page):
    assert names(page=page) == ALL


def test_an_annulled_award_leaves_the_roll(world):
    award, by = world.decision.awards.get(name="Vi Đức"), world.by("board")
    annul = decisions.amend(world.decision, [(award, "award", "")], by=by, kind="annul", reason="Khai sai.")
    issue(world, annul, by, world.by("leader"), "46", date(2015, 7, 20))
    assert names() == [name for name in ALL if name != "Vi Đức"]


def test_a_corrected_name_is_shown_and_found(world):
    award, by = world.decision.awards.get(name="Vi Đức"), world.by("board")
    correct = decisions.amend(world.decision, [(award, "name", "Vi Đông")], by=by, kind="correct")
    issue(world, correct, by, world.by("leader"), "46", date(2015, 7, 20))
    assert (names(q="vi dong"), names(q="vi duc")) == (["Vi Đông"], [])


def test_two_corrections_of_one_award_in_one_decision_both_hold(world):
    award, by = world.decision.awards.get(name="Vi Đức"), world.by("board")
    wrong = [(award, "name", "Vi An"), (award, "position", "Bảo vệ")]
    issue(
        world,
        decisions.amend(world.decision, wrong, by=by, kind="correct"),
        by,
        world.by("leader"),
        "46",
        date(2015, 7, 20),
    )
    assert (names(q="vi an"), names(q="vi duc")) == (["Vi An"], [])
    assert names() == ["Tổ Văn - Sử", "Vi An", *(name for name in ALL[1:] if name != "Vi Đức")]


def test_a_corrected_collective_keeps_its_place(world):
    award, by = world.decision.awards.get(name="Tổ Văn - Sử"), world.by("board")
    correct = decisions.amend(world.decision, [(award, "name", "Xã hội")], by=by, kind="correct")
    issue(world, correct, by, world.by("leader"), "46", date(2015, 7, 20))
    assert names() == ["Xã hội", *ALL[1:]]


def test_a_campaign_that_is_not_published_has_no_roll(world):
    Campaign.objects.update(published_at=None, status="unpublished")
    assert names() == []
    assert "Chưa có tập thể, cá nhân nào được ghi danh." in text(get())


def test_the_empty_roll_and_the_empty_answer_say_so(world):
    assert "Không có tập thể, cá nhân nào khớp điều kiện." in text(get(q="khongco"))
    assert "Chưa có tập thể" not in text(get(q="khongco"))


def test_pages_hold_fifty_and_keep_the_conditions(world, monkeypatch):
    assert list_page.PER_PAGE == 50
    monkeypatch.setattr(list_page, "PER_PAGE", 4)
    assert names(whom="person", page=2) == ["Lộc Văn Hoà"]
    assert "?whom=person&amp;page=2" in get(whom="person").content.decode()


def test_the_price_is_the_same_for_one_line_and_for_six(world):
    """The list costs seven statements: five for the choices, then the count and the lines."""
    get()  # the running campaign is read once in half a minute
    for query, lines in (({"q": "la thi en"}, 1), ({}, 6)):
        with CaptureQueriesContext(connection) as made:
            assert len(names(**query)) == lines
        assert len(made) == 7


def test_the_first_page_shows_the_newest_five_to_the_public(world):
    page = Client().get("/")
    assert [award.name for award in page.context["honours"]] == [
        "Tổ Văn - Sử",
        "Lộc Văn Hoà",
        "Nông Thị Ánh",
        "Vi Đức",
        "Hoàng Ngọc Ân",
    ]
    assert "Bảng vàng Xem tất cả" in text(page)
    assert "Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015" in text(page)


def test_a_decision_is_named_as_it_was_issued_whatever_its_unit_is_called_today(world):
    code = world.decision.awards.get(name=ANH["name"]).papers.get().code
    Unit.objects.filter(pk=world.province.pk).update(symbol="KHAC", name="Tên khác", full_name="Tên khác")
    Campaign.objects.filter(pk=world.campaign.pk).update(year=2016)
    client = Client()
    client.force_login(world.user("board"))
    pages = ["/honours/", f"/verify/{code}/", world.decision.get_absolute_url(), "/decisions/"]
    for page in pages:
        text = client.get(page).text
        assert "45/QĐ-LĐLĐ" in text, page
        assert "KHAC" not in text, page
    assert ">1/2015<" in client.get("/honours/").text
    detail, listed = client.get(pages[2]).text, client.get(pages[3]).text
    assert "Ban Thường vụ LĐLĐ tỉnh Lạng Sơn" in detail
    assert "Tặng Bằng khen, đợt 1 năm 2015" in detail
    assert "<td>LĐLĐ tỉnh Lạng Sơn</td>" in listed
