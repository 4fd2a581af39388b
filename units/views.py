"""Pages to sign in and to choose the unit one acts for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.forms.errors import error_summary
from foundation.request_parsing import from_here
from foundation.security_log import log_security
from units import demo_accounts, provider
from units.acting import Acting, choices
from units.acting_request import acting_of, user_of
from units.actions.guessing import dismiss_failures
from units.forms.sign_in import LoginForm, SwitchForm
from units.middleware import act_for
from units.sign_in import sign_in


class Login(LoginView):
    """Signs a person in, with Vietnamese sentences and, in the demo, the list of its accounts."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        then = self.get_success_url()
        return HttpResponseRedirect(
            sign_in(self.request, form.get_user(), shared=form.cleaned_data["shared"], then=then)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        empty = [(anchor, sentence) for anchor, sentence in error_summary(context["form"]) if anchor]
        demo = {"demo_accounts": demo_accounts.demo_accounts(), "demo_password": demo_accounts.PASSWORD}
        return context | demo | {"problems": empty, "provider": provider.name()}


@require_POST
def failures_read(request: HttpRequest) -> HttpResponse:
    """Take the warning of failed sign-ins away, as the person has read it."""
    dismiss_failures(user_of(request))
    return redirect("home")


class Logout(LogoutView):
    """Signs out, which the log says."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            log_security("signed out", request)
        return super().post(request, *args, **kwargs)


def expired_sign_in(request: HttpRequest) -> HttpResponse:
    """Answer a sign-in whose token ran out (403) with its form, and with the username if a page of ours sent it."""
    view = Login()
    view.setup(request)
    typed = {name: request.POST.get(name, "") for name in ("username", "shared")} if from_here(request) else {}
    context = view.get_context_data(form=LoginForm(request, initial=typed), expired=True)
    return view.render_to_response(context, status=403)


def switch(request: HttpRequest) -> HttpResponse:
    """Choose the unit one acts for, among those of one's own current posts."""
    possible = choices(user_of(request))
    posted = request.POST if request.method == "POST" else None
    acting = acting_of(request)
    initial = {"unit": acting.key if acting else None}
    form = SwitchForm(posted, possible=possible, initial=initial)
    if posted is not None and form.is_valid():
        return _switched(request, next(acting for acting in possible if acting.key == form.cleaned_data["unit"]))
    after = request.POST.get("next", request.GET.get("next", ""))
    context = {"form": form, "possible": possible, "next": after, "problems": error_summary(form)}
    return render(request, "units/switch.html", context)


def _switched(request: HttpRequest, chosen: Acting) -> HttpResponseRedirect:
    act_for(request, chosen.key)
    messages.success(request, _("Từ nay làm việc cho {unit}.").format(unit=chosen.unit.name))
    after = request.POST.get("next", "")
    own_host = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(after if own_host else reverse("home"))
