"""What anybody may see: the honour roll, and whether a printed paper is in force."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from awards.filters.honour_roll import HonourFilter, honour_roll, in_roll_order
from awards.forms.verification import CodeForm
from awards.selectors.paper_verification import normalize_code, verify_code
from foundation.forms.errors import summary
from foundation.list_page import list_page


@login_not_required
def honours(request: HttpRequest) -> HttpResponse:
    """The same number of queries whatever is found."""
    conditions = HonourFilter(request.GET.dict(), queryset=in_roll_order(honour_roll()))
    return list_page(request, "awards/honours.html", conditions)


@login_not_required
@never_cache
def verify_form(request: HttpRequest) -> HttpResponse:
    """Asks for a code; one typed leads to its answer."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_bound and form.is_valid():
        return redirect("awards:verify", form.cleaned_data["code"])
    return _page(request, form)


@login_not_required
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for; the same page and status for every code there is not."""
    return _page(request, CodeForm(initial={"code": normalize_code(code)}), verify_code(code))


def _page(request: HttpRequest, form: CodeForm, answer: Any = None) -> HttpResponse:
    """Never kept by a search engine: names leave the register only to who holds the paper."""
    context = {"form": form, "answer": answer, "problems": summary(form)}
    response = render(request, "awards/verify.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
