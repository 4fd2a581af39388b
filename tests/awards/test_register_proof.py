"""Tests the check of the register: it finds rows that SQL wrote past the actions, which are not in force."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet

from awards.actions import decisions, register
from awards.models import Award, Correction, Decision, Paper
from awards.rules.register_proof import register_faults
from awards.selectors.paper_verification import verify_code
from foundation import clock
from tests.support import decided_awards, dossier_steps
from tests.support.casts import copied
from tests.support.without_triggers import without_triggers
from units.models import Event

pytestmark = pytest.mark.either

FORGED = "FRGEDFRGEDFRGE"
UNPROVEN = "Mã này có trong sổ nhưng không khớp quyết định nào. Xin hỏi đơn vị ghi trên giấy."
SIGNED = {"dated_on": date(2015, 7, 20), **dossier_steps.SIGNED}


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        world = copied(decided_awards.build)
        world.award = Award.objects.get(name="Nông Thị Ánh Nguyệt")
        yield world


def faults():
    return [sentence.partition("): ")[2] for sentence in register_faults()]


def inserted(model, row, **changes):
    """A copy of a row with other values, written as by SQL."""
    values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    return model._base_manager.bulk_create([model(**values | {"id": None} | changes)])[0]


def amended(world, kind, field, text, number):
    decision = decisions.amend(
        world.award.decision, [(world.award, field, text)], by=world.by("board"), kind=kind, reason="Khai sai."
    )
    decisions.propose(decision, by=world.by("board"))
    dossier_steps.issue(world, decision, number)


def test_what_acts_wrote_has_no_fault(world):
    register.reissue(world.award, reason="Bị hỏng do mưa lũ.", by=world.by("board"))
    amended(world, "correct", "name", "Nông Thị Ánh Nguyệt (Na)", "98")
    assert faults() == []
    assert {verify_code(code).status for code in codes(world.award)} == {"Đã được cấp lại", "Có giá trị"}
    amended(world, "annul", "award", "", "99")
    assert faults() == []
    assert {verify_code(code).status for code in codes(world.award)} == {"Đã bị hủy bỏ"}
    out = StringIO()
    call_command("check_register", stdout=out)
    assert out.getvalue() == "Sổ khen thưởng khớp các quyết định đã ban hành.\n"


def codes(award):
    return list(award.papers.values_list("code", flat=True))


def test_an_entry_that_no_decision_lists_is_found_and_not_in_force(world):
    person = inserted(Award, world.award, name="Người Mua Bằng", place=99, number=999, nomination_id=spare(world))
    inserted(Paper, world.award.papers.get(), award_id=person.pk, code=FORGED)
    assert verify_code(FORGED).sentence == UNPROVEN
    assert faults() == ["không có trong danh sách của quyết định."]
    with pytest.raises(CommandError, match="Có 1 chỗ không khớp"):
        call_command("check_register", stdout=StringIO())


def spare(world):
    """A nomination without an award."""
    return dossier_steps.approved(world, [{"code": "BK_T", "name": "Vi Páo"}])[0].pk


def test_a_decision_without_its_event_proves_nothing(world):
    forged = inserted(Decision, world.award.decision, number="777", number_key="777")
    person = inserted(Award, world.award, decision_id=forged.pk, number=999, nomination_id=spare(world))
    inserted(Paper, world.award.papers.get(), award_id=person.pk, code=FORGED)
    assert verify_code(FORGED).sentence == UNPROVEN
    assert "không có sự việc ban hành trong nhật ký." in faults()


def test_an_entry_of_a_draft_is_found(world):
    draft = decisions.draft(dossier_steps.approved(world, [{"code": "BK_T", "name": "Vi Páo"}]), by=world.by("board"))
    person = inserted(Award, world.award, decision_id=draft.pk, number=999, nomination_id=draft.nominations.get().pk)
    inserted(Paper, world.award.papers.get(), award_id=person.pk, code=FORGED)
    assert verify_code(FORGED).sentence == UNPROVEN
    assert faults() == ["thuộc một quyết định chưa ban hành."]


def test_a_paper_that_no_act_issued_replaces_none(world):
    inserted(Paper, world.award.papers.get(), issue=2, code=FORGED, reason="Cấp lại")
    assert verify_code(FORGED).sentence == UNPROVEN
    assert {verify_code(code).status for code in codes(world.award) if code != FORGED} == {"Có giá trị"}
    assert faults() == ["có 2 bản in, nhiều hơn số lần cấp trong nhật ký."]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": "Người Khác"}, "cột name khác quyết định."),
        ({"position": "Hiệu trưởng"}, "cột position khác quyết định."),
        ({"wording": "Lời khác"}, "cột wording khác quyết định."),
        ({"sex": "male"}, "cột sex khác quyết định."),
    ],
)
def test_a_text_that_no_decision_wrote_is_found(world, change, fault):
    """Somebody who may drop triggers wrote it."""
    with without_triggers():
        QuerySet(Award).filter(pk=world.award.pk).update(**change)
    assert faults() == [fault]
    named = verify_code(world.award.papers.get().code)
    assert named.status == ("Có giá trị" if {"wording", "sex"} & set(change) else "Chưa xác nhận được")


def test_an_annulment_that_no_decision_wrote_is_found(world):
    with without_triggers():
        QuerySet(Award).filter(pk=world.award.pk).update(annulled_by=world.award.decision)
    assert faults() == ["bị ghi là hủy bỏ mà không có quyết định hủy bỏ."]


def test_a_changed_decision_and_a_deleted_entry_are_found(world):
    with without_triggers():
        content = world.award.decision.content
        content["head"]["form"] = "Huân chương"
        QuerySet(Decision).filter(pk=world.award.decision_id).update(content=content)
        world.award.papers.all()._raw_delete(using="default")
        QuerySet(Award).filter(pk=world.award.pk)._raw_delete(using="default")
    assert faults()[0] == "nội dung không khớp mã kiểm tra."
    assert faults()[1].startswith("thiếu trong sổ người, tập thể thứ ")


def test_a_point_added_to_an_issued_correction_is_found(world):
    amended(world, "correct", "position", "Tổ trưởng", "98")
    correction = Correction.objects.get()
    other = Award.objects.in_force().exclude(pk=world.award.pk).first()
    inserted(Correction, correction, award_id=other.pk, field="name", new="Người Khác")
    assert "các điểm sửa khác nội dung đã ban hành." in faults()


def test_the_events_that_prove_are_those_of_the_row(world):
    """An event about another object with the same number proves nothing."""
    issued = Event.objects.filter(verb="register_decision", target_id=world.award.decision_id).get()
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE units_event SET target_type_id = (SELECT id FROM django_content_type WHERE model = 'dossier') "
            "WHERE id = %s",
            [issued.pk],
        )
    assert "không có sự việc ban hành trong nhật ký." in faults()
