"""Cross-checks of a sheet: figures that are possible but unlikely raise a question that the unit answers.

A question never blocks for good: the unit confirms the figures, with a reason where one is wanted. A confirmation is
valid for exactly those figures; when they change, the question is raised again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext as _

from campaigns.catalogue.types import Catalogue, CatalogueCheck, CatalogueIndicator
from campaigns.models import Filing, WorkKind
from campaigns.models.cross_check import FIRST, LIMIT, PLACEHOLDER, SECOND, TO_COMPARE, CheckKind
from campaigns.models.indicator import Category
from campaigns.sheet.asked_indicators import AskedIndicator
from campaigns.sheet.compared import SentContext
from campaigns.sheet.computed import is_recognised, kind_of
from campaigns.sheet.context import Amount, SheetContext
from campaigns.sheet.indicator_parts import IndicatorsPart
from campaigns.sheet.parts import SheetPart
from foundation.forms.fields import BIG_MONEY, fraction_in_words, thousands_in_words
from foundation.vietnamese import format_number, format_typed, two_readings
from units.models.vocabulary import WORKERS
from units.rules.reader import rule

TIMES_TARGET = 3  # an actual above this many times its target is asked about


@dataclass(frozen=True)
class Question:
    """A question about odd figures.

    `key` identifies the question and `of` the figures it is about (both are stored with the answer, in
    `Filing.typed["confirmed"]`); `part` is the key of the part; `needs_reason` says that a reason must be typed.
    """

    key: str
    of: str
    sentence: str
    part: str
    needs_reason: bool = False
    confirmed: bool = False
    reason: str = ""


class AnsweredSheet(Protocol):
    """What the checks read of a `Sheet`. A protocol, because the module of `Sheet` imports this one."""

    filing: Filing
    typed: dict[str, Any]
    context: SheetContext | SentContext

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def typed_indicators(self) -> list[AskedIndicator]: ...

    @property
    def amounts(self) -> dict[str, Amount]: ...

    def cleaned(self, key: str) -> dict[str, Any]: ...

    def cleaned_rows(self, key: str) -> list[dict[str, Any]]: ...

    @property
    def parts(self) -> list[SheetPart]: ...


def questions_of(sheet: AnsweredSheet) -> list[Question]:
    """Return every question that this sheet raises, marked as confirmed or not."""
    answers = sheet.typed.get("confirmed") or {}
    return [_with_answer(question, answers.get(question.key) or {}) for question in _raised(sheet)]


def _with_answer(question: Question, answer: dict[str, Any]) -> Question:
    reason = str(answer.get("reason", ""))
    confirmed = answer.get("of") == question.of and (bool(reason) or not question.needs_reason)
    return Question(
        question.key, question.of, question.sentence, question.part, question.needs_reason, confirmed, reason
    )


def _raised(sheet: AnsweredSheet) -> Iterator[Question]:
    yield from _headcounts(sheet)
    yield from _read_two_ways(sheet)
    yield from _ratios(sheet)
    yield from _cross_checks(sheet)
    if sheet.filing.is_pledge:
        return
    yield from _above_target(sheet)
    yield from _results(sheet)


def _headcounts(sheet: AnsweredSheet) -> Iterator[Question]:
    counts = sheet.cleaned("headcount")
    pairs = (
        ("women", "workers", _("Số nữ ({a}) nhiều hơn tổng số {workers} ({b}). Số liệu này có đúng không?")),
        (
            "minorities",
            "workers",
            _("Số người dân tộc thiểu số ({a}) nhiều hơn tổng số {workers} ({b}). Số liệu này có đúng không?"),
        ),
        (
            "women_members",
            "members",
            _("Số nữ đoàn viên ({a}) nhiều hơn số đoàn viên ({b}). Số liệu này có đúng không?"),
        ),
        (
            "members",
            "workers",
            _("Số đoàn viên ({a}) nhiều hơn tổng số {workers} ({b}). Số liệu này có đúng không?"),
        ),
        (
            "direct",
            "workers",
            _("Số người trực tiếp ({a}) nhiều hơn tổng số {workers} ({b}). Số liệu này có đúng không?"),
        ),
    )
    for part, whole, sentence in pairs:
        a, b = counts.get(part), counts.get(whole)
        if a is not None and b is not None and a > b:
            text = sentence.format(a=format_number(a), b=format_number(b), workers=WORKERS)
            yield Question(f"{part}-{whole}", f"{a}/{b}", text, "headcount")


def _read_two_ways(sheet: AnsweredSheet) -> Iterator[Question]:
    """Ask about numbers whose only sign may be a thousands separator or a decimal one: 1.500, 12,500."""
    for part in sheet.parts:
        if part.touched and isinstance(part, IndicatorsPart):
            for indicator in (asked_indicator.indicator for asked_indicator in part.asked_indicators):
                if indicator.decimals and not indicator.is_yes_no:
                    name = f"{indicator.code}-n" if indicator.is_ratio else indicator.code
                    yield from _reading_of(part, name, indicator)


def _reading_of(part: IndicatorsPart, name: str, indicator: CatalogueIndicator) -> Iterator[Question]:
    text = part.typed.get(name)
    readings = two_readings(text, decimals=indicator.decimals)
    if readings is None:
        return
    thousands, fraction = readings
    read, other = thousands_in_words(thousands), fraction_in_words(fraction)
    number = fraction
    if "," in text:
        read, other, number = other, read, thousands
    sentence = _(
        "“{name}”: {text} được hiểu là {read}. Số liệu này có đúng không? Nếu là {other}, xin sửa thành {number}."
    )
    written = format_typed(number, decimals=indicator.decimals)
    question_text = sentence.format(name=indicator.name, text=text, read=read, other=other, number=written)
    yield Question(f"{name}-reading", text, question_text, part.key)


def _ratios(sheet: AnsweredSheet) -> Iterator[Question]:
    for asked_indicator in sheet.typed_indicators:
        indicator = asked_indicator.indicator
        amount = None if indicator.is_quotient else sheet.amounts.get(indicator.code)
        if amount and amount.numerator is not None and amount.numerator > (amount.denominator or 0):
            key, part = f"{indicator.code}-ratio", _part_of(sheet, indicator.code)
            yield ratio_question(key, indicator.name, amount.numerator, amount.denominator, part)


def ratio_question(
    key: str, name: str, numerator: Decimal | int, denominator: Decimal | int | None, part: str = ""
) -> Question:
    """Return the question about a ratio whose part is above its base."""
    sentence = _("“{name}”: tử số ({a}) lớn hơn mẫu số ({b}). Số liệu này có đúng không?")
    text = sentence.format(name=name, a=format_number(numerator), b=format_number(denominator or 0))
    return Question(key, f"{numerator}/{denominator}", text, part)


def _cross_checks(sheet: AnsweredSheet) -> Iterator[Question]:
    """Ask about answers that the cross-checks of the phase's catalogue find unlikely."""
    for check in sheet.catalogue.checks:
        is_asked = check.in_pledge if sheet.filing.is_pledge else check.in_report
        first, second = _number(sheet, check.first), _number(sheet, check.second)
        if is_asked and (text := _unlikely(check, first, second, sheet.filing.phase.ends_on)):
            of = f"{first}/{second}" if check.second else str(first)
            yield Question(check.key, of, text, _part_of(sheet, check.first))


