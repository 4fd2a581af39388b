"""Tests the pages that issue a decision or amend an issued one, with the exact sentences they show."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from awards.actions import decisions
from awards.models import Award, Decision
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.decision_pages import (
    ASKED,
    FROZEN,
    GROUP,
    OTHER,
    PERSON,
    TYPED,
    district_rows,
    draft,
    proposed,
    refusal,
    sign_in,
    superuser,
    text_of,
)
from units.models import Role

pytestmark = pytest.mark.either

HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"')
TAKEN = "Số 45/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
DISTRICT_ONLY = "Việc này do Cán bộ theo dõi thi đua của LĐLĐ huyện Chi Lăng thực hiện."
on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def issue_address(decision):
    return reverse("awards:decision_issue", args=[decision.pk])


def hidden(page):
    """Return the hidden fields of a page."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.content.decode())}


def question_fields(visitor, decision, **typed):
    """Return the hidden fields of the confirmation that follows the form."""
    return hidden(visitor.post(issue_address(decision), TYPED | typed))


def amended(visitor, decision, kind, **typed):
    return visitor.post(reverse("awards:decision_amend", args=[decision.pk, kind]), typed)


def by_name(decision, row):
    return decision.awards.get(name=row["name"])


def test_the_board_proposes_and_the_leader_issues(world):
    decision = draft(world)
    here = decision.get_absolute_url()
    page = sign_in("board").post(f"{here}propose/", follow=True)
    assert "Đã trình lãnh đạo LĐLĐ tỉnh Lạng Sơn ban hành." in text_of(page)
    leader = sign_in("leader")
    form = leader.get(issue_address(decision)).context["form"]
    assert form.initial == {"signer_name": "Hứa Quang Lâm"}
    page = leader.post(issue_address(decision), TYPED)
    assert ASKED in text_of(page)
    assert hidden(page) == TYPED | {"seen": "3", "confirm": "yes"}
    assert Decision.objects.get().status == "draft"
    page = leader.post(issue_address(decision), hidden(page), follow=True)
    assert page.redirect_chain == [(here, 302)]
    assert "Đã ban hành Quyết định số 45/QĐ-LĐLĐ ngày 20/07/2015." in text_of(page)
    decision = Decision.objects.get()
    assert (decision.status, decision.signer_name, decision.signer_position) == (
        "issued",
        "Hứa Quang Lâm",
        "Phó Chủ tịch",
    )
    assert [award.name for award in decision.awards.order_by("number")] == [
        row["name"] for row in (GROUP, PERSON, OTHER)
    ]


def test_the_district_proposes_and_its_chair_issues(world):
    rows = district_rows(world)
    district = sign_in("district")
    page = district.post("/decisions/new/", {"nominations": [row.pk for row in rows]}, follow=True)
    decision = Decision.objects.get()
    assert page.redirect_chain == [(decision.get_absolute_url(), 302)]
    district.post(f"{decision.get_absolute_url()}propose/")
    chair = sign_in("chair")
    sure = question_fields(chair, decision, number="7", signer_name="Lương Thị Mây", signer_position="Chủ tịch")
    assert chair.post(issue_address(decision), sure).status_code == 302
    assert sign_in("leader").post(issue_address(decision), sure).status_code == 403
    award = Award.objects.get()
    assert (award.deciding_unit, award.number, str(award.decision)) == (world.district, 1, "Quyết định số 7/QĐ-LĐLĐ")


@on_sqlite
def test_what_was_typed_waits_in_the_form_when_one_goes_back(world):
    decision = proposed(world)
    leader = sign_in("leader")
    back = leader.post(issue_address(decision), TYPED).context["back_url"]
    form = leader.get(back).context["form"]
    assert {field.name: field.value() for field in form} == TYPED


@on_sqlite
def test_who_signed_last_is_offered_with_the_position(world):
    dossier_steps.issued(world, [PERSON])
    form = sign_in("leader").get(issue_address(proposed(world, [OTHER]))).context["form"]
    assert form.initial == dossier_steps.SIGNED


def test_a_number_that_is_taken_is_told_at_its_field_and_kept(world):
    dossier_steps.issued(world, [PERSON])
    decision = proposed(world, [OTHER])
    leader = sign_in("leader")
    for typed in (TYPED, TYPED | {"seen": "1", "confirm": "yes"}):
        page = leader.post(issue_address(decision), typed | {"number": "045/QĐ-LĐLĐ"})
        assert page.context["problems"] == [("id_number", TAKEN)]
        assert page.context["form"]["number"].value() == "045/QĐ-LĐLĐ"
    decision.refresh_from_db()
    assert (decision.status, decision.number) == ("draft", "")


