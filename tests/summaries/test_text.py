"""Tests the text of a report, written from figures stored by hand."""

from datetime import date

import pytest

from campaigns.figures.verdicts import Gathered
from campaigns.models import Commemoration, Indicator, Phase
from foundation import clock
from summaries.models import Summary
from summaries.report import assessment
from summaries.report.contents import SummaryDraft
from tests.support.sheets_by_hand import ask_again, assign, call, new_unit, open_by_hand, put, register, tell
from units.models import Unit

pytestmark = pytest.mark.sqlite(deep="both")

EVERYBODY = ("city", "bank", "district", "school", "commune", "porters", "direct")


@pytest.fixture
def text(world):
    """A function that returns the lines of the report at a unit, by part and number: {"III.1": "…"}."""

    def at(name="province", number=1, narrative=None, whole=False):
        phase = Phase.objects.select_related("campaign__unit").get(campaign=world.campaign, number=number)
        unit = Unit.objects.select_related("parent").get(pk=world.units[name].pk)
        summary = Summary(campaign=phase.campaign, phase=None if whole else phase, unit=unit, narrative=narrative or {})
        return SummaryDraft(summary, anew=True).contents().document

    return at


@pytest.fixture
def lines(text):
    def at(*args, **more):
        by_number = {}
        for section in text(*args, **more).sections:
            part = section.heading.split(".")[0]
            by_number |= {f"{part}.{line.number.rstrip('.')}": line.text for line in section.lines}
        return by_number

    return at


@pytest.fixture
def pledge(world):
    return lambda name, status="accepted", **answers: put(
        world.units[name], "pledge", status, phase=world.phase, **answers
    )


@pytest.fixture
def report(world):
    return lambda name, status="accepted", **answers: put(
        world.units[name], "report", status, phase=world.phase, **answers
    )


