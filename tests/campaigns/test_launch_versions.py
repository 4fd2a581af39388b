"""Tests that what is published changes only by a new version of the launch, with its reason."""

from datetime import date
from pathlib import Path

import pytest

from campaigns.actions import phases
from campaigns.actions.amendments import AmendmentNeeded, amend, begin_change
from campaigns.campaign_import import loading
from campaigns.launch_proof import launch_faults
from campaigns.models import Campaign, Commemoration, LaunchFile, LaunchVersion, Phase, Purpose
from campaigns.models.commemoration import words_on
from campaigns.tasks import ask_for_missing_launch_papers, make_launch_paper
from foundation import clock
from foundation.toml_schema import BadFile
from tests.support.admin_pages import change_url, posted
from tests.support.papers import words
from units.access import Forbidden
from units.models import Event, Job, Unit

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]

WHY = "Theo công văn số 12 của văn thư"
LAUNCH = Path(loading.__file__).parents[1] / "data" / "campaign-2015.toml"
DIRECT = "công đoàn cấp trên, cơ sở trực thuộc"
PAPER = "/campaigns/2015/launch.pdf"


def save(client, row, **typed):
    """Open the change page of a row, type, and press Lưu."""
    return client.post(change_url(row), posted(client.get(change_url(row))) | typed, follow=True)


def errors(response):
    return dict(response.context["adminform"].form.errors)


def numbers():
    return list(LaunchVersion.objects.values_list("number", flat=True))


def test_publishing_writes_the_first_version(world):
    version = LaunchVersion.objects.get()
    assert (version.number, version.reason, version.by) == (1, "", world.user("board"))
    assert version.at == Campaign.objects.get().published_at
    assert [len(version.content[part]) for part in ("purposes", "contents", "measures", "recipients")] == [3, 5, 6, 9]
    assert [phase["number"] for phase in version.content["phases"]] == [1, 2]


@pytest.mark.usefixtures("world")
def test_nothing_of_it_changes_without_a_reason(sign_in_as, world):
    client = sign_in_as("board")
    response = save(client, world.campaign, number="12/PĐ-LĐLĐ", signer_name="Hứa Quang Lâm")
    assert errors(response) == {
        "change_reason": [
            "Xin ghi lý do. Nội dung đã công bố sẽ thay đổi:",
            "Số, ký hiệu: (trống) → 12/PĐ-LĐLĐ",
            "Người ký: Lô Tiến Sơn → Hứa Quang Lâm",
        ]
    }
    assert (Campaign.objects.get().number, numbers()) == ("", [1])
    assert 'value="12/PĐ-LĐLĐ"' in response.text
    response = save(client, world.phase, ends_on="05/07/2015")
    assert list(errors(response)["change_reason"])[1:] == ["Đợt 1, kết thúc: 30/06/2015 → 05/07/2015"]
    assert Phase.objects.get(pk=world.phase.pk).ends_on == date(2015, 6, 30)


def test_a_change_with_its_reason_is_the_next_version_and_the_old_one_stays(sign_in_as, world, client):
    client = sign_in_as("board")
    before = client.get(PAPER).content
    response = save(client, world.campaign, number="12/PĐ-LĐLĐ", change_reason=WHY)
    assert "Đã ghi bản số 2 của bản phát động, có hiệu lực từ 09:00 ngày 10/03/2015." in response.text
    event = Event.objects.about(world.campaign).get(verb="amend_launch")
    assert (event.reason, event.changes) == (WHY, {"bản phát động": ["1", "2"]})
    client.logout()
    page = client.get("/campaigns/2015/").text
    assert "Bản số 2 đang có hiệu lực, từ 09:00 ngày 10/03/2015." in page
    assert f"Lý do: {WHY}" in page
    assert "Số, ký hiệu: (trống) → 12/PĐ-LĐLĐ" in page
    assert client.get("/campaigns/2015/versions/1/launch.pdf").content == before
    old = client.get("/campaigns/2015/versions/1/").text
    assert "Bản số 1, không còn hiệu lực" in old
    assert "Có hiệu lực từ 09:00 ngày 20/01/2015 đến 09:00 ngày 10/03/2015." in old
    assert "Số 12/PĐ-LĐLĐ" not in old
    text = words(client.get(PAPER).content, "-raw")
    assert f"(Bản số 2, có hiệu lực từ ngày 10/03/2015, thay bản số 1 ngày 20/01/2015; lý do: {WHY})" in text
    assert "Số: 12/PĐ-LĐLĐ" in text
    assert client.get("/campaigns/2015/versions/3/").status_code == 404


