"""Tests the pages of dossiers: create, fill, submit, endorse, return; what is refused, and to whom."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.models import Dossier
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.dossier_pages import OTHER, PERSON, add, problems_of, sign_in, typed
from units.models import Event

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def test_the_way_from_the_unit_to_the_union_above(world):
    owner, district = sign_in("owner"), sign_in("district")
    assert "Chưa có hồ sơ nào" in owner.get("/dossiers/").content.decode()
    page = owner.post("/dossiers/new/", {"phase": world.phase.pk, "timing": "phase", "period_label": ""})
    dossier = Dossier.objects.get()
    assert page.url == f"/dossiers/{dossier.pk}/"
    assert problems_of(owner.get(page.url)) == ["Hồ sơ chưa có tập thể, cá nhân nào."]
    assert add(dossier).url == page.url
    collective = {"whole": "whole", "title_asked": dossier_steps.title("BK_T").pk, "achievements": "Đơn vị dẫn đầu."}
    assert add(dossier, "collective", **collective).url == page.url
    assert problems_of(owner.get(page.url)) == [
        "Xin ghi ngày họp xét.",
        "Xin ghi kết quả biểu quyết: số phiếu tán thành trên số người dự.",
    ]
    described = {
        "meeting_on": "15/07/2015",
        "votes_for": "9",
        "votes_present": "9",
        "number": "3",
        "dated_on": "16/07/2015",
    }
    owner.post(f"/dossiers/{dossier.pk}/edit/", described)
    question = owner.get(f"/dossiers/{dossier.pk}/submit/").content.decode()
    assert "Gửi hồ sơ: 1 tập thể, 1 cá nhân" in question
    owner.post(f"/dossiers/{dossier.pk}/submit/")
    assert "Xem và đề nghị" in district.get("/dossiers/").content.decode()
    first, second = dossier.nominations.all()
    given = {f"opinion-{first.pk}": "agree", f"opinion-{second.pk}": "disagree", f"reason-{second.pk}": ""}
    meeting = {"met_on": "18/7/2015", "present": "9", "agreed": "8"}
    blank = district.get(f"/dossiers/{dossier.pk}/endorse/").content.decode()
    assert 'value="agree"' in blank and " checked" not in blank
    refused = district.post(f"/dossiers/{dossier.pk}/endorse/", given)
    assert set(problems_of(refused)) == {
        "Xin ghi ngày họp xét.",
        "Xin ghi số người dự họp.",
        "Xin ghi số người tán thành.",
        "Xin ghi lý do để đơn vị biết cần bổ sung gì.",
    }
    given[f"reason-{second.pk}"] = "Thiếu biên bản họp."
    for wrong, sentence in (
        ({"met_on": "21/7/2015"}, "Ngày họp không thể sau hôm nay."),
        ({"present": "0", "agreed": "0"}, "Cuộc họp phải có người dự."),
        ({"agreed": "10"}, "Số người tán thành nhiều hơn số người dự. Xin kiểm tra lại."),
    ):
        assert problems_of(district.post(f"/dossiers/{dossier.pk}/endorse/", given | meeting | wrong)) == [sentence]
    few = given | meeting | {"agreed": "4"}
    asked_page = district.post(f"/dossiers/{dossier.pk}/endorse/", few)
    assert problems_of(asked_page) == ["Chỉ 4 trên 9 người dự tán thành, chưa được một nửa. Vẫn đề nghị lên cấp trên?"]
    mark = asked_page.context["form"]["confirmed"].field.widget.mark
    of_others = problems_of(district.post(f"/dossiers/{dossier.pk}/endorse/", few | {"agreed": "3", "confirmed": mark}))
    assert of_others == ["Chỉ 3 trên 9 người dự tán thành, chưa được một nửa. Vẫn đề nghị lên cấp trên?"]
    late = few | {"met_on": "21/7/2015", "confirmed": mark}
    assert problems_of(district.post(f"/dossiers/{dossier.pk}/endorse/", late)) == ["Ngày họp không thể sau hôm nay."]
    given |= meeting
    done = district.post(f"/dossiers/{dossier.pk}/endorse/", given, follow=True)
    assert "Đã đề nghị 1 trường hợp lên LĐLĐ tỉnh Lạng Sơn; không đề nghị 1 trường hợp." in done.content.decode()
    opinions = dossier.nominations.values_list("opinion", "opinion_reason")
    assert list(opinions) == [("agree", ""), ("disagree", "Thiếu biên bản họp.")]
    dossier.refresh_from_db()
    assert (dossier.status, dossier.endorsing_unit, dossier.votes_for) == ("endorsed", world.district, 9)
    shown = " ".join(sign_in("board").get(f"/dossiers/{dossier.pk}/").content.decode().split())
    assert "<dt>LĐLĐ huyện Chi Lăng họp xét</dt> <dd>18/07/2015; 8/9 người dự tán thành</dd>" in shown


def test_a_double_click_makes_one_act_and_one_sentence(world):
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON])
    owner = sign_in("owner")
    pages = [owner.post(f"/dossiers/{dossier.pk}/submit/") for _twice in range(2)]
    assert [page.status_code for page in pages] == [302, 409]
    assert "Nông Thị Ánh vừa gửi hồ sơ lúc" in pages[1].content.decode()
    late = owner.post(f"/dossiers/{dossier.pk}/nominees/new/person/", typed(name="Hà Thị Út"))
    assert (late.status_code, "Hà Thị Út" in late.content.decode()) == (409, True)
    assert Event.objects.about(dossier).filter(verb="submit_dossier").count() == 1


def test_returned_with_a_reason_then_sent_again_then_withdrawn(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON])
    district, owner = sign_in("district"), sign_in("owner")
    empty = district.post(f"/dossiers/{dossier.pk}/return/", {"reason": "", "due_on": "25/07/2015"})
    assert problems_of(empty) == ["Xin ghi lý do để đơn vị biết cần bổ sung gì."]
    district.post(f"/dossiers/{dossier.pk}/return/", {"reason": "Thiếu biên bản.", "due_on": "24/07/2015"})
    page = owner.get(f"/dossiers/{dossier.pk}/")
    assert [notice.text for notice in page.context["guidance"]] == [
        "LĐLĐ huyện Chi Lăng đề nghị bổ sung: “Thiếu biên bản”. Xin gửi lại trước hết ngày 24/07/2015 (thứ Sáu).",
        "Còn 4 ngày đến hạn hồ sơ khen thưởng (hết ngày 24/07/2015).",
    ]
    owner.post(f"/dossiers/{dossier.pk}/submit/")
    page = owner.get(f"/dossiers/{dossier.pk}/")
    assert "LĐLĐ huyện Chi Lăng sẽ xem xét; kết quả hiện ở trang này." in page.context["guidance"][0].text
    sign_in("board").post(f"/dossiers/{dossier.pk}/return/", {"reason": "Thiếu phiếu.", "due_on": "24/07/2015"})
    page = owner.get(f"/dossiers/{dossier.pk}/")
    assert "Ban Chính sách - Pháp luật, LĐLĐ tỉnh Lạng Sơn đề nghị" in page.context["guidance"][0].text
    assert problems_of(owner.post(f"/dossiers/{dossier.pk}/withdraw/", {"reason": ""})) == ["Xin ghi lý do rút hồ sơ."]
    owner.post(f"/dossiers/{dossier.pk}/withdraw/", {"reason": "Nộp nhầm đợt."})
    assert Dossier.objects.get().status == "withdrawn"


def paths(dossier):
    row = dossier.nominations.first()
    ends = ("", "edit/", "submit/", "withdraw/", "endorse/", "return/", "letter.pdf", "nominees/new/person/")
    ends += ("nominees/new/collective/", f"nominees/{row.pk}/", f"nominees/{row.pk}/remove/")
    return [f"/dossiers/{dossier.pk}/{end}" for end in ends]


def answers(name, dossier):
    return [sign_in(name).get(path).status_code for path in paths(dossier)]


def test_who_is_answered_what(world):
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON])
    assert answers("owner", dossier) == [200, 200, 200, 200, 403, 403, 200, 200, 200, 200, 200]
    assert answers("district", dossier) == [200, 200, 200, 403, 409, 409, 200, 200, 200, 200, 200]
    assert answers("board", dossier) == [200, 403, 403, 403, 403, 409, 200, 403, 403, 403, 403]
    assert answers("leader", dossier) == [200, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403]
    assert answers("neighbour", dossier) == answers("city", dossier) == [404] * 11
    assert [Client().get(path).status_code for path in paths(dossier)] == [302] * 11


def test_who_is_answered_what_once_it_is_endorsed(world):
    dossier = dossier_steps.endorsed(world, [PERSON])
    assert answers("owner", dossier) == [200, 409, 409, 409, 403, 403, 200, 409, 409, 409, 409]
    assert answers("district", dossier) == [200, 409, 409, 403, 409, 403, 200, 409, 409, 409, 409]
    assert answers("board", dossier) == [200, 403, 403, 403, 403, 200, 200, 403, 403, 403, 403]
    refused = sign_in("owner").post(f"/dossiers/{dossier.pk}/return/", {"reason": "Sửa.", "due_on": "25/07/2015"})
    assert (refused.status_code, Dossier.objects.get().status) == (403, "endorsed")


def test_a_dossier_is_begun_for_ones_own_unit_and_those_below(world):
    given = {"phase": world.phase.pk, "timing": "phase", "period_label": ""}
    address = "/dossiers/new/"
    assert sign_in("district").post(address, given | {"unit": world.commune.pk}).status_code == 302
    assert Dossier.objects.get().unit == world.commune
    statuses = {
        name: sign_in(name).get(address, {"unit": world.school.pk}).status_code
        for name in ("owner", "neighbour", "board")
    }
    assert statuses == {"owner": 200, "neighbour": 404, "board": 403}
    for bad in ("x", "9" * 40, "-1", "\x00"):
        assert sign_in("owner").get(address, {"unit": bad}).status_code == 404
        assert sign_in("owner").get(address, {"phase": bad}).status_code == 200
    page = sign_in("owner").post(address, given | {"phase": world.phase2.pk, "timing": "theme"})
    assert problems_of(page) == [
        "Tính vào đợt: Mục đã chọn không có trong danh sách. Xin chọn lại.",
        "Xin ghi tên chuyên đề.",
    ]


def test_beginning_tells_how_the_pledge_and_report_stand(world):
    page = sign_in("owner").get("/dossiers/new/")
    told = [(name, [(sheet.kind, sheet.status) for sheet in sheets]) for name, sheets in page.context["sheets"]]
    assert told == [("Đợt 1 năm 2015", [("pledge", "accepted"), ("report", "awaited")])]


def listed(name, **query):
    page = sign_in(name).get("/dossiers/", query)
    assert page.status_code == 200
    return [row.dossier.unit.name for row in page.context["rows"]]


def test_the_list_shows_the_reach_and_is_narrowed(world):
    dossier_steps.sent(world, "porter", [PERSON])
    dossier_steps.sent(world, "owner", [PERSON])
    dossier_steps.dossier_of(world, "banker", [])
    school, porters, bank = "CĐCS Trường THCS Đồi Na", "Nghiệp đoàn Bốc xếp", "CĐCS Công ty May Ánh Mây"
    assert listed("board") == [bank, school, porters]
    assert (listed("district"), listed("owner")) == ([school, porters], [school])
    assert listed("board", q="truong thcs") == [school]
    assert listed("board", status="draft", phase=world.phase.pk) == [bank]
    assert listed("board", under=world.district.pk) == [school, porters]
    assert listed("district", under=world.city.pk) == listed("board", phase="x", page="9" * 40) == []


def queries(address, name):
    client = sign_in(name)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


ROWS = [PERSON, OTHER, PERSON | {"name": "Hà Thị Út"}]


def test_pages_cost_the_same_whoever_is_in_them(world):
    single, three = dossier_steps.dossier_of(world, "owner", ROWS[:1]), dossier_steps.dossier_of(world, "owner", ROWS)
    assert {queries(f"/dossiers/{each.pk}/", "owner") for each in (single, three)} == {12}
    for each in (single, three):
        dossier_steps.dossiers.submit(each, by=world.by("owner"))
    for end, count in (("", 9), ("endorse/", 7)):
        assert {queries(f"/dossiers/{each.pk}/{end}", "district") for each in (single, three)} == {count}
    assert queries("/dossiers/", "board") == 6
    dossier_steps.dossier_of(world, "banker", [])
    assert queries("/dossiers/", "board") == 6


def test_persons_stand_by_given_name_and_evidence_is_for_those_who_judge(world):
    dossier = dossier_steps.sent(world, "owner", ROWS)
    page = sign_in("district").get(f"/dossiers/{dossier.pk}/")
    names = [row.nomination.nominee.name for row in page.context["persons"]]
    assert names == ["Bàn Phúc Lìn", "Nông Thị Ánh Nguyệt", "Hà Thị Út"]
    assert len(re.findall("Đơn vị đã đăng ký thi đua", page.content.decode())) == 3
    for name in ("owner", "chair"):
        assert "Đơn vị đã đăng ký thi đua" not in sign_in(name).get(f"/dossiers/{dossier.pk}/").content.decode()
