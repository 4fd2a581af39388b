"""Tests that a campaign file is loaded into rows completely or not at all."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from campaigns.campaign_import.loading import load
from campaigns.models import Campaign, Indicator
from foundation.toml_schema import BadFile
from units.models import Unit, UnitKind

pytestmark = pytest.mark.sqlite(deep="both")  # what a file says is the same on both

CAMPAIGN = "campaigns/data/campaign-2015.toml"
INDICATORS = "campaigns/data/indicators-2015.toml"

SMALL = """
[campaign]
slug = "2016"
year = 2016
title = "Phong trào thi đua năm 2016"

[[phases]]
number = 1
starts_on = 2016-01-01
ends_on = 2016-12-31
theme = "Thi đua lập thành tích chào mừng"
cutoff_on = 2016-11-30
review = { kind = "final", name = "Tổng kết" }
due_dates = [{ kind = "report", group = "direct", on = 2016-12-09 }]
"""

ONE_INDICATOR = """
[[sections]]
number = "A"
name = "Tổ chức phong trào {năm âm lịch}"
category = "movement"

[[indicators]]
section = "A"
code = "PT02"
name = "CNVCLĐ đăng ký tham gia thi đua"
unit_of_measure = "người"
over_units = "ratio"
denominator_name = "CNVCLĐ"
denominator_from = "workers"
over_phases = "last"
pace = "even"
asked_in = ["pledge", "report"]
asked = { all = ["HC"], offered = ["NĐ"] }
"""
OF_A_FIGURE = ONE_INDICATOR[ONE_INDICATOR.index("unit_of_measure") : ONE_INDICATOR.index("over_phases")]


MEANINGS = {
    "purposes": [
        "lao động, sản xuất, công tác | hoàn thành vượt mức | kinh tế - xã hội của tỉnh năm 2015",
        "thiết thực | tránh hình thức | kịp thời, chính xác | trực tiếp lao động | nhân tố mới | “Người tốt, việc tốt”",
        "ngày lễ lớn | Hết mỗi đợt | sơ kết, tổng kết, biểu dương và khen thưởng | tập thể, cá nhân | xuất sắc",
    ],
    "contentpoints": [
        "chính trị, chuyên môn, pháp luật, ngoại ngữ và tin học",
        "cải cách hành chính giai đoạn 2011-2015 | đạt chuẩn văn hóa | cơ quan an toàn",
        "tay nghề | công nghệ | sáng kiến cải tiến kỹ thuật | hợp lý hóa sản xuất | chi phí | năng suất và chất lượng",
        "việc làm, đời sống, an toàn vệ sinh lao động | hài hòa, ổn định, tiến bộ",
        "Chỉ thị số 03-CT/TW | đạo đức Hồ Chí Minh | Nghị quyết Trung ương 4 về xây dựng Đảng | từng người",
    ],
    "measures": [
        "cấp ủy | chuyên môn và các tổ chức chính trị - xã hội đồng cấp",
        "đổi mới công tác thi đua, khen thưởng | hình thức | động lực | tham gia xây dựng Đảng, chính quyền",
        "đổi mới nội dung, phương thức hoạt động | đào tạo, bồi dưỡng đội ngũ cán bộ",
        "ngành nghề, địa phương | giao ước | đề tài khoa học | sản phẩm mới | đôn đốc, kiểm tra | nhân rộng điển hình",
        "“Tết trồng cây đời đời nhớ ơn Bác Hồ” | Ất Mùi 2015 | thủy lợi | nước sinh hoạt | đường giao thông nông thôn",
        "thường xuyên báo cáo | về LĐLĐ tỉnh | Ban Chính sách - Pháp luật | báo cáo cấp trên",
    ],
}
"""What the launch of 2015 is about, line by line of parts I, II and IV."""


@pytest.fixture
def province(db):
    return Unit.objects.create(
        name="LĐLĐ tỉnh Lạng Sơn",
        full_name="Liên đoàn Lao động tỉnh Lạng Sơn",
        kind=UnitKind.PROVINCE,
        valid_from=date(2010, 1, 1),
    )


@pytest.fixture
def write(tmp_path):
    def written(text, name="file.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_the_facts_of_2015_are_those_of_the_launch_document(province):
    campaign = load(CAMPAIGN, province)

    assert (campaign.slug, campaign.year, campaign.unit) == ("2015", 2015, province)
    assert campaign.title == "Phong trào thi đua trong CNVCLĐ và các cấp Công đoàn tỉnh Lạng Sơn năm 2015"
    assert campaign.slogan == "Năng suất, chất lượng, hiệu quả, đảm bảo an toàn vệ sinh lao động"
    signature = (campaign.signer_on_behalf, campaign.signer_position, campaign.signer_name, campaign.signed)
    assert signature == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lô Tiến Sơn", True)
    assert [resolution.text for resolution in campaign.resolutions.all()] == [
        "Nghị quyết Đại hội XI của Đảng",
        "Nghị quyết Đại hội XI Công đoàn Việt Nam",
        "Nghị quyết Đại hội XV Công đoàn tỉnh",
    ]
    assert campaign.abridged
    assert campaign.purposes.count() == 3
    assert [point.bloc for point in campaign.contentpoints.all()] == [
        *("administrative", "administrative", "enterprise", "enterprise", ""),
    ]
    assert [point.slogan for point in campaign.contentpoints.exclude(slogan="")] == [
        "Trung thành - Sáng tạo - Tận tụy - Gương mẫu",
        "Lao động giỏi, lao động sáng tạo",
    ]
    assert [measure.audience for measure in campaign.measures.all()] == [
        "all",
        "all",
        "all",
        "all",
        "upper_place",
        "all",
    ]
    assert [recipient.role for recipient in campaign.recipients.all()] == ["b/c"] * 4 + ["t/h"] * 4 + ["file"]


def test_the_abridgement_of_2015_leaves_no_meaning_out(province):
    """What each part of the launch document is about is said in its line, in the document's order."""
    campaign = load(CAMPAIGN, province)
    for name, lines in MEANINGS.items():
        texts = [line.text for line in getattr(campaign, name).all()]
        assert len(texts) == len(lines)
        for text, meanings in zip(texts, lines, strict=True):
            assert [meaning for meaning in meanings.split(" | ") if meaning not in text] == []


