"""Tests the appraisal table: which nominations it lists, in which order, and what it shows of each."""

from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.actions import appraisal, dossiers
from awards.models import Nomination, Quota
from awards.rules.letter_groups import letter_groups
from foundation import clock
from tests.support import dossier_steps, papers
from tests.support.casts import copied
from units.models import Role, User

pytestmark = pytest.mark.sqlite(deep="both")

NGUYET = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
LIN = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}
MUI = {"code": "BK_TLD", "name": "Triệu Thị Mùi", "nominee_class": "manager"}
SCHOOL = {"code": "CO_T", "name": "CĐCS Trường THCS Đồi Na", "person": False, "whole": True}
PAO = {"code": "BK_T", "name": "Vi Páo Lử", "sex": "male", "nominee_class": "officer"}
EN = {"code": "BK_T", "name": "La Thị Én Hoa"}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def build_six():
    """Build six nominations: four of the school, one of the porters (no pledge), one of the commune (not arrived)."""
    world = dossier_steps.build()
    dossier_steps.endorsed(world, [NGUYET, LIN, MUI, SCHOOL])
    porters = dossier_steps.sent(world, "porter", [PAO])
    dossiers.endorse(porters, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    dossier_steps.sent(world, "neighbour", [EN])
    return world


@pytest.fixture
def six(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(build_six)


def client(name):
    signed_in = Client()
    signed_in.force_login(User.objects.get(username=name))
    return signed_in


def page(name="board", **query):
    return client(name).get("/appraisal/", query)


def names(name="board", **query):
    return [line.row.nominee.name for line in page(name, **query).context["rows"]]


def line(name):
    return next(row for row in page().context["rows"] if row.row.nominee.name == name)


def nomination(name):
    return Nomination.objects.with_context().get(nominee__name=name)


def words(response):
    return " ".join(unescape(response.content.decode()).split())


def test_it_stands_in_the_order_of_the_office(six):
    assert names() == [SCHOOL["name"], NGUYET["name"], LIN["name"], MUI["name"], EN["name"], PAO["name"]]


def test_it_says_what_speaks_for_and_against(six):
    said = {
        name: [(point.side, point.text) for point in line(name).evidence.points]
        for name in (SCHOOL["name"], PAO["name"])
    }
    assert said == {
        SCHOOL["name"]: [("for", "Đơn vị đã đăng ký thi đua.")],
        PAO["name"]: [
            ("against", "Đơn vị chưa đăng ký thi đua đợt 1."),
            ("known", "Chưa có sáng kiến được công nhận trong năm 2015."),
        ],
    }
    shown = words(page(q="vi pao"))
    assert "Chưa đủ điều kiện" in shown
    assert "Chưa đạt:</span> Đơn vị chưa đăng ký thi đua đợt 1." in shown


def test_what_has_not_arrived_says_so_and_cannot_be_chosen(six):
    note = "Hồ sơ đang chờ công đoàn cấp trên của đơn vị xem xét, đề nghị."
    assert (line(EN["name"]).note, line(EN["name"]).choosable) == (note, False)
    assert [line(NGUYET["name"]).note, line(NGUYET["name"]).choosable] == ["", True]
    assert words(page()).count('type="checkbox"') == 5


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "anh nguyet"}, [NGUYET["name"]]),
        ({"q": "boc xep"}, [PAO["name"]]),
        ({"group": "manager"}, [MUI["name"]]),
        ({"group": "collective"}, [SCHOOL["name"]]),
        ({"under": "direct"}, []),
        ({"status": "approved"}, []),
        ({"status": "pending", "group": "officer"}, [PAO["name"]]),
        ({"phase": "nonsense"}, []),
        ({"phase": "99999999999999999999999"}, []),
        ({"under": "1 OR 1"}, []),
        ({"q": "a\x00b"}, []),
        ({"page": "x", "q": "mui"}, [MUI["name"]]),
    ],
)
def test_each_condition_finds_what_it_says(six, query, expected):
    assert names(**query) == expected


def test_title_phase_and_upper_union_narrow(six):
    assert names(title=dossier_steps.title("CO_T").pk, phase=six.phase.pk, under=six.district.pk) == [SCHOOL["name"]]
    assert names(under=six.city.pk) == []


def test_it_shows_what_is_not_issued_yet_unless_asked(world):
    dossier_steps.issued(world, [NGUYET])
    dossier_steps.endorsed(world, [LIN])
    assert names() == [LIN["name"]]
    assert names(status="any") == [NGUYET["name"], LIN["name"]]
    assert names(status="awarded") == [NGUYET["name"]]


def test_a_dossier_sent_back_is_not_on_it(world):
    dossier = dossier_steps.endorsed(world, [NGUYET])
    dossiers.return_(dossier, reason="Thiếu biên bản.", due_on=clock.today(), by=world.by("board"))
    assert names() == []


