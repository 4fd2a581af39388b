"""Public pages: the honour roll, and the verification of a printed paper."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from awards.filters.honour_roll import HonourFilter, honour_roll, in_roll_order
from awards.forms.verification import CodeForm
from awards.selectors.paper_verification import normalize_code, verify_code
from awards.views import list_tables
from foundation.forms.errors import error_summary
from foundation.list_page import list_page


@login_not_required
def honours(request: HttpRequest) -> HttpResponseBase:
    """Show the honour roll, in a fixed number of queries."""
    conditions = HonourFilter(request.GET.dict(), queryset=in_roll_order(honour_roll()))
    return list_page(request, "awards/honours.html", list_tables.HONOURS, conditions)


@login_not_required
@never_cache
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a typed code leads to its answer."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_bound and form.is_valid():
        return redirect("awards:verify", form.cleaned_data["code"])
    return _page(request, form)


@login_not_required
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answer to a code. All unknown codes get the same page and status."""
    return _page(request, CodeForm(initial={"code": normalize_code(code)}), verify_code(code))


def _page(request: HttpRequest, form: CodeForm, answer: Any = None) -> HttpResponse:
    """Show the form and the answer, never to be indexed: names are only for who holds the paper."""
    context = {"form": form, "answer": answer, "problems": error_summary(form)}
    response = render(request, "awards/verify.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
