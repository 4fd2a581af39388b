"""Tests the demo: fictional unions around the real campaign of 2015, as of 20 July."""

from datetime import datetime

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count, Max
from django.utils import timezone

from campaigns.models import (
    AssignedTarget,
    CalledUnit,
    Campaign,
    Exemplar,
    Figure,
    Filing,
    FilingKind,
    Submission,
    Work,
    WorkEntry,
    WorkResult,
)
from campaigns.sheet import Sheet
from emulation.fictional.demo.build import build
from emulation.fictional.demo.sheets import sheet_content
from foundation import clock
from summaries.models import Summary
from tests.support.casts import copied
from tests.support.module_rows import rows_for_module
from units.demo_accounts import USERNAMES
from units.models import Event, Post, Role, Strand, UnionForm, Unit, UnitKind, User

MONDAY = "2015-07-20T09:00+07:00"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The whole demo; the module's tests read it on Monday 20 July 2015."""
    with rows_for_module(django_db_blocker, lambda: copied(build)), clock.travel(MONDAY):
        yield


pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def sheet(union, kind, number=1, slug="2015"):
    of_unit = Filing.objects.with_context().filter(called__unit__name=union, kind=kind)
    return of_unit.get(called__phase__number=number, called__phase__campaign__slug=slug)


def statuses(slug, number, kind):
    sheets = Filing.objects.filter(called__phase__campaign__slug=slug, called__phase__number=number, kind=kind)
    return dict(sheets.values_list("status").annotate(count=Count("pk")))


def local(moment):
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def test_there_are_70_units_of_every_kind():
    assert dict(Unit.objects.values_list("kind").annotate(count=Count("pk"))) == {
        UnitKind.PROVINCE: 1,
        UnitKind.UPPER_PLACE: 11,
        UnitKind.UPPER_TRADE: 3,
        UnitKind.GRASSROOTS: 55,
    }
    assert dict(Unit.objects.exclude(strand="").values_list("strand").annotate(count=Count("pk"))) == {
        Strand.ADMINISTRATIVE: 14,
        Strand.PUBLIC_SERVICE: 20,
        Strand.STATE_ENTERPRISE: 5,
        Strand.PRIVATE_ENTERPRISE: 12,
        Strand.FOREIGN_ENTERPRISE: 2,
    }
    occupational = Unit.objects.filter(form=UnionForm.OCCUPATIONAL)
    assert [unit.name for unit in occupational] == ["Nghiệp đoàn Xe ôm Thung Mơ", "Nghiệp đoàn Bốc xếp cửa khẩu Pò Gió"]


def test_five_grassroots_unions_hang_directly_under_the_province():
    direct = Unit.objects.filter(kind=UnitKind.GRASSROOTS, parent__kind=UnitKind.PROVINCE)

    assert [(unit.name, unit.coordinated) for unit in direct] == [
        ("CĐCS Cơ quan LĐLĐ tỉnh", False),
        ("CĐCS Công ty TNHH MTV Cấp nước Suối Nhạc", False),
        ("CĐCS Công ty Cổ phần Vận tải Cửa Ải", False),
        ("CĐCS Công ty Điện lực Minh Họa", True),
        ("CĐCS Công ty Than Đồi Sương", True),
    ]


def test_upper_unions_stand_in_the_order_of_the_office():
    assert [unit.name for unit in Unit.objects.filter(kind__in=(UnitKind.UPPER_PLACE, UnitKind.UPPER_TRADE))] == [
        *("LĐLĐ thành phố Lạng Sơn", "LĐLĐ huyện Tràng Định", "LĐLĐ huyện Văn Lãng", "LĐLĐ huyện Cao Lộc"),
        *("LĐLĐ huyện Lộc Bình", "LĐLĐ huyện Đình Lập", "LĐLĐ huyện Bình Gia", "LĐLĐ huyện Bắc Sơn"),
        *("LĐLĐ huyện Văn Quan", "LĐLĐ huyện Chi Lăng", "LĐLĐ huyện Hữu Lũng", "Công đoàn ngành Giáo dục"),
        *("Công đoàn ngành Y tế", "Công đoàn Viên chức tỉnh"),
    ]