def test_the_frame_of_the_provinces_report(text):
    document = text()
    assert document.about == "Sơ kết phong trào thi đua đợt 1, phương hướng nhiệm vụ đợt 2 năm 2015"
    assert (document.higher_body, document.body) == ("Tổng Liên đoàn Lao động Việt Nam", "LĐLĐ tỉnh Lạng Sơn")
    assert (document.symbol, document.place, document.addressees) == ("BC-LĐLĐ", "Lạng Sơn", ())
    assert (document.on_behalf, document.position) == ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH")
    assert [section.heading for section in document.sections] == [
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "II. CÔNG TÁC CHỈ ĐẠO, PHÁT ĐỘNG VÀ ĐĂNG KÝ THI ĐUA",
        "III. KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG THI ĐUA",
        "IV. CÔNG TÁC KHEN THƯỞNG",
        "V. ĐÁNH GIÁ CHUNG",
        "VI. PHƯƠNG HƯỚNG, NHIỆM VỤ ĐỢT 2",
        "VII. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert (document.recipients[0].name, document.recipients[0].role) == ("Tổng Liên đoàn Lao động Việt Nam", "b/c")
    assert (document.recipients[-1].name, document.recipients[-1].role) == ("Lưu: VT, CSPL", "file")
    assert document.closing.endswith("các cơ quan liên quan./.")


def test_the_opening_says_which_launch_and_which_dates(world, text):
    world.campaign.number, world.campaign.issued_on = "05/KH-LĐLĐ", date(2015, 1, 20)
    world.campaign.save()
    ask_again(world.phase)
    opening = text().opening
    assert opening.startswith("Thực hiện Phát động thi đua số 05/KH-LĐLĐ ngày 20/01/2015 của Ban Thường vụ ")
    assert opening.endswith("(từ tháng 01/2015 đến ngày 30/06/2015; số liệu tính đến ngày 30/06/2015) như sau:")
    with clock.travel("2015-05-20T09:00+07:00"):
        assert "số liệu tính đến ngày 20/05/2015) như sau:" in text().opening


def test_part_1_counts_unions_and_people(lines):
    texts = lines()
    assert texts["I.1"] == (
        "Đến ngày 30/06/2015, toàn tỉnh có 02 công đoàn cấp trên trực tiếp cơ sở, 05 công đoàn cơ sở, nghiệp đoàn, "
        "trong đó khối hành chính, sự nghiệp 02, khối doanh nghiệp 02, nghiệp đoàn 01; tổng số 282 CNVCLĐ, 282 "
        "đoàn viên; nữ 141 người, chiếm 50%."
    )
    assert texts["I.2"].startswith("Phong trào thi đua đợt 1 diễn ra trong dịp kỷ niệm 85 năm Ngày thành lập Đảng")
    assert texts["I.2"].endswith("125 năm Ngày sinh Chủ tịch Hồ Chí Minh.")
    assert texts["I.3"] == "Có 01 cơ sở có dưới 30 đoàn viên."


def test_events_follow_the_anniversaries_as_they_are_called_on_the_day_of_the_report(world, lines):
    Commemoration.objects.create(phase=world.phase, kind="event", name="Đại hội Công đoàn")
    words = {"words_before": "tiến tới Đại hội Đảng bộ", "words_after": "thành công Đại hội Đảng bộ"}
    Commemoration.objects.create(phase=world.phase, kind="event", name="Đại hội", date=date(2015, 6, 20), **words)
    ask_again(world.phase)
    assert "Chủ tịch Hồ Chí Minh; Đại hội Công đoàn và thành công Đại hội Đảng bộ." in lines()["I.2"]


def test_part_2_counts_pledges_and_reports(lines, pledge, report):
    for name in ("city", "bank", "district", "school", "commune", "porters"):
        pledge(name)
    report("school", late=True, PT01=1)
    report("commune", PT01=0)
    report("district", PT01=1, PT04=2, PT05=3)
    texts = lines()
    assert texts["II.1"] == (
        "Các công đoàn cấp trên trực tiếp cơ sở đã ban hành 03 văn bản phát động, hướng dẫn; có 01/02 cơ sở tổ chức "
        "ký giao ước thi đua giữa công đoàn với chuyên môn. Số liệu trên tính theo báo cáo đã được xác nhận của 03/07 "
        "đơn vị."
    )
    assert texts["II.2"] == ("Có 06/07 đơn vị đăng ký giao ước thi đua. Còn 01 đơn vị chưa đăng ký (Biểu số 01).")
    assert texts["II.3"] == (
        "Các công đoàn cấp trên trực tiếp cơ sở đã kiểm tra, nắm tình hình tại cơ sở 02 cuộc; đến ngày lập báo cáo có "
        "03/07 đơn vị đã báo cáo, gồm 02 đơn vị gửi đúng hạn, 01 đơn vị gửi sau hạn; còn 04 đơn vị chưa báo cáo."
    )


def test_part_2_when_everybody_pledged(lines, pledge):
    for name in EVERYBODY:
        pledge(name)
    assert lines()["II.1"].endswith("Có 07/07 đơn vị đăng ký giao ước thi đua.")


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (42, "vượt 5% so với đăng ký"),
        (40, "đạt 100% so với đăng ký"),
        (30, "đạt 75% so với đăng ký"),
        (10, "đạt 25% so với đăng ký"),
    ],
)
def test_more_than_the_target_or_up_to_it(lines, pledge, report, done, words):
    pledge("school", HT01=40)
    report("school", HT01=done)
    assert lines()["III.1"] == (
        f"Có {done} lượt CNVCLĐ học tập nâng cao trình độ, {words}. Số liệu trên tính theo báo cáo đã được xác nhận "
        "của 01/02 đơn vị khối hành chính, sự nghiệp."
    )


def test_the_base_of_a_paragraph_is_left_out_once_it_is_all_of_them(lines, report):
    report("school", HT01=10)
    assert lines()["III.1"].endswith("được xác nhận của 01/02 đơn vị khối hành chính, sự nghiệp.")
    report("commune", HT01=2)
    assert lines()["III.1"] == "Có 12 lượt CNVCLĐ học tập nâng cao trình độ."


