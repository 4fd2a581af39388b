"""The filters of the pages of a summary: money, and sentences whose figures are seen."""

from django import template

from foundation.vietnamese import dong_to_million, format_number
from summaries.figure_places import place_of
from summaries.report.contents import SummaryDraft
from summaries.sentences.templates import MARKS, NAME_ENDS

register = template.Library()


@register.filter
def million(dong: int | None) -> str:
    """Return an amount in đồng as triệu đồng, without the word; a dash for None, where no unit gave a value."""
    return "–" if dong is None else format_number(dong_to_million(dong))


@register.filter
def pieces(text: str) -> list[tuple[str, bool, str]]:
    """Return a sentence in pieces: (words, whether they are a figure, its name where the marks have it)."""
    begins, ends = MARKS
    parted: list[tuple[str, bool, str]] = []
    for part in text.split(begins):
        figure, end, words = part.rpartition(ends)
        name, _end, printed = figure.rpartition(NAME_ENDS)
        parted += [(printed, True, name)] if end else []
        parted += [(words, False, "")] if words else []
    return parted


@register.simple_tag
def figure_place(name: str, draft: SummaryDraft | str) -> str:
    """Return the address where the summary's page shows a figure; "" without a name or a draft."""
    return place_of(name, draft) if name and isinstance(draft, SummaryDraft) else ""
