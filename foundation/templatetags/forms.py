"""What every form that posts begins with."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def form_head(context: Any) -> str:
    """Return the hidden field with the token against forged posts.

    Django's own `csrf_token` finds it in a variable, which an include with `only` has to be handed; the request is
    known to every template. All forms of a page bear one token: Django masks each anew, and that compresses badly.
    """
    request = context.request
    if not hasattr(request, "form_token"):
        request.form_token = get_token(request)
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', request.form_token)
