"""Tests the pages that issue a decision or amend an issued one, with the exact sentences they show."""

import html
import re
from datetime import date

import pytest
from django.urls import reverse

from awards import access, desk
from awards.actions import decisions
from awards.models import Award, Decision
from foundation import clock
from foundation.forms.mark import FIELD
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
from units.models import Role, Signer

pytestmark = pytest.mark.either

HIDDEN = re.compile(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)"')
TAKEN = "Số 45/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
DISTRICT_ONLY = "Việc này do Cán bộ theo dõi thi đua của LĐLĐ huyện Chi Lăng thực hiện."
on_sqlite = pytest.mark.sqlite(deep="both")  # the sentences are the same on both databases


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def address_of(decision, act):
    return reverse(f"awards:decision_{act}", args=[decision.pk])


def hidden(page):
    """Return the hidden fields of a page, without its mark."""
    fields = {name: html.unescape(value) for name, value in HIDDEN.findall(page.content.decode())}
    return {name: value for name, value in fields.items() if name != FIELD}


def close(decision, name="leader"):
    """Close a decision on its page."""
    seen = str(decisions.count_of(decision))
    return sign_in(name).post(address_of(decision, "close"), dossier_steps.SIGNED | {"seen": seen}, follow=True)


def register(decision, clerk=None, **typed):
    """Register a decision on its page, as the clerk of its unit."""
    dossier_steps.clerk_of(decision.unit)
    seen = Decision.objects.values_list("sha256", flat=True).get(pk=decision.pk)
    sent = TYPED | {"checked": "on", "seen": seen, "scan": dossier_steps.scan()} | typed
    return sign_in(clerk or f"clerk_{decision.unit_id}").post(address_of(decision, "register"), sent, follow=True)


def amended(visitor, decision, kind, **typed):
    return visitor.post(reverse("awards:decision_amend", args=[decision.pk, kind]), typed)


def by_name(decision, row):
    return decision.awards.get(name=row["name"])


def test_the_board_proposes_the_leader_closes_and_the_clerk_registers(world):
    decision = draft(world)
    here = decision.get_absolute_url()
    page = sign_in("board").post(f"{here}propose/", follow=True)
    assert "Đã trình lãnh đạo LĐLĐ tỉnh Lạng Sơn ban hành." in text_of(page)
    clerk = f"clerk_{dossier_steps.clerk_of(world.province).unit.pk}"
    assert sign_in(clerk).get(here).status_code == 404
    leader = sign_in("leader")
    page = leader.get(address_of(decision, "close"))
    assert page.context["confirmation"].form.initial == {"signer_name": "Hứa Quang Lâm"}
    assert hidden(page) == {"seen": "3"}
    assert "Đã chốt để trình ký. Bản in đã sẵn sàng để Hứa Quang Lâm ký." in text_of(close(decision))
    assert (Award.objects.count(), Decision.objects.get().status) == (0, "to_sign")
    page = sign_in(clerk).get(here)
    assert "Hứa Quang Lâm đã chốt để trình ký lúc 09:00 ngày 20/07/2015." in text_of(page)
    assert "Tải bản trình ký (PDF)" in text_of(page)
    assert ASKED in text_of(sign_in(clerk).post(address_of(decision, "register"), TYPED))
    page = register(decision)
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


