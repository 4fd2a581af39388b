"""What every form that posts begins with, and its fields."""

from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.middleware.csrf import get_token
from django.utils.html import escape, format_html, format_html_join

from foundation.forms.attributes import MOST_KEPT, attributes
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
NOTHING = escape("")


@register.simple_tag
def draw_field(field: BoundField, unit: str = "", *, money: bool = False) -> str:
    """Return the HTML of components/field.html, which tells what the arguments are.

    It is put together here and not in the template because a part of a sheet has a hundred fields: that takes a
    quarter of the time. What a field says on every page is put together once (`foundation.forms.attributes`).
    """
    errors, box_id, label, auto_id = field.errors, field.id_for_label, str(field.label), field.auto_id
    help_line = _help_line(auto_id, str(field.help_text)) if field.help_text else NOTHING
    if field.widget_type in TICKED:
        tick = format_html('<div class="field-tick">{} {}</div>', field, _label(box_id, label))
        pieces = [tick, help_line]
    elif field.use_fieldset:
        described_by = attributes({"aria-describedby": field.aria_describedby or None})
        pieces = [format_html("<fieldset{}><legend>{}</legend>{}{}</fieldset>", described_by, label, help_line, field)]
    else:
        pieces = [_label(box_id, label, str(unit), css="field-label"), help_line, field.as_widget()]
    if money:
        pieces.append(format_html('<p class="field-echo" data-echo-for="{}" aria-live="polite"></p>', box_id))
    if errors:
        sentences = format_html_join("", "<p>{}</p>", ((error,) for error in errors))
        pieces.append(format_html('<div class="field-error" id="{}_error">{}</div>', auto_id, sentences))
    return format_html(WRONG if errors else RIGHT, *pieces, *[NOTHING] * (MOST_PIECES - len(pieces)))


MOST_PIECES = 5
RIGHT, WRONG = (f'<div class="{css}">{"{}" * MOST_PIECES}</div>' for css in ("field", "field wrong"))


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _label(box_id: str, words: str, unit: str = "", *, css: str = "") -> str:
    shown_unit = format_html(' <span class="unit">({})</span>', unit) if unit else NOTHING
    return format_html("<label{}>{}{}</label>", attributes({"class": css or None, "for": box_id}), words, shown_unit)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def _help_line(auto_id: str, words: str) -> str:
    return format_html('<p class="field-help" id="{}_helptext">{}</p>', auto_id, words)
