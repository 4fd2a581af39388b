"""A page that asks before an act: GET says what would happen, POST does it and leads back."""

from __future__ import annotations

from collections.abc import Callable
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
from foundation.forms.errors import refuse, summary
from foundation.lifecycle import StateConflict
from units.access import Answer, require_allowed
from units.forms.registration import RegisteredForm
from units.registration import BadRegistration


@dataclass(frozen=True)
class Confirmation:
    """What is asked before an act: see components/confirm.html. `trail` are the pairs of the breadcrumb."""

    title: str
    sentence: str
    button: str
    trail: list[tuple[str, str]]
    form: forms.Form | None = None
    tone: str = "primary"


def ask(
    request: HttpRequest,
    answer: Answer,
    question: Callable[[], Confirmation],
    act: Callable[[dict], str],
    *,
    back_url: str,
) -> HttpResponse:
    """Refuse (403, 409), ask, or act: `act` gets what was typed and returns the sentence that it is done.

    An `act` that was overtaken shows its form what stands there now, and lets the page be asked again. What an `act`
    finds wrong in what was typed (ValidationError) is said at its field.
    """
    asked = question()
    try:
        if request.method != "POST" or not _valid(asked.form):
            require_allowed(answer)
            if asked.form and (suggested := suggestions(request, asked.form)):
                return suggested
            return _page(request, asked, back_url)
        messages.success(request, act(asked.form.cleaned_data if asked.form else {}))
    except EditConflict:
        return _page(request, asked, back_url)
    except BadRegistration as error:
        if not isinstance(asked.form, RegisteredForm):
            raise
        asked.form.refuse(error.errors, error.questions)
        return _page(request, asked, back_url)
    except ValidationError as error:
        if asked.form is None:
            messages.error(request, " ".join(error.messages))
            return redirect(back_url)
        refuse(asked.form, error)
        return _page(request, asked, back_url)
    except StateConflict as error:
        error.kept = error.kept or _typed(asked)
        error.back_url = error.back_url or back_url
        raise
    return redirect(back_url)


def posted(request: HttpRequest) -> Any:
    """What was sent, an empty form too; None when nothing was."""
    return request.POST if request.method == "POST" else None


def _valid(form: forms.Form | None) -> bool:
    return form is None or form.is_valid()


def _page(request: HttpRequest, asked: Confirmation, back_url: str) -> HttpResponse:
    breadcrumb = [*asked.trail, (asked.title, "")]
    context = {"asked": asked, "back_url": back_url, "problems": summary(asked.form), "breadcrumb": breadcrumb}
    return render(request, "units/confirm.html", context, status=getattr(asked.form, "status", 200))


def _typed(asked: Confirmation) -> list[tuple[str, Any]]:
    """What somebody wrote into the form, to be copied from the page that says somebody else was quicker."""
    if asked.form is None or not asked.form.is_bound:
        return []
    written = [field for field in asked.form if field.name in asked.form.changed_data]
    return [(str(field.label), displayed_text(field)) for field in written if field.widget_type != "confirm"]