def test_the_signer_is_chosen_from_those_of_the_day_with_their_block(world):
    chair = Signer.objects.create(
        unit=world.province, name="Đinh Xuân Ngàn", position="chair", block="TM. BAN THƯỜNG VỤ", since=date(2015, 6, 1)
    )
    Signer.objects.create(
        unit=world.province, name="Lô Tiến Sơn", position="chair", since=date(2013, 1, 2), until=date(2015, 6, 1)
    )
    vice = Signer.objects.create(
        unit=world.province, name="Hứa Quang Lâm", user=world.user("leader"), position="standing_vice",
        block="TM. BAN THƯỜNG VỤ", since=date(2015, 1, 1),
    )  # fmt: skip
    decision = proposed(world)
    field = sign_in("leader").get(address_of(decision, "close")).context["confirmation"].form.fields["block"]
    assert [label for _pk, label in field.choices] == [
        "Đinh Xuân Ngàn (TM. BAN THƯỜNG VỤ, CHỦ TỊCH)",
        "Hứa Quang Lâm (TM. BAN THƯỜNG VỤ, PHÓ CHỦ TỊCH THƯỜNG TRỰC)",
    ]
    assert field.initial == str(vice.pk)
    sign_in("leader").post(address_of(decision, "close"), {"block": str(chair.pk), "seen": "3"})
    decision.refresh_from_db()
    assert (decision.signer, decision.signer_name, decision.signer_position, decision.signer_block) == (
        chair,
        "Đinh Xuân Ngàn",
        "Chủ tịch",
        "TM. BAN THƯỜNG VỤ",
    )
    assert "không còn là người ký" not in text_of(sign_in("board").get(decision.get_absolute_url()))
    Signer.objects.filter(pk=chair.pk).update(until=date(2015, 7, 20))
    told = "Đinh Xuân Ngàn hôm nay không còn là người ký của đơn vị. Nếu chưa ký, xin thu lại và chốt lại"
    assert told in text_of(sign_in("board").get(decision.get_absolute_url()))
    (todo,) = [row for row in desk.todo(world.by("board"), []) if "Chốt lại" in row.title]
    assert todo.detail == "Đinh Xuân Ngàn không còn là người ký. Nếu chưa ký, xin thu lại và chốt lại."
    refused = (
        "Ngày 20/07/2015 Đinh Xuân Ngàn không ký văn bản của đơn vị. Xin ghi đúng ngày ký, hoặc thu lại để chốt lại."
    )
    assert register(decision).context["problems"] == [("id_dated_on", refused)]


def test_what_is_closed_is_taken_back_with_a_reason_and_closed_anew(world):
    decision = proposed(world)
    close(decision)
    here, board = decision.get_absolute_url(), sign_in("board")
    seen = Decision.objects.get().sha256
    row = decision.nominations.with_context().first()
    kept = "Trường hợp này nằm trong quyết định đã chốt để trình ký. Xin thu lại trước."
    undo = access.may_undo_verdict(row, world.by("board"))
    assert (bool(undo), undo.why_not) == (False, kept)
    frozen = "Quyết định đã chốt để trình ký. Cần sửa, xin thu lại trước."
    assert refusal(board.get(f"{here}wording/")) == (409, frozen)
    assert board.post(f"{here}take-back/").context["problems"] == [("id_reason", "Xin ghi lý do thu lại.")]
    assert sign_in("leader").post(f"{here}take-back/", {"reason": "Sai"}).status_code == 403
    page = board.post(f"{here}take-back/", {"reason": "Sai tên Tổ Toán."}, follow=True)
    assert "Đã thu lại để sửa." in text_of(page)
    assert "Sai tên Tổ Toán." in text_of(page)
    decision.refresh_from_db()
    assert (decision.status, decision.content, decision.signer_name, decision.proposed_at) == ("draft", None, "", None)
    assert register(decision).status_code == 404  # clerks see no drafts
    decisions.drop(decision, [row], by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    close(decision)
    changed = "Quyết định vừa được thu lại và chốt lại. Xin xem lại rồi ghi số, ngày."
    assert refusal(register(decision, seen=seen)) == (409, changed)
    assert register(decision).status_code == 200
    assert Award.objects.count() == 2


def test_the_district_proposes_and_its_chair_closes(world):
    rows = district_rows(world)
    district = sign_in("district")
    page = district.post("/decisions/new/", {"nominations": [row.pk for row in rows]}, follow=True)
    decision = Decision.objects.get()
    assert page.redirect_chain == [(decision.get_absolute_url(), 302)]
    district.post(f"{decision.get_absolute_url()}propose/")
    assert close(decision, "leader").status_code == 403
    assert close(decision, "chair").status_code == 200
    dossier_steps.clerk_of(world.province)
    assert register(decision, clerk=f"clerk_{world.province.pk}").status_code == 404
    assert register(decision, number="7").status_code == 200
    award = Award.objects.get()
    assert (award.deciding_unit, award.number, str(award.decision)) == (world.district, 1, "Quyết định số 7/QĐ-LĐLĐ")


@on_sqlite
def test_who_signed_last_is_offered_with_the_position(world):
    dossier_steps.issued(world, [PERSON])
    page = sign_in("leader").get(address_of(proposed(world, [OTHER]), "close"))
    assert page.context["confirmation"].form.initial == dossier_steps.SIGNED


def test_a_number_that_is_taken_is_told_at_its_field_and_kept(world):
    dossier_steps.issued(world, [PERSON])
    decision = proposed(world, [OTHER])
    close(decision)
    page = register(decision, number="045/QĐ-LĐLĐ")
    assert page.context["problems"] == [("id_number", TAKEN)]
    assert page.context["form"]["number"].value() == "045/QĐ-LĐLĐ"
    decision.refresh_from_db()
    assert (decision.status, decision.number) == ("to_sign", "")


@on_sqlite
@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", " ", "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("number", "/QĐ", "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("number", "ß" * 40, "Xin nhập số như văn thư đã ghi, ví dụ 45 hoặc 45a/QĐ-LĐLĐ."),
        ("dated_on", "21/07/2015", "Ngày ký không thể sau hôm nay."),
        ("dated_on", "32/07/2015", "Ngày ký: Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015."),
    ],
)
def test_what_the_registry_cannot_have_given_is_told_at_its_field(world, field, typed, sentence):
    decision = proposed(world, [PERSON])
    close(decision)
    assert register(decision, **{field: typed}).context["problems"] == [(f"id_{field}", sentence)]


