"""Filters for the admin's templates."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def fixed_text(field: Any) -> Any:
    """Return a read-only field's value as text; for booleans Django would draw an icon with an English alt text."""
    value = getattr(field.form.instance, field.field["name"], None) if isinstance(field.field["name"], str) else None
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return field.contents()
