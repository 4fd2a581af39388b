"""Pages to take over an account: the code of its letter is exchanged for a password of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from foundation import clock
from foundation.forms.errors import error_summary, refuse
from units.actions.sign_in_codes import code_as_typed, code_typed_before, exchange
from units.forms.passwords import OwnPasswordForm
from units.forms.sign_in_codes import OneTimePasswordForm
from units.models import SignInCode
from units.origin import origin_of
from units.sign_in import sign_in

TYPED = "code_typed"  # key in a session: the id of the code that was typed, and when
LASTS = 30 * 60  # seconds in which the password is to be chosen


@login_not_required
@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Which one it was stays in the session; the code itself nowhere."""
    if request.user.is_authenticated:
        sentence = _("Đang đăng nhập là {person}. Muốn nhận tài khoản khác thì đăng xuất trước.")
        messages.info(request, sentence.format(person=request.user))
        return redirect("home")
    form = OneTimePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = code_as_typed(form.cleaned_data["one_time_password"], origin_of(request))
        except ValidationError as error:
            form.add_error("one_time_password", error)
        else:
            request.session[TYPED] = [row.pk, clock.real_seconds()]
            return redirect("code_password")
    return render(request, "units/code.html", {"form": form, "problems": error_summary(form)})


@login_not_required
@never_cache
@sensitive_post_parameters()
def own_password(request: HttpRequest) -> HttpResponse:
    """Ask for a password, give it to the person of the code, and sign them in."""
    if request.user.is_authenticated:  # somebody else, on a computer where a code was typed before
        return redirect("code")
    row = _typed(request)
    if row is None:
        messages.info(request, _("Xin nhập mã trong thư trước."))
        return redirect("code")
    form = OwnPasswordForm(row.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = exchange(row, form.cleaned_data["new_password1"])
        except ValidationError as error:
            refuse(form, error)
        else:
            then = sign_in(request, person, shared=form.cleaned_data["shared"], then=reverse("home"))
            sentence = _("Đã nhận tài khoản. Từ nay đăng nhập bằng tên {username} và mật khẩu vừa đặt.")
            messages.success(request, sentence.format(username=person.username))
            return redirect(then)
    words = {
        "title": _("Tự đặt mật khẩu"),
        "wrong": _("Chưa đặt được mật khẩu:"),
        "button": _("Đặt mật khẩu và đăng nhập"),
    }
    context = {"form": form, "problems": error_summary(form), "person": row.user, "words": words}
    return render(request, "units/password.html", context)


def _typed(request: HttpRequest) -> SignInCode | None:
    """Return the code typed in this session within the last half hour, if it can still be used."""
    pk, at = request.session.get(TYPED, (None, 0.0))
    if pk is None or clock.real_seconds() - at > LASTS:
        return None
    try:
        return code_typed_before(pk)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return None
