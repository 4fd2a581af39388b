"""Tests letters of unions: one by occasion and by who decides, closed for signing, taken back, registered."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.actions import appraisal, dossiers, letters
from awards.models import Letter, Nomination
from awards.papers.dossier_letter import dossier_letter_context
from awards.papers.letter_list import earlier_awards
from awards.papers.union_letter import union_letter_context
from awards.rules.letter_groups import letter_groups
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.decision_pages import refusal, sign_in, text_of
from units.access import Forbidden
from units.attachments import scans_of
from units.models import Event, Role, Rule, Signer
from units.registration import BadRegistration
from units.rules import reader

pytestmark = pytest.mark.either

ANH = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
LIN = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "nominee_class": "manager", "birth_year": 1985}
TEAM = {"code": "BK_T", "name": "Tổ Toán - Lý", "person": False}
UP = {"code": "BK_TLD", "name": "Hà Thị Sen"}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def endorsed(world):
    """Endorse two dossiers of the phase, of school and commune, and one of another occasion; all for the province."""
    by = world.by("district", Role.REVIEWER)
    first = dossier_steps.sent(world, "owner", [ANH, TEAM])
    second = dossier_steps.sent(world, "neighbour", [LIN])
    flood = dossier_steps.sent(
        world, "owner", [LIN | {"name": "Vi Páo"}], timing="unexpected", period_label="phòng chống lũ"
    )
    for dossier in (first, flood):
        dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=by)
    refused = second.nominations.get().pk
    dossiers.endorse(second, {refused: ("disagree", "Chưa đủ thời gian.")}, meeting=dossier_steps.MEETING, by=by)


def of_phase(world):
    return next(group for group in letter_groups(world.district) if group.timing == "phase")


def named_signer(world, unit="district"):
    return Signer.objects.create(
        unit=world.units[unit],
        name="Lương Thị Mây",
        position="chair",
        block="TM. BAN THƯỜNG VỤ",
        since=date(2015, 1, 1),
    )


def test_one_letter_an_occasion_with_a_list_of_collectives_and_one_of_persons(world):
    endorsed(world)
    named_signer(world)
    assert [(group.timing, len(group.rows)) for group in letter_groups(world.district)] == [
        ("phase", 3),
        ("unexpected", 1),
    ]
    group = of_phase(world)
    context = union_letter_context(group)
    assert context["about"] == "Về việc đề nghị khen thưởng phong trào thi đua đợt 1 năm 2015"
    assert context["addressees"] == ["Ban Thường vụ LĐLĐ tỉnh Lạng Sơn (qua Ban Chính sách - Pháp luật)"]
    assert context["request"].endswith(
        "tặng Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh cho 01 tập thể và 01 cá nhân có thành tích xuất sắc "
        "trong phong trào thi đua đợt 1 năm 2015."
    )
    assert context["checked"] == (
        "Thường trực LĐLĐ huyện Chi Lăng đã thẩm tra 02 hồ sơ, bảo đảm đúng đối tượng, tiêu chuẩn; "
        "không đề nghị 01 trường hợp (có lý do tại danh sách)."
    )
    assert context["enclosed"] == "Có danh sách trích ngang 01 tập thể và 02 cá nhân kèm theo"
    assert (context["signer"], context["position"]) == ("Lương Thị Mây", "CHỦ TỊCH")
    collectives, persons = context["lists"]
    assert [len(part["table"].rows) for part in (collectives, persons)] == [1, 2]
    assert [row.cells[-1] for row in persons["table"].rows] == ["Đồng ý đề nghị", "Không đề nghị: Chưa đủ thời gian."]
    none = union_letter_context(replace(group, rows=[row for row in group.rows if row not in group.proposed]))
    assert (none["request"], none["checked"]) == (
        "",
        "Thường trực LĐLĐ huyện Chi Lăng đã thẩm tra 01 hồ sơ; không đề nghị 01 trường hợp (có lý do tại danh sách).",
    )
    flood = union_letter_context(letter_groups(world.district)[1])
    assert flood["about"] == "Về việc đề nghị khen thưởng đột xuất"
    assert flood["request"].endswith("có thành tích xuất sắc đột xuất trong phòng chống lũ.")
    assert not any("phong trào" in ground for ground in flood["grounds"])


def test_what_is_given_for_a_career_never_carries_the_phase(world):
    title = dossier_steps.title("KNC")
    dossier = dossier_steps.sent(world, "owner", [UP | {"code": "KNC", "nominee_class": "manager"}], timing="career")
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    appraisal.approve(dossier.nominations.all(), by=world.by("board"), reason="Đủ thời gian.")
    (group,) = letter_groups(world.province)
    context = union_letter_context(group)
    assert context["about"] == f"Về việc đề nghị {title.verb} {title.form}"
    assert "có nhiều đóng góp cho sự nghiệp xây dựng tổ chức Công đoàn" in context["request"]
    assert context["request"].endswith("sự nghiệp xây dựng tổ chức Công đoàn.")
    (persons,) = context["lists"]  # nobody below the province endorsed it
    assert persons["table"].columns[-1].title == "Hình thức đề nghị"
    words = " ".join([context["about"], context["request"], *context["grounds"]])
    assert [word for word in ("đợt", "phong trào thi đua", "00 người") if word in words] == []


def test_a_letter_is_closed_registered_and_stays_what_was_signed(world):
    endorsed(world)
    signer, chair = named_signer(world), sign_in("chair")
    group = of_phase(world)
    text = text_of(chair.get("/letters/"))
    assert "Gửi Ban Thường vụ LĐLĐ tỉnh Lạng Sơn (qua Ban Chính sách - Pháp luật): 1 tập thể, 2 cá nhân" in text
    draft = reverse("awards:letter_close", args=[group.pk])
    page = chair.post(draft, {"block": str(signer.pk), "seen": "3"}, follow=True)
    assert "Đã chốt tờ trình để trình ký." in text_of(page)
    again = "Tờ trình này vừa được chốt, hoặc không còn trường hợp nào."
    with pytest.raises(StateConflict, match=again[:20]):  # a second click that came at the same moment
        letters.close(group, by=world.by("chair"))
    assert chair.post(draft, {"seen": "3"}).status_code == 404
    letter = Letter.objects.get()
    assert (letter.signer_name, letter.nominations.count(), letter.status) == ("Lương Thị Mây", 3, "to_sign")
    before = chair.get(f"/letters/{letter.pk}/letter.pdf").content
    Nomination.objects.update(achievements="Khác")
    assert chair.get(f"/letters/{letter.pk}/letter.pdf").content == before
    typed = {"number": "12", "dated_on": "20/07/2015", "checked": "on"}
    register = f"/letters/{letter.pk}/register/"
    assert sign_in("chair").post(register, typed).status_code == 403
    assert sign_in("city").get(register).status_code == 404
    assert sign_in("district").post(register, typed).context["problems"][0][0] == "id_scan"
    page = sign_in("district").post(register, typed | {"scan": dossier_steps.scan()}, follow=True)
    assert "Đã ghi Tờ trình số 12/TTr-LĐLĐ" in text_of(page)
    assert "Bản đã ký: qd.pdf" in text_of(page)
    assert refusal(sign_in("district").get(register)) == (409, "Tờ trình đã ghi số, ngày.")
    scans_come_and_go(letter)
    assert chair.get(f"/letters/{letter.pk}/letter.pdf").content == before


def scans_come_and_go(letter):
    """Add a scan to a registered letter, and withdraw the one it was registered with."""
    district, first = sign_in("district"), scans_of(letter).get()
    more = SimpleUploadedFile("tt-du-trang.pdf", b"%PDF-1.6\n%%EOF\n")
    page = text_of(district.post(f"/letters/{letter.pk}/scan/", {"scan": more}, follow=True))
    assert "Đã thêm bản chụp." in page
    assert "Bản đã ký: tt-du-trang.pdf Rút lại bản chụp này…" in page
    withdraw = f"/letters/{letter.pk}/scans/{first.pk}/withdraw/"
    assert district.post(withdraw, {}).context["problems"][0] == ("id_reason", "Xin ghi lý do rút lại.")
    page = text_of(district.post(withdraw, {"reason": "Thiếu trang 2."}, follow=True))
    assert "đã rút lại “qd.pdf”: Thiếu trang 2." in page
    gone = sign_in("chair").get(f"/attachments/{first.pk}/")
    assert (gone.status_code, "Xem tờ trình" in text_of(gone)) == (410, True)
    status, sentence = refusal(district.post(withdraw, {"reason": "Lại."}))
    assert (status, sentence.endswith("Bản chụp này đã được rút lại.")) == (409, True)
    assert "Rút lại bản chụp này" not in text_of(sign_in("chair").get("/letters/"))


def test_a_letter_is_taken_back_with_a_reason_and_its_cases_wait_again(world):
    endorsed(world)
    letter = letters.close(of_phase(world), by=world.by("chair"))
    assert Event.objects.get(verb="close_letter").target_id == letter.pk
    with pytest.raises(Forbidden):
        letters.take_back(letter, reason="Sai", by=world.by("chair"))
    page = sign_in("district").post(f"/letters/{letter.pk}/take-back/", {"reason": "Sai tên."}, follow=True)
    assert "Đã thu lại tờ trình." in text_of(page)
    letter.refresh_from_db()
    assert (letter.status, letter.nominations.count(), len(of_phase(world).rows)) == ("taken_back", 0, 3)
    assert "Đã thu lại Sai tên." in text_of(page)
    with pytest.raises(StateConflict):
        letters.register(
            letter,
            number="12",
            dated_on=date(2015, 7, 20),
            scan=dossier_steps.scan(),
            by=world.by("district", Role.REVIEWER),
        )


def test_cases_of_a_dossier_that_was_sent_again_wait_for_another_letter(world):
    dossier = dossier_steps.endorsed(world, [ANH])
    letters.close(of_phase(world), by=world.by("chair"))
    assert letter_groups(world.district) == []
    dossiers.return_(dossier, reason="Thiếu biên bản.", due_on=date(2015, 7, 25), by=world.by("board"))
    dossiers.submit(dossier, by=world.by("owner"))
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    assert len(of_phase(world).rows) == 1


def test_what_a_body_outside_decides_is_sent_up_when_its_letter_is_registered(world, client):
    (row,) = dossier_steps.approved(world, [UP])
    client.force_login(world.user("leader"))
    assert "cần đối chiếu văn bản" not in client.get("/letters/").content.decode()
    Rule.objects.filter(code__in=("grounds.regulation", "award.decided_by")).update(certainty="local")
    reader.forget()
    page = client.get("/letters/").content.decode()
    assert page.count("nếp làm của đơn vị, cần đối chiếu văn bản.") == 2
    assert "Tờ trình ghi “Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam”: nếp làm" in page
    (group,) = letter_groups(world.province)
    closing = client.get(f"/letters/draft/{group.pk}/").content.decode()
    assert closing.count("nếp làm của đơn vị, cần đối chiếu văn bản.") == 2
    client.force_login(world.user("owner"))
    unsent = dossier_steps.dossier_of(world, "owner", [ANH]).get_absolute_url()
    for page in ("edit", "submit"):
        assert client.get(f"{unsent}{page}/").content.decode().count("Tờ trình ghi “") == 1
    client.force_login(world.user("leader"))
    letter = letters.close(group, by=world.by("leader"))
    held = "Trường hợp này nằm trong tờ trình đã chốt. Ghi số tờ trình thì chuyển “đã trình cấp trên”."
    for act in (appraisal.undo_verdict, appraisal.send_up):
        with pytest.raises(StateConflict) as error:
            act([row], by=world.by("board"))
        assert error.value.sentence == held
    clerk = dossier_steps.clerk_of(world.province)
    with pytest.raises(BadRegistration):
        letters.register(letter, number="0", dated_on=date(2015, 7, 20), scan=dossier_steps.scan(), by=clerk)
    letters.register(letter, number="9", dated_on=date(2015, 7, 20), scan=dossier_steps.scan(), by=clerk)
    row.refresh_from_db()
    assert (row.status, letter_groups(world.province)) == ("sent_up", [])


def test_an_award_of_perhaps_the_same_person_is_shown_beside_the_own_ones(world):
    dossier_steps.issued(world, [{**ANH, "name": "Nông Thị Hoà", "birth_year": 1984}])
    rows = list(dossier_steps.sent(world, "neighbour", [{**ANH, "name": "Nông Thị Hòa"}]).nominations.with_context())
    earlier = earlier_awards(rows)
    assert (earlier.own[rows[0].nominee_id], len(earlier.of_namesakes[rows[0].nominee_id])) == ([], 1)
    dossiers.endorse(rows[0].dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    (persons,) = union_letter_context(of_phase(world))["lists"]
    assert persons["table"].rows[0].cells[8] == (
        "có thể là cùng người: Nông Thị Hoà, Bằng khen (năm 2015, số 45/QĐ-LĐLĐ của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn)"
    )


def test_the_minutes_say_who_voted(world):
    dossier = dossier_steps.dossier_of(world, "owner", [ANH])
    dossiers.describe(dossier, {"voted_by": "plenary", "votes_for": 44, "votes_present": 46}, by=world.by("owner"))
    grounds = dossier_letter_context(dossier)["grounds"]
    assert grounds[-1].endswith("Biên bản Hội nghị toàn thể ngày 15/07/2015, với 44/46 người dự tán thành,")
    dossiers.describe(dossier, {"voted_by": "committee", "votes_for": 5, "votes_present": 5}, by=world.by("owner"))
    grounds = dossier_letter_context(dossier)["grounds"]
    assert grounds[-1].endswith("Biên bản họp Ban Chấp hành ngày 15/07/2015, với 05/05 ủy viên dự họp tán thành,")
