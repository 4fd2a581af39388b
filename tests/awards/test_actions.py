"""Tests the actions on a dossier one by one: submit, endorse, appraise, decide, correct, annul."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from awards.actions import appraisal, decisions, dossiers, register, signing
from awards.actions.dossiers import IncompleteDossier
from awards.models import Award, Decision, Nomination, Quota
from awards.rules import quota_usage
from awards.selectors.dossier_guidance import guidance
from foundation import clock
from foundation.lifecycle import StateConflict
from tests.support import dossier_steps
from tests.support.casts import copied
from units.access import Forbidden
from units.acting import acting_as
from units.models import Event, Post, Role, Unit
from units.models.event import AppendOnly
from units.registration import BadRegistration

pytestmark = [pytest.mark.either, pytest.mark.django_db]


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt"}
OTHER = {"code": "BK_T", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985}


def status(row):
    return type(row)._base_manager.values_list("status", flat=True).get(pk=row.pk)


def test_the_whole_way(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON, OTHER])
    assert (dossier.status, dossier.deciding_unit) == ("submitted", world.province)
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    first, second = dossier.nominations.all()
    appraisal.approve([first], by=world.by("board"))
    assert status(dossier) == "endorsed"
    appraisal.reject([second], by=world.by("board"), reason="Chưa có sáng kiến được công nhận.")
    assert status(dossier) == "appraised"
    decision = decisions.draft([first], by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.issue(world, decision)
    assert (status(decision), status(first), status(dossier)) == ("issued", "awarded", "closed")
    award = Award.objects.get()
    assert (award.name, award.number, award.year, award.title_name) == (
        "Nông Thị Ánh Nguyệt",
        1,
        2015,
        "Bằng khen của Ban Chấp hành Liên đoàn Lao động tỉnh",
    )
    assert award.wording == (
        "Đã có thành tích xuất sắc trong phong trào thi đua đợt 1 năm 2015, "
        "chào mừng kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam"
    )
    assert award.papers.count() == 1
    assert [event.verb for event in Event.objects.about(dossier).order_by("pk")] == [
        "make_dossier",
        "describe_dossier",
        "submit_dossier",
        "endorse_dossier",
        "appraise_dossier",
        "close_dossier",
    ]


def test_a_wording_longer_than_its_column_is_cut_and_no_fault(world):
    type(world.phase).objects.update(review_occasion="kỷ niệm " * 25)
    nomination = dossier_steps.endorsed(world, [PERSON]).nominations.get()
    dossier_steps.title("BK_T").timings.filter(timing="phase").update(wording="{dịp}" * 3)
    appraisal.approve([nomination], by=world.by("board"))
    assert len(Nomination.objects.get(pk=nomination.pk).wording) == 500


def test_a_dossier_that_lacks_something_is_not_sent(world):
    dossier = dossier_steps.dossier_of(world, "owner", [PERSON | {"nominee_class": ""}])
    with pytest.raises(IncompleteDossier) as error:
        dossiers.submit(dossier, by=world.by("owner"))
    groups = "trực tiếp lao động, công tác; cán bộ công đoàn; lãnh đạo, quản lý; ngoài tổ chức công đoàn"
    assert [problem.sentence for problem in error.value.problems] == [
        f"Nông Thị Ánh Nguyệt: Xin chọn đối tượng: {groups}."
    ]
    assert status(dossier) == "draft"


def test_a_flag_is_never_given_to_a_person(world):
    dossier = dossier_steps.dossier_of(world, "owner", [{"code": "CO_T", "name": "Bàn Phúc Lìn"}])
    with pytest.raises(IncompleteDossier) as error:
        dossiers.submit(dossier, by=world.by("owner"))
    assert [problem.sentence for problem in error.value.problems] == ["Bàn Phúc Lìn: Cờ thi đua chỉ tặng tập thể."]
    other = dossier_steps.endorsed(world, [PERSON])
    with pytest.raises(StateConflict, match="Cờ thi đua chỉ tặng tập thể"):
        appraisal.approve(other.nominations.all(), by=world.by("board"), title=dossier_steps.title("CO_T"))


def test_a_title_of_the_district_is_decided_there(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON | {"code": "GK_CTT"}])
    assert dossier.deciding_unit == world.district
    nomination = dossier.nominations.get()
    with pytest.raises(Forbidden):
        appraisal.approve([nomination], by=world.by("board"))
    appraisal.approve([nomination], by=world.by("district", Role.REVIEWER))
    assert (status(nomination), status(dossier)) == ("approved", "appraised")


def test_another_title_sends_it_to_the_unit_of_that_title(world):
    nomination = dossier_steps.endorsed(world, [PERSON]).nominations.get()
    appraisal.approve([nomination], by=world.by("board"), title=dossier_steps.title("GK_CTT"))
    nomination = Nomination.objects.with_context().get()
    assert (nomination.status, nomination.deciding_unit, nomination.title.code) == (
        "pending",
        world.district,
        "GK_CTT",
    )
    appraisal.approve([nomination], by=world.by("district", Role.REVIEWER))
    assert status(nomination) == "approved"


def test_the_province_waits_for_the_union_between(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON])
    with pytest.raises(StateConflict, match="đang chờ công đoàn cấp trên"):
        appraisal.approve(dossier.nominations.all(), by=world.by("board"))


def test_nobody_appraises_what_they_sent(world):
    by = world.by("district", Role.OFFICER)
    dossier = dossiers.make(world.school, world.phase, by=by, timing="phase")
    described = {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}
    dossiers.describe(dossier, described, by=by)
    dossier_steps.nominate(dossier, by=by, **(PERSON | {"code": "GK_CTT"}))
    dossiers.submit(dossier, by=by)
    with pytest.raises(Forbidden, match="không xét hồ sơ này"):
        appraisal.approve(dossier.nominations.all(), by=world.by("district", Role.REVIEWER))
    appraisal.approve(dossier.nominations.all(), by=world.by("district2", Role.REVIEWER))


def test_a_verdict_is_undone_until_it_is_issued(world):
    dossier = dossier_steps.endorsed(world, [PERSON])
    appraisal.reject(dossier.nominations.all(), by=world.by("board"), reason="Thiếu biên bản.")
    assert status(dossier) == "closed"
    appraisal.undo_verdict(dossier.nominations.all(), by=world.by("board"))
    assert (status(dossier), status(dossier.nominations.get())) == ("endorsed", "pending")
    appraisal.approve(dossier.nominations.all(), by=world.by("board"))
    decision = decisions.draft(dossier.nominations.all(), by=world.by("board"))
    appraisal.undo_verdict(dossier.nominations.all(), by=world.by("board"))
    assert decisions.count_of(decision) == 0


def test_an_unmet_condition_asks_for_a_reason(world):
    dossier = dossier_steps.dossier_of(world, "porter", [PERSON])
    dossiers.submit(dossier, by=world.by("porter"))
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    with pytest.raises(StateConflict, match="Đơn vị chưa đăng ký thi đua đợt 1"):
        appraisal.approve(dossier.nominations.all(), by=world.by("board"))
    appraisal.approve(dossier.nominations.all(), by=world.by("board"), reason="Nghiệp đoàn mới kiện toàn.")
    assert dossier.nominations.get().reason == "Nghiệp đoàn mới kiện toàn."


def test_what_nobody_foresaw_needs_no_pledge(world):
    deed = {"timing": "unexpected", "period_label": "chống lũ ngày 03/7"}
    dossier = dossier_steps.dossier_of(world, "porter", [PERSON], **deed)
    dossiers.submit(dossier, by=world.by("porter"))
    dossiers.endorse(dossier, {}, meeting=dossier_steps.MEETING, by=world.by("district", Role.REVIEWER))
    appraisal.approve(dossier.nominations.all(), by=world.by("board"))
    assert [(row.status, row.reason) for row in dossier.nominations.all()] == [("approved", "")]


def test_a_hard_quota_stops_and_a_soft_one_asks(world):
    quota = Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=1, hard=True)
    first, second = dossier_steps.endorsed(world, [PERSON, OTHER]).nominations.all()
    appraisal.approve([first], by=world.by("board"))
    with pytest.raises(StateConflict, match=r"Vừa hết số lượng phân bổ cho Bằng khen \(1/1\)"):
        appraisal.approve([second], by=world.by("board"), reason="Xin thêm.")
    Quota.objects.filter(pk=quota.pk).update(hard=False)
    with pytest.raises(StateConflict, match="Vượt số lượng phân bổ 1 trường hợp"):
        appraisal.approve([second], by=world.by("board"))
    appraisal.approve([second], by=world.by("board"), reason="Thành tích đặc biệt.")
    assert quota_usage.usages_of([quota])[0].taken == 2


def test_a_number_is_given_once_a_year_in_any_writing(world):
    dossier_steps.issued(world, [PERSON], number="45")
    decision = decisions.draft(dossier_steps.approved(world, [OTHER]), by=world.by("board"))
    decisions.propose(decision, by=world.by("board"))
    with pytest.raises(BadRegistration) as error:
        dossier_steps.issue(world, decision, "045/QĐ-LĐLĐ")
    assert error.value.errors == {
        "number": "Số 45/QĐ-LĐLĐ đã dùng cho quyết định ngày 20/07/2015. Xin kiểm tra sổ văn thư."
    }
    assert status(decision) == "to_sign"


def test_an_issued_decision_cannot_be_changed_by_any_road(world):
    decision = dossier_steps.issued(world, [PERSON])
    award = decision.awards.get()
    with pytest.raises(StateConflict, match="Quyết định đã ban hành"):
        decisions.reword(decision, {}, by=world.by("board"))
    decision.signer_name = "Ai đó"
    with pytest.raises(AppendOnly):
        decision.save()
    for model, fields in (
        (Decision, {"signer_name": "Ai đó"}),
        (Award, {"number": 9}),
        (Award, {"is_person": False}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model._base_manager.filter().update(**fields)
    for row in (decision, award):
        with pytest.raises(AppendOnly):
            row.delete()
        with pytest.raises(AppendOnly):
            type(row).objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE awards_decision SET number = 'x'")


def test_a_correction_changes_the_register_and_not_the_decision(world):
    decision = dossier_steps.issued(world, [PERSON])
    award = decision.awards.get()
    content = decision.content
    second = decisions.amend(
        decision, [(award, "name", "Nông Thị Ánh Nguyệt Hoa")], by=world.by("board"), kind="correct"
    )
    decisions.propose(second, by=world.by("board"))
    dossier_steps.issue(world, second, "46")
    award = Award.objects.get()
    assert (award.name, award.number) == ("Nông Thị Ánh Nguyệt Hoa", 1)
    assert Decision.objects.get(pk=decision.pk).content == content


def test_annulling_frees_the_place_in_the_quota(world):
    quota = Quota.objects.create(title=dossier_steps.title("BK_T"), campaign=world.campaign, max_count=1, hard=True)
    decision = dossier_steps.issued(world, [PERSON])
    award = decision.awards.get()
    annul = decisions.amend(decision, [(award, "award", "")], by=world.by("board"), kind="annul", reason="Khai sai.")
    decisions.propose(annul, by=world.by("board"))
    dossier_steps.issue(world, annul, "47")
    assert Award.objects.get().annulled_by == annul
    assert status(award.nomination) == "annulled"
    assert quota_usage.usages_of([quota])[0].taken == 0
    with pytest.raises(StateConflict):
        register.hand_over(award, on=date(2015, 7, 20), by=world.by("board"))


def test_a_reissued_paper_keeps_the_number_and_gets_a_new_code(world):
    award = dossier_steps.issued(world, [PERSON]).awards.get()
    old = award.papers.get()
    new = register.reissue(award, reason="Bằng bị hỏng do mưa lũ.", by=world.by("board"))
    assert (new.issue, new.code != old.code, Award.objects.get().number) == (2, True, 1)


def test_what_is_decided_above_is_sent_up_and_its_answer_recorded(world):
    person_above = PERSON | {"code": "BK_TLD"}
    granted, refused = dossier_steps.approved(world, [person_above, OTHER | {"code": "BK_TLD"}])
    appraisal.send_up([granted, refused], by=world.by("board"))
    appraisal.record_refusal([refused], by=world.by("board"), reason="Vượt số lượng phân bổ của Tổng Liên đoàn.")
    organ = "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"
    decision = decisions.draft([granted], by=world.by("board"), organ=organ)
    scan = SimpleUploadedFile("qd.pdf", b"%PDF-1.4\n%%EOF\n")
    signing.record_signed(
        decision,
        by=world.by("board"),
        number="1234/QĐ-TLĐ",
        dated_on=date(2015, 7, 18),
        scan=scan,
        **dossier_steps.SIGNED,
    )
    award = Award.objects.get()
    assert (award.number, award.papers.count(), status(granted), status(refused)) == (
        None,
        0,
        "awarded",
        "not_granted",
    )


def test_a_dossier_with_a_verdict_is_not_withdrawn(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON | {"code": "GK_CTT"}, OTHER | {"code": "GK_CTT"}])
    appraisal.approve([dossier.nominations.first()], by=world.by("district", Role.REVIEWER))
    with pytest.raises(StateConflict, match="đã có trường hợp được kết luận, không rút được"):
        dossiers.withdraw(dossier, reason="Đề nghị sai hình thức.", by=world.by("owner"))
    assert status(dossier) == "submitted"


def test_two_of_one_dossier_are_sent_on_to_the_province_together(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON | {"code": "GK_CTT"}, OTHER | {"code": "GK_CTT"}])
    appraisal.approve(
        dossier.nominations.all(), by=world.by("district", Role.REVIEWER), title=dossier_steps.title("BK_T")
    )
    assert {nomination.deciding_unit for nomination in dossier.nominations.all()} == {world.province}
    assert status(dossier) == "endorsed"


def test_a_dossier_waits_only_for_who_may_endorse_it(world):
    Post.objects.filter(user__username="district2").update(until=date(2015, 1, 1))
    by = world.by("district", Role.OFFICER)
    dossier = dossiers.make(world.school, world.phase, by=by, timing="phase")
    dossiers.describe(dossier, {"meeting_on": date(2015, 7, 15), "votes_for": 9, "votes_present": 9}, by=by)
    dossier_steps.nominate(dossier, by=by, **PERSON)
    dossiers.submit(dossier, by=by)
    appraisal.approve(dossier.nominations.all(), by=world.by("board"))
    assert status(dossier) == "appraised"


def test_an_appraised_dossier_says_what_is_really_next(world):
    board, names = world.by("board"), ("Hoàng Thị Én", "Lò Thị Tư", "Vi Văn Năm")
    rows = [PERSON, OTHER, *({"code": "BK_T", "name": name} for name in names)]
    dossier = dossier_steps.endorsed(world, rows)
    nominations = list(dossier.nominations.all())
    above = dossier_steps.title("BK_TLD")
    appraisal.approve(nominations[:1], by=board)
    appraisal.approve(nominations[1:3], by=board, title=above)
    appraisal.defer(nominations[3:4], by=board, reason="Chờ văn bản công nhận.")
    appraisal.reject(nominations[4:], by=board, reason="Chưa có sáng kiến được công nhận.")
    appraisal.send_up(nominations[2:3], by=board)

    def says():
        dossier.refresh_from_db()
        return guidance(dossier, None)[0].text

    decided, rest = "Mọi trường hợp đã có kết luận. Còn lại: ", "1 trường hợp để lại xét sau."
    whole = "1 trường hợp chờ ra quyết định khen thưởng; 1 trường hợp chờ trình cấp trên; "
    assert says() == f"{decided}{whole}1 trường hợp đã trình cấp trên, chờ trả lời; {rest}"
    decision = decisions.draft(nominations[:1], by=board)
    decisions.propose(decision, by=board)
    dossier_steps.issue(world, decision)
    assert says() == f"{decided}1 trường hợp chờ trình cấp trên; 1 trường hợp đã trình cấp trên, chờ trả lời; {rest}"


def test_a_title_given_by_the_district_is_forgotten_when_the_row_is_written_anew(world):
    dossier = dossier_steps.sent(world, "owner", [PERSON | {"code": "GK_CTT"}])
    appraisal.approve(
        dossier.nominations.all(), by=world.by("district", Role.REVIEWER), title=dossier_steps.title("BK_T")
    )
    dossiers.return_(dossier, reason="Thiếu biên bản", due_on=date(2015, 7, 27), by=world.by("board"))
    row = dossier.nominations.with_context().get()
    dossiers.change(row, row.nominee, {"title_asked": dossier_steps.title("BK_TLD")}, by=world.by("owner"))
    assert Nomination.objects.get(pk=row.pk).title.code == "BK_TLD"


def test_one_decision_holds_one_deed(world):
    rows = [
        *dossier_steps.approved(world, [PERSON], timing="unexpected", period_label="chống lũ ngày 03/7"),
        *dossier_steps.approved(world, [OTHER], timing="unexpected", period_label="chữa cháy rừng"),
    ]
    with pytest.raises(ValidationError, match="Một quyết định chỉ gồm một hình thức, một đợt, một dịp khen"):
        decisions.draft(rows, by=world.by("board"))


def test_a_wording_is_not_adjusted_into_one_with_braces(world):
    award = dossier_steps.issued(world, [PERSON]).awards.get()
    changes = [(award, "wording", "Thành tích năm {năm}")]
    with pytest.raises(ValidationError, match=f"Lời ghi của {PERSON['name']} còn phần trong dấu"):
        decisions.amend(award.decision, changes, by=world.by("board"), kind="adjust")


def test_a_correction_is_not_dated_before_what_it_corrects(world):
    award = dossier_steps.issued(world, [PERSON]).awards.get()
    second = decisions.amend(award.decision, [(award, "name", "Nông Thị Ánh")], by=world.by("board"), kind="correct")
    decisions.propose(second, by=world.by("board"))
    with pytest.raises(BadRegistration) as error:
        dossier_steps.issue(world, second, "46", date(2015, 7, 19))
    assert error.value.errors == {"dated_on": "Ngày ký không thể trước ngày của quyết định được sửa (20/07/2015)."}


def test_a_unit_outside_the_campaign_makes_no_dossier_in_it(world):
    stranger = Unit.objects.create(name="X", full_name="X", kind="province", valid_from=date(2010, 1, 1))
    Post.objects.create(user=world.user("porter"), unit=stranger, role=Role.OFFICER, since=date(2014, 1, 1))
    by = acting_as(world.user("porter"), Role.OFFICER, stranger)
    with pytest.raises(StateConflict, match="Đơn vị không thuộc phong trào này"):
        dossiers.make(stranger, world.phase, by=by, timing="phase")