def test_a_line_and_a_due_date_are_part_of_the_launch(sign_in_as, world):
    client, line = sign_in_as("board"), world.campaign.purposes.first()
    save(client, world.campaign, **{"purposes-0-text": "Thi đua thiết thực", "change_reason": WHY})
    save(client, world.phase, due_report_direct="20/07/2015", change_reason="Lùi hạn")
    assert Purpose.objects.get(pk=line.pk).text == "Thi đua thiết thực"
    page = client.get("/campaigns/2015/").text
    assert f"Mục đích, yêu cầu: {line.text} → Thi đua thiết thực" in page
    assert f"Đợt 1, hạn báo cáo kết quả ({DIRECT}): 17/07/2015 → 20/07/2015" in page


def test_what_says_nothing_else_needs_no_reason(sign_in_as, world):
    response = save(sign_in_as("board"), world.phase)
    assert response.status_code == 200
    assert numbers() == [1]


def test_a_name_of_the_unit_that_changed_elsewhere_is_asked_about_at_the_next_change(sign_in_as, world):
    Unit.objects.filter(pk=world.province.pk).update(full_name="Liên đoàn Lao động tỉnh Mới")
    client, section = sign_in_as("board"), world.campaign.sections.first()
    add = "/admin/campaigns/indicator/add/"
    typed = {"name": "Chỉ tiêu thêm", "code": "X1", "section": section.pk, "unit_of_measure": "người"}
    typed |= {"order": "900", "over_units": "sum", "over_phases": "sum"}
    typed = posted(client.get(add)) | typed | {"asked_public_service": "all"}
    response = client.post(add, typed, follow=True)
    assert list(errors(response)["change_reason"])[1:] == [
        f"Đơn vị phát động, tên đầy đủ trên văn bản: {world.province.full_name} → Liên đoàn Lao động tỉnh Mới"
    ]
    assert "adminform" not in client.post(add, typed | {"change_reason": WHY}, follow=True).context
    assert numbers() == [1, 2]


def test_a_discarded_phase_is_a_version_too(world):
    phases.discard_phase(world.phase2, reason=WHY, by=world.by("board"))
    assert [phase["number"] for phase in LaunchVersion.objects.last().content["phases"]] == [1]
    assert LaunchVersion.objects.last().reason == WHY


def test_every_road_meets_the_same_action(world):
    by, before = world.by("board"), begin_change(world.campaign)
    with pytest.raises(Forbidden):
        amend(world.campaign, before, by=world.by("leader"), reason=WHY)
    Phase.objects.filter(pk=world.phase.pk).update(number=7)
    with pytest.raises(AmendmentNeeded) as needed:
        amend(world.campaign, before, by=by, reason=WHY)
    assert needed.value.refusals == ("Đợt 1 đã mở, không đổi số được: đăng ký, báo cáo và giấy tờ đã ghi số này.",)
    assert numbers() == [1]


def test_the_admin_offers_no_number_of_an_open_phase(sign_in_as, world):
    save(sign_in_as("board"), world.phase, number="7", change_reason=WHY)
    assert Phase.objects.get(pk=world.phase.pk).number == 1
    assert save(sign_in_as("board"), world.phase2, number="3", change_reason=WHY).status_code == 200
    assert Phase.objects.get(pk=world.phase2.pk).number == 3


# Dates