def test_nought_is_no_clause(lines, report):
    """Nor is nobody late, or nobody missing, or none of those that answered."""
    for name in EVERYBODY:
        report(name, PT04=0, PT01=0, XH01=0, XH02=0, TC01=3)
    texts = lines()
    assert texts["II.1"] == "Chưa có đơn vị nào đăng ký giao ước thi đua."
    assert texts["II.2"] == "Đến ngày lập báo cáo có 07/07 đơn vị đã báo cáo, tất cả đúng hạn."
    assert texts["III.7"] == "Kết nạp 21 đoàn viên."
    report("school", SK01=0, SK02=0, SK04=0)
    assert lines("school")["III."] == "Trong kỳ báo cáo không phát sinh."


def test_variant_d_where_nobody_reported(lines):
    assert [text for key, text in lines().items() if key.startswith("III.")] == ["Chưa có báo cáo được xác nhận."]


def test_the_enterprises_line_tells_accidents_either_way(lines, report):
    report("direct", AT02=0, DN04=1)
    kept, base = (
        "Có 01/{} doanh nghiệp duy trì thỏa ước lao động tập thể còn hiệu lực. ",
        " Số liệu trên tính theo báo cáo đã được xác nhận của {}/03 doanh nghiệp, nghiệp đoàn.",
    )
    so_far = "Chưa ghi nhận vụ tai nạn lao động chết người, bị thương nặng nào, theo báo cáo của 01/02 doanh nghiệp."
    assert lines()["III.2"] == kept.format("01") + so_far + base.format("01")
    report("bank", DN04=0, AT02=0)
    nowhere = "Không để xảy ra tai nạn lao động chết người, bị thương nặng."
    assert lines()["III.2"] == kept.format("02") + nowhere + base.format("02")


def test_accidents_that_happened_are_counted(lines, report):
    report("direct", AT02=2)
    assert lines()["III.2"].startswith("Xảy ra 02 vụ tai nạn lao động nghiêm trọng. ")


def test_declared_and_checked_values_are_said_apart(world, lines, pledge, report):
    sheet = report("direct", SK02=1, SK03="82")
    work = register(pledge("direct"), "initiative", "Thay vòi đốt")
    tell(sheet, work, recognised=True, value=82_000_000, checked=74_500_000, highlighted=True)
    tell(report("bank"), register(pledge("bank"), "initiative", "Khay tiền"), recognised=True, value=5_000_000)
    texts = lines()
    assert texts["III.2"].startswith(
        "Phong trào “Lao động giỏi, lao động sáng tạo” có 01 sáng kiến được công nhận, giá trị làm lợi đơn vị khai 82 "
        "triệu đồng, trong đó đã rà soát 74,5 triệu đồng."
    )
    assert assessed(texts).endswith("; còn 01/02 sáng kiến có giá trị làm lợi chưa được rà soát giá trị.")
    best = "được nêu tại Biểu số 03. Tiêu biểu là “Thay vòi đốt” của Nông Thị Ánh, CĐCS Công ty Cấp nước. Số liệu trên"
    assert best in texts["III.4"]


def test_titles_are_registered_now_and_judged_later(world, lines, pledge, report):
    pledge("bank", DH01=(30, 40), DH06=1)
    pledge("school", DH01=(40, 46))
    assert lines()["III.2"] == (
        "Các đơn vị đăng ký phấn đấu 70 lao động tiên tiến, 01 công đoàn cơ sở vững mạnh trở lên; kết quả được xét vào "
        "cuối năm."
    )
    report("school", DH01=(38, 46))
    judged = "Khối trường học đã bình xét năm học 2014-2015: 38 lao động tiên tiến."
    assert lines()["III.5"].endswith(judged)
    other = new_unit("CĐCS Trường Mầm non Đồi Na", world.district, 9, strand="public_service", working_year="school")
    call(world.phase, other)
    put(other, "report", "submitted", phase=world.phase, DH01=(20, 30))
    ask_again(world.phase)
    of_some = " Kết quả bình xét tính theo báo cáo đã được xác nhận của 01/02 trường."
    assert lines()["III.5"].endswith(judged + of_some)