def test_a_school_has_its_names_its_year_and_its_head():
    school = Unit.objects.get(name="CĐCS Trường THCS Đồi Na")

    assert school.full_name == "Công đoàn cơ sở Trường THCS Đồi Na, huyện Chi Lăng, tỉnh Lạng Sơn"
    assert (school.working_year, school.head_title, school.place) == ("school", "Hiệu trưởng", "Chi Lăng")
    assert (school.workers, school.women, school.members, school.direct) == (46, 31, 46, 43)


@pytest.mark.parametrize(
    ("username", "name", "unit", "roles"),
    [
        ("officer", "Nông Thị Ánh Nguyệt", "CĐCS Trường THCS Đồi Na", {Role.OFFICER}),
        ("district", "Vi Văn Thông", "LĐLĐ huyện Chi Lăng", {Role.OFFICER, Role.REVIEWER}),
        ("chair", "Lương Thị Mây", "LĐLĐ huyện Chi Lăng", {Role.LEADER}),
        ("board", "Triệu Thị Sao Mai", "LĐLĐ tỉnh Lạng Sơn", {Role.REVIEWER}),
        ("leader", "Hứa Quang Lâm", "LĐLĐ tỉnh Lạng Sơn", {Role.LEADER}),
        ("admin", "Lương Văn Ỷ", "LĐLĐ tỉnh Lạng Sơn", {Role.ADMINISTRATOR}),
        ("desk", "Hoàng Thế Bảo", "LĐLĐ tỉnh Lạng Sơn", {Role.DESK}),
    ],
)
def test_seven_accounts_sign_in(username, name, unit, roles, settings):
    settings.DEBUG = True
    user = authenticate(username=username, password="thi-dua-2015")

    assert user is not None
    assert user.full_name == name
    assert {(post.unit.name, post.role) for post in user.current_posts} == {(unit, role) for role in roles}


def test_nobody_else_can_sign_in():
    others = User.objects.exclude(username__in=(*USERNAMES, "van-thu", "kiem-tra"))

    assert [user for user in others if user.has_usable_password()] == []


def test_a_person_with_two_posts_chooses_which_one_acts():
    two = User.objects.get(full_name="Đàm Thị Hồi")

    assert [post.unit.name for post in two.current_posts] == ["LĐLĐ tỉnh Lạng Sơn", "CĐCS Cơ quan LĐLĐ tỉnh"]


def test_every_unit_but_the_root_has_an_officer_and_every_upper_union_a_reviewer():
    def held_by(role):
        return set(Post.objects.current(clock.today()).filter(role=role).values_list("unit", flat=True))

    upper = Unit.objects.exclude(kind=UnitKind.GRASSROOTS).values_list("pk", flat=True)
    assert set(Unit.objects.exclude(parent=None).values_list("pk", flat=True)) - held_by(Role.OFFICER) == set()
    assert set(upper) - held_by(Role.REVIEWER) == set()


def test_every_status_of_a_phase_is_there():
    phases = [
        (phase.campaign.slug, phase.number, phase.status)
        for campaign in Campaign.objects.order_by("year")
        for phase in campaign.phases.all()
    ]

    assert phases == [("2014", 1, "locked"), ("2014", 2, "locked"), ("2015", 1, "open"), ("2015", 2, "open")]


def test_every_status_of_a_sheet_is_there():
    assert statuses("2015", 1, "pledge") == {"accepted": 66, "draft": 1, "returned": 1, "excused": 1}
    assert statuses("2015", 1, "report") == {
        "accepted": 53,
        "submitted": 7,
        "returned": 3,
        "draft": 2,
        "awaited": 3,
        "excused": 1,
    }
    assert statuses("2015", 2, "pledge") == {"awaited": 52, "draft": 2, "submitted": 7, "returned": 1, "accepted": 7}
    assert statuses("2015", 2, "report") == {"awaited": 69}


def test_nearly_everybody_filed_in_2014():
    for number in (1, 2):
        assert statuses("2014", number, "pledge") == {"accepted": 64, "awaited": 4}
        assert statuses("2014", number, "report") == {"accepted": 64, "awaited": 4}


