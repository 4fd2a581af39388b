"""Tests the letter (Tờ trình) and its list word for word: a unit's, a nghiệp đoàn's, the endorsing union's."""

from datetime import date

import pytest

from awards.actions import dossiers
from awards.papers.dossier_letter import dossier_letter_context, dossier_letter_pdf
from foundation import clock
from tests.support import dossier_steps
from tests.support.casts import copied
from tests.support.papers import pages_of, tool, words
from units.models import Role

pytestmark = [pytest.mark.sqlite(deep="both"), pytest.mark.django_db]  # what is drawn is the same on both

WHOLE = {"code": "BK_T", "name": "CĐCS Trường THCS Đồi Na", "person": False, "whole": True}
PERSON = {"code": "BK_T", "name": "Nông Thị Ánh Nguyệt", "ethnicity": "Tày"}
OTHER = {"code": "GK_CTT", "name": "Bàn Phúc Lìn", "sex": "male", "birth_year": 1985, "nominee_class": "officer"}
PERSON_COLUMNS = (
    "TT",
    "Họ và tên",
    "Năm sinh / Nam",
    "Năm sinh / Nữ",
    "Dân tộc",
    "Chức vụ, nghề nghiệp",
    "Đơn vị",
    "Đối tượng",
    "Danh hiệu, hình thức đã được tặng (năm, số quyết định)",
    "Tóm tắt thành tích, sáng kiến",
    "Hình thức đề nghị",
)
COLLECTIVE_COLUMNS = (
    "TT",
    "Tên tập thể",
    "Số CNVCLĐ (nữ)",
    "Xếp loại CĐCS năm trước",
    "Danh hiệu, hình thức đã được tặng",
    "Tóm tắt thành tích",
    "Hình thức đề nghị",
)


@pytest.fixture
def world(db):
    with clock.travel(dossier_steps.DAY):
        yield copied(dossier_steps.build)


def headings(table):
    return tuple(" / ".join(filter(None, (column.group, column.title))) for column in table.columns)


def described(world, officer, rows):
    dossier = dossier_steps.dossier_of(world, officer, rows)
    fields = {"number": "3", "dated_on": date(2015, 7, 16)}
    dossiers.describe(dossier, fields, by=world.by(officer))
    return dossier


def test_the_letter_of_a_unit(world):
    dossier = described(world, "owner", [WHOLE, PERSON, OTHER])
    dossiers.submit(dossier, by=world.by("owner"))
    text = words(dossier_letter_pdf(dossier), "-l", "1")
    for sentence in (
        "Số: 03/TTr",
        "ngày 16 tháng 7 năm 2015",
        "TỜ TRÌNH Về việc đề nghị khen thưởng phong trào thi đua đợt 1 năm 2015",
        "Kính gửi: Ban Thường vụ LĐLĐ huyện Chi Lăng",
        (
            "Căn cứ Quy chế khen thưởng của tổ chức Công đoàn ban hành kèm theo Quyết định số 1564/QĐ-TLĐ ngày "
            "24/12/2014 của Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam;"
        ),
        (
            "Căn cứ kết quả phong trào thi đua và Biên bản họp xét ngày 15/07/2015 của Ban Chấp hành, với 09/09 phiếu "
            "tán thành,"
        ),
        (
            "Ban Chấp hành CĐCS Trường THCS Đồi Na kính trình Ban Thường vụ LĐLĐ huyện Chi Lăng xét, tặng Giấy khen "
            "của Ban Chấp hành công đoàn cấp trên trực tiếp cơ sở cho 01 cá nhân; đề nghị cấp có thẩm quyền tặng Bằng "
            "khen của Ban Chấp hành Liên đoàn Lao động tỉnh cho 01 tập thể và 01 cá nhân có thành tích xuất sắc trong "
            "phong trào thi đua đợt 1 năm 2015, trong đó người trực tiếp lao động, công tác 01 người, nữ 01 người."
        ),
        "(Có danh sách trích ngang 01 tập thể và 02 cá nhân kèm theo)",
        "Kính đề nghị Ban Thường vụ LĐLĐ huyện Chi Lăng xem xét, quyết định theo thẩm quyền./.",
        "TM. BAN CHẤP HÀNH CHỦ TỊCH",
    ):
        assert sentence in text
    assert "thẩm tra" not in text


