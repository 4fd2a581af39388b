"""Abbreviations of names of unions and workplaces, which what people hang on a wall spells out."""

import re

SPELLED_OUT = {
    "CĐCS": "Công đoàn cơ sở",
    "TLĐ": "Tổng Liên đoàn Lao động",
    "LĐLĐ": "Liên đoàn Lao động",
    "BCH": "Ban Chấp hành",
    "BTV": "Ban Thường vụ",
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "THCS": "Trung học cơ sở",
    "THPT": "Trung học phổ thông",
    "PTDTBT": "Phổ thông dân tộc bán trú",
    "PTDTNT": "Phổ thông dân tộc nội trú",
    "PTDT": "Phổ thông dân tộc",
    "TNHH": "Trách nhiệm hữu hạn",
    "MTV": "Một thành viên",
    "CNVCLĐ": "công nhân, viên chức, lao động",
    "CBCCVC": "cán bộ, công chức, viên chức",
}
_SCHOOLS = {"TH": "Tiểu học", "MN": "Mầm non"}
"""Abbreviations that are clear behind "Trường" alone."""

_WHOLE = re.compile(rf"\b({'|'.join(sorted(SPELLED_OUT, key=len, reverse=True))})\b")
_SCHOOL = re.compile(r"\b(Trường|TRƯỜNG) (TH|MN)\b")


def spelled_out(text: str) -> str:
    """Return a name or sentence without the abbreviations that have one meaning; others stay as they were typed."""
    text = _SCHOOL.sub(lambda match: f"{match[1]} {_SCHOOLS[match[2]]}", text)
    return _WHOLE.sub(lambda match: SPELLED_OUT[match[1]], text)