def test_unusual_dates_are_asked_about_and_may_be_right(sign_in_as, world):
    client = sign_in_as("board")
    typed = {"starts_on": "01/06/2015", "review_date": "01/12/2015", "due_pledge_direct": "31/05/2015"}
    response = save(client, world.phase2, change_reason=WHY, **typed)
    questions = errors(response)["confirmed"]
    assert questions == [
        "Đợt 2: ngày tổng kết 01/12/2015 trước ngày kết thúc đợt (31/12/2015). Có đúng không?",
        f"Đợt 2: hạn đăng ký thi đua ({DIRECT}) 31/05/2015 trước ngày bắt đầu đợt (01/06/2015). Có đúng không?",
        "Đợt 2 bắt đầu ngày 01/06/2015, khi đợt 1 chưa kết thúc (30/06/2015). Có đúng không?",
    ]
    mark = response.context["adminform"].form.fields["confirmed"].widget.mark
    save(client, world.phase2, change_reason=WHY, confirmed=mark, **typed)
    assert Phase.objects.get(pk=world.phase2.pk).starts_on == date(2015, 6, 1)
    event = Event.objects.about(world.campaign).get(verb="confirm_dates")
    assert event.changes == {"ngày tháng": ["", " ".join(questions)]}
    assert "adminform" not in save(client, world.phase2, change_reason=WHY, theme="Chủ đề khác").context


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("of", "typed", "question"),
    [
        ("phase2", {"review_date": "28/07/2099"}, "Đợt 2: ngày tổng kết 28/07/2099 quá nửa năm sau {end}"),
        (
            "phase2",
            {"due_report_direct": "28/07/2099"},
            f"Đợt 2: hạn báo cáo kết quả ({DIRECT}) 28/07/2099 quá nửa năm sau {{end}}",
        ),
        (
            "phase2",
            {"due_pledge_direct": "30/12/2015", "due_report_direct": "17/07/2015"},
            f"Đợt 2: hạn đăng ký ({DIRECT}) 30/12/2015 ở sau hạn báo cáo (17/07/2015).",
        ),
        (
            "campaign",
            {"issued_on": "01/01/2099"},
            "Ngày ban hành 01/01/2099 ở sau ngày kết thúc đợt cuối (31/12/2015).",
        ),
        (
            "campaign",
            {"issued_on": "01/01/2013"},
            "Ngày ban hành 01/01/2013 không ở trong năm 2015 của phong trào hay năm trước.",
        ),
    ],
)
def test_dates_far_off_are_asked_about(sign_in_as, world, of, typed, question):
    response = save(sign_in_as("board"), getattr(world, of), change_reason=WHY, **typed)
    asked = question.format(end="khi kết thúc đợt (31/12/2015).")
    assert errors(response)["confirmed"] == [f"{asked} Có đúng không?"]


def test_a_tick_of_questions_that_are_settled_meanwhile_is_no_obstacle(sign_in_as, world):
    client = sign_in_as("board")
    response = save(client, world.phase2, change_reason=WHY, review_date="01/12/2015")
    mark = response.context["adminform"].form.fields["confirmed"].widget.mark
    response = save(client, world.phase2, change_reason=WHY, review_date="31/12/2015", confirmed=mark)
    assert "adminform" not in response.context
    assert Phase.objects.get(pk=world.phase2.pk).review_date == date(2015, 12, 31)


def test_discarding_a_phase_asks_nothing_about_the_dates_of_the_others(world):
    Phase.objects.filter(pk=world.phase.pk).update(ends_on=date(2015, 12, 20))
    Phase.objects.create(
        campaign=world.campaign, number=3, theme="Đợt thêm", starts_on=date(2015, 12, 15), ends_on=date(2015, 12, 31)
    )
    phases.discard_phase(world.phase2, reason=WHY, by=world.by("board"))
    assert [phase["number"] for phase in LaunchVersion.objects.last().content["phases"]] == [1, 3]


def test_the_year_of_a_campaign_is_asked_about_beside_its_phases(sign_in_as, world):
    response = save(sign_in_as("board"), world.campaign, year="2016", change_reason=WHY)
    assert errors(response)["confirmed"] == [
        f"Đợt {n} ({span}) không có ngày nào trong năm 2016 của phong trào. Có đúng không?"
        for n, span in ((1, "01/01/2015 – 30/06/2015"), (2, "01/07/2015 – 31/12/2015"))
    ]