def test_spring_counts_the_unions_that_went_out(lines, report):
    report("district", RQ01=1200, RQ02=75)
    went_out = (
        "Có 01/{} LĐLĐ huyện, thành phố tổ chức “Tết trồng cây” và ra quân đầu xuân với 75 ngày công: trồng 1.200 cây."
    )
    assert lines()["III.6"] == (
        f"{went_out.format('01')} Số liệu trên tính theo báo cáo đã được xác nhận của 01/02 LĐLĐ huyện, thành phố."
    )
    report("city", RQ01=0, RQ02=0)
    assert lines()["III.6"] == went_out.format("02")
    assert lines("district")["III.5"] == (  # nobody there is asked what enterprises are: that line is left out
        "LĐLĐ huyện Chi Lăng tổ chức “Tết trồng cây” và ra quân đầu xuân với 75 ngày công: trồng 1.200 cây."
    )


def test_the_assigned_target_stands_in_brackets_only_when_it_was_given(world, lines, report):
    report("porters", TC01=6)
    report("district", TC02=2)
    assert lines()["III.7"].startswith("Kết nạp 06 đoàn viên; thành lập 02 công đoàn cơ sở. ")
    assign(world.campaign, "TC02", world.province, world.district, 4)
    assert "; thành lập 02 công đoàn cơ sở, đạt 02/04 chỉ tiêu giao. " in lines()["III.7"]


def test_part_4_says_that_nothing_is_decided_yet(lines):
    assert lines()["IV."] == (
        "Đến ngày lập báo cáo, chưa có quyết định khen thưởng đợt 1 được ban hành; kết quả khen thưởng được báo cáo "
        "sau khi có quyết định."
    )


def test_part_5_weighs_the_indicators(lines, pledge, report):
    for name in EVERYBODY:
        pledge(name, PT03=10, HT01=40)
        report(name, PT03=9, HT01=5)
    texts = lines()
    assert texts["V.1"] == (
        "Tất cả đơn vị gửi báo cáo đúng hạn (07/07). Có 01/02 chỉ tiêu chủ yếu đạt và vượt tiến độ; 14 chỉ tiêu xét "
        "vào cuối năm; nổi bật là “Gương ‘Người tốt, việc tốt’ được biểu dương”."
    )
    assert texts["V.2"] == (
        "“Lượt CNVCLĐ học tập nâng cao trình độ chính trị, chuyên môn, pháp luật, ngoại ngữ, tin học” đạt thấp."
    )


def test_part_5_judges_nothing_while_few_have_reported(lines, pledge, report):
    for name in EVERYBODY:
        pledge(name, PT03=10)
    report("school", PT03=9)
    assert lines()["V."] == ("Còn 06 đơn vị chưa báo cáo, rải rác ở 02 công đoàn cấp trên và các CĐCS trực thuộc.")


def test_weak_units_are_named_only_where_a_sentence_says_so(world, lines, monkeypatch):
    places = Gathered(places=("LĐLĐ huyện Tràng Định", "các CĐCS trực thuộc", "LĐLĐ thành phố Lạng Sơn"))
    monkeypatch.setattr(assessment, "gathered", lambda *_: places)
    assert lines()["V."].endswith(
        ", tập trung ở 02 công đoàn cấp trên và các CĐCS trực thuộc (danh sách tại Biểu số 01)."
    )
    named = lines(narrative={"V.2": "Chưa báo cáo {nơi chưa báo cáo nêu tên}."})["V."]
    assert named == ("Chưa báo cáo tập trung ở LĐLĐ huyện Tràng Định, các CĐCS trực thuộc và LĐLĐ thành phố Lạng Sơn.")


def test_part_6_looks_to_the_next_phase(lines):
    texts = lines()
    assert "chào mừng kỷ niệm 86 năm Ngày thành lập Công đoàn Việt Nam" in texts["VI.1"]
    assert texts["VI.2"].startswith(
        "Công đoàn cấp trên đôn đốc các đơn vị chưa đăng ký, chưa báo cáo trước ngày 31/07/2015"
    )


