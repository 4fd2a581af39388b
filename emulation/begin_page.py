"""The page that begins a portal, for whoever has the code that the installer printed."""

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

from foundation.forms.errors import error_summary, refuse
from units.actions.beginning import begin, has_begun
from units.forms.beginning import BeginForm
from units.models import User
from units.origin import origin_of
from units.sign_in import sign_in

NAMES = ("name", "full_name", "symbol", "words", "board", "person", "username", "password")


@login_not_required
@never_cache
@sensitive_post_parameters()
def begin_page(request: HttpRequest) -> HttpResponse:
    """Make the highest union and sign its first administrator in; once there is one, the page to sign in follows."""
    if has_begun():
        return redirect("login")
    form = BeginForm(request.POST if request.method == "POST" else None, origin=origin_of(request))
    if form.is_valid():
        try:
            answers = {name: form.cleaned_data[name] for name in NAMES}
            union = begin(**answers, place=form.cleaned_data["locality"])
        except ValidationError as error:
            refuse(form, error)
        else:
            person = User.objects.get(username=form.cleaned_data["username"])
            then = sign_in(request, person, shared=False, then=reverse("first_steps"))
            messages.success(request, _("Đã dựng cổng của {unit}.").format(unit=union.full_name))
            return redirect(then)
    return render(request, "begin.html", {"form": form, "problems": error_summary(form)})
