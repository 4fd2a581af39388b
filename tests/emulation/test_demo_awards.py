"""Tests the demo's awards as of 20 July 2015: every status, unusual names, something to do on every desk."""

from collections import Counter
from datetime import datetime

import pytest

from awards import desk
from awards.models import Award, Decision, Dossier, Nomination, Nominee, Paper, Quota
from awards.rules.eligibility import evidence
from awards.rules.quota_usage import usages_of
from awards.rules.register_proof import register_faults
from campaigns.desk import desk as campaign_desk
from emulation.fictional.demo.build import build
from foundation import clock
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from units.acting import acting_for
from units.models import Attachment, Event, Post, User

MONDAY = "2015-07-20T09:00+07:00"
FLOOD = "việc ứng cứu nhân dân vùng mưa lũ đầu tháng 7 năm 2015"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo; the module's tests read it on Monday 20 July 2015."""
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel(MONDAY):
        yield


pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def counted(model, campaign="campaign"):
    return Counter(model.objects.filter(**{f"{campaign}__year": 2015}).values_list("status", flat=True))


def nomination(name, **more):
    return Nomination.objects.with_context().get(nominee__name=name, **more)


def desk_of(name):
    by = acting_for(User.objects.get(username=name), None)
    return [todo.title for todo in desk.todo(by, campaign_desk(by).called)]


def test_every_status_of_a_dossier_is_there():
    assert counted(Dossier) == {
        "draft": 1, "submitted": 7, "endorsed": 5, "returned": 1, "appraised": 9, "closed": 6, "withdrawn": 1,
    }  # fmt: skip


def test_every_status_of_a_nomination_is_there():
    assert counted(Nomination, "dossier__campaign") == {
        "pending": 22, "approved": 10, "rejected": 2, "deferred": 2, "sent_up": 1, "awarded": 9, "not_granted": 1,
        "annulled": 1,
    }  # fmt: skip


def test_the_register_is_as_its_decisions_say():
    assert list(register_faults()) == []


def test_every_status_of_a_decision_is_there_and_each_has_its_scan():
    assert counted(Decision) == {"draft": 3, "to_sign": 1, "issued": 4, "discarded": 1}
    issued = Decision.objects.issued().filter(campaign__year=2015).order_by("dated_on")
    assert [(decision.written_number, decision.unit.name, decision.kind, decision.recorded) for decision in issued] == [
        ("38/QĐ-LĐLĐ", "LĐLĐ huyện Chi Lăng", "award", True),
        ("97/QĐ-LĐLĐ", "LĐLĐ tỉnh Lạng Sơn", "award", True),
        ("41/QĐ-LĐLĐ", "LĐLĐ huyện Chi Lăng", "correct", True),
        ("101/QĐ-LĐLĐ", "LĐLĐ tỉnh Lạng Sơn", "annul", True),
    ]
    assert [decision.issued_by.username for decision in issued] == ["district", "van-thu", "district", "board"]
    assert [decision.closed_by.username for decision in issued] == ["chair", "leader", "chair", "board"]
    assert Decision.objects.get(status="to_sign").kind == "adjust"
    scans = Attachment.objects.filter(target_type__model="decision").order_by("pk")
    assert [attachment.target for attachment in scans if attachment.target.campaign.year == 2015] == list(issued)


def test_the_district_praised_schools_for_their_school_year():
    decision = Decision.objects.get(number="38")
    assert (decision.timing, decision.period_label, str(decision.dated_on)) == (
        *("school_year", "2014-2015", "2015-06-26"),
    )
    assert [(award.number, award.name) for award in decision.awards.order_by("place")] == [
        (1, "Tổ Vật lý - Công nghệ"),
        (2, "Tổ chuyên môn khối 1"),
        (3, "Lộc Văn Hòa"),
        (4, "Trần Thị Diễm"),
        (5, "Hoàng Thị Duyên"),
    ]


def test_one_award_is_annulled_and_one_paper_was_issued_again():
    annulled = Award.objects.exclude(annulled_by=None).get()
    assert (annulled.name, annulled.annulled_by.number) == ("Tổ bốc xếp số 4", "101")
    again = Paper.objects.get(issue=2)
    assert (again.award.name, again.award.papers.count()) == ("Sùng A Lềnh", 2)
    assert Award.objects.exclude(handed_over_on=None).count() == 5


def test_one_person_was_typed_twice_and_nobody_merged_them():
    twice = Nominee.objects.like("Lộc Văn Hòa").order_by("pk")
    assert [nominee.name for nominee in twice] == ["Lộc Văn Hòa", "Lộc Văn Hoà"]
    assert {(nominee.unit.name, nominee.birth_year) for nominee in twice} == {("CĐCS Trường THCS Đồi Na", 1983)}


