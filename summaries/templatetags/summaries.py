"""The filters of the pages of a summary: money, and sentences whose figures are seen."""

from django import template

from foundation.vietnamese import dong_to_million, format_number
from summaries.sentences.templates import MARKS

register = template.Library()


@register.filter
def million(dong: int | None) -> str:
    """Return an amount in đồng as triệu đồng, without the word; a dash for None, where no unit gave a value."""
    return "–" if dong is None else format_number(dong_to_million(dong))


@register.filter
def pieces(text: str) -> list[tuple[str, bool]]:
    """Return a sentence in pieces: (words, whether they are a figure)."""
    begins, ends = MARKS
    parted: list[tuple[str, bool]] = []
    for part in text.split(begins):
        figure, end, words = part.rpartition(ends)
        parted += [(figure, True)] if end else []
        parted += [(words, False)] if words else []
    return parted