def test_an_empty_part_7_says_none_and_a_written_one_what_was_written(lines):
    assert lines()["VII."] == "Không."
    texts = lines(narrative={"VII.2": "Đề nghị chuyên môn các cấp hỗ trợ kinh phí."})
    assert texts["VII."] == "Đề nghị chuyên môn các cấp hỗ trợ kinh phí."


def test_what_a_reviewer_wrote_keeps_its_figures_live(lines, report):
    narrative = {"V.3": "Đã có {đơn vị đã báo cáo} đơn vị báo cáo."}
    assert lines(narrative=narrative)["V.2"] == "Đã có 0 đơn vị báo cáo."
    report("school")
    assert lines(narrative=narrative)["V.2"] == "Đã có 01 đơn vị báo cáo."


def test_a_line_emptied_by_a_reviewer_is_left_out_and_the_next_moves_up(lines):
    assert lines(narrative={"I.2": ""})["I.2"].startswith("Có 01 cơ sở")


def test_a_closing_without_its_sign_gets_it(text):
    assert text(narrative={"closing": "Trên đây là báo cáo."}).closing == "Trên đây là báo cáo./."


def test_an_upper_unions_report(text, lines):
    document = text("district")
    assert (document.higher_body, document.body) == ("LĐLĐ tỉnh Lạng Sơn", "LĐLĐ huyện Chi Lăng")
    assert document.addressees == ("Ban Thường vụ LĐLĐ tỉnh (qua Ban Chính sách - Pháp luật)",)
    assert document.on_behalf == "TM. BAN THƯỜNG VỤ"
    assert lines("district")["I.1"].startswith("Đến ngày 30/06/2015, toàn huyện có 03 công đoàn cơ sở, nghiệp đoàn")


def test_a_grassroots_report_is_short_and_signed_jointly(text):
    document = text("school")
    assert [section.heading for section in document.sections] == [
        "I. TÌNH HÌNH ĐƠN VỊ",
        "II. KẾT QUẢ",
        "III. SÁNG KIẾN, CÔNG TRÌNH, ĐIỂN HÌNH",
        "IV. KHÓ KHĂN, KIẾN NGHỊ",
    ]
    assert (document.on_behalf, document.employer_position) == ("TM. BAN CHẤP HÀNH", "THỦ TRƯỞNG ĐƠN VỊ")
    assert text("porters").employer_position == ""