def test_the_peculiar_ones_are_nominated():
    assert [nomination(name).status for name in ("Vi Páo", "Nông Ích")] == ["awarded", "pending"]
    longest = nomination("Công Tằng Tôn Nữ Thị Minh Nguyệt Ánh")
    assert (longest.nominee_class, longest.status) == ("officer", "pending")
    assert nomination("Trần Quốc Bình").nominee_class == "outside"
    manager = nomination("Chu Đức Toàn")
    assert (manager.nominee_class, manager.status, manager.dossier.status) == ("manager", "rejected", "closed")
    newcomer = nomination("Hoàng Thị Đào")
    assert (newcomer.opinion, newcomer.opinion_reason) == ("disagree", "Tuyển dụng dưới 10 tháng.")


def test_another_title_than_asked_went_to_the_union_that_decides_it():
    row = nomination("Lục Văn Trầm")
    assert (row.title_asked.code, row.title_granted.code, row.status) == ("BK_T", "GK_CTT", "pending")
    assert row.deciding_unit.name == "LĐLĐ huyện Lộc Bình"


def test_works_of_the_year_are_cited():
    row = nomination("Triệu Mùi Khé")
    assert [work.registered.title for work in row.works.with_registered()] == ["Cữ may túi áo khoác một lần gấp"]
    said = [point.text for point in evidence([row])[row.pk].points]
    assert "Được công nhận: Cữ may túi áo khoác một lần gấp." in said
    assert Nomination.works.through.objects.count() == 21


def test_nobodys_own_award_speaks_against_it():
    row = nomination("Vi Páo", status="awarded")
    assert evidence([row])[row.pk].eligible


def test_two_dossiers_came_late():
    late = Dossier.objects.filter(late=True).order_by("unit__path")
    assert {(dossier.unit.name, dossier.timing) for dossier in late} == {
        ("CĐCS Trường Mầm non Quả Na", "school_year"),
        ("CĐCS Công ty Cổ phần Vận tải Cửa Ải", "phase"),
    }


def test_quotas_are_full_within_and_overshot():
    usages = {str(usage.quota): (usage.taken, usage.most, usage.quota.hard) for usage in usages_of(Quota.objects.all())}
    assert usages == {
        "Cờ thi đua: mọi đơn vị": (2, 2, True),
        "Bằng khen: mọi đơn vị": (2, 40, False),
        "Giấy khen: LĐLĐ huyện Chi Lăng": (10, 9, False),
    }


def test_everybody_has_work_on_awards():
    assert {name: desk_of(name) for name in ("officer", "district", "chair", "board", "leader")} == {
        "officer": ["Hồ sơ khen thưởng đợt 1 năm 2015"],
        "district": [
            "Đề nghị lên cấp trên 2 hồ sơ khen thưởng",
            "Thẩm định 2 trường hợp đề nghị khen thưởng đợt 1 năm 2015",
            "Lập dự thảo quyết định cho 3 trường hợp",
        ],
        "chair": ["Chốt để trình ký quyết định: tặng Giấy khen, đợt 1 năm 2015"],
        "board": [
            "Thẩm định 8 trường hợp đề nghị khen thưởng đợt 1 năm 2015",
            "Lập dự thảo quyết định cho 1 trường hợp",
            "Cấp trên chưa trả lời 1 trường hợp",
            "Hoàn thành dự thảo: tặng Bằng khen, đợt 1 năm 2015",
            f"Ghi số, ngày khi đã ký: điều chỉnh việc tặng Bằng khen, đột xuất {FLOOD}",
            "Ghi số, ngày khi đã ký: tờ trình về việc đề nghị khen thưởng phong trào thi đua đợt 1 năm 2015",
            "Vượt số lượng phân bổ",
        ],
        "leader": [
            f"Chờ ký, ghi số và bản chụp: điều chỉnh việc tặng Bằng khen, đột xuất {FLOOD}",
            "Chốt để trình ký quyết định: tặng Cờ thi đua, đợt 1 năm 2015",
            "Chờ ký, ghi số và bản chụp: tờ trình về việc đề nghị khen thưởng phong trào thi đua đợt 1 năm 2015",
            "Đã ghi số, ngày: quyết định 101/QĐ-LĐLĐ",
        ],
    }


def test_the_board_may_record_what_the_chairman_signed():
    assert Post.objects.filter(may_record_signed=True, user__username="board").count() == 1


def test_the_acts_of_awards_are_told_before_the_clock_starts():
    acts = Event.objects.filter(verb__in=("submit_dossier", "approve", "register_decision"), at__year=2015)
    assert acts.count() == 29 + 22 + 4
    assert acts.order_by("-at")[0].at == datetime.fromisoformat("2015-07-20T08:05+07:00")
