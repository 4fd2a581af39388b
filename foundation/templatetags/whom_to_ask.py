"""The tag that says whom to ask on pages made without the database."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from foundation import whom_to_ask

register = template.Library()


@register.simple_tag
def whom_to_ask_sentence() -> str:
    """Return "Cần hỏi: …, điện thoại …."; "" while this process does not know."""
    name, phone = whom_to_ask.last()
    return _("Cần hỏi: {name}, điện thoại {phone}.").format(name=name, phone=phone) if phone else ""
