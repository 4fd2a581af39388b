"""Tests the list of decisions and a decision's page: who sees what, rows and wordings of a draft, query counts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.actions import decisions
from awards.models import Decision, Nomination
from foundation import clock
from foundation.forms.edit_conflicts import fingerprint
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.decision_pages import (
    GROUP,
    OTHER,
    PERSON,
    district_rows,
    draft,
    links,
    proposed,
    refusal,
    sign_in,
    superuser,
    text_of,
)
from units.models import Role

pytestmark = pytest.mark.sqlite(deep="both")

BOARD_ONLY = "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."
RECORDERS = "Việc này do văn thư hoặc cán bộ được giao ghi nhận văn bản đã ký của LĐLĐ tỉnh Lạng Sơn thực hiện."


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def build_stock():
    """Build decisions: issued by the province, drafts of the province and of the district, one discarded."""
    world = dossier_steps.build()
    with clock.travel(dossier_steps.DAY):
        world.issued = dossier_steps.issued(world, [PERSON, GROUP])
        world.draft = draft(world, [OTHER])
        world.district_draft = decisions.draft(district_rows(world), by=world.by("district", Role.REVIEWER))
        world.thrown = draft(world, [OTHER | {"name": "Vi Páo"}])
        decisions.discard(world.thrown, by=world.by("board"))
    return world


@pytest.fixture
def stock(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(build_stock)


def listed(world, name, **query):
    """Return the short names of the decisions on the page, in its order."""
    names = {getattr(world, name).pk: name for name in ("issued", "draft", "district_draft", "thrown")}
    page = sign_in(name).get("/decisions/", query)
    assert page.status_code == 200
    return [names[decision.pk] for decision, _subject in page.context["rows"]]


def test_drafts_are_listed_where_they_are_in_reach_and_the_own_ones_first(stock):
    assert listed(stock, "board") == ["draft", "issued", "district_draft"]
    assert listed(stock, "leader") == ["draft", "issued", "district_draft"]
    assert listed(stock, "chair") == ["district_draft", "issued"]
    assert listed(stock, "owner") == listed(stock, "city") == ["issued"]
    assert [decision.pk for decision, _subject in superuser().get("/decisions/").context["rows"]] == [stock.issued.pk]


def test_units_that_are_near_are_offered_and_one_further_down_when_it_is_chosen(stock):
    deep = Decision.objects.get(pk=stock.district_draft.pk)
    deep.pk, deep.unit = None, stock.commune
    deep.save()

    def offered(name, **query):
        return list(sign_in(name).get("/decisions/", query).context["filter"].form.fields["unit"].queryset)

    assert offered("board") == [stock.province, stock.district]
    assert offered("board", unit=stock.commune.pk) == [stock.province, stock.district, stock.commune]
    assert offered("chair") == [stock.province, stock.district, stock.commune]
    assert offered("city") == [stock.province]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "discarded"}, ["thrown"]),
        ({"status": "issued"}, ["issued"]),
        ({"status": "draft"}, ["draft", "district_draft"]),
        ({"year": "2015"}, ["issued"]),
        ({"kind": "award"}, ["draft", "issued", "district_draft"]),
        ({"kind": "annul"}, []),
        ({"q": "045/QĐ-LĐLĐ"}, ["issued"]),
        ({"q": "ban phuc LIN"}, ["draft"]),
        ({"q": "to toan - ly"}, ["issued"]),
        ({"q": "NÔNG THỊ"}, ["issued", "district_draft"]),
        ({"q": "khong co"}, []),
    ],
)
def test_each_condition_finds_what_it_says(stock, query, expected):
    assert listed(stock, "board", **query) == expected


def test_decisions_are_found_by_unit_phase_and_title(stock):
    assert listed(stock, "board", unit=stock.district.pk) == ["district_draft"]
    assert listed(stock, "board", title=dossier_steps.title("BK_T").pk, status="issued") == ["issued"]
    assert listed(stock, "board", phase=stock.phase.pk) == ["draft", "issued", "district_draft"]


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize("name", ["unit", "phase", "title", "year", "kind", "status"])
@pytest.mark.parametrize("value", ["x", "9" * 18, "1" + "0" * 40])
def test_a_condition_that_is_none_is_refused_at_its_field(stock, name, value):
    page = sign_in("board").get("/decisions/", {name: value})
    assert (page.status_code, page.context["rows"]) == (200, [])
    assert [anchor for anchor, _sentence in page.context["problems"]] == [f"id_{name}"]


def test_a_unit_whose_drafts_are_out_of_reach_is_no_choice(stock):
    page = sign_in("owner").get("/decisions/", {"unit": stock.district.pk})
    assert [anchor for anchor, _sentence in page.context["problems"]] == ["id_unit"]


def test_while_nothing_is_issued_the_page_says_so(world):
    assert "Chưa có quyết định nào được ban hành." in text_of(sign_in("owner").get("/decisions/"))


def test_a_draft_says_that_it_has_no_number_and_lists_collectives_first(world):
    decision = draft(world)
    text = text_of(sign_in("board").get(decision.get_absolute_url()))
    assert "Chưa có số, ngày của văn thư. Bản in đóng dấu DỰ THẢO." in text
    places = [text.index(words) for words in ("A. Tập thể: 1", GROUP["name"], "B. Cá nhân: 2", PERSON["name"])]
    assert places == sorted(places)


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("name", "stage", "acts"),
    [
        ("board", "draft", {"propose", "discard", "wording", "drop"}),
        ("leader", "draft", set()),
        ("admin", "draft", set()),
        ("board", "proposed", {"withdraw"}),
        ("leader", "proposed", {"close"}),
        ("board", "issued", {"amend/correct", "amend/adjust", "amend/annul"}),
        ("leader", "issued", set()),
        ("owner", "issued", set()),
    ],
)
def test_each_person_has_the_buttons_of_the_acts_that_are_theirs(world, name, stage, acts):
    decision = {"draft": draft, "proposed": proposed, "issued": lambda w: dossier_steps.issued(w, [PERSON])}[stage](
        world
    )
    here = decision.get_absolute_url()
    buttons = {link.removeprefix(here).strip("/") for link in links(sign_in(name).get(here)) if link.startswith(here)}
    files = {"decision.pdf", "certificates.pdf"} if stage == "issued" else {"decision.pdf"}
    assert buttons - files == acts


def test_drafts_out_of_reach_are_not_found_by_any_road(world):
    decision = proposed(world)
    roads = ["", "decision.pdf", "certificates.pdf", "wording/", "discard/", "close/", "register/", "amend/annul/"]
    for visitor in (sign_in("owner"), sign_in("district"), superuser()):
        here = decision.get_absolute_url()
        assert [visitor.get(f"{here}{road}").status_code for road in roads] == [404] * len(roads)
        for road in ("drop/", "propose/", "withdraw/", "discard/", "close/", "take-back/", "register/", "wording/"):
            assert visitor.post(f"{here}{road}").status_code == 404


def test_acts_of_others_are_refused_with_the_sentence(world):
    here = draft(world).get_absolute_url()
    leader = sign_in("leader")
    for road in ("drop", "propose", "withdraw", "discard", "wording"):
        assert refusal(leader.post(f"{here}{road}/")) == (403, BOARD_ONLY)
    assert refusal(leader.post(f"{here}register/")) == (403, RECORDERS)
    close = refusal(sign_in("board").get(f"{here}close/"))
    assert close == (403, "Việc này do Lãnh đạo (Thường trực LĐLĐ) của LĐLĐ tỉnh Lạng Sơn thực hiện.")


def test_who_holds_no_post_is_refused_with_the_sentence_too(world):
    here, nobody = dossier_steps.issued(world, [PERSON]).get_absolute_url(), superuser()
    for road in ("drop", "propose", "withdraw", "discard", "wording"):
        assert refusal(nobody.post(f"{here}{road}/")) == (403, BOARD_ONLY), road
    assert refusal(nobody.post(f"{here}register/")) == (403, RECORDERS)
    close = refusal(nobody.post(f"{here}close/", dossier_steps.SIGNED | {"seen": "1"}))
    assert close == (403, "Việc này do Lãnh đạo (Thường trực LĐLĐ) của LĐLĐ tỉnh Lạng Sơn thực hiện.")


def test_codes_of_papers_are_read_by_the_unit_that_decided_alone(world):
    decision = dossier_steps.issued(world, [PERSON])
    code = decision.awards.get().papers.get().code
    here = decision.get_absolute_url()
    shown = {name: code in text_of(sign_in(name).get(here)) for name in ("board", "leader", "admin", "owner", "chair")}
    assert shown == {"board": True, "leader": True, "admin": False, "owner": False, "chair": False}
    assert code not in text_of(superuser().get(here))
    assert "Nhật ký" not in text_of(superuser().get(here))


def test_papers_are_handed_out_by_reach(world):
    here = dossier_steps.issued(world, [PERSON]).get_absolute_url()
    assert sign_in("city").get(f"{here}decision.pdf")["Content-Type"] == "application/pdf"
    assert sign_in("owner").get(f"{here}certificates.pdf").content[:5] == b"%PDF-"
    for visitor in (sign_in("city"), sign_in("neighbour"), superuser()):
        assert visitor.get(f"{here}certificates.pdf").status_code == 404
    assert sign_in("board").get(f"{draft(world, [OTHER]).get_absolute_url()}certificates.pdf").status_code == 404


def test_a_draft_is_made_of_what_was_chosen(world):
    rows = dossier_steps.approved(world, [PERSON, GROUP])
    page = sign_in("board").post("/decisions/new/", {"nominations": [row.pk for row in rows]})
    decision = Decision.objects.get()
    assert (page.status_code, page["Location"]) == (302, decision.get_absolute_url())
    assert (decision.unit, decision.organ, decision.nominations.count()) == (world.province, "", 2)


def test_what_cannot_be_gathered_makes_no_draft(world):
    rows = [row.pk for row in dossier_steps.approved(world, [PERSON])]
    board, new = sign_in("board"), "/decisions/new/"
    assert chosen_again(board.post(new, follow=True)) == (["Xin chọn các trường hợp đưa vào quyết định."], "", [])
    page = board.post(new, {"nominations": rows, "organ": "x" * 201, "query": "status=approved"}, follow=True)
    assert chosen_again(page) == (["Cơ quan ban hành: Nội dung dài quá 200 ký tự. Xin rút gọn."], "x" * 201, rows)
    assert page.redirect_chain[-1][0].startswith("/appraisal/?status=approved&chosen=")
    assert page.context["query"] == "status=approved"
    assert refusal(sign_in("leader").post(new, {"nominations": rows})) == (403, BOARD_ONLY)
    for name in ("city", "neighbour"):
        assert sign_in(name).post(new, {"nominations": rows}).status_code == 404
    assert superuser().post(new, {"nominations": rows}).status_code == 404
    for strange in ("x", "-1", "9" * 18, "9" * 400, "\x00"):
        assert board.post(new, {"nominations": [*rows, strange]}).status_code == 404
    assert (board.get(new).status_code, Decision.objects.count()) == (405, 0)
    board.post(new, {"nominations": rows}, follow=True)
    taken = "Nông Thị Ánh Nguyệt đã nằm trong một dự thảo quyết định."
    assert chosen_again(board.post(new, {"nominations": rows}, follow=True)) == ([taken], "", rows)
    assert Decision.objects.count() == 1


def chosen_again(page):
    """Return the table's message, the higher body in its box, and the ticked rows of a 200 answer."""
    assert page.status_code == 200
    ticked = [
        int(pk)
        for pk in re.findall(r'name="nominations" value="(\d+)" id="nomination-\d+" checked', page.content.decode())
    ]
    return [str(message) for message in page.context["messages"]], page.context["organ"], ticked