@on_sqlite
def test_a_decision_without_its_signer_is_not_closed(world):
    decision = proposed(world, [PERSON])
    page = sign_in("leader").post(address_of(decision, "close"), {"seen": "1"})
    assert page.context["problems"] == [
        ("id_signer_name", "Xin nhập họ tên người ký."),
        ("id_signer_position", "Xin nhập chức vụ người ký."),
    ]


def test_the_second_click_finds_it_done(world):
    decision = proposed(world)
    assert close(decision).status_code == 200
    page = close(decision)
    who = "Hứa Quang Lâm vừa chốt quyết định để trình ký lúc 09:00 ngày 20/07/2015."
    frozen = "Quyết định đã chốt để trình ký. Cần sửa, xin thu lại trước."
    assert refusal(page) == (409, f"{who} Trang đã được cập nhật. {frozen}")
    seen = Decision.objects.get().sha256
    assert register(decision).status_code == 200
    page = register(decision, seen=seen)
    who = "Mạc Thị Thư vừa ghi số, ngày và ban hành quyết định lúc 09:00 ngày 20/07/2015."
    assert refusal(page) == (409, f"{who} Trang đã được cập nhật. {FROZEN}")
    assert ("Số", "45") in page.context["typed"]
    assert (Award.objects.count(), Decision.objects.count()) == (3, 1)


def test_a_list_that_changed_since_it_was_asked_is_not_closed(world):
    decision = proposed(world)
    sent = dossier_steps.SIGNED | {"seen": "3"}
    decisions.withdraw_proposal(decision, by=world.by("board"))
    not_proposed = refusal(sign_in("leader").post(address_of(decision, "close"), sent))
    assert not_proposed == (409, "Dự thảo chưa được trình.")
    decisions.drop(decision, decision.nominations.all()[:1], by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    page = sign_in("leader").post(address_of(decision, "close"), sent)
    assert refusal(page) == (409, "Danh sách của dự thảo vừa thay đổi. Xin xem lại rồi chốt.")
    assert Decision.objects.get().status == "draft"


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
    close(second)
    assert register(second, number="46").status_code == 200
    text = text_of(sign_in("city").get(decision.get_absolute_url()))
    assert f"{new} Giáo viên Trường THCS Đồi Na tên: đã sửa theo Quyết định số 46/QĐ-LĐLĐ" in text
    assert "Quyết định số 46/QĐ-LĐLĐ đính chính, ngày 20/07/2015" in text


def test_wordings_are_adjusted_and_awards_annulled_by_decisions(world):
    decision = dossier_steps.issued(world, [PERSON, OTHER])
    adjusted, annulled = by_name(decision, PERSON), by_name(decision, OTHER)
    amended(sign_in("board"), decision, "adjust", **{f"pick-{adjusted.pk}": "on", f"new-{adjusted.pk}": "Lời mới"})
    amended(sign_in("board"), decision, "annul", **{f"pick-{annulled.pk}": "on", "reason": "Khai sai."})
    for number, kind in (("46", "adjust"), ("47", "annul")):
        made = Decision.objects.get(kind=kind)
        decisions.propose(made, by=world.by("board"))
        close(made)
        register(made, number=number)
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
        (f"id_field-{group}", "Sửa: Mục đã chọn không có trong danh sách. Xin chọn lại."),
        (f"id_new-{person}", "Xin ghi nội dung khác nội dung đã ghi."),
    ]
    typed = {f"pick-{person}": "on", f"field-{person}": "position", f"new-{person}": "x" * 161}
    page = amended(board, decision, "correct", **typed)
    assert page.context["problems"] == [(f"id_new-{person}", "Nay ghi là: Nội dung dài quá 160 ký tự. Xin rút gọn.")]
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
