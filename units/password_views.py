"""The page to change one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from foundation.forms.errors import error_summary
from units.acting_request import user_of
from units.actions.passwords import change_password
from units.forms.passwords import OtherPasswordForm
from units.new_devices import new_devices
from units.origin import origin_of


@never_cache
@sensitive_post_parameters()
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the password of now and another one; this session goes on, those on other devices end."""
    person = user_of(request)
    posted = request.POST if request.method == "POST" else None
    form = OtherPasswordForm(person, posted, origin=origin_of(request))
    if form.is_valid():
        told = new_devices(request, person)
        on_known_device = told is not None and told.is_trusted
        change_password(person, form.cleaned_data["new_password1"], on_known_device=on_known_device)
        update_session_auth_hash(request, person)
        messages.success(request, _("Đã đổi mật khẩu. Các máy khác đang đăng nhập tài khoản này phải đăng nhập lại."))
        return redirect("home")
    words = {"title": _("Đổi mật khẩu"), "wrong": _("Chưa đổi được mật khẩu:"), "button": _("Đổi mật khẩu")}
    context = {"form": form, "problems": error_summary(form), "person": person, "words": words}
    must = person.must_change_password
    context |= {"must_change": must, "back_url": "" if must else reverse("home")}
    return render(request, "units/password.html", context)