def test_the_officer_has_a_returned_report_and_an_awaited_pledge():
    report, pledge = sheet("CĐCS Trường THCS Đồi Na", "report"), sheet("CĐCS Trường THCS Đồi Na", "pledge", 2)

    assert (report.status, local(report.decided_at), local(report.due)) == (
        *("returned", "17/07/2015 10:00", "22/07/2015 23:59"),
    )
    assert [remark.field for remark in report.current_submission.remarks.all()] == ["SN01", "recognised_no"]
    assert "Sổ theo dõi học sinh có nguy cơ bỏ học theo tuần" in report.reason
    without = [row for row in report.typed["results"] if "recognised_no" in row and not row["recognised_no"]]
    assert [WorkEntry.objects.get(work__uuid=row["uuid"]).title for row in without] == [
        "Sổ theo dõi học sinh có nguy cơ bỏ học theo tuần"
    ]
    assert (pledge.status, pledge.typed) == ("awaited", {})
    assert Sheet(pledge).inherited == sheet("CĐCS Trường THCS Đồi Na", "pledge").last_submission


@pytest.mark.parametrize(
    ("union", "status", "late_days"),
    [
        ("CĐCS Trường THCS Nà Dâu", "awaited", 0),
        ("CĐCS Hợp tác xã Na Ngọt", "accepted", 3),
        ("CĐCS Hợp tác xã Quýt Nắng Hạ", "excused", 0),
        ("CĐCS Trường Mầm non Quả Na", "returned", 0),
        ("CĐCS Trường Tiểu học Khe Sáo", "submitted", 0),
        ("CĐCS Trường PTDT bán trú Tiểu học Bản Mây", "accepted", 0),
        ("LĐLĐ huyện Tràng Định", "submitted", 3),
    ],
)
def test_states_worth_showing(union, status, late_days):
    report = sheet(union, "report")

    assert (report.status, report.late_days) == (status, late_days)


def test_the_union_founded_in_may_was_called_singly_and_excused():
    called = CalledUnit.objects.get(unit__name="CĐCS Hợp tác xã Quýt Nắng Hạ", phase__number=1)

    assert Event.objects.filter(verb="call", unit=called.unit).count() == 1
    assert {filing.reason for filing in called.filings.all()} == {
        "Mới thành lập tháng 5/2015, chưa thuộc diện đăng ký, báo cáo đợt 1."
    }
    assert not CalledUnit.objects.filter(unit=called.unit, phase__campaign__slug="2014").exists()


def test_an_upper_union_filed_for_a_school():
    pledge = sheet("CĐCS Trường Tiểu học Khe Sáo", "pledge").last_submission
    report = sheet("CĐCS Trường Tiểu học Khe Sáo", "report").last_submission

    assert (pledge.by.full_name, pledge.confirmed_by.full_name) == ("Nông Văn Chức", "Dương Thị Hường")
    assert (report.on_behalf, report.confirmed_at) == (True, None)


def test_a_shoe_factory_exceeds_what_it_pledged():
    def value(kind, code):
        return sheet("CĐCS Công ty TNHH Giày Bước Xuân", kind).last_submission.figures.get(indicator__code=code).value

    for code in ("SK03", "AT01", "TC01"):
        assert value("report", code) > value("pledge", code)


def test_works_are_declared_checked_or_told_in_words():
    burner = WorkResult.objects.with_checked_values().get(registered__title="Thay vòi đốt lò nung, giảm tiêu hao than")
    kit = WorkResult.objects.get(registered__title="Bộ thí nghiệm điện từ vật liệu tái chế")
    hospital = WorkResult.objects.filter(work__unit__name="CĐCS Bệnh viện Thung Mơ", submission__filing__late=False)

    assert (burner.value, burner.checked_value, burner.highlighted) == (82_000_000, 74_500_000, True)
    assert (kit.value, kit.no_money, kit.recognised_by) == (None, True, "Hiệu trưởng Trường THCS Đồi Na")
    assert hospital.filter(submission__filing__called__phase__campaign__slug="2015", no_money=True).count() == 6
    assert Exemplar.objects.filter(published=True).count() > 0


def test_a_pledge_names_the_employer_who_signs_with_the_union_and_a_nghiep_doan_has_none():
    commune = sheet("CĐCS Xã Đồi Na", "pledge").typed["commitment"]
    drivers = sheet("Nghiệp đoàn Xe ôm Thung Mơ", "pledge").typed["commitment"]

    assert commune["head_title"] == "Chủ tịch Ủy ban nhân dân xã"
    assert set(drivers) == {"text", "agreed", "chair_name"}