def _unlikely(check: CatalogueCheck, first: Decimal | None, second: Decimal | None, day: date) -> str:
    """Return the question that a check raises about two numbers, or ""."""
    words = {FIRST: _text_of(first), SECOND: _text_of(second), LIMIT: "", TO_COMPARE: ""}
    if check.kind == CheckKind.WITHOUT:
        is_raised = bool(first) and second == 0
    elif check.kind == CheckKind.MISSING:
        is_raised = first == 0 and bool(second)
    elif check.kind == CheckKind.ANY:
        is_raised = bool(first)
    elif first and second is not None:
        limit, words[TO_COMPARE] = _limit(check, day)
        words[LIMIT] = _text_of(limit)
        is_raised = limit is not None and first * 100 > second * limit
    else:
        is_raised = False
    return PLACEHOLDER.sub(lambda match: words[match[1]], check.sentence) if is_raised else ""


def _limit(check: CatalogueCheck, day: date) -> tuple[Decimal | None, str]:
    """Return the limit of a share on a day, and what is said of a limit whose text has to be compared."""
    if not check.limit_rule:
        return None if check.limit is None else Decimal(check.limit), ""
    limit = rule(check.limit_rule, on=day)
    if limit is None:
        return None, ""
    return Decimal(limit.value), "" if limit.binding else _("; tỷ lệ này cần đối chiếu văn bản")


def _text_of(number: Decimal | None) -> str:
    return "" if number is None else format_number(number)


def _above_target(sheet: AnsweredSheet) -> Iterator[Question]:
    for asked_indicator in sheet.typed_indicators:
        if asked_indicator.indicator.is_yes_no:
            continue
        actual, target = (
            _number_in(sheet.amounts.get(asked_indicator.indicator.code)),
            _number_in(sheet.context.pledged(asked_indicator.indicator)),
        )
        if actual is not None and target and actual > TIMES_TARGET * target:
            times = format_number((actual / target).quantize(Decimal("0.1")))
            sentence = _("“{name}”: kết quả gấp {n} lần đăng ký. Nếu đúng, xin đánh dấu “Số liệu đúng” và ghi lý do.")
            text = sentence.format(name=asked_indicator.indicator.name, n=times)
            key, of = f"{asked_indicator.indicator.code}-target", f"{actual}/{target}"
            yield Question(key, of, text, "actuals", needs_reason=True)


def _results(sheet: AnsweredSheet) -> Iterator[Question]:
    for row in sheet.cleaned_rows("results"):
        value, name = row.get("value"), row["registered"].title if row["registered"] else row.get("title", "")
        if value and value > BIG_MONEY:
            text = _("“{name}”: giá trị làm lợi trên 100 tỷ đồng. Đơn vị tính là đồng; xin kiểm tra lại.")
            yield Question(f"{row['uuid']}-big", str(value), text.format(name=name), "results")
        if value and kind_of(row) == WorkKind.INITIATIVE and not is_recognised(row):
            text = _("“{name}”: đã ghi giá trị làm lợi nhưng chưa có số quyết định công nhận sáng kiến.")
            yield Question(f"{row['uuid']}-unrecognised", str(value), text.format(name=name), "results")


def _number(sheet: AnsweredSheet, code: str) -> Decimal | None:
    return _number_in(sheet.amounts.get(code))


def _number_in(amount: Amount | None) -> Decimal | None:
    """Return the value of an amount, the numerator of a ratio, or None."""
    if amount is None:
        return None
    number = amount.numerator if amount.value is None else amount.value
    return None if number is None else Decimal(number)


def _part_of(sheet: AnsweredSheet, code: str) -> str:
    if not sheet.filing.is_pledge:
        return "actuals"
    indicators = (asked_indicator.indicator for asked_indicator in sheet.typed_indicators)
    categories = {indicator.code: indicator.section.category for indicator in indicators}
    return "titles" if categories.get(code) == Category.TITLE else "indicators"
