"""How the pages of a summary write money."""

from django import template

from foundation.vietnamese import dong_to_million, format_number

register = template.Library()


@register.filter
def million(dong: int | None) -> str:
    """đồng as triệu đồng, without the unit; a dash where no unit gave a value."""
    return "–" if dong is None else format_number(dong_to_million(dong))
