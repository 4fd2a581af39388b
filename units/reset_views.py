"""Pages for who forgot the password: asking for a mail, and the page behind its link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from foundation.forms.errors import error_summary, refuse
from foundation.mail import has_server
from units.actions.password_reset import ask_reset, reset_password
from units.forms.passwords import ForgottenForm, ResetForm
from units.origin import origin_of
from units.password_reset import minutes_valid, person_of


@login_not_required
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask whose password it is. The answer is the same whether or not there is such an account."""
    if request.user.is_authenticated:
        return redirect("password")
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if has_server() and form.is_valid():
        ask_reset(form.cleaned_data["account"], origin_of(request))
        return render(request, "units/forgotten.html", {"sent": True, "minutes": minutes_valid()})
    context = {"form": form, "problems": error_summary(form), "has_server": has_server()}
    return render(request, "units/forgotten.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def reset(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Ask whoever opened the link for a new password. Opening it does nothing: programs that look through mails do."""
    person = person_of(pk, token)
    if person is None:
        return render(request, "units/reset_expired.html", status=410)
    form = ResetForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reset_password(person, form.cleaned_data["new_password1"], token=token)
        except ValidationError as error:
            refuse(form, error)
        else:
            logout(request)  # of whoever was signed in on this computer: the sign-in page would lead to their desk
            messages.success(request, _("Đã đặt mật khẩu mới. Xin đăng nhập bằng mật khẩu ấy."))
            return redirect("login")
    words = {"title": _("Đặt mật khẩu mới"), "wrong": _("Chưa đặt được mật khẩu:"), "button": _("Đặt mật khẩu")}
    context = {"form": form, "problems": error_summary(form), "person": person, "words": words}
    return render(request, "units/password.html", context)