def test_the_lists_lie_with_exactly_their_columns(world):
    dossier = described(world, "owner", [PERSON, WHOLE, OTHER])
    collectives, persons = (listed["table"] for listed in dossier_letter_context(dossier)["lists"])
    assert (headings(persons), headings(collectives)) == (PERSON_COLUMNS, COLLECTIVE_COLUMNS)
    assert [sum(column.width for column in table.columns) for table in (persons, collectives)] == [100, 100]
    first, second = (list(row.cells) for row in persons.rows)
    assert first[:9] == [
        "1", "Nông Thị Ánh Nguyệt", "", "1984", "Tày", "Giáo viên", "CĐCS Trường THCS Đồi Na",
        "Trực tiếp lao động, công tác", "-",
    ]  # fmt: skip
    assert (second[1:5], second[7]) == (["Bàn Phúc Lìn", "1985", "", "-"], "Cán bộ công đoàn")
    assert list(collectives.rows[0].cells)[:5] == ["1", "CĐCS Trường THCS Đồi Na", "46 (10)", "…", "-"]
    assert collectives.notes == ["(…) Chưa có số liệu"]
    content = dossier_letter_pdf(dossier)
    assert len(pages_of(content)) == 3
    assert "841.89 x 595.276" in tool("pdfinfo", "-f", "2", "-l", "2", "-", given=content).decode()
    text = words(content, "-f", "2")
    for whom in ("TẬP THỂ", "CÁ NHÂN"):
        assert f"DANH SÁCH TRÍCH NGANG {whom} ĐỀ NGHỊ KHEN THƯỞNG" in text
    attached = "(Kèm theo Tờ trình số 03/TTr ngày 16 tháng 7 năm 2015 của Ban Chấp hành CĐCS Trường THCS Đồi Na)"
    assert text.count(attached) == 2


def test_what_was_awarded_before_is_told_with_its_number(world):
    nominee = dossier_steps.issued(world, [PERSON]).awards.get().nominee
    dossier = dossier_steps.dossier_of(world, "owner", [])
    fields = {"title_asked": dossier_steps.title("BK_TLD"), "achievements": "Xuất sắc."}
    dossiers.nominate(dossier, nominee, fields, by=world.by("owner"))
    row = dossier_letter_context(dossier)["lists"][0]["table"].rows[0]
    assert row.cells[8] == "Bằng khen (năm 2015, số 45/QĐ-LĐLĐ của Ban Thường vụ LĐLĐ tỉnh Lạng Sơn)"


def test_it_is_stamped_until_it_is_sent(world):
    dossier = described(world, "owner", [PERSON])
    assert "DỰ THẢO" in words(dossier_letter_pdf(dossier))
    dossiers.submit(dossier, by=world.by("owner"))
    assert "DỰ THẢO" not in words(dossier_letter_pdf(dossier))
    again = {"reason": "Thiếu biên bản.", "due_on": date(2015, 7, 24)}
    dossiers.return_(dossier, **again, by=world.by("district", Role.REVIEWER))
    assert "DỰ THẢO" in words(dossier_letter_pdf(dossier))


def test_a_nghiep_doan_and_a_unit_straight_below_the_province(world):
    porters = dossier_letter_context(dossier_steps.dossier_of(world, "porter", [PERSON]))
    assert porters["request"].startswith(
        "Ban Chấp hành Nghiệp đoàn Bốc xếp kính trình Ban Thường vụ LĐLĐ huyện Chi Lăng xét, đề nghị cấp có thẩm quyền "
        "tặng Bằng khen"
    )
    assert porters["closing"].endswith("xem xét, đề nghị cấp có thẩm quyền quyết định./.")
    district = dossier_letter_context(dossier_steps.dossier_of(world, "district", [PERSON]))
    assert district["addressees"] == ["Ban Thường vụ LĐLĐ tỉnh Lạng Sơn (qua Ban Chính sách - Pháp luật)"]
    assert district["closing"] == "Kính đề nghị Ban Thường vụ LĐLĐ tỉnh Lạng Sơn xem xét, quyết định./."
    assert "của Hội đồng Thi đua - Khen thưởng, với 09/09 phiếu tán thành," in district["grounds"][1]


@pytest.mark.parametrize(
    ("timing", "label", "about"),
    [
        ("year", "", "phong trào thi đua năm 2015"),
        ("school_year", "", "phong trào thi đua năm học 2014-2015"),
        ("theme", "Xanh - Sạch - Đẹp", "phong trào “Xanh - Sạch - Đẹp” năm 2015"),
        ("unexpected", "cứu người trong lũ", "đột xuất"),
        ("career", "", "quá trình cống hiến"),
    ],
)
def test_the_title_names_the_occasion(world, timing, label, about):
    dossier = dossier_steps.dossier_of(world, "owner", [], timing=timing, period_label=label)
    assert dossier_letter_context(dossier)["about"] == f"Về việc đề nghị khen thưởng {about}"


def test_a_letter_about_nobody_and_of_names_of_any_length_is_still_a_letter(world):
    long = "Triệu Thị Sao Mai Quỳnh Hương Thảo Nguyên " * 4
    dossier = dossier_steps.dossier_of(world, "owner", [])
    assert (
        "kính trình Ban Thường vụ LĐLĐ huyện Chi Lăng xét, khen thưởng cho … tập thể và … cá nhân có thành tích"
        in words(dossier_letter_pdf(dossier))
    )
    dossier_steps.nominate(dossier, by=world.by("owner"), code="BK_T", name=long.strip())
    assert dossier_letter_context(dossier)["lists"][0]["table"].rows[0].cells[1] == long.strip()