def test_an_anniversary_ahead_is_refused_and_a_day_outside_the_phase_is_asked_about(sign_in_as, world):
    client, count = sign_in_as("board"), world.phase2.commemorations.count()
    row = {f"commemorations-{count}-name": "Đại hội XIII", f"commemorations-{count}-date": "20/11/2029"}
    response = save(client, world.phase2, change_reason=WHY, **row)
    assert errors(response)["__all__"] == [
        (
            "Đợt 2: “Đại hội XIII” ngày 20/11/2029 chưa tròn năm nào trong đợt. "
            "Xin xem lại ngày gốc; việc diễn ra trong đợt thì chọn loại “sự kiện”."
        )
    ]
    response = save(client, world.phase2, change_reason=WHY, **row | {f"commemorations-{count}-date": "03/02/1930"})
    assert errors(response)["confirmed"] == [
        "Đợt 2: ngày kỷ niệm “Đại hội XIII” (03/02/1930) không rơi vào đợt (01/07/2015 – 31/12/2015). Có đúng không?"
    ]


def test_an_event_is_published_with_its_two_wordings(sign_in_as, world):
    """The launch document calls it as on its own day; a page says its day and whose it is."""
    client, prefix = sign_in_as("board"), f"commemorations-{world.phase2.commemorations.count()}"
    event = {"kind": "event", "owner": "province", "name": "Đại hội Đảng bộ tỉnh", "date": "15/10/2015"}
    words = {"words_before": "tiến tới Đại hội Đảng bộ tỉnh", "words_after": "thành công Đại hội Đảng bộ tỉnh"}
    typed = {f"{prefix}-{name}": value for name, value in (event | words).items()}
    response = save(client, world.phase2, **typed)
    assert errors(response)["change_reason"] == [
        "Xin ghi lý do. Nội dung đã công bố sẽ thay đổi:",
        (
            "Đợt 2, ngày kỷ niệm, sự kiện: (trống) → Đại hội Đảng bộ tỉnh, sự kiện · 15/10/2015 · chưa diễn ra: tiến "
            "tới Đại hội Đảng bộ tỉnh · đã diễn ra: thành công Đại hội Đảng bộ tỉnh · của địa phương"
        ),
    ]
    save(client, world.phase2, change_reason=WHY, **typed)
    assert numbers() == [1, 2]
    page = client.get("/campaigns/2015/").content.decode()
    assert "tiến tới Đại hội Đảng bộ tỉnh" in page
    assert "15/10/2015 · của địa phương" in page
    assert ("năm tròn" in page, "năm lẻ 5" in page) == (True, True)
    assert not list(launch_faults())
    save(client, world.campaign, change_reason=WHY, issued_on="16/10/2015", number="9/PĐ-LĐLĐ")
    assert LaunchVersion.objects.last().content["phases"][1]["days"][-1]["words"] == words["words_after"]


def test_its_kind_decides_what_is_filled_in(sign_in_as, world):
    wrong = {"0-date": "", "1-words_after": "thành công", "2-kind": "event", "2-date": "", "2-is_month_only": "on"}
    row = {f"commemorations-{field}": value for field, value in wrong.items()}
    response = save(sign_in_as("board"), world.phase2, change_reason=WHY, **row)
    (formset,) = response.context["inline_admin_formsets"]
    assert formset.formset.errors[:3] == [
        {"date": ["Ngày kỷ niệm phải có ngày gốc để tính số năm."]},
        {"words_after": ["Chỉ dùng cho sự kiện."]},
        {"date": ["Xin ghi một ngày trong tháng đó."]},
    ]
    assert numbers() == [1]


