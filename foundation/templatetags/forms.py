"""What every form that posts begins with, and its fields."""

from typing import Any

from django import template
from django.forms import BoundField
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join

from foundation.forms.mark import FIELD
from foundation.forms.unsent import OWN, TOKEN

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
        shared = getattr(request, "shared_computer", False)  # likewise
        request.form_head = hidden_fields(get_token(request), mark.signed if mark else "", shared=shared)
    return request.form_head


def hidden_fields(token: str, mark: str, *, shared: bool = False) -> str:
    """Return the fields; those of a session on a shared computer say so, for whoever has to sign in again."""
    pairs = [(TOKEN, token), *([(FIELD, mark)] if mark else []), *([(f"{OWN}shared", "on")] if shared else [])]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


TICKED = ("checkbox", "confirm")


@register.simple_tag
def draw_field(field: BoundField, unit: str = "", *, money: bool = False) -> str:
    """Return the HTML of components/field.html, which tells what the arguments are.

    It is put together here and not in the template because a part of a sheet has a hundred fields: that takes a third
    of the time.
    """
    errors, box_id = field.errors, field.id_for_label
    help_line = _help_line(field)
    if field.widget_type in TICKED:
        tick = format_html('<div class="field-tick">{} <label for="{}">{}</label></div>', field, box_id, field.label)
        pieces = [tick, help_line]
    elif field.use_fieldset:
        described = field.aria_describedby
        described_by = format_html(' aria-describedby="{}"', described) if described else ""
        pieces = [
            format_html("<fieldset{}><legend>{}</legend>{}{}</fieldset>", described_by, field.label, help_line, field)
        ]
    else:
        shown_unit = format_html(' <span class="unit">({})</span>', unit) if unit else ""
        label = format_html('<label class="field-label" for="{}">{}{}</label>', box_id, field.label, shown_unit)
        pieces = [label, help_line, field.as_widget()]
    if money:
        pieces.append(format_html('<p class="field-echo" data-echo-for="{}" aria-live="polite"></p>', box_id))
    if errors:
        sentences = format_html_join("", "<p>{}</p>", ((error,) for error in errors))
        pieces.append(format_html('<div class="field-error" id="{}_error">{}</div>', field.auto_id, sentences))
    wrong = " wrong" if errors else ""
    return format_html(
        '<div class="field{}">{}</div>', wrong, format_html_join("", "{}", ((piece,) for piece in pieces))
    )


def _help_line(field: BoundField) -> str:
    if not field.help_text:
        return ""
    return format_html('<p class="field-help" id="{}_helptext">{}</p>', field.auto_id, field.help_text)
