"""What every form that posts begins with."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html_join

from foundation.forms.mark import FIELD
from foundation.forms.unsent import TOKEN

register = template.Library()


@register.simple_tag(takes_context=True)
def form_head(context: Any) -> str:
    """Return the hidden fields with the token against forged posts and, for the signed-in, the mark of the page.

    Django's own `csrf_token` finds it in a variable, which an include with `only` has to be handed; the request is
    known to every template. All forms of a page bear one token and one mark: Django masks each token anew, and that
    compresses badly. The page of a failure knows no request: there an unsent form takes its own with it.
    """
    request = getattr(context, "request", None)
    if request is None:
        return hidden_fields(context["unsent"].token, context["unsent"].mark)
    if not hasattr(request, "form_head"):
        mark = getattr(request, "mark", None)  # of units.middleware
        request.form_head = hidden_fields(get_token(request), mark.signed if mark else "")
    return request.form_head


def hidden_fields(token: str, mark: str) -> str:
    pairs = [(TOKEN, token), *([(FIELD, mark)] if mark else [])]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)
