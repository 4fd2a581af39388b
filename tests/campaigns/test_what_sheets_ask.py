"""Tests what a campaign leaves out of its sheets, under which headings their papers are signed, and examples."""

import re

import pytest

from campaigns.actions.catalogues import write_catalogue
from campaigns.catalogue.corrections import corrected_catalogue
from campaigns.catalogue.stored import CATALOGUE, catalogue_content, catalogue_of, read_catalogue
from campaigns.models import Campaign, Exemplar, Figure, Indicator, Phase, WorkEntry
from campaigns.papers import filing_text
from campaigns.readiness import Readiness
from campaigns.sheet import Sheet
from foundation import clock
from tests.campaigns.test_sheet_pages import signed_in, text
from tests.support.admin_pages import change_url, posted
from tests.support.filing_steps import PLEDGING, REPORTING, accepted
from tests.support.world import fill

pytestmark = [pytest.mark.either(deep="both"), pytest.mark.django_db]


@pytest.fixture
def asks(world):
    """Change columns of the campaign and let the open phase ask what the rows say now."""

    def changed(**columns):
        Campaign.objects.filter(pk=world.campaign.pk).update(**columns)
        if not columns.get("asks_works", True):
            Indicator.objects.exclude(computed="").update(active=False)
        write_catalogue(Phase.objects.get(pk=world.phase.pk), by=world.by("board"), reason="test")

    return changed


def headings(sheet):
    return re.findall(r"<h2>(.*?)</h2>", filing_text(Sheet(sheet)))


def signatures(sheet):
    blocks = re.findall(r'<div class="signature">(.*?)<p class="how">', filing_text(Sheet(sheet)), re.DOTALL)
    return [" ".join(block.split()) for block in blocks]


def test_works_and_exemplars_are_left_out_of_pages_papers_and_rows(asks, world, client):
    asks(asks_works=False, asks_exemplars=False)
    with clock.travel(PLEDGING):
        pledge = accepted(world)
    assert [part.key for part in Sheet(pledge).parts] == ["headcount", "titles", "indicators", "commitment"]
    assert headings(pledge) == ["I. TÌNH HÌNH ĐƠN VỊ", "II. DANH HIỆU THI ĐUA", "III. CHỈ TIÊU", "IV. CAM KẾT"]
    with clock.travel(REPORTING):
        report = accepted(world, kind="report")
    assert [part.key for part in Sheet(report).parts] == ["headcount", "actuals", "narrative"]
    assert headings(report) == ["I. TÌNH HÌNH ĐƠN VỊ", "II. KẾT QUẢ", "III. KHÓ KHĂN, KIẾN NGHỊ"]
    assert not WorkEntry.objects.exists() and not Exemplar.objects.exists()
    assert not Figure.objects.exclude(indicator__computed="").exists()
    page = text(signed_in(client, world, "district").get(report.get_absolute_url()))
    assert "Rà soát giá trị" not in page


def test_exemplars_alone_are_asked(asks, world):
    asks(asks_works=False)
    report = world.sheet("school", "report")
    assert [part.key for part in Sheet(report).parts] == ["headcount", "actuals", "exemplars", "narrative"]
    assert headings(report)[2] == "III. ĐIỂN HÌNH"


def test_titles_that_nobody_is_asked_are_not_printed(asks, world):
    Indicator.objects.filter(section__category="title").update(active=False)
    asks()
    pledge = world.sheet("school", "pledge")
    assert headings(pledge)[1:3] == ["II. CHỈ TIÊU", "III. ĐỀ TÀI, SÁNG KIẾN, CÔNG TRÌNH"]
    assert headings(world.sheet("district", "pledge"))[0] == "I. CHỈ TIÊU"


def test_titles_are_left_out_by_a_switch_of_their_own_and_an_open_phase_keeps_them(asks, world, client):
    page = signed_in(client, world, "board").get(change_url(world.campaign))
    assert page.context["adminform"].form["asks_titles"].value() is True
    Campaign.objects.filter(pk=world.campaign.pk).update(asks_titles=False)
    phase = Phase.objects.get(pk=world.phase.pk)
    assert corrected_catalogue(phase) == catalogue_of(phase), "it asks what it was opened with"
    asks()
    pledge = world.sheet("school", "pledge")
    assert [part.key for part in Sheet(pledge).parts] == ["headcount", "indicators", "works", "commitment"]
    assert headings(pledge)[1:3] == ["II. CHỈ TIÊU", "III. ĐỀ TÀI, SÁNG KIẾN, CÔNG TRÌNH"]
    assert not Readiness(Campaign.objects.get(pk=world.campaign.pk)).missing
    told = "Phong trào không hỏi danh hiệu, xếp loại: mục này không lên phiếu của đợt mở sau."
    assert text(client.get("/campaigns/2015/asked/")).count(told) == 1


