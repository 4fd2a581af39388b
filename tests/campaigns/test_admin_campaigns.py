"""Tests campaigns, phases, indicators and assigned targets in the admin."""

from datetime import date

import pytest

from campaigns.actions import phases
from campaigns.models import Asked, Campaign, Figure, Indicator, Phase, Recipient
from campaigns.models.assessment_limits import DEFAULT_LIMITS
from foundation import clock
from tests.support.admin_pages import change_url, messages_of, posted
from tests.support.sheets_by_hand import submissions_of
from tests.support.world import unpublish
from units.models import Event

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db, pytest.mark.usefixtures("on_10_march_2015")]


WHY = "Theo công văn của văn thư"


def errors(response):
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def save(client, row, **typed):
    """Open the change page of a row, type, and press Lưu."""
    page = client.get(change_url(row))
    return client.post(change_url(row), posted(page) | {"change_reason": WHY} | typed, follow=True)


def indicator(world, code):
    return Indicator.objects.get(campaign=world.campaign, code=code)


def test_the_board_edits_the_campaign_and_the_lines_of_its_launch(sign_in_as, world):
    count = world.campaign.recipients.count()
    typed = {"number": "05/PĐ-LĐLĐ", "issued_on": "20/01/2015", f"recipients-{count}-name": "Báo Lạng Sơn"}
    save(sign_in_as("board"), world.campaign, **typed)
    campaign = Campaign.objects.get()
    assert (campaign.number, campaign.issued_on) == ("05/PĐ-LĐLĐ", date(2015, 1, 20))
    last = Recipient.objects.get(name="Báo Lạng Sơn")
    assert last == campaign.recipients.last()
    event = Event.objects.about(campaign).first()
    assert event.changes == {
        "Số, ký hiệu": ["", "05/PĐ-LĐLĐ"],
        "Ngày ban hành": ["", "20/01/2015"],
        "nơi nhận": ["", "thêm 1"],
    }


def test_a_published_launch_keeps_its_address_and_its_earlier_versions_their_lines(sign_in_as, world):
    client, line = sign_in_as("board"), world.campaign.recipients.first()
    save(client, world.campaign, **{"slug": "khac", "recipients-0-DELETE": "on"})
    assert Campaign.objects.get().slug == "2015"
    assert not Recipient.objects.filter(pk=line.pk).exists()
    first, second = world.campaign.launch_versions.all()
    assert [line.name in [row["name"] for row in version.content["recipients"]] for version in (first, second)] == [
        True,
        False,
    ]
    save(client, unpublish(world.campaign), slug="khac")
    assert Campaign.objects.get().slug == "khac"


def test_a_wrong_campaign_is_said_at_the_field_and_above(sign_in_as, world):
    response = save(sign_in_as("board"), world.campaign, year="hai nghìn", signer_name="", signed="on")
    assert errors(response) == {
        "year": ["Năm chưa đúng. Xin ghi bốn chữ số, ví dụ 2015."],
        "__all__": ["Bản phát động đã ký thì phải có tên người ký."],
    }
    page = response.content.decode()
    assert '<a href="#id_year">Năm chưa đúng. Xin ghi bốn chữ số, ví dụ 2015.</a>' in page
    assert 'value="hai nghìn"' in page


def test_a_campaign_is_added_for_the_unit_one_acts_for(sign_in_as, world):
    client = sign_in_as("board")
    page = client.get("/admin/campaigns/campaign/add/")
    typed = posted(page) | {"title": "Phong trào năm 2016", "slug": "2016", "year": "2016"}
    assert client.post("/admin/campaigns/campaign/add/", typed).status_code == 302
    added = Campaign.objects.get(slug="2016")
    assert (added.unit, added.published_at) == (world.province, None)
    assert added.assessment_limits.limits == DEFAULT_LIMITS  # a row, so that the Board can change them
    response = client.post("/admin/campaigns/campaign/add/", typed | {"unit": world.district.pk})
    assert set(errors(response)) == {"unit", "slug"}
    response = client.post("/admin/campaigns/campaign/add/", typed | {"slug": "new"})
    assert errors(response) == {"slug": ["Đường dẫn này đã dùng cho phong trào khác."]}