def test_years_typed_by_hand_are_those_that_are_computed(sign_in_as, world):
    occasion = "kỷ niệm 87 năm Ngày thành lập Công đoàn Việt Nam"
    response = save(sign_in_as("board"), world.phase, change_reason=WHY, review_occasion=occasion)
    assert errors(response)["confirmed"] == [
        "“87 năm Ngày thành lập Công đoàn Việt Nam”: tính từ ngày 28/07/1929 là 86 năm. Có đúng không?"
    ]


@pytest.mark.parametrize(
    ("day", "is_month_only", "words"),
    [
        (None, False, "trước"),
        (date(2015, 10, 15), False, "trước"),
        (date(2015, 10, 14), False, "sau"),
        (date(2015, 10, 1), True, "trước"),
        (date(2015, 9, 30), True, "sau"),
    ],
)
def test_an_event_is_called_otherwise_once_it_is_over(day, is_month_only, words):
    event = Commemoration(
        kind="event", name="tên", date=day, is_month_only=is_month_only, words_before="trước", words_after="sau"
    )
    assert words_on(event, date(2015, 10, 15)) == words


def test_a_file_is_asked_the_same(world, tmp_path):
    text = LAUNCH.read_text("utf-8")
    file = tmp_path / "campaign.toml"
    file.write_text(text.replace('slug = "2015"', 'slug = "x"').replace("2015-12-31", "2015-06-30"), "utf-8")
    with pytest.raises(BadFile):
        loading.load(file, world.province)
    file.write_text(text.replace('slug = "2015"', 'slug = "x"').replace("ends_on = 2015-06-30", "ends_on = 2015-07-15"))
    with pytest.raises(BadFile) as refused:
        loading.load(file, world.province)
    assert refused.value.sentences == (
        "Đợt 2 bắt đầu ngày 01/07/2015, khi đợt 1 chưa kết thúc (15/07/2015). Có đúng không?",
        "Nếu ngày tháng đúng như vậy, xin nạp lại với --dates-are-right.",
    )
    assert loading.load(file, world.province, is_confirmed=True).slug == "x"


# Years


@pytest.mark.parametrize(
    ("event", "on", "years"),
    [
        (date(1944, 12, 22), date(2015, 12, 22), 71),
        (date(1930, 2, 3), date(2016, 2, 3), 86),
        (date(1904, 2, 29), date(2016, 2, 29), 112),
        (date(1945, 9, 2), date(2015, 9, 2), 70),  # outside the phase: that of the campaign's year
    ],
)
def test_an_anniversary_is_counted_on_its_day_in_the_phase(world, event, on, years):
    phase = Phase(campaign=world.campaign, starts_on=date(2015, 12, 1), ends_on=date(2016, 2, 29))
    day = Commemoration(phase=phase, name="", date=event)
    assert (day.on, day.years) == (on, years)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "school_year", "holds_june"),
    [
        (date(2015, 1, 1), date(2015, 6, 30), "2014-2015", True),
        (date(2015, 7, 1), date(2015, 12, 31), "2014-2015", False),
        (date(2015, 9, 1), date(2016, 6, 1), "2015-2016", True),
        (date(2015, 12, 1), date(2016, 2, 29), "2015-2016", False),
    ],
)
def test_a_school_year_is_that_of_the_date(world, starts_on, ends_on, school_year, holds_june):
    phase = Phase(campaign=world.campaign, starts_on=starts_on, ends_on=ends_on)
    assert (phase.school_year, phase.holds_june) == (school_year, holds_june)


# Kept papers


def test_the_worker_draws_a_version_once(world):
    LaunchVersion.objects.create(
        campaign=world.campaign, number=2, at=clock.now(), reason=WHY, content=LaunchVersion.objects.get().content
    )
    assert ask_for_missing_launch_papers() == "Đã giao tạo bản PDF của 1 bản phát động."
    version = LaunchVersion.objects.get(number=2)
    assert Job.objects.filter(kind="launch_paper", about_id=version.pk).count() == 1
    make_launch_paper.call(version.pk)
    before = LaunchFile.objects.get(version=version).sha256
    make_launch_paper.call(version.pk)
    assert LaunchFile.objects.get(version=version).sha256 == before != ""
    assert ask_for_missing_launch_papers() == ""
