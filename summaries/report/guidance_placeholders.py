"""The placeholders about how unions guided the campaign. What is nought is not told: it need not be recorded here."""

from __future__ import annotations

from foundation.vietnamese import paper_count
from summaries.figures.book import SummaryBook
from summaries.report.assessment import Texts
from summaries.report.figure_texts import count_text

NAMES = {
    "đơn vị đã phát động": "launched",
    "đơn vị đã sơ kết": "reviewed",
    "cuộc kiểm tra đã ghi": "inspections",
    "đơn vị được kiểm tra": "inspected_units",
    "cuộc phải khắc phục": "to_mend",
    "cuộc đã khắc phục": "mended",
    "việc đã phân công": "measures",
    "việc phân công đã xong": "measures_done",
    "tin hoạt động": "news",
    "đơn vị có tin": "news_units",
}
"""Placeholder → figure."""


def guidance_texts(book: SummaryBook) -> Texts:
    numbers = {name: book.value(f"guidance:{figure}", "number").number for name, figure in NAMES.items()}
    return {name: count_text(number) if number else None for name, number in numbers.items()}


def called_units(book: SummaryBook) -> dict[str, str]:
    """Return of how many units launches and reviews are: a word, so that it alone prints no sentence."""
    base = book.value("guidance:launched", "number").base
    return {"đơn vị thuộc diện phát động": paper_count((base[1] or 0) if base else 0)}