def test_what_the_document_does_not_say_stays_empty(province):
    campaign = load(CAMPAIGN, province)

    assert (campaign.number, campaign.issued_on, campaign.published_at) == ("", None, None)
    assert [phase.due_dates.count() for phase in campaign.phases.all()] == [0, 0]
    assert [phase.cutoff_on for phase in campaign.phases.all()] == [None, None]
    assert campaign.indicators.count() == 0


def test_the_phases_of_2015_have_their_dates_reviews_and_computed_years(province):
    first, second = load(CAMPAIGN, province).phases.all()

    assert (first.starts_on, first.start_is_month_only, first.ends_on) == (date(2015, 1, 1), True, date(2015, 6, 30))
    assert (first.review_name, first.review_date) == ("Sơ kết", date(2015, 7, 28))
    assert (second.starts_on, second.start_is_month_only, second.ends_on) == (
        *(date(2015, 7, 1), False, date(2015, 12, 31)),
    )
    assert (second.review_name, second.review_date, second.review_occasion) == ("Tổng kết", None, "cuối năm 2015")
    assert [day.years for day in first.commemorations.all()] == [85, 40, 129, 61, 125]
    assert [day.years for day in second.commemorations.all()] == [86, 70, 70, 71, 26]


def test_any_campaign_file_is_loaded(province, write):
    campaign = load(write(SMALL), province, write(ONE_INDICATOR, "indicators.toml"))

    phase = campaign.phases.get()
    assert phase.cutoff_on == date(2016, 11, 30)
    end_of_9_december = datetime(2016, 12, 9, 16, 59, 59, 999999, tzinfo=UTC)
    assert [(due.kind, due.group, due.at) for due in phase.due_dates.all()] == [("report", "direct", end_of_9_december)]
    indicator = campaign.indicators.get()
    assert (indicator.code, indicator.denominator_from, indicator.section.number) == ("PT02", "workers", "A")
    assert indicator.section.name == "Tổ chức phong trào Bính Thân"
    assert {(row.column, row.level) for row in indicator.asked.all()} == {
        ("administrative", "all"),
        ("occupational", "offered"),
    }


