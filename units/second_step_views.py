"""The page after the password, for who has a second factor or must have one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from foundation.forms.errors import error_summary
from units import passkeys
from units.forms.second_factor import SecondStepForm
from units.second_factor import has_factor
from units.second_step import waiting_step
from units.sign_in import finish_sign_in


@login_not_required
@never_cache
@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey, and sign in; who has none yet is led to set one up."""
    if request.user.is_authenticated:
        return redirect("home")
    step = waiting_step(request)
    if step is None:
        messages.info(request, _("Xin nhập lại mật khẩu: bước hai chỉ chờ mười phút."))
        return redirect("login")
    if not has_factor(step.person):
        context = {"person": step.person, "passkeys_possible": passkeys.are_possible(request)}
        return render(request, "units/factor_required.html", context)
    form = SecondStepForm(request.POST if request.method == "POST" else None, request=request, person=step.person)
    if form.is_valid():
        return HttpResponseRedirect(finish_sign_in(request, step, proved=True))
    context = {"form": form, "problems": error_summary(form), "person": step.person}
    return render(request, "units/second_step.html", context)
