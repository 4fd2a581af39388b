"""Tests that a unit has one official report of a phase: a grassroots union its sheet, all others their summary."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from campaigns.models import Report
from foundation import clock
from foundation.documents import pdf
from foundation.lifecycle import StateConflict
from summaries import actions
from summaries.models import Summary
from tests.support.decision_pages import text_of
from tests.support.sheets_by_hand import call, put
from units.acting import acting_as
from units.models import Post, Role, UnitKind, UnitType, User, vocabulary

pytestmark = pytest.mark.sqlite(deep="both")

PHASE = "/campaigns/2015/phases/1/"


@pytest.fixture(autouse=True)
def day_after_the_phase():
    with clock.travel("2015-07-27T09:00+07:00"):
        yield


@pytest.fixture
def printed(monkeypatch):
    """A function that returns the words of a sheet's paper in their order, without laying it out."""

    def text(sheet_paper):
        def write(template, context, **paper):
            return render_to_string(template, context | {"paper": paper})

        monkeypatch.setattr(pdf, "render", write)
        return " ".join(strip_tags(sheet_paper()).split())

    return text


def paper_of(unit, world, visitor, printed):
    sheet = Report.objects.get(called__unit=unit, called__phase=world.phase)
    return printed(lambda: visitor.get(sheet.url("paper")).content.decode())


def test_a_grassroots_unions_summary_leads_to_its_report(world, client):
    sheet = put(world.school, "report", "accepted", phase=world.phase, PT03=4)
    client.force_login(world.user("district"))
    asked = f"?unit={world.school.pk}"
    assert client.get(f"{PHASE}summary.pdf{asked}")["Location"] == sheet.url("paper")
    assert client.get(f"{PHASE}summary.docx{asked}")["Location"] == sheet.get_absolute_url()
    text = text_of(client.get(f"{PHASE}summary/{asked}"))
    assert "Xem báo cáo kết quả" in text
    assert "Lời văn báo cáo" not in text
    assert "Tải bản Word" not in text


def test_no_summary_is_begun_in_the_place_of_a_report(world):
    owner = world.user("owner")
    Post.objects.create(user=owner, unit=world.school, role=Role.REVIEWER, since=date(2015, 1, 1))
    reviewer = acting_as(User.objects.get(pk=owner.pk), Role.REVIEWER)
    with pytest.raises(StateConflict, match="không lập báo cáo khác"):
        actions.begin(world.campaign, world.phase, world.school, by=reviewer)
    assert actions.begin(world.campaign, None, world.school, by=reviewer).pk
    stored = Summary.objects.create(campaign=world.campaign, phase=world.phase, unit=world.school)
    with pytest.raises(StateConflict, match="không lập báo cáo khác"):
        actions.propose(stored, by=reviewer)


def test_the_report_sheet_of_an_upper_union_is_no_document(world, client, printed):
    client.force_login(world.user("board"))
    sheet = put(world.district, "report", "accepted", phase=world.phase)
    text = paper_of(world.district, world, client, printed)
    assert "PHIẾU SỐ LIỆU Kết quả phong trào thi đua đợt 1 năm 2015 của" in text
    assert "(Số liệu tính đến ngày 30/06/2015, không thay Báo cáo sơ kết đợt 1) I. KẾT QUẢ" in text
    for of_documents in ("CỘNG HÒA XÃ HỘI", "Số:", "Kính gửi", "TM. BAN", "CHỦ TỊCH", "ký tên"):
        assert of_documents not in text
    page = text_of(client.get(sheet.get_absolute_url()))
    assert "Tải phiếu số liệu (PDF) Báo cáo chính thức của đơn vị: Báo cáo sơ kết đợt 1 năm 2015" in page


def test_an_employer_signs_where_the_type_of_the_union_has_one(words_read_again, world, client, printed):
    client.force_login(world.user("board"))
    put(world.school, "report", "accepted", phase=world.phase)
    assert "THỦ TRƯỞNG ĐƠN VỊ (ký tên, đóng dấu)" in paper_of(world.school, world, client, printed)
    UnitType.objects.filter(role=UnitKind.GRASSROOTS).update(has_employer=False)
    vocabulary.forget()
    assert not call(world.phase2, world.porters).has_employer
    assert "THỦ TRƯỞNG ĐƠN VỊ" in paper_of(world.school, world, client, printed), "as it was called"