def test_what_does_not_belong_in_one_decision_is_said_above_the_table_with_the_ticks(world):
    rows = [
        *dossier_steps.approved(world, [PERSON], timing="unexpected", period_label="chống lũ ngày 03/7"),
        *dossier_steps.approved(world, [OTHER], timing="unexpected", period_label="chữa cháy rừng"),
    ]
    ids = sorted(row.pk for row in rows)
    told, _organ, ticked = chosen_again(sign_in("board").post("/decisions/new/", {"nominations": ids}, follow=True))
    assert told == ["Một quyết định chỉ gồm một hình thức, một đợt, một dịp khen. Xin chọn lại."]
    assert (sorted(ticked), Decision.objects.count()) == (ids, 0)


def test_a_query_longer_than_any_narrowing_leads_to_the_whole_table(world):
    page = sign_in("board").post("/decisions/new/", {"query": "q=" + "x&" * 50_000, "organ": "đ" * 9_000})
    assert (page.status_code, page["Location"]) == (302, "/appraisal/")


def test_a_wording_with_braces_is_neither_proposed_nor_issued(world):
    """The title was stored before wordings were validated."""
    dossier_steps.title("BK_T").timings.update(wording="Thành tích của {tên đơn vị} năm {năm}")
    decision = decisions.draft(dossier_steps.approved(world, [PERSON]), by=world.by("board"))
    sentence = "Lời ghi của Nông Thị Ánh Nguyệt còn phần trong dấu { } chưa thay bằng nội dung cụ thể."
    page = sign_in("board").post(f"/decisions/{decision.pk}/propose/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [sentence]
    Decision.objects.filter(pk=decision.pk).update(proposed_at=clock.now(), proposed_by=world.user("board"))
    page = sign_in("leader").post(f"/decisions/{decision.pk}/close/", {**dossier_steps.SIGNED, "seen": "1"})
    assert (page.status_code, page.context["problems"]) == (200, [("", sentence)])
    assert Decision.objects.get(pk=decision.pk).status == "draft"


def test_wordings_are_written_where_they_were_changed(world):
    decision = draft(world, [PERSON, OTHER])
    first, second = (f"wording-{row.pk}" for row in decision.nominations.order_by("pk"))
    before = decision.nominations.first().wording
    typed = {f"seen-{name}": fingerprint(before) for name in (first, second)}
    Nomination.objects.filter(pk=second.removeprefix("wording-")).update(wording="Sửa ở nơi khác")
    address = reverse("awards:decision_wording", args=[decision.pk])
    page = sign_in("board").post(address, typed | {first: "Có  thành tích\r\nmới", second: before})
    assert page["Location"] == decision.get_absolute_url()
    assert [row.wording for row in decision.nominations.order_by("pk")] == ["Có thành tích mới", "Sửa ở nơi khác"]


def test_a_wording_too_long_is_kept_and_told(world):
    decision = draft(world, [PERSON])
    name = f"wording-{decision.nominations.get().pk}"
    address = reverse("awards:decision_wording", args=[decision.pk])
    page = sign_in("board").post(address, {name: "x" * 501})
    assert page.context["problems"] == [
        (f"id_{name}", "Nông Thị Ánh Nguyệt, CĐCS Trường THCS Đồi Na: Nội dung dài quá 500 ký tự. Xin rút gọn.")
    ]
    assert "x" * 501 in page.content.decode()


def test_rows_are_dropped_from_a_draft_and_stay_agreed(world):
    decision = draft(world, [PERSON, OTHER])
    gone, kept = decision.nominations.order_by("pk")
    board, address = sign_in("board"), reverse("awards:decision_drop", args=[decision.pk])
    assert board.post(address, follow=True).context["messages"]._loaded_messages[0].level_tag == "warning"
    board.post(address, {"nominations": gone.pk})
    gone.refresh_from_db()
    assert (gone.status, gone.decision, list(decision.nominations.all())) == ("approved", None, [kept])
    assert board.post(address, {"nominations": "x"}).status_code == 404
    decisions.propose(decision, by=world.by("board"))
    locked = "Dự thảo đã trình lãnh đạo. Cần sửa, xin rút về trước."
    assert refusal(board.post(address, {"nominations": kept.pk})) == (409, locked)


@pytest.mark.parametrize("rows", [[PERSON], [PERSON, OTHER, GROUP]], ids=["one", "three"])
def test_a_page_costs_the_same_whatever_it_holds(world, rows):
    others = [row | {"name": f"{row['name']} khác"} for row in rows]
    addresses = {
        "issued": dossier_steps.issued(world, rows).get_absolute_url(),
        "draft": draft(world, others).get_absolute_url(),
    }
    for number in range(len(rows)):
        proposed(world, [PERSON | {"name": f"Vi Páo {number}"}])
    board = sign_in("board")
    costs = {}
    for name, address in {"list": "/decisions/", **addresses}.items():
        board.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert board.get(address).status_code == 200
        costs[name] = len(queries)
    assert costs == {"list": 9, "draft": 7, "issued": 10}