def test_a_due_date_is_kept_as_the_end_of_its_day_and_an_empty_box_takes_it_back(sign_in_as, world):
    typed = {"due_report_direct": "20/07/2015", "due_report_below_upper": ""}
    response = save(sign_in_as("board"), world.phase, **typed)
    due = {(date.kind, date.group): date.at for date in world.phase.due_dates.all()}
    assert due[("report", "direct")] == clock.end_of_day(date(2015, 7, 20))
    assert ("report", "below_upper") not in due
    assert len(due) == 3
    assert not any("là ngày nghỉ" in message for message in messages_of(response))


@pytest.mark.parametrize(
    ("typed", "day", "why"),
    [
        ("15/03/2015", "hết ngày 15/03/2015 (Chủ nhật)", "Chủ nhật"),
        ("14/03/2015", "hết ngày 14/03/2015 (thứ Bảy)", "thứ Bảy"),
        ("30/04/2015", "hết ngày 30/04/2015 (thứ Năm)", "Ngày Chiến thắng"),
    ],
)
def test_a_due_date_on_a_day_off_is_saved_with_a_warning(sign_in_as, world, typed, day, why):
    response = save(sign_in_as("board"), world.phase, due_pledge_direct=typed)
    assert (
        f"Hạn đăng ký thi đua (công đoàn cấp trên, cơ sở trực thuộc) vào {day}, là ngày nghỉ: {why}. "
        "Xin cân nhắc chọn ngày làm việc."
    ) in messages_of(response)
    saved = world.phase.due_dates.get(kind="pledge", group="direct")
    assert saved.at == clock.end_of_day(date(*map(int, reversed(typed.split("/")))))


def test_a_wrong_due_date_saves_nothing_and_stays(sign_in_as, world):
    response = save(sign_in_as("board"), world.phase, due_pledge_direct="31/02/2015", theme="Chủ đề khác")
    assert errors(response) == {
        "due_pledge_direct": ["Ngày chưa đúng. Xin ghi theo dạng ngày/tháng/năm, ví dụ 28/7/2015."]
    }
    assert 'value="31/02/2015"' in response.content.decode()
    assert Phase.objects.get(pk=world.phase.pk).theme == world.phase.theme


def test_a_phase_with_dates_or_number_that_cannot_be_is_refused(sign_in_as, world):
    client = sign_in_as("board")
    response = save(client, world.phase, ends_on="01/01/2014")
    assert errors(response) == {"__all__": ["Ngày kết thúc không thể trước ngày bắt đầu."]}
    assert errors(save(client, world.phase2, number="1")) == {"__all__": ["Phong trào đã có đợt mang số này."]}


def test_a_commemoration_is_added_and_its_years_are_computed(sign_in_as, world):
    count = world.phase2.commemorations.count()
    typed = {f"commemorations-{count}-name": "Ngày thử", f"commemorations-{count}-date": "1/10/1885"}
    response = save(sign_in_as("board"), world.phase2, **typed)
    assert response.status_code == 200
    assert world.phase2.commemorations.get(name="Ngày thử").years == 130


def test_status_is_no_field_and_a_locked_phase_is_only_read(sign_in_as, world):
    client = sign_in_as("board")
    save(client, world.phase, status="locked")
    assert Phase.objects.get(pk=world.phase.pk).status == "open"
    typed = posted(client.get(change_url(world.phase)))
    phases.lock_phase(world.phase, by=world.by("board"))
    page = client.get(change_url(world.phase))
    assert 'name="_save"' not in page.content.decode()
    assert (
        "đăng ký thi đua, công đoàn cấp trên, cơ sở trực thuộc: hết ngày 13/03/2015 (thứ Sáu)" in page.content.decode()
    )
    response = client.post(change_url(world.phase), typed)
    assert response.status_code == 409
    assert "Số liệu đợt 1 đã khóa từ ngày 10/03/2015." in response.content.decode()


def test_whom_an_indicator_asks_is_saved_from_the_grid(sign_in_as, world):
    changed = indicator(world, "PT03")
    response = save(
        sign_in_as("board"), changed, asked_administrative="all", asked_occupational="", asked_upper_trade="from_30"
    )
    assert response.status_code == 200
    levels = dict(Asked.objects.filter(indicator=changed).values_list("column", "level"))
    assert (levels["administrative"], levels["upper_trade"], "occupational" in levels) == ("all", "from_30", False)