@on_sqlite
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", " ", "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("number", "/QĐ", "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("number", "ß" * 40, "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("dated_on", "21/07/2015", "Ngày ký không thể sau hôm nay."),
        ("dated_on", "32/07/2015", "Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015."),
        ("signer_name", "", "Xin nhập họ tên người ký."),
        ("signer_position", "", "Xin nhập chức vụ người ký."),
    ],
)
def test_what_the_registry_cannot_have_given_is_told_at_its_field(world, field, typed, sentence):
    decision = proposed(world, [PERSON])
    for more in ({}, {"seen": "1", "confirm": "yes"}):
        page = sign_in("leader").post(issue_address(decision), TYPED | {field: typed} | more)
        assert page.context["problems"] == [(f"id_{field}", sentence)]
        assert page.context["form"]["signer_position"].value() == (TYPED | {field: typed})["signer_position"]


def test_the_second_click_finds_it_issued(world):
    decision = proposed(world)
    leader = sign_in("leader")
    sure = question_fields(leader, decision)
    assert leader.post(issue_address(decision), sure).status_code == 302
    page = leader.post(issue_address(decision), sure)
    who = "Hứa Quang Lâm vừa ban hành quyết định lúc 09:00 ngày 20/07/2015."
    stays = "Trang đã được cập nhật."
    assert refusal(page) == (409, f"{who} {stays} {FROZEN}")
    assert ("Số", "45") in page.context["typed"]
    assert refusal(leader.get(issue_address(decision))) == (409, FROZEN)
    assert (Award.objects.count(), Decision.objects.count()) == (3, 1)


