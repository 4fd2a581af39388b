"""A page that asks for confirmation: GET says what would happen, POST does it and redirects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foundation.forms.choices import suggestions
from foundation.forms.conflict_form import displayed_text
from foundation.forms.edit_conflicts import EditConflict
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from units.access import Answer, require_allowed
from units.acting_request import acting_of
from units.forms.registration import RegisteredForm
from units.registration import BadRegistration
from units.sent_once import made_once


@dataclass(frozen=True)
class Confirmation:
    """The texts and the form of the page (components/confirm.html). `trail` are the pairs of the breadcrumb.

    Without a `heading` the button's words are asked. `fields` are pairs (name, value) that are sent along hidden.
    `notices`: what should be known before, each a sentence.
    """

    title: str
    sentence: str
    button: str
    trail: list[tuple[str, str]]
    form: forms.Form | None = None
    tone: str = "primary"
    heading: str = ""
    fields: Sequence[tuple[str, str]] = ()
    notices: Sequence[str] = ()


def ask(
    request: HttpRequest,
    answer: Answer,
    confirmation_of: Callable[[], Confirmation],
    act: Callable[[dict], str],
    *,
    back_url: str,
    next_url: Callable[[], str] | None = None,
    made_url: Callable[[], str] | None = None,
) -> HttpResponse:
    """Refuse (403, 409), show the page, or call `act` with the cleaned data and show the sentence that it returns.

    After the act `next_url` says where to go, without it `back_url`. Of an act that makes something `made_url` says
    where that is; the same form sent twice makes it once.

    On EditConflict the page is shown again; `act` has then called `show_conflict` of its form. A ValidationError of
    `act` is shown at its field.
    """
    confirmation = confirmation_of()
    try:
        if request.method != "POST" or acting_of(request) is None or not _valid(confirmation.form):
            require_allowed(answer)
            if confirmation.form and (suggested := suggestions(request, confirmation.form)):
                return suggested
            return confirmation_page(request, confirmation, back_url)
        typed = confirmation.form.cleaned_data if confirmation.form else {}
        if made_url:
            return made_once(request, lambda: _made(request, act(typed), made_url))
        messages.success(request, act(typed))
    except EditConflict:
        return confirmation_page(request, confirmation, back_url)
    except BadRegistration as error:
        if not isinstance(confirmation.form, RegisteredForm):
            raise
        confirmation.form.refuse(error.errors, error.questions)
        return confirmation_page(request, confirmation, back_url)
    except ValidationError as error:
        if confirmation.form is None:
            messages.error(request, " ".join(error.messages))
            return redirect(back_url)
        refuse(confirmation.form, error)
        return confirmation_page(request, confirmation, back_url)
    except StateConflict as error:
        error.typed = error.typed or _typed(confirmation)
        error.back_url = error.back_url or back_url
        raise
    return redirect(next_url() if next_url else back_url)


def _made(request: HttpRequest, sentence: str, made_url: Callable[[], str]) -> str:
    messages.success(request, sentence)
    return made_url()


def posted(request: HttpRequest) -> Any:
    """Return the posted data, also of an empty form; None for other methods."""
    return request.POST if request.method == "POST" else None


def _valid(form: forms.Form | None) -> bool:
    return form is None or form.is_valid()


def confirmation_page(request: HttpRequest, confirmation: Confirmation, back_url: str) -> HttpResponse:
    breadcrumb = [*confirmation.trail, (confirmation.title, "")]
    context = {
        "confirmation": confirmation,
        "back_url": back_url,
        "problems": error_summary(confirmation.form),
        "breadcrumb": breadcrumb,
    }
    return render(request, "units/confirm.html", context, status=getattr(confirmation.form, "status", 200))


def _typed(confirmation: Confirmation) -> list[tuple[str, Any]]:
    """Return (label, text) of the changed fields: the 409 page shows them to be copied."""
    if confirmation.form is None or not confirmation.form.is_bound:
        return []
    written = [field for field in confirmation.form if field.name in confirmation.form.changed_data]
    texts = [field for field in written if field.widget_type not in ("confirm", "file")]
    return [(str(field.label), displayed_text(field)) for field in texts]
