"""The filter that writes money on the pages of a summary."""

from django import template

from foundation.vietnamese import dong_to_million, format_number

register = template.Library()


@register.filter
def million(dong: int | None) -> str:
    """Return an amount in đồng as triệu đồng, without the word; a dash for None, where no unit gave a value."""
    return "–" if dong is None else format_number(dong_to_million(dong))
