"""Filters for the admin's templates."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.template.defaultfilters import capfirst
from django.utils.html import format_html
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def fixed_text(field: Any) -> Any:
    """Return a read-only field's value as text; for booleans Django would draw an icon with an English alt text."""
    value = getattr(field.form.instance, field.field["name"], None) if isinstance(field.field["name"], str) else None
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return field.contents()


@register.filter
def with_headings(row: Sequence[str], headers: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the cells of a row of a list as Django's admin draws them, each with its column's heading as data-label.

    On narrow screens a row is a card, and the style sheet writes the heading beside the value. The name of the row and
    its tick have none.
    """
    for header, cell in zip(headers, row, strict=False):
        if cell.startswith("<td") and "action-checkbox" not in header["class_attrib"]:
            drawn = cell.replace("{", "{{").replace("}", "}}").replace("<td", '<td data-label="{}"', 1)
            yield format_html(drawn, capfirst(header["text"]))
        else:
            yield cell