def test_targets_were_given_by_the_province_and_by_a_district():
    by = AssignedTarget.objects.values_list("by__name").annotate(count=Count("pk"))

    assert dict(by) == {"LĐLĐ tỉnh Lạng Sơn": 46, "LĐLĐ huyện Chi Lăng": 17}
    new_unions = AssignedTarget.objects.filter(indicator__code="TC02")
    assert new_unions.get(to__name="LĐLĐ huyện Cao Lộc").value == 2
    assert not new_unions.filter(to__name="LĐLĐ huyện Đình Lập").exists()


def test_the_calendar_is_the_demos_own():
    phase = Campaign.objects.get(slug="2015").phases.get(number=1)

    assert [(due.kind, due.group, local(due.at)) for due in phase.due_dates.order_by("at", "kind", "group")] == [
        ("pledge", "below_upper", "27/02/2015 23:59"),
        ("pledge", "direct", "13/03/2015 23:59"),
        ("school_dossier", "below_upper", "12/06/2015 23:59"),
        ("school_dossier", "direct", "12/06/2015 23:59"),
        ("report", "below_upper", "10/07/2015 23:59"),
        ("dossier", "direct", "17/07/2015 23:59"),
        ("report", "direct", "17/07/2015 23:59"),
    ]


def test_everything_happened_before_the_clock_starts_and_in_order():
    last = Event.objects.aggregate(last=Max("at"))["last"]

    assert last < datetime.fromisoformat(MONDAY)
    moments = list(Event.objects.filter(at__year=2015).order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_every_sheet_that_was_received_is_complete():
    """Each sheet is validated again: nothing is missing, no question is open."""
    received = Filing.objects.with_context().received().filter(called__phase__campaign__slug="2015")

    faulty = [filing for filing in received.filter(called__order__gte=1000) if not Sheet(filing).complete]

    assert faulty == []


def test_every_submission_was_made_by_an_officer_of_the_unit_or_above_it():
    for submission in Submission.objects.select_related("post__unit", "filing__called"):
        assert submission.post.role == Role.OFFICER
        assert submission.filing.called.path.startswith(submission.post.unit.path)


def test_figures_are_plausible():
    shares = Figure.objects.exclude(denominator=None).select_related("indicator")

    assert [share for share in shares if share.numerator > share.denominator and not share.indicator.is_quotient] == []
    assert Figure.objects.filter(indicator__code="AT02").exclude(value=0).count() == 0


def test_2014_has_its_final_summaries_of_phase_1_and_of_the_year():
    finals = Summary.objects.filter(campaign__slug="2014", status="final").order_by("dated_on")

    assert [(summary.number, summary.phase and summary.phase.number) for summary in finals] == [
        ("58/BC-LĐLĐ", 1),
        ("02/BC-LĐLĐ", None),
    ]


def test_a_second_time_nothing_happens(capsys, settings):
    settings.DEBUG = True
    before = (Event.objects.count(), Work.objects.count())

    call_command("demo")

    told, _blank, password, *accounts = capsys.readouterr().out.splitlines()
    assert told == "Đã có phong trào 2015; dữ liệu minh họa giữ nguyên."
    assert password == "Tài khoản minh họa, mật khẩu chung: thi-dua-2015"
    assert [line.split()[0] for line in accounts] == list(USERNAMES)
    assert (Event.objects.count(), Work.objects.count()) == before


def test_without_debug_the_demo_is_refused(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError) as refused:
        call_command("demo")

    assert str(refused.value) == "Dữ liệu minh họa chỉ nạp được khi DEBUG=1."


def test_the_clock_starts_where_the_demo_says(capsys, settings):
    settings.PORTAL_NOW = ""

    call_command("clock_start")

    shown, started = capsys.readouterr().out.split()
    assert (shown, float(started) > 1_700_000_000) == ("2015-07-20T09:00:00+07:00", True)


def test_the_clock_never_starts_before_the_last_event(capsys, settings):
    settings.PORTAL_NOW = "2015-03-01T09:00+07:00"

    call_command("clock_start")

    assert capsys.readouterr().out.split()[0] == "2015-07-20T08:20:00+07:00"


def test_the_same_sheet_is_always_filled_in_the_same():
    report = sheet("CĐCS Trường THCS Nà Dâu", FilingKind.REPORT)

    assert sheet_content(report) == sheet_content(report)
    assert Sheet(report, sheet_content(report)).problems == []
