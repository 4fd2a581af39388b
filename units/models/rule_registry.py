"""The codes of rules: the type of each one's value, the day it is asked for, and what screens call it.

A code is added with the page that reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from foundation.lazy_text import LazyText


class RuleDay(models.TextChoices):
    """The day a rule is asked for: a dossier is judged by the law of the day it was received."""

    RECEIVED = "received", gettext_lazy("ngày tiếp nhận hồ sơ")
    HELD = "held", gettext_lazy("ngày họp, ngày tổ chức")
    DECIDED = "decided", gettext_lazy("ngày quyết định")
    SIGNED = "signed", gettext_lazy("ngày ký văn bản")


@dataclass(frozen=True)
class RuleType:
    """The type of a rule's JSON value. `read` makes it of what somebody typed and raises ValueError."""

    words: LazyText
    read: Callable[[str], Any]
    fits: Callable[[Any], bool]


@dataclass(frozen=True)
class RuleCode:
    """What a code is about. `scopes`: what alone its rules may be about, and what screens call it."""

    name: LazyText
    type: RuleType
    day: RuleDay
    scopes: Mapping[str, LazyText] = field(default_factory=dict)


def _whole(text: str) -> int:
    digits = text.replace(".", "").replace("\u00a0", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        raise ValueError(text)
    return int(digits)


def _yes_no(text: str) -> bool:
    return {"có": True, "không": False}[text.lower()] if text.lower() in ("có", "không") else _refused(text)


def _text(text: str) -> str:
    return text or _refused(text)


def _corner(text: str) -> str:
    return next((corner for corner, words in CORNERS.items() if words == text), None) or _refused(text)


def _refused(text: str) -> Any:
    raise ValueError(text)


CORNERS = {"bottom_right": "góc phải, cuối trang", "top_centre": "giữa, đầu trang"}
"""Places of the page number (`PageNumber`), and their words on screens."""
TEXT = RuleType(gettext_lazy("câu chữ"), _text, lambda value: isinstance(value, str) and value != "")
WHOLE = RuleType(gettext_lazy("số nguyên, ví dụ 15"), _whole, lambda value: type(value) is int and value >= 0)
YES_NO = RuleType(gettext_lazy("có hoặc không"), _yes_no, lambda value: isinstance(value, bool))
CORNER = RuleType(gettext_lazy("góc phải, cuối trang; hoặc: giữa, đầu trang"), _corner, lambda value: value in CORNERS)

LEVELS = {"state": gettext_lazy("Nhà nước"), "confederation": gettext_lazy("Tổng Liên đoàn")}

REGISTRY = {
    "grounds.emulation_law": RuleCode(gettext_lazy("Căn cứ: luật thi đua, khen thưởng"), TEXT, RuleDay.SIGNED),
    "grounds.union_law": RuleCode(gettext_lazy("Căn cứ: luật, điều lệ công đoàn"), TEXT, RuleDay.SIGNED),
    "grounds.regulation": RuleCode(gettext_lazy("Căn cứ: quy chế khen thưởng"), TEXT, RuleDay.SIGNED),
    "award.comprehensive_or_theme": RuleCode(
        gettext_lazy("Đã khen toàn diện thì không khen thêm chuyên đề cùng cấp"), YES_NO, RuleDay.RECEIVED
    ),
    "award.decided_by": RuleCode(gettext_lazy("Cấp trên quyết định khen thưởng"), TEXT, RuleDay.DECIDED, scopes=LEVELS),
    "cap.cstdcs_share": RuleCode(
        gettext_lazy("Tỷ lệ Chiến sĩ thi đua cơ sở trên Lao động tiên tiến (%)"), WHOLE, RuleDay.HELD
    ),
    "signing.for_chair": RuleCode(gettext_lazy("Phó Chủ tịch được ký KT. CHỦ TỊCH"), YES_NO, RuleDay.SIGNED),
    "layout.page_number": RuleCode(gettext_lazy("Vị trí số trang của văn bản"), CORNER, RuleDay.SIGNED),
}