def test_each_unit_has_its_own_titles(world):
    dossier_steps.sent(world, "owner", [NGUYET | {"code": "GK_CTT"}])
    assert (names("district"), names("board"), names("city")) == ([NGUYET["name"]], [], [])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("owner", "Việc này do Cán bộ theo dõi thi đua của LĐLĐ huyện Chi Lăng thực hiện."),
        ("banker", "Việc này do Cán bộ theo dõi thi đua của LĐLĐ thành phố Lạng Sơn thực hiện."),
        ("admin", "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."),
    ],
)
def test_others_are_told_who_does_this(six, name, sentence):
    refused = page(name)
    assert refused.status_code == 403
    assert sentence in words(refused)


def test_a_leader_reads_without_buttons(six):
    shown = words(page("leader"))
    assert NGUYET["name"] in shown
    assert ('type="checkbox"' in shown, "Thống nhất đề nghị…" in shown) == (False, False)
    assert page("chair").status_code == 200


def test_who_is_signed_out_signs_in_first(db):
    assert Client().get("/appraisal/").status_code == 302


def test_beside_it_stand_places_shares_and_days(six):
    Quota.objects.create(
        title=dossier_steps.title("BK_T"), campaign=six.campaign, phase=six.phase, max_count=40, min_direct=Decimal(60)
    )
    Quota.objects.create(title=dossier_steps.title("CO_T"), campaign=six.campaign, max_count=1, hard=True)
    Quota.objects.create(title=dossier_steps.title("GK_CTT"), campaign=six.campaign, max_count=9)
    appraisal.approve([nomination(NGUYET["name"]), nomination(LIN["name"])], by=six.by("board"))
    appraisal.approve([nomination(MUI["name"])], by=six.by("board"))
    shown = page()
    overview = shown.context["overview"]
    assert (overview.phase, overview.days) == (six.phase, 20)
    assert overview.counts == [("Chờ xét", 3), ("Thống nhất đề nghị", 3)]
    assert (overview.persons, overview.direct, overview.women) == (3, 2, 2)
    assert [(usage.quota.title.code, usage.taken, usage.most) for usage in overview.quota_usages] == [
        ("CO_T", 0, 1),
        ("BK_T", 2, 40),
    ]
    text = words(shown)
    assert "<b>Số lượng phân bổ: 2/40</b> · vượt phải ghi lý do" in text
    assert "<b>Số lượng phân bổ: 0/1</b> · không cho vượt" in text
    assert "Người trực tiếp lao động, công tác hiện chiếm 100% (mong muốn từ 60%)." in text
    assert "Người trực tiếp lao động, công tác hiện chiếm 66,7%." in text
    assert "Nữ: 2 người, 66,7%." in text
    assert "Kết thúc ngày 30/06/2015, đã 20 ngày." in text


def test_it_asks_the_same_number_of_queries_for_one_row_and_for_three(world):
    Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=9)
    counts = []
    for officer, rows in (("owner", [NGUYET]), ("porter", [PAO]), ("neighbour", [EN])):
        dossier = dossier_steps.sent(world, officer, rows)
        dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
        client("board").get("/appraisal/")  # counts what is new
        with CaptureQueriesContext(connection) as queries:
            assert len(client("board").get("/appraisal/").context["rows"]) == len(counts) + 1
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_rows_that_a_decision_holds_ask_no_more(world):
    counts = []
    for number, row in enumerate((NGUYET, PAO, EN), start=45):
        dossier_steps.issued(world, [row], number=str(number))
        client("board").get("/appraisal/")  # counts what is new
        with CaptureQueriesContext(connection) as queries:
            lines = client("board").get("/appraisal/", {"status": "awarded"}).context["rows"]
        assert [line.row.decision.written_number for line in lines] == [f"{n}/QĐ-LĐLĐ" for n in range(45, number + 1)]
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_pending_rows_can_be_ticked_at_once(six):
    assert words(page(marked="1")).count("checked") == 5
    assert words(page()).count("checked") == 0


def test_the_letter_lists_what_goes_up(six):
    appraisal.approve([nomination(MUI["name"])], by=six.by("board"))
    assert list(page().context["overview"].letters) == [("Bằng khen của Tổng Liên đoàn Lao động Việt Nam", 1)]
    (group,) = letter_groups(six.province)
    letter = client("board").get(f"/letters/draft/{group.pk}/letter.pdf")
    assert (letter.status_code, letter["Content-Type"]) == (200, "application/pdf")
    text = papers.words(letter.content)
    assert (
        "Ban Thường vụ Liên đoàn Lao động tỉnh Lạng Sơn kính trình Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam xét, "
        "tặng Bằng khen của Tổng Liên đoàn Lao động Việt Nam cho 01 cá nhân có thành tích "
        "xuất sắc trong phong trào thi đua đợt 1 năm 2015."
    ).replace("Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh") in text
    assert "Kính gửi: Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam" in text
    assert ("Triệu Thị Mùi" in text, "DỰ THẢO" in text) == (True, True)
    assert client("owner").get(f"/letters/draft/{group.pk}/letter.pdf").status_code == 403
