"""Tests the check of a printed paper by its code: four answers, and codes cannot be guessed by trying."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from awards.actions import decisions, register
from awards.models import AwardTitle
from awards.selectors.paper_verification import normalize_code, verify_code
from foundation import clock
from tests.support import dossier_steps
from tests.support.module_rows import cast_for_module

pytestmark = [pytest.mark.postgres(deep="both"), pytest.mark.django_db]  # the stricter reader of texts

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
TOLD = (
    "Bằng khen tặng Nông Thị Ánh Nguyệt, Giáo viên Trường THCS Đồi Na, "
    "theo Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015 của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn"
)
UNKNOWN = "Không có mã này trong sổ khen thưởng. Xin kiểm tra lại từng ký tự."


def build():
    with clock.travel(dossier_steps.DAY):
        world = dossier_steps.build()
        world.decision = dossier_steps.issued(world, [ANH])
        world.award = world.decision.awards.get()
        world.code = world.award.papers.get().code
    return world


rows, world = cast_for_module(build, dossier_steps.DAY)


def answer(code):
    page = Client().get(f"/verify/{code}/")
    assert page.status_code == 200
    return page.context["answer"].sentence


def annul(world):
    by = world.by("board")
    second = decisions.amend(world.decision, [(world.award, "award", "")], by=by, kind="annul", reason="Khai sai.")
    decisions.propose(second, by=by)
    dossier_steps.issue(world, second, "47")


def test_a_paper_in_force_is_valid(world):
    page = Client().get(f"/verify/{world.code}/")
    assert (page.context["answer"].status, page.context["answer"].sentence) == ("Có giá trị", f"{TOLD}.")
    assert page.content.decode().count("Có giá trị") == 1


def test_a_reissued_paper_answers_replaced_and_the_new_one_valid(world):
    new = register.reissue(world.award, reason="Bị hỏng do mưa lũ.", by=world.by("board"))
    replaced = f"{TOLD}; bản này đã được thay bằng bản cấp lần 2 ngày 20/07/2015."
    assert (answer(world.code), answer(new.code)) == (replaced, f"{TOLD}.")


def test_an_annulled_award_answers_so_whichever_paper_is_shown(world):
    new = register.reissue(world.award, reason="Bị hỏng do mưa lũ.", by=world.by("board"))
    annul(world)
    annulled = f"{TOLD}; đã bị hủy bỏ theo Quyết định số 47/QĐ-LĐLĐ ngày 20/07/2015."
    assert {answer(world.code), answer(new.code)} == {annulled}


def test_a_code_is_read_as_people_type_it(world):
    code = world.code
    for typed in (code.lower(), f" {code[:5]}-{code[5:10]}-{code[10:]} ", f"{code[:7]} {code[7:]}", f"\u200b{code}"):
        assert answer(typed) == f"{TOLD}."


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    "code", ["ABCDEFGHJKLMNP", "ABCD", "0", "O1O1O1O1O1O1O1", "Ậ" * 14, "%00", "x" * 3000, "' OR 1=1 --", "ß" * 14]
)
def test_what_is_no_code_answers_like_a_code_that_is_not_there(world, code):
    page, other = Client().get(f"/verify/{code}/"), Client().get("/verify/ZZZZZZZZZZZZZZ/")
    assert (page.status_code, page.context["answer"].sentence) == (200, UNKNOWN)
    assert verify_code(code) == verify_code("ZZZZZZZZZZZZZZ")
    assert headers(page) == headers(other)


def headers(page):
    """Return the headers without those that differ between any two answers."""
    differ = ("Content-Length", "Expires", "X-Request-ID")
    return {name: value for name, value in page.headers.items() if name not in differ}


def test_the_page_tells_nothing_more_of_the_person(world):
    page = Client().get(f"/verify/{world.code}/").content.decode()
    for secret in ("1984", "Hoàn thành", "phong trào thi đua đợt", "Hứa Quang Lâm"):
        assert secret not in page
    annul(world)
    assert "Khai sai" not in Client().get(f"/verify/{world.code}/").content.decode()


def test_a_certificate_of_a_title_is_called_so(world):
    AwardTitle.objects.filter(code="BK_T").update(paper="certificate", form="Lao động giỏi")
    decision = dossier_steps.issued(world, [ANH | {"name": "Vi Páo"}], number="46")
    sentence = answer(decision.awards.get().papers.get().code)
    wanted = "Giấy chứng nhận Lao động giỏi tặng Vi Páo, Giáo viên Trường THCS Đồi Na, theo Quyết định số 46/QĐ-LĐLĐ "
    assert sentence.startswith(wanted)


def test_the_answer_is_neither_kept_nor_indexed(world):
    for path in ("/verify/", f"/verify/{world.code}/", "/verify/ABCD/"):
        page = Client().get(path)
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]


def test_a_code_costs_the_same_whether_it_is_known_or_not(world):
    counts = []
    answer(world.code)  # the running campaign is read once in half a minute
    for code in (world.code, "ABCDEFGHJKLMNP"):
        with CaptureQueriesContext(connection) as made:
            answer(code)
        counts.append(len(made))
    assert counts == [1, 1]


def test_the_form_leads_to_the_answer(world):
    client = Client()
    assert client.get("/verify/").context["problems"] == []
    sent = client.get("/verify/", {"code": f" {world.code[:7].lower()}-{world.code[7:]} "})
    assert (sent.status_code, sent.url) == (302, f"/verify/{world.code}/")
    assert client.get("/verify/", {"code": "a/b\0"}).url == "/verify/AB/"


@pytest.mark.parametrize("typed", ["", "   ", "---", "\0"])
def test_a_form_without_a_code_says_what_is_wanted(world, typed):
    page = Client().get("/verify/", {"code": typed})
    assert (page.status_code, page.context["answer"]) == (200, None)
    assert page.context["problems"] == [("id_code", "Xin nhập mã in dưới bằng khen, giấy khen.")]


def test_the_code_of_an_answer_stands_in_the_form_to_be_mended(world):
    assert 'value="ABCD2"' in Client().get("/verify/abcd-2/").content.decode()


def test_only_letters_and_digits_of_what_is_typed_are_read():
    assert normalize_code(" ab-cd 23/\n\u200bé ") == "ABCD23É"
    assert normalize_code("x" * 100) == "X" * 40