@pytest.mark.sweep("cases of one sentence")
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"over_units": "ratio"}, {
            "denominator_name": ["Xin ghi mẫu số là gì."],
        }),
        ({"code": "PT04"}, {"code": ["Phong trào đã có chỉ tiêu mang mã này."]}),
        ({"code": "PT49"}, {"code": ["Đợt 1 đã hỏi chỉ tiêu này với mã PT03; mã không đổi được nữa."]}),
        ({"in_pledge": "", "in_report": ""}, {"in_pledge": ["Chỉ tiêu phải hỏi trong đăng ký hoặc trong báo cáo."]}),
        ({"over_units": "yes_no", "computed": "topics"}, {
            "computed": ["Chỉ tiêu tính từ danh sách công trình phải cộng các đơn vị."],
        }),
        ({"asked_administrative": "luôn luôn"}, {
            "asked_administrative": ["Mục đã chọn không có trong danh sách. Xin chọn lại."],
        }),
    ],
)  # fmt: skip
def test_an_indicator_that_cannot_be_is_refused(sign_in_as, world, typed, wrong):
    phases.lock_phase(world.phase, by=world.by("board"))  # an open phase would keep the indicator's meaning
    changed = indicator(world, "PT03")
    form_errors = errors(save(sign_in_as("board"), changed, **typed))
    assert {name: form_errors[name] for name in wrong} == wrong
    assert len(form_errors) <= len(wrong) + 1
    again = indicator(world, "PT03")
    assert (again.over_units, again.in_pledge, again.computed) == ("sum", True, "")


def test_what_sent_figures_mean_does_not_change(sign_in_as, world):
    changed = indicator(world, "PT03")
    submission = submissions_of(world.sheet("school", "pledge"), "draft")["current_submission"]
    Figure.objects.create(submission=submission, indicator=changed, value=3)
    save(sign_in_as("board"), changed, over_units="yes_no", code="XX", name="Tên mới")
    again = Indicator.objects.get(pk=changed.pk)
    assert (again.over_units, again.code, again.name) == ("sum", "PT03", "Tên mới")


def test_an_indicator_belongs_to_the_campaign_of_its_section(sign_in_as, world):
    client = sign_in_as("board")
    page = client.get("/admin/campaigns/indicator/add/")
    section = world.campaign.sections.first()
    typed = posted(page) | {
        "name": "Chỉ tiêu mới", "code": "ZZ01", "section": section.pk, "order": "5", "unit_of_measure": "người",
        "over_units": "sum", "over_phases": "sum", "pace": "even", "asked_administrative": "offered",
    }  # fmt: skip
    assert client.post("/admin/campaigns/indicator/add/", typed).status_code == 302
    added = Indicator.objects.get(code="ZZ01")
    assert (added.campaign, list(added.asked.values_list("column", "level"))) == (
        world.campaign, [("administrative", "offered")],
    )  # fmt: skip


def test_the_history_names_the_phases_of_an_indicator(sign_in_as, world):
    changed, client = indicator(world, "PT03"), sign_in_as("board")
    first, second = Phase.objects.filter(campaign=world.campaign).order_by("number")[:2]
    for named in ([first], [first, second], []):
        assert save(client, changed, phases=[phase.pk for phase in named]).redirect_chain
    said = [event.changes for event in Event.objects.about(changed).order_by("pk")]
    assert [list(changes.values()) for changes in said] == [
        [["", str(first)]],
        [[str(first), f"{first}, {second}"]],
        [[f"{first}, {second}", ""]],
    ]


def test_indicators_are_filtered_by_section_and_category(sign_in_as, world):
    client = sign_in_as("board")
    section = world.campaign.sections.get(number="C")
    for query in (f"section={section.pk}", f"category={section.category}"):
        rows = client.get(f"/admin/campaigns/indicator/?{query}").context["cl"].result_list
        assert {row.section for row in rows} == {section}
        assert len(rows) == section.indicators.count()


def test_the_campaigns_page_leads_to_its_indicators_and_its_grid(sign_in_as, world):
    page = sign_in_as("board").get(change_url(world.campaign)).content.decode()
    assert 'href="/campaigns/2015/targets/"' in page
    assert f'href="/admin/campaigns/indicator/?campaign={world.campaign.pk}"' in page


def test_an_indicator_that_was_never_asked_takes_no_code_of_another(sign_in_as, world):
    new = indicator(world, "PT03")
    new.pk, new.code = None, "PT99"
    new.save()
    form_errors = errors(save(sign_in_as("board"), new, code="PT04"))
    assert form_errors["code"] == ["Phong trào đã có chỉ tiêu mang mã này."]