def test_text_is_stored_composed(province, write):
    campaign = load(write(unicodedata.normalize("NFD", SMALL)), province)

    assert campaign.title == unicodedata.normalize("NFC", "Phong trào thi đua năm 2016")


def test_an_existing_campaign_is_never_overwritten(province, write):
    before = load(CAMPAIGN, province)
    Campaign.objects.filter(pk=before.pk).update(title="Tên Ban đã sửa")

    with pytest.raises(BadFile) as refused:
        load(CAMPAIGN, province, INDICATORS)

    assert refused.value.sentences == ("Phong trào “2015” đã có; không ghi đè.",)
    assert list(Campaign.objects.values_list("title", flat=True)) == ["Tên Ban đã sửa"]
    assert Indicator.objects.count() == 0


@pytest.mark.parametrize(
    ("part", "instead", "sentence"),
    [
        ('slug = "2016"\n', "", "campaign.slug: còn thiếu."),
        ("year = 2016", 'year = "2016"', "campaign.year: phải là một số nguyên không âm."),
        ("year = 2016", "yaer = 2016", "campaign.year: còn thiếu."),
        ('slug = "2016"', 'slug = "2016"\nsologan = "x"', "campaign.sologan: không có mục này."),
        ('theme = "Thi đua lập thành tích chào mừng"', 'theme = ""', "phases[1].theme: không được để trống."),
        ("ends_on = 2016-12-31", "ends_on = true", "phases[1].ends_on: phải là một ngày, ví dụ 2015-06-30."),
        ("ends_on = 2016-12-31", "ends_on = 2015-12-31", "phases[1]: ngày kết thúc trước ngày bắt đầu."),
        ("number = 1", "number = 2", "phases: các đợt phải mang số 1, 2, 3 … theo thứ tự."),
        (
            'kind = "final"',
            'kind = "end"',
            "phases[1].review.kind: “end” không nằm trong số final, preliminary.",
        ),
        (
            "due_dates = [{",
            "due_dates = [3, {",
            "phases[1].due_dates[1]: phải là một bảng.",
        ),
        ('slug = "2016"', 'slug = "năm 2016"', "campaign.slug: "),
        ('slug = "2016"', 'slug = "new"', "campaign.slug: là địa chỉ của một trang, xin chọn đường dẫn khác."),
        ('title = "', f'title = "{"dài " * 80}', "campaign.title: "),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_of_the_fault(province, write, part, instead, sentence):
    assert part in SMALL

    with pytest.raises(BadFile) as refused:
        load(write(SMALL.replace(part, instead)), province)

    assert any(shown.startswith(sentence) for shown in refused.value.sentences), refused.value.sentences
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("part", "instead", "sentence"),
    [
        ('section = "A"', 'section = "B"', "PT02: không có mục “B”."),
        ('denominator_from = "workers"', 'denominator_from = "men"', "PT02: không điền sẵn được mẫu số từ “men”."),
        ('over_units = "ratio"', 'over_units = "sum"', "PT02: tỷ lệ phải có tên mẫu số, chỉ tiêu khác thì không."),
        ('offered = ["NĐ"]', 'offered = ["HC"]', "PT02: một khối được hỏi hai lần."),
        ('asked_in = ["pledge", "report"]', "asked_in = []", "PT02: phải được hỏi trong đăng ký hoặc trong báo cáo."),
        (
            'code = "PT02"',
            'code = "PT02"\ncomputed = "topics"',
            "PT02: chỉ tiêu tính từ danh sách công trình phải cộng được.",
        ),
        ('code = "PT02"', 'code = "PT02"\nphases = [2]', "PT02: phong trào không có đợt 2."),
        (
            OF_A_FIGURE,
            'answer = "choice"\nchoices = ["Tốt", "Tốt"]\n',
            "PT02: Xin ghi ít nhất hai mục khác nhau để chọn, mỗi mục một dòng.",
        ),
    ],
)
def test_a_faulty_indicator_leaves_no_campaign_behind(province, write, part, instead, sentence):
    assert part in ONE_INDICATOR
    indicators = write(ONE_INDICATOR.replace(part, instead), "indicators.toml")

    with pytest.raises(BadFile) as refused:
        load(write(SMALL), province, indicators)

    assert refused.value.sentences == (sentence,)
    assert Campaign.objects.count() == 0


def test_every_fault_is_said_at_once(province, write):
    text = SMALL.replace('slug = "2016"\n', "").replace("ends_on = 2016-12-31\n", "")

    with pytest.raises(BadFile) as refused:
        load(write(text), province)

    assert refused.value.sentences == ("campaign.slug: còn thiếu.", "phases[1].ends_on: còn thiếu.")


def test_a_file_that_is_no_toml_is_refused(province, write):
    with pytest.raises(BadFile, match="không đúng định dạng TOML"):
        load(write("[campaign"), province)


def test_a_file_that_is_not_there_is_refused(province, tmp_path):
    with pytest.raises(BadFile, match="Không đọc được tệp"):
        load(tmp_path / "khong-co.toml", province)


@pytest.mark.parametrize("named", ["id", "name", "full_name"])
def test_the_command_takes_the_unit_by_number_or_name(province, write, capsys, named):
    value = province.pk if named == "id" else getattr(province, named)

    call_command("load_campaign", write(SMALL), "--unit", str(value))

    assert Campaign.objects.get().unit == province
    loaded = "Đã nạp “Phong trào thi đua năm 2016” của LĐLĐ tỉnh Lạng Sơn: 1 đợt, 0 chỉ tiêu. Chưa công bố.\n"
    nothing_asked = "Phong trào chưa hỏi chỉ tiêu nào: xin thêm ở trang Chỉ tiêu của Điều hành.\n"
    assert capsys.readouterr().out == loaded + nothing_asked


def test_the_command_takes_the_unit_the_file_names_and_says_what_is_open(province, capsys):
    call_command("load_campaign", CAMPAIGN, "--indicators", INDICATORS)

    assert Campaign.objects.get().unit == province
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("2 đợt, 61 chỉ tiêu. Chưa công bố.")
    assert out[1] == "Ban Chính sách - Pháp luật còn đặt: số và ngày ban hành văn bản phát động"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Xin ghi đơn vị phát động: --unit <mã số hoặc tên>."),
        (["--unit", "LĐLĐ tỉnh Khác"], "Có 0 đơn vị tên “LĐLĐ tỉnh Khác”; xin ghi mã số của một đơn vị."),
    ],
)
def test_the_command_refuses_without_one_unit(province, write, arguments, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("load_campaign", write(SMALL), *arguments)

    assert str(refused.value) == sentence
    assert Campaign.objects.count() == 0


def test_the_command_says_every_fault(province, write):
    with pytest.raises(CommandError) as refused:
        call_command("load_campaign", write("[campaign]\nslug = 1\n"), "--unit", str(province.pk))

    assert str(refused.value).splitlines() == [
        "phases: còn thiếu.",
        "campaign.year: còn thiếu.",
        "campaign.title: còn thiếu.",
        "campaign.slug: phải là chữ trong dấu ngoặc kép.",
    ]


@pytest.mark.parametrize(
    ("issued_on", "page_number"),
    [("2016-01-05", "bottom_right"), ("2019-12-31", "bottom_right"), ("2026-01-15", "top_centre")],
)
def test_the_page_number_is_where_the_law_of_the_day_wants_it(province, write, issued_on, page_number):
    head = f'title = "Phong trào thi đua năm 2016"\nissued_on = {issued_on}'
    campaign = load(write(SMALL.replace('title = "Phong trào thi đua năm 2016"', head)), province, is_confirmed=True)
    assert campaign.page_number == page_number
