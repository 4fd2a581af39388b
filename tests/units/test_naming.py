"""Tests how a person is named together with the own union: once, and by what the honour is for."""

import pytest

from foundation.vietnamese.abbreviations import spelled_out
from units.naming import is_own_unit, post_alone, post_and_unit, where

SCHOOL = "Công đoàn cơ sở Trường THCS Đồi Na, huyện Chi Lăng"
COMMUNE = "CĐCS Xã Suối Nhạc"
PORTERS = "Nghiệp đoàn Bốc xếp cửa khẩu Pò Gió"


@pytest.mark.parametrize(
    ("position", "unit", "named"),
    [
        ("Giáo viên", SCHOOL, "Giáo viên Trường THCS Đồi Na, huyện Chi Lăng"),
        ("Chủ tịch CĐCS", SCHOOL, f"Chủ tịch {SCHOOL}"),
        ("Giáo viên, Chủ tịch CĐCS", SCHOOL, f"Giáo viên, Chủ tịch {SCHOOL}"),
        ("Chủ tịch CĐCS Trường THCS Đồi Na", SCHOOL, f"Chủ tịch {SCHOOL}"),
        ("Phó Chủ tịch", SCHOOL, f"Phó Chủ tịch {SCHOOL}"),
        ("Ủy viên BCH", SCHOOL, f"Ủy viên BCH {SCHOOL}"),
        ("Ủy viên Ban Thường vụ", SCHOOL, f"Ủy viên Ban Thường vụ {SCHOOL}"),
        ("Ủy viên Ban Thanh tra nhân dân", SCHOOL, "Ủy viên Ban Thanh tra nhân dân Trường THCS Đồi Na, huyện Chi Lăng"),
        ("Chủ tịch CĐCS, giáo viên", SCHOOL, "Chủ tịch CĐCS, giáo viên Trường THCS Đồi Na, huyện Chi Lăng"),
        ("Chủ tịch UBND", COMMUNE, "Chủ tịch UBND xã Suối Nhạc"),
        ("Công chức văn hóa - xã hội xã", COMMUNE, "Công chức văn hóa - xã hội xã Suối Nhạc"),
        ("Công nhân bốc xếp", PORTERS, f"Công nhân bốc xếp {PORTERS}"),
        ("", PORTERS, PORTERS),
    ],
)
def test_union_work_is_done_in_the_union_a_profession_at_the_workplace(position, unit, named):
    assert post_and_unit(position, unit) == named


@pytest.mark.parametrize(
    ("position", "unit", "alone"),
    [
        ("Chủ tịch LĐLĐ huyện Lộc Bình", "Liên đoàn Lao động huyện Lộc Bình, tỉnh Lạng Sơn", "Chủ tịch"),
        ("Ủy viên Ban Chấp hành LĐLĐ huyện Lộc Bình", "LĐLĐ huyện Lộc Bình", "Ủy viên Ban Chấp hành"),
        ("Giáo viên, Trường THCS Đồi Na", SCHOOL, "Giáo viên"),
        ("Giáo viên, Chủ tịch CĐCS", SCHOOL, "Giáo viên, Chủ tịch CĐCS"),
        ("Công chức xã Suối Nhạc", COMMUNE, "Công chức"),
        ("Trường THCS Đồi Na", SCHOOL, "Trường THCS Đồi Na"),
        ("", PORTERS, ""),
    ],
)
def test_a_post_beside_its_union_does_not_name_it(position, unit, alone):
    assert post_alone(position, unit) == alone


def test_a_union_is_not_named_below_itself_however_it_is_abbreviated():
    assert is_own_unit("CĐCS Trường THCS Đồi Na", SCHOOL)
    assert not is_own_unit("Tổ Toán - Lý", SCHOOL)
    assert where("CĐCS Trường THCS Đồi Na", "", SCHOOL, is_person=False) == ""
    assert where("Tổ Toán - Lý", "", SCHOOL, is_person=False) == SCHOOL


def test_abbreviations_of_one_meaning_are_spelled_out():
    assert spelled_out("CĐCS Trường TH Đồi Na") == "Công đoàn cơ sở Trường Tiểu học Đồi Na"
    assert spelled_out("Công ty TNHH MTV Giày") == "Công ty Trách nhiệm hữu hạn Một thành viên Giày"
    assert spelled_out("Tổng LĐLĐ Việt Nam, TH") == "Tổng Liên đoàn Lao động Việt Nam, TH"
