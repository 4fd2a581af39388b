"""Example figures, so that a sentence can be read before any phase was opened. Nobody reported them."""

from __future__ import annotations

import re
from collections.abc import Container

from summaries.sentences.names import NOTHING_TOLD, OF_LAST_YEAR, OF_PLAN, OF_TARGET, ON_TARGET
from summaries.sentences.templates import BASE, SO_FAR

_ENDS = (
    (f" {ON_TARGET}", "120/150"),
    (f" {OF_TARGET}", "đạt 80% so với đăng ký"),
    (f" {OF_PLAN}", "đạt 80% kế hoạch năm"),
    (f" {OF_LAST_YEAR}", "tăng 10% so với cùng kỳ"),
    (" so với chỉ tiêu giao", "đạt 80% chỉ tiêu giao"),
    (" so với giao", "80%"),
    (" đăng ký", "150"),
    (" mẫu", "150"),
    (" trả lời", "150"),
    (" bình quân", "12,5"),
    (" %", "80%"),
)
_OF_DEFAULTS = {
    "chỉ tiêu": "‹tên chỉ tiêu›", "đơn vị tính": "‹đơn vị tính›", "kết quả": "120", "mẫu số": "150", "trả lời": "150",
    "tỷ lệ": "80%", "giá trị": "12,5", "so với đăng ký": "đạt 80% so với đăng ký", "so với giao": "80%",
    "so với kế hoạch": "đạt 80% kế hoạch năm", "trên đăng ký": "120/150", "so với cùng kỳ": "tăng 10% so với cùng kỳ",
}  # fmt: skip
_SHARE = re.compile(r"^% ")
_COUNT = re.compile(r"^(số (?!, |sổ)|đơn vị (đã|còn|thuộc)|báo cáo (đúng|muộn)|chưa báo cáo$|người |nữ |cá nhân )")
_DAY = re.compile(r"^(hạn |ngày chốt$)")
_UNKNOWN = re.compile(rf"^(chưa có |không so sánh|lý do không|{BASE}|còn chưa |{NOTHING_TOLD}$)|{SO_FAR}$")


def example_of(name: str, codes: Container[str], year: int) -> str | None:
    """Return what a placeholder prints as an example; None of one that is only known when something is missing."""
    if _UNKNOWN.search(name):
        return None
    if name.partition(" ")[0] in codes:
        return next((text for end, text in _ENDS if name.endswith(end)), "120")
    if name == "năm":
        return str(year)
    if _SHARE.search(name):
        return "80%"
    if _COUNT.search(name):
        return "12"
    return f"30/06/{year}" if _DAY.search(name) else _OF_DEFAULTS.get(name, f"‹{name}›")