def test_the_last_phase_looks_to_no_other(world, text, lines):
    open_by_hand(world.phase2)
    call(world.phase2, world.school)
    document = text(number=2)
    assert document.about == "Tổng kết phong trào thi đua đợt 2 năm 2015"
    assert document.sections[5].heading == "VI. KIẾN NGHỊ, ĐỀ XUẤT"
    with_directions = text(number=2, narrative={"VI.1": "Kết nạp 500 đoàn viên."})
    assert [section.heading for section in with_directions.sections[5:]] == [
        "VI. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2016",
        "VII. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert not [line for line in lines(number=2).values() if "Tết trồng cây" in line]


def test_the_year_has_lines_of_its_own(text):
    document = text(whole=True, narrative={"VI.2": "Kết nạp 600 đoàn viên."})
    assert document.about == "Tổng kết phong trào thi đua năm 2015"
    assert document.opening.endswith("báo cáo kết quả thực hiện trong năm (số liệu tính đến ngày 30/06/2015) như sau:")
    assert [section.heading for section in document.sections] == [
        "I. TÌNH HÌNH ĐOÀN VIÊN, NGƯỜI LAO ĐỘNG VÀ TỔ CHỨC CÔNG ĐOÀN",
        "II. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TỔ CHỨC PHÁT ĐỘNG THI ĐUA",
        "III. KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG THI ĐUA",
        "IV. CÔNG TÁC KHEN THƯỞNG",
        "V. ĐÁNH GIÁ CHUNG",
        "VI. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2016",
        "VII. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert [section.heading.partition(" ")[2] for section in text("district", whole=True).sections] == [
        "CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TỔ CHỨC PHÁT ĐỘNG THI ĐUA",
        "KẾT QUẢ THỰC HIỆN CÁC NỘI DUNG THI ĐUA",
        "CÔNG TÁC KHEN THƯỞNG",
        "ĐÁNH GIÁ CHUNG",
    ]
    assert [section.heading for section in text("school", whole=True).sections] == [
        "I. TÌNH HÌNH ĐƠN VỊ",
        "II. KẾT QUẢ THỰC HIỆN SO VỚI ĐĂNG KÝ",
        "III. SÁNG KIẾN, CÔNG TRÌNH, ĐIỂN HÌNH",
        "IV. KHÓ KHĂN, KIẾN NGHỊ",
    ]


def test_the_year_is_measured_by_its_plan(world, lines, pledge, report):
    for name in ("school", "commune", "bank", "direct"):
        pledge(name, HT01=40, TC01=2, SK02=3)
        report(name, HT01=30, TC01=551 if name == "bank" else 0, SK02=2)
    report("porters")
    assign(world.campaign, "TC01", world.province, world.district, 530)
    texts = lines(whole=True)
    assert texts["III.4"].startswith("Toàn tỉnh có 08 sáng kiến được công nhận, đạt 66,7% kế hoạch năm.")
    assert texts["III.7"].startswith("Kết nạp 551 đoàn viên, vượt chỉ tiêu giao (104%).")
    assert lines("school", whole=True)["II."] == (
        "Kết quả thực hiện các chỉ tiêu được nêu tại Biểu số 02. So với đăng ký, kết quả của đơn vị là: học tập "
        "nâng cao trình độ 30/40 lượt người; kết nạp đoàn viên 0/02 người."
    )


def test_what_the_board_switches_on_is_told(world, lines, report):
    assert not {"Trình độ", "Tham gia xây dựng Đảng"} & set(lines().values())
    Indicator.objects.filter(code__in=["LD01", "DN06", "TC04", "TC05", "XH04", "SK06"]).update(active=True)
    ask_again(world.phase)
    report("school", LD01=(40, 46), TC04=3, TC05=1, XH04="1.5", SK06=12)
    report("bank", LD01=(10, 40), DN06=(180000, 40))
    texts = lines()
    assert texts["I.4"].startswith(
        "Có 50 CNVCLĐ có trình độ đại học trở lên (58,1%). Thu nhập bình quân của người lao động là 4.500 nghìn "
        "đồng/tháng."
    )
    told = " ".join(texts.values())
    assert "Có 12 lượt CNVCLĐ tham gia đề tài, sáng kiến, công trình." in told
    assert "Giới thiệu 03 đoàn viên ưu tú cho Đảng xem xét, bồi dưỡng; có 01 đoàn viên được kết nạp vào Đảng." in told
    assert "CNVCLĐ ủng hộ các quỹ xã hội, từ thiện 1,5 triệu đồng." in told


def test_the_figures_of_a_year_say_which_reports_of_its_last_phase_they_have(world, lines, report):
    for name in EVERYBODY:
        report(name, HT03=(9, 45))
    open_by_hand(world.phase2)
    for name in EVERYBODY:
        call(world.phase2, world.units[name])
    assert lines(whole=True)["II.2"].endswith(
        "Số liệu của báo cáo này tính theo báo cáo các đợt trước, khi chưa có báo cáo đợt 2 được xác nhận."
    )
    put(world.school, "report", "accepted", phase=world.phase2, HT03=(9, 45))
    assert lines(whole=True)["II.2"].endswith(
        "Số liệu của báo cáo này gồm báo cáo đợt 2 đã được xác nhận của 01/07 đơn vị; các đơn vị còn lại tính theo báo "
        "cáo các đợt trước."
    )


def test_the_year_counts_who_pledged_in_any_phase(world, lines, pledge):
    for name in EVERYBODY:
        pledge(name, "accepted" if name != "porters" else "draft")
    open_by_hand(world.phase2)
    for name in EVERYBODY:
        call(world.phase2, world.units[name])
    put(world.school, "pledge", "accepted", phase=world.phase2)
    with clock.travel("2015-08-20T09:00+07:00"):
        assert lines(whole=True)["II.1"].startswith(
            "Trong năm có 06/07 đơn vị đăng ký giao ước thi đua. Còn 01 đơn vị chưa đăng ký"
        )
        assert lines(number=2)["II.1"].startswith("Có 01/07 đơn vị đăng ký giao ước thi đua đợt 2. Còn 06 đơn vị")
        book = SummaryDraft(Summary(campaign=world.campaign, phase=None, unit=world.province)).book
        assert [book.value("count:pledge", measure).value for measure in ("expected", "received")] == [7, 6]
        assert book.value("count:pledge", "received", f"upper:{world.district.pk}").value == 3


def test_nobody_is_missing_before_the_due_day(lines, pledge):
    pledge("school")
    with clock.travel("2015-02-10T09:00+07:00"):
        texts = lines()
    assert texts["II.1"] == "Có 01/07 đơn vị đăng ký giao ước thi đua."
    assert texts["II.2"].startswith("Đến ngày lập báo cáo chưa có đơn vị nào báo cáo; hạn báo cáo là ngày ")
    assert "chưa báo cáo" not in " ".join(text for number, text in texts.items() if not number.startswith("VI"))


def assessed(texts):
    return " ".join(text for key, text in texts.items() if key.startswith("V."))


def test_branches_are_praised_that_were_in_time_and_reached_their_plans(lines, pledge, report):
    for name in EVERYBODY:
        pledge(name, PT03=10)
        if name != "bank":
            report(name, PT03=9)
    assert "Biểu dương LĐLĐ huyện Chi Lăng gửi đủ đăng ký, báo cáo đúng hạn" in assessed(lines())
    report("bank", PT03=9, AT02=1)  # a grave accident
    assert "Biểu dương LĐLĐ huyện Chi Lăng gửi đủ" in assessed(lines())
    assert "Biểu dương" not in assessed(lines("district"))


def test_what_one_unit_did_most_of_is_said_to_be_there(world, lines, pledge, report):
    for name in EVERYBODY:
        pledge(name, PT03=10, XH01=10)
        report(name, PT03=60 if name == "bank" else 5, XH01=60 if name == "bank" else 5)
    assert assessed(lines()).startswith(
        "Tất cả đơn vị gửi báo cáo đúng hạn (07/07). Có 02/02 chỉ tiêu chủ yếu đã vượt kế hoạch năm; 14 chỉ tiêu xét "
        "vào cuối năm; kết quả “Gương ‘Người tốt, việc tốt’ được biểu dương” và “Lượt CNVCLĐ khó khăn được thăm hỏi, "
        f"trợ giúp” chủ yếu ở {world.bank.name}. Biểu dương "
    )


def test_a_phase_tells_and_judges_what_it_asked_itself(world, lines, pledge, report):
    """What an earlier phase told is no result of this one; the year has it, and says which phase was reported last."""
    for name in EVERYBODY:
        pledge(name, PT02=(40, 46), DH01=(40, 46), RQ01=100)
        report(name, DH01=(38, 46), RQ01=150)
    assert lines(whole=True)["II.2"].startswith(
        "Đến ngày lập báo cáo có 07/07 đơn vị đã báo cáo kết quả đợt 1, tất cả đúng hạn"
    )
    open_by_hand(world.phase2)
    for name in EVERYBODY:
        call(world.phase2, world.units[name])
    texts = lines(number=2)
    assert texts["II.1"] == (
        "Chưa có đơn vị nào đăng ký giao ước thi đua đợt 2; tính từ đầu năm có 200 CNVCLĐ đăng ký tham gia, bằng 87% "
        "số CNVCLĐ của các đơn vị đã đăng ký."
    )
    assert texts["III.2"].endswith("; kết quả được xét vào cuối năm.")
    assert "chỉ tiêu" not in assessed(texts)
    assert "chỉ tiêu chủ yếu vượt kế hoạch năm" in assessed(lines(whole=True))


def test_titles_of_schools_are_judged_in_the_phase_of_june(lines, pledge, report):
    for name in EVERYBODY:
        pledge(name, SN01=10)
        report(name, **({"SN01": 2} if name == "school" else {}))
    assert "(khối trường học) đạt thấp" in assessed(lines())
