"""Tests the launch document as a PDF, and the parts of its layout that are computed."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from campaigns.launch_content import (
    LaunchDay,
    LaunchDocument,
    LaunchHead,
    LaunchMeasure,
    LaunchPhase,
    LaunchPoint,
    LaunchRecipient,
    LaunchText,
    LaunchUnit,
)
from campaigns.models import Campaign
from foundation.documents import pdf
from foundation.templatetags.papers import date_line, full_stop, name_lines, number_line, two_lines
from tests.support.papers import made, pages_of, words
from units.models import Unit

pytestmark = pytest.mark.sqlite(deep="both")  # what is drawn is the same on both


def launch(**changes):
    """Return what papers/launch.html shows: the campaign of 2015 in short."""
    head = {
        "unit": LaunchUnit("Liên đoàn Lao động tỉnh Lạng Sơn", "Lạng Sơn", "LĐLĐ"),
        "title": "Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn tỉnh Lạng Sơn năm 2015",
        "number": "",
        "issued_on": None,
        "year": 2015,
        "occasion": "chào mừng Đại hội Đảng các cấp",
        "slogan": "Năng suất, chất lượng, hiệu quả, đảm bảo an toàn vệ sinh lao động",
        "workers_word": "CNVCLĐ",
        "workers_phrase": "cán bộ, công chức, viên chức, người lao động",
        "parent_body": "Tổng Liên đoàn Lao động Việt Nam",
        "board": "Ban Chính sách - Pháp luật",
        "board_phone": "",
        "signer_on_behalf": "TM. BAN THƯỜNG VỤ",
        "signer_position": "CHỦ TỊCH",
        "signer_name": "Hứa Quang Lâm",
        "signed": False,
        "abridged": False,
        "page_number": pdf.BOTTOM_RIGHT,
    }
    return LaunchDocument(
        head=LaunchHead(**head | changes),
        resolutions=(LaunchText("Nghị quyết Đại hội XI của Đảng"),),
        purposes=(LaunchText("Thiết thực, không hình thức"),),
        contents=(LaunchPoint("enterprise", "Nâng cao tay nghề", "Lao động giỏi, lao động sáng tạo"),),
        phases=(first_phase(), second_phase()),
        measures=(
            LaunchMeasure("Ký giao ước;", "all"),
            LaunchMeasure("ra quân đầu xuân.", "upper_place"),
        ),
        recipients=(LaunchRecipient("Tổng LĐLĐ Việt Nam", "b/c"),),
    )


def anniversary(name, day, on, years):
    return LaunchDay("anniversary", "country", name, day, False, on, years, "", "", name)


def event(words, day, *, is_month_only=False):
    return LaunchDay("event", "union", "Tên gọi", day, is_month_only, day, 0, "", "", words)


def first_phase():
    return LaunchPhase(
        id=1,
        number=1,
        theme="Thi đua lập thành tích chào mừng",
        theme_end="",
        starts_on=date(2015, 1, 1),
        start_is_month_only=True,
        ends_on=date(2015, 6, 30),
        cutoff_on=None,
        asks_pledge=True,
        review_kind="preliminary",
        review_name="Sơ kết",
        review_date=date(2015, 7, 28),
        review_occasion="kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam",
        days=(
            anniversary("Ngày thành lập Đảng", date(1930, 2, 3), date(2015, 2, 3), 85),
            anniversary("Ngày Quốc tế Lao động", date(1886, 5, 1), date(2015, 5, 1), 129),
        ),
        due_dates=(),
    )


def second_phase():
    return LaunchPhase(
        id=2,
        number=2,
        theme="Thi đua lập thành tích chào mừng",
        theme_end="góp phần phát triển kinh tế",
        starts_on=date(2015, 7, 1),
        start_is_month_only=False,
        ends_on=date(2015, 12, 31),
        cutoff_on=None,
        asks_pledge=True,
        review_kind="final",
        review_name="Tổng kết",
        review_date=None,
        review_occasion="cuối năm 2015",
        days=(
            anniversary("Quốc khánh", date(1945, 9, 2), date(2015, 9, 2), 70),
            event("tiến tới Đại hội Đảng", date(2016, 1, 20), is_month_only=True),
            event("bầu cử Quốc hội", date(2015, 12, 15)),
            event("Đại hội Mặt trận", None),
        ),
        due_dates=(),
    )


def launch_text(**changes):
    return words(made("papers/launch.html", {"launch": launch(**changes)}), "-raw")


LETTERHEAD = (
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM LIÊN ĐOÀN LAO ĐỘNG TỈNH LẠNG SƠN "
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
)


def test_the_launch_leaves_blank_what_is_not_known():
    assert launch_text().startswith(f"{LETTERHEAD}Số: /LĐLĐ Lạng Sơn, ngày tháng năm 2015 PHÁT ĐỘNG Phong trào")


def test_the_launch_bears_number_and_date_once_the_registry_gave_them():
    text = launch_text(number="07/PĐ-LĐLĐ", issued_on=date(2015, 1, 6))
    assert text.startswith(f"{LETTERHEAD}Số: 07/PĐ-LĐLĐ Lạng Sơn, ngày 06 tháng 01 năm 2015 PHÁT ĐỘNG Phong trào")


def test_a_launch_that_has_the_number_of_a_plan_is_one():
    text = launch_text(number="07/KH-LĐLĐ", issued_on=date(2015, 1, 6))
    assert "KẾ HOẠCH Tổ chức phong trào thi đua" in text
    assert "PHÁT ĐỘNG" not in text


def test_the_launch_opens_with_what_it_carries_out():
    assert (
        "Thực hiện Nghị quyết Đại hội XI của Đảng; chào mừng Đại hội Đảng các cấp, Ban Thường vụ "
        "Liên đoàn Lao động tỉnh Lạng Sơn phát động phong trào thi đua năm 2015 trong cán bộ, công chức, "
        "viên chức, người lao động (CNVCLĐ) và các cấp Công đoàn với khẩu hiệu “Năng suất, chất lượng, hiệu "
        "quả, đảm bảo an toàn vệ sinh lao động” như sau: I. MỤC ĐÍCH, YÊU CẦU "
        "1. Thiết thực, không hình thức. II. NỘI DUNG THI ĐUA"
    ) in launch_text()


def test_the_launch_tells_each_phase_with_its_days_and_review():
    assert (
        "Phong trào thi đua năm 2015 được chia làm 02 đợt: 1. Đợt 1: từ tháng 01/2015 đến ngày 30/06/2015 "
        "Thi đua lập thành tích chào mừng: - 85 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2015); "
        "- 129 năm Ngày Quốc tế Lao động (01/05/1886 - 01/05/2015). Sơ kết đợt 1 vào ngày 28/07/2015, nhân dịp kỷ niệm "
        "86 năm Ngày thành lập Công đoàn Việt Nam. 2. Đợt 2: từ ngày 01/07/2015 đến ngày 31/12/2015 "
        "Thi đua lập thành tích chào mừng: - 70 năm Quốc khánh (02/09/1945 - 02/09/2015); "
        "- tiến tới Đại hội Đảng (tháng 01/2016); - bầu cử Quốc hội (15/12/2015); - Đại hội Mặt trận. "
        "Góp phần phát triển kinh tế. Tổng kết vào cuối năm 2015. IV. BIỆN PHÁP THỰC HIỆN"
    ) in launch_text()


def test_the_launch_ends_as_documents_do_and_is_never_stamped():
    text = launch_text()
    assert "1. Ký giao ước. 2. LĐLĐ các huyện, thành phố: ra quân đầu xuân./. " in text
    assert text.endswith("TM. BAN THƯỜNG VỤ CHỦ TỊCH Hứa Quang Lâm 2")
    assert "DỰ THẢO" not in text


def test_no_launch_is_printed_as_signed():
    assert "(Đã ký)" not in launch_text(signed=True)


def test_an_abridged_launch_says_so_and_nobody_signs_it():
    text = launch_text(signed=True, abridged=True)
    assert "tỉnh Lạng Sơn năm 2015 (Nội dung tóm lược) Thực hiện" in text
    assert text.endswith(
        "Nơi nhận: - Tổng LĐLĐ Việt Nam (b/c); Bản tóm lược không có chữ ký và không thay văn bản phát động. 2"
    )


@pytest.mark.parametrize(
    ("occasion", "day", "sentence"),
    [
        ("cuối năm 2015", date(2016, 1, 15), "Tổng kết vào ngày 15/01/2016."),
        ("cuối năm 2015", None, "Tổng kết vào cuối năm 2015."),
        ("Đại hội Thi đua", date(2016, 1, 15), "Tổng kết vào ngày 15/01/2016, nhân dịp Đại hội Thi đua."),
        ("", None, "Tổng kết khi kết thúc đợt."),
    ],
)
def test_a_review_is_held_on_its_day_and_not_on_the_occasion_of_a_time(occasion, day, sentence):
    phase = replace(second_phase(), review_occasion=occasion, review_date=day)
    text = render_to_string("papers/launch_phase.html", {"phase": phase})
    assert " ".join(strip_tags(text).split()).endswith(sentence)


def test_the_launch_numbers_its_pages_where_the_campaign_says():
    sheets = pages_of(made("papers/launch.html", {"launch": launch()}, page_number=pdf.TOP_CENTRE))
    assert [lines[0] for lines in sheets[1:]] == ["2"]


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (None, "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-LĐLĐ"),
        ("", "Số:\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/BC-LĐLĐ"),
        (5, "Số:\u00a005/BC-LĐLĐ"),
        ("45", "Số:\u00a045/BC-LĐLĐ"),
        ("45a/QĐ-LĐLĐ", "Số:\u00a045a/QĐ-LĐLĐ"),
    ],
)
def test_a_number_line_pads_and_keeps_what_the_registry_gave(number, line):
    assert number_line(number, "BC-LĐLĐ") == line


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("LĐLĐ huyện Chi Lăng", "LĐLĐ HUYỆN CHI LĂNG"),
        ("Liên đoàn Lao động tỉnh Lạng Sơn", "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH LẠNG SƠN"),
        ("Tổng Liên đoàn Lao động Việt Nam", "TỔNG LIÊN ĐOÀN LAO ĐỘNG\nVIỆT NAM"),
        (
            "Công đoàn các khu công nghiệp tỉnh Lạng Sơn",
            "CÔNG ĐOÀN CÁC\u00a0KHU\u00a0CÔNG\u00a0NGHIỆP\nTỈNH LẠNG SƠN",
        ),
        ("CĐCS Bệnh viện Đa khoa Hồ Sen", "CĐCS BỆNH VIỆN ĐA KHOA HỒ\u00a0SEN"),
        ("CĐCS Trường Mầm non Đồi Na, huyện Chi Lăng", "CĐCS TRƯỜNG MẦM NON ĐỒI\u00a0NA,\nHUYỆN CHI LĂNG"),
    ],
)
def test_a_long_name_breaks_before_its_place(name, lines):
    assert name_lines(name) == lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Kết quả năm 2015", "Kết quả năm 2015"),
        ("Đã ngắt\n" + "dòng " * 12, "Đã ngắt\n" + "dòng " * 12),
        (
            "Sơ kết phong trào thi đua đợt 1, phương hướng nhiệm vụ đợt 2 năm 2015",
            "Sơ kết phong trào thi đua đợt 1,\nphương hướng nhiệm vụ đợt 2 năm 2015",
        ),
        (
            "Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn tỉnh Lạng Sơn năm 2015",
            "Phong trào thi đua trong CNVCLĐ\nvà các cấp Công đoàn tỉnh Lạng Sơn năm 2015",
        ),
    ],
)
def test_a_long_title_stands_in_two_lines(title, lines):
    assert two_lines(title) == lines


def test_a_date_line_leaves_room_for_what_is_not_known():
    blank = "\u00a0" * 10
    assert date_line(date(2015, 7, 6)) == "ngày 06 tháng 7 năm 2015"
    assert date_line(None, 2015, 7) == f"ngày{blank}tháng 7 năm 2015"
    assert date_line(None, 2015) == f"ngày{blank}tháng{blank}năm 2015"


def test_a_line_of_a_list_ends_with_one_full_stop():
    assert [full_stop(text) for text in ("a", "a.", "a;", "a, ", "a./.")] == ["a."] * 5


# Anybody may ask for the paper of a published launch


@pytest.fixture
def drawn(monkeypatch):
    """Counts the papers that are laid out."""
    papers, draw = [], pdf._drawn

    def noting(texts, *more):
        papers.append(draw(texts, *more))
        return papers[-1]

    monkeypatch.setattr(pdf, "_drawn", noting)
    return papers


def test_a_published_launch_is_drawn_once_however_often_it_is_asked_for(world, client, drawn):
    papers = [client.get("/campaigns/2015/launch.pdf").content for _turn in range(2)]
    assert (papers[0], len(drawn)) == (papers[1], 1)


def test_the_paper_of_a_published_launch_stays_whatever_is_written_to_its_rows(world, client):
    before = client.get("/campaigns/2015/launch.pdf").content
    Campaign.objects.update(slogan="Sáng tạo trong lao động")
    Unit.objects.filter(pk=world.province.pk).update(full_name="Liên đoàn Lao động tỉnh Xứ Lạng")
    assert client.get("/campaigns/2015/launch.pdf").content == before
    assert "Sáng tạo trong lao động" not in client.get("/campaigns/2015/").content.decode()


def test_a_launch_not_yet_published_is_drawn_each_time_with_its_moment(world, client, drawn):
    Campaign.objects.update(published_at=None, status="unpublished")
    client.force_login(world.user("board"))
    for _turn in range(2):
        client.get("/campaigns/2015/launch.pdf")
    assert len(drawn) == 2
