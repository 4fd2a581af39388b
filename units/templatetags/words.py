"""The template tag for the words of the office."""

from django import template

from units.models import vocabulary

register = template.Library()


@register.simple_tag
def term(code: str) -> str:
    """Return a word of the office by its code (`units.models.words.Term`)."""
    return vocabulary.term(code)
