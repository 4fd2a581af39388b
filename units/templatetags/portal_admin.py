"""For the admin's own templates."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def fixed_text(field: Any) -> Any:
    """What a read-only field holds, as text; Django would draw a tick or a cross with an English name."""
    value = getattr(field.form.instance, field.field["name"], None) if isinstance(field.field["name"], str) else None
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return field.contents()
