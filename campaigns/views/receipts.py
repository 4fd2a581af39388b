"""Public pages: the check of a sheet's receipt."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from campaigns.forms.receipts import ReceiptForm
from campaigns.receipts import ReceiptAnswer, check_receipt, normalize_receipt
from foundation.forms.errors import error_summary


@login_not_required
@never_cache
def receipt_form(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a typed code leads to its answer."""
    form = ReceiptForm(request.GET) if "code" in request.GET else ReceiptForm()
    if form.is_bound and form.is_valid():
        return redirect("receipts:check", form.cleaned_data["code"])
    return _page(request, form)


@login_not_required
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answer to a code. All unknown codes get the same page and status."""
    return _page(request, ReceiptForm(initial={"code": normalize_receipt(code)}), check_receipt(code))


def _page(request: HttpRequest, form: ReceiptForm, answer: ReceiptAnswer | None = None) -> HttpResponse:
    """Show the form and the answer, never to be indexed: only who holds a receipt is told what it says."""
    context = {"form": form, "answer": answer, "problems": error_summary(form)}
    response = render(request, "campaigns/receipts/check.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