def test_a_list_that_changed_since_it_was_asked_is_not_issued(world):
    decision = proposed(world)
    sure = question_fields(sign_in("leader"), decision)
    decisions.withdraw_proposal(decision, by=world.by("board"))
    not_proposed = refusal(sign_in("leader").post(issue_address(decision), sure))
    assert not_proposed == (409, "Dự thảo chưa được trình.")
    decisions.drop(decision, decision.nominations.all()[:1], by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    page = sign_in("leader").post(issue_address(decision), sure)
    assert refusal(page) == (409, "Danh sách của dự thảo vừa thay đổi. Xin xem lại rồi ban hành.")
    assert Award.objects.count() == 0


def test_without_the_question_nothing_is_issued(world):
    decision = proposed(world)
    page = sign_in("leader").post(issue_address(decision), TYPED | {"confirm": "yes", "seen": "x"})
    assert (page.status_code, hidden(page)["seen"], Award.objects.count()) == (200, "3", 0)


def test_a_draft_is_withdrawn_and_thrown_away(world):
    decision = proposed(world)
    here, board = decision.get_absolute_url(), sign_in("board")
    assert refusal(board.get(f"{here}discard/")) == (409, "Dự thảo đã trình lãnh đạo. Cần sửa, xin rút về trước.")
    assert board.post(f"{here}withdraw/").status_code == 302
    assert refusal(board.post(f"{here}withdraw/")) == (409, "Dự thảo chưa được trình.")
    assert "Kết luận của các trường hợp trong dự thảo giữ nguyên." in text_of(board.get(f"{here}discard/"))
    assert board.post(f"{here}discard/").status_code == 302
    assert {row.status for row in dossier_steps.Nomination.objects.all()} == {"approved"}
    assert board.post(f"{here}propose/").status_code == 409
    assert [board.get(f"{here}{act}/").status_code for act in ("propose", "withdraw", "drop")] == [405] * 3


def test_a_correction_is_chosen_drafted_and_issued_and_the_first_decision_shows_it(world):
    decision = dossier_steps.issued(world, [PERSON, GROUP])
    award = by_name(decision, PERSON)
    new = "Nông Thị Ánh Nguyệt Hoa"
    page = amended(
        sign_in("board"), decision, "correct",
        **{f"pick-{award.pk}": "on", f"field-{award.pk}": "name", f"new-{award.pk}": f" {new}"},
    )  # fmt: skip
    second = Decision.objects.get(kind="correct")
    assert page["Location"] == second.get_absolute_url()
    text = text_of(sign_in("board").get(second.get_absolute_url()))
    assert f"số thứ tự 2, Quyết định số 45/QĐ-LĐLĐ tên {PERSON['name']} {new}" in text
    decisions.propose(second, by=world.by("board"))
    page = sign_in("leader").post(issue_address(second), TYPED | {"number": "46"})
    assert ASKED.replace("số 45", "số 46").replace("1 tập thể, 2", "1") in text_of(page)
    sign_in("leader").post(issue_address(second), hidden(page))
    text = text_of(sign_in("city").get(decision.get_absolute_url()))
    assert f"{new} Giáo viên, CĐCS Trường THCS Đồi Na tên: đã sửa theo Quyết định số 46/QĐ-LĐLĐ" in text
    assert "Quyết định số 46/QĐ-LĐLĐ đính chính, ngày 20/07/2015" in text


def test_wordings_are_adjusted_and_awards_annulled_by_decisions(world):
    decision = dossier_steps.issued(world, [PERSON, OTHER])
    adjusted, annulled = by_name(decision, PERSON), by_name(decision, OTHER)
    amended(sign_in("board"), decision, "adjust", **{f"pick-{adjusted.pk}": "on", f"new-{adjusted.pk}": "Lời mới"})
    amended(sign_in("board"), decision, "annul", **{f"pick-{annulled.pk}": "on", "reason": "Khai sai."})
    for number, kind in (("46", "adjust"), ("47", "annul")):
        made = Decision.objects.get(kind=kind)
        decisions.propose(made, by=world.by("board"))
        sign_in("leader").post(issue_address(made), question_fields(sign_in("leader"), made, number=number))
    assert [award.wording == "Lời mới" for award in decision.awards.order_by("place")] == [True, False]
    page = sign_in("board").get(decision.get_absolute_url())
    assert "Đã hủy bỏ theo Quyết định số 47/QĐ-LĐLĐ" in text_of(page)
    assert [register_line.may_keep for register_line in page.context["register"]] == [True, False]


@on_sqlite
def test_what_an_amendment_lacks_is_told_at_its_field(world):
    decision = dossier_steps.issued(world, [PERSON, GROUP])
    person, group = by_name(decision, PERSON).pk, by_name(decision, GROUP).pk
    board = sign_in("board")
    nothing = [("", "Xin chọn khen thưởng cần đính chính, điều chỉnh hoặc hủy bỏ.")]
    assert amended(board, decision, "correct").context["problems"] == nothing
    typed = {
        f"pick-{person}": "on",
        f"field-{person}": "position",
        f"new-{person}": "Giáo viên",
        f"new-{group}": "Tổ Lý",
    }
    typed |= {f"field-{group}": "position"}
    assert amended(board, decision, "correct", **typed).context["problems"] == [
        (f"id_pick-{group}", "Xin đánh dấu chọn dòng này, hoặc xóa nội dung sửa."),
        (f"id_field-{group}", "Mục đã chọn không có trong danh sách. Xin chọn lại."),
        (f"id_new-{person}", "Xin ghi nội dung sửa khác nội dung đã in."),
    ]
    typed = {f"pick-{person}": "on", f"field-{person}": "position", f"new-{person}": "x" * 161}
    page = amended(board, decision, "correct", **typed)
    assert page.context["problems"] == [(f"id_new-{person}", "Nội dung dài quá 160 ký tự. Xin rút gọn.")]
    assert "x" * 161 in page.content.decode()
    page = amended(board, decision, "annul", **{f"pick-{person}": "on"})
    assert page.context["problems"] == [("id_reason", "Xin ghi lý do.")]
    assert Decision.objects.count() == 1


def test_amendments_are_the_deciding_boards_and_of_issued_awards_alone(world):
    decision = dossier_steps.issued(world, [PERSON])
    board_only = "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện."
    for name in ("leader", "owner", "district"):
        assert refusal(amended(sign_in(name), decision, "annul")) == (403, board_only)
    assert amended(sign_in("board"), decision, "award").status_code == 404
    other = draft(world, [OTHER])
    issued_only = "Chỉ đính chính, điều chỉnh, hủy bỏ quyết định khen thưởng đã ban hành."
    assert refusal(amended(sign_in("board"), other, "annul")) == (409, issued_only)


def test_a_paper_is_issued_again_and_handed_over(world):
    award = dossier_steps.issued(world, [PERSON]).awards.get()
    reissue, hand_over = (reverse(f"awards:{name}", args=[award.pk]) for name in ("reissue", "hand_over"))
    board = sign_in("board")
    assert board.post(reissue).context["problems"] == [("id_reason", "Xin ghi lý do cấp lại.")]
    page = board.post(reissue, {"reason": "Bằng bị ướt."}, follow=True)
    assert "Đã cấp lại cho Nông Thị Ánh Nguyệt, lần 2." in text_of(page)
    for day in ("19/07/2015", "21/07/2015"):
        page = board.post(hand_over, {"on": day})
        assert page.context["problems"] == [("id_on", "Ngày trao phải từ ngày ký quyết định đến hôm nay.")]
    assert board.post(hand_over, {"on": "20/07/2015"}).status_code == 302
    award = Award.objects.get()
    assert (award.handed_over_on, award.papers.count()) == (date(2015, 7, 20), 2)
    for address in (reissue, hand_over):
        assert sign_in("owner").get(address).status_code == 403
        assert [who.get(address).status_code for who in (sign_in("city"), superuser())] == [404, 404]


def test_the_district_keeps_its_own_register(world):
    award = dossier_steps.issued(world, [PERSON]).awards.get()
    page = sign_in("district").get(reverse("awards:reissue", args=[award.pk]))
    assert refusal(page) == (403, "Việc này do Ban Chính sách - Pháp luật của LĐLĐ tỉnh Lạng Sơn thực hiện.")
    made = decisions.draft(district_rows(world), by=world.by("district", Role.REVIEWER))
    assert refusal(sign_in("board").post(f"{made.get_absolute_url()}propose/")) == (403, DISTRICT_ONLY)
