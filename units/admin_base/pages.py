"""The admin's pages with a form of their own: moving or closing a union, setting a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.forms.choices import suggestions
from foundation.forms.edit_conflicts import EditConflict
from units import access
from units.acting_request import acting_of
from units.admin_base.history import errors_of
from units.admin_base.scoped import ScopedAdmin
from units.models import ImportKind


def brought_in_by_file(request: HttpRequest, kind: ImportKind) -> list[tuple[str, str]]:
    """Return the link to bring in a list from a file, for a screen's `list_tools`; none for who may not."""
    if not access.may_import(acting_of(request)):
        return []
    return [(_("Đưa danh sách từ Excel vào…"), f"{reverse('imports:new')}?kind={kind}")]


def form_page(
    screen: ScopedAdmin,
    request: HttpRequest,
    obj: Any,
    form: forms.Form,
    act: Callable[[dict[str, Any]], str],
    *,
    title: str,
    sentence: str,
    button: str,
    tone: str = "primary",
) -> HttpResponse:
    """Show the form; when it is valid, call `act` with the cleaned data and show the sentence that it returns."""
    back = reverse(f"admin:{screen.opts.app_label}_{screen.opts.model_name}_change", args=[obj.pk])
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
            return redirect(back)
        except ValidationError as error:
            form.add_error(None, error)
        except EditConflict:
            pass  # the form has been given what is stored now
    elif suggested := suggestions(request, form):
        return suggested
    context = {
        **screen.admin_site.each_context(request),
        "title": title,
        "breadcrumb": screen.breadcrumb(obj, title),
        "form": form,
        "error_items": errors_of(form, []),
        "sentence": sentence,
        "button": button,
        "tone": tone,
        "back_url": back,
    }
    return TemplateResponse(request, "admin/form_page.html", context, status=getattr(form, "status", 200))