def test_who_signs_under_which_heading_is_the_campaigns(asks, world):
    pledge = world.sheet("school", "pledge")
    assert signatures(pledge) == ["<p>THỦ TRƯỞNG ĐƠN VỊ</p>", "<p>TM. BAN CHẤP HÀNH</p> <p>CHỦ TỊCH</p>"]
    asks(employer_heading="HIỆU TRƯỞNG", chair_heading="CHỦ TỊCH CÔNG ĐOÀN", signs_on_behalf=False)
    pledge = world.sheet("school", "pledge")
    assert signatures(pledge) == ["<p>HIỆU TRƯỞNG</p>", "<p>CHỦ TỊCH CÔNG ĐOÀN</p>"]
    asks(employer_heading="")
    sheet = Sheet(world.sheet("school", "pledge"))
    assert signatures(sheet.filing) == ["<p>CHỦ TỊCH CÔNG ĐOÀN</p>"]
    assert "thống nhất đăng ký" in filing_text(sheet) and "head_name" not in sheet.by_key("commitment").form.fields


def refusals(client, row, **typed):
    page = client.post(change_url(row), posted(client.get(change_url(row))) | typed)
    return {name: list(sentences) for name, sentences in page.context["adminform"].form.errors.items()}


@pytest.mark.usefixtures("on_10_march_2015")
def test_works_are_not_left_out_while_indicators_are_computed_from_them(asks, world, sign_in_as):
    client = sign_in_as("board")
    typed = posted(client.get(change_url(world.campaign)))
    typed.pop("asks_works")
    page = client.post(change_url(world.campaign), typed)
    assert page.context["adminform"].form.errors["asks_works"] == [
        "Chỉ tiêu SK01, SK02, SK03, SK04, SK05 tính từ danh sách công trình. Xin cho thôi dùng các chỉ tiêu đó trước."
    ]
    asks(asks_works=False)
    assert refusals(client, Indicator.objects.get(code="XH01"), computed="topics")["computed"][0] == (
        "Phong trào không hỏi đề tài, sáng kiến, công trình nên không có gì để tính."
    )


def test_help_and_example_are_below_the_field(asks, world):
    Indicator.objects.filter(code="PT03").update(help_text="Ghi theo sổ.", example="3 lớp, mỗi lớp 40 người")
    asks()
    field = Sheet(world.sheet("school", "pledge")).by_key("indicators").form.fields["PT03"]
    assert field.help_text == "Ghi theo sổ. Ví dụ: 3 lớp, mỗi lớp 40 người"


DUTIES = "Tổ Văn: sáng kiến.\nTổ Toán: phụ đạo học sinh."


def test_who_does_what_is_told_in_the_pledge_of_a_grassroots_union(asks, world, client):
    asks()
    filled = fill(world.sheet("school", "pledge"))
    with clock.travel(PLEDGING):
        pledge = accepted(world, commitment=filled["commitment"] | {"duties": DUTIES, "text": "Thêm."})
    assert "<p>Phân công thực hiện: Tổ Văn: sáng kiến.</p><p>Tổ Toán: phụ đạo học sinh.</p><p>Thêm.</p>" in (
        filing_text(Sheet(pledge))
    )
    assert "Tổ Toán: phụ đạo học sinh." in text(signed_in(client, world, "district").get(pledge.get_absolute_url()))
    assert "duties" not in Sheet(world.sheet("district", "pledge")).by_key("commitment").form.fields


def test_a_campaign_need_not_ask_who_does_what_and_what_was_sent_before_stays(asks, world):
    asks()
    commitment = fill(world.sheet("school", "pledge"))["commitment"] | {"duties": DUTIES}
    with clock.travel(PLEDGING):
        pledge = accepted(world, commitment=commitment)
    asks(asks_duties=False)
    assert "duties" not in Sheet(world.sheet("porters", "pledge")).by_key("commitment").form.fields
    assert "Tổ Văn" in filing_text(Sheet(pledge, submission=pledge.last_submission))


def test_catalogues_of_before_do_not_ask_who_does_what(asks, world):
    asks()
    catalogue = catalogue_of(Phase.objects.get(pk=world.phase.pk))
    content = catalogue_content(catalogue)
    assert read_catalogue(content, CATALOGUE.present) == catalogue and catalogue.asks_duties
    del content["asks_duties"]
    assert not read_catalogue(content, CATALOGUE.present).asks_duties
