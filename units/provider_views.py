"""Pages of signing in by way of a provider: there, back, linking, and proving anew who one is."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationRequestView, get_next_url

from foundation import clock
from foundation.forms.errors import error_summary, refuse
from foundation.security_log import log_security
from units import access, provider
from units.acting_request import acting_of, require_acting, user_of
from units.actions.identities import link_own, unlink_own, write_identity
from units.forms.provider import IdentityForm
from units.password_again import PASSWORD_AT
from units.people import people_within
from units.provider import NotProved, Proof, exchange_code, person_of
from units.sign_in import sign_in

STATES = "oidc_states"  # key in a session, of mozilla-django-oidc: what each way to the provider was for
SIGN_IN, LINK, AGAIN = "sign in", "link", "again"
LASTS = 10 * 60
"""Seconds after which nobody comes back from the provider any more."""
FRESH = 5 * 60
"""Seconds ago at most that somebody signed in at the provider to prove anew who they are."""


class Way(NamedTuple):
    """A way to the provider that the browser of this session went."""

    nonce: str
    verifier: str
    purpose: str
    then: str


class _ToProvider(OIDCAuthenticationRequestView):
    """Makes state, nonce and the proof of PKCE, notes them in the session, and leads to the provider."""

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        return {"redirect_uri": provider.callback_address()}


class _ToProviderAnew(_ToProvider):
    """The same; the provider is to ask for the password, or what it has, even of who is signed in there."""

    def get_extra_params(self, request: HttpRequest) -> dict[str, str]:
        return super().get_extra_params(request) | {"prompt": "login", "max_age": "0"}


def to_provider(request: HttpRequest, purpose: str) -> HttpResponse:
    view = _ToProviderAnew() if purpose == AGAIN else _ToProvider()
    answer = view.get(request)
    (state,) = parse_qs(urlsplit(answer.url).query)["state"]
    request.session[STATES][state] |= {"purpose": purpose, "then": get_next_url(request, "next") or ""}
    request.session.modified = True
    return answer


def require_provider() -> None:
    if not provider.is_on():
        raise Http404


@login_not_required
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the provider to sign in."""
    require_provider()
    return redirect("home") if request.user.is_authenticated else to_provider(request, SIGN_IN)


@never_cache
def again(request: HttpRequest) -> HttpResponse:
    """Lead to the provider to prove anew who one is, for an act that needs the password again."""
    require_provider()
    return to_provider(request, AGAIN)


@login_not_required
@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Do what the way to the provider was for, if it proves who came back."""
    require_provider()
    way = way_back(request)
    try:
        if way is None or request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
            raise NotProved("state")
        proof = exchange_code(request.GET.get("code", ""), nonce=way.nonce, verifier=way.verifier)
    except NotProved as error:
        log_security(f"refused what came from the provider: {error}", request)
        messages.error(
            request, _("Chưa xác nhận được qua {name}. Xin thử lại, hoặc dùng mật khẩu.").format(name=provider.name())
        )
        return redirect("home" if request.user.is_authenticated else "login")
    if request.user.is_authenticated and way.purpose == SIGN_IN:  # in another tab meanwhile
        return redirect("home")
    if way.purpose == LINK:
        return linked(request, proof)
    if way.purpose == AGAIN:
        return proved_anew(request, proof)
    return signed_in(request, proof, way.then)


def way_back(request: HttpRequest) -> Way | None:
    """Return the way that the state of this address names, once; None for none of this session, and for an old one."""
    ways = request.session.get(STATES, {})
    noted = ways.pop(request.GET.get("state", ""), None)
    if noted is None:
        return None
    request.session.modified = True
    if clock.real_seconds() - noted["added_on"] > LASTS:
        return None
    return Way(noted["nonce"], noted["code_verifier"], noted.get("purpose", SIGN_IN), noted.get("then", ""))


def signed_in(request: HttpRequest, proof: Proof, then: str) -> HttpResponse:
    """Sign in the person whose account the subject opens."""
    person = person_of(proof)
    if person is None or not person.is_active:
        sentence = _(
            "{name} chưa liên kết với tài khoản nào đang dùng ở cổng. Xin đăng nhập bằng mật khẩu rồi liên kết ở trang "
            "Phiên đăng nhập, hoặc đề nghị Quản trị hệ thống."
        )
        messages.error(request, sentence.format(name=provider.name()))
        return redirect("login")
    then = sign_in(request, person, shared=False, then=then or reverse("home"), proved=settings.OIDC_HAS_SECOND_FACTOR)
    request.session[PASSWORD_AT] = proof.signed_in_at
    return redirect(then)


def linked(request: HttpRequest, proof: Proof) -> HttpResponse:
    """Let the subject open the account of who is signed in, who pressed the button for it in this session."""
    try:
        link_own(user_of(request), proof.subject)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Đã liên kết. Từ nay đăng nhập được bằng {name}.").format(name=provider.name()))
    return redirect("provider_link")


def proved_anew(request: HttpRequest, proof: Proof) -> HttpResponse:
    """Note that who is signed in has just signed in at the provider too; the form that waits is in another tab."""
    fresh = clock.real_seconds() - proof.signed_in_at <= FRESH
    if not fresh or person_of(proof) != request.user:
        log_security("refused what came from the provider: not anew, or somebody else", request)
        messages.error(request, _("Chưa xác nhận được qua {name}. Xin dùng mật khẩu.").format(name=provider.name()))
        return redirect("home")
    request.session.cycle_key()
    request.session[PASSWORD_AT] = proof.signed_in_at
    return render(request, "units/provider_proved.html", {"provider": provider.name()})


@never_cache
def link(request: HttpRequest) -> HttpResponse:
    """Show whether the own account is linked, and link it or take the link back."""
    require_provider()
    person = user_of(request)
    if request.method == "POST":
        if request.POST.get("act") == LINK:
            return to_provider(request, LINK)
        if unlink_own(person):
            messages.success(request, _("Đã thôi liên kết. Từ nay chỉ đăng nhập bằng mật khẩu."))
        return redirect("provider_link")
    identity = provider.identity_of(person)
    context = {"identity": identity, "provider": provider.name(), "has_password": person.has_usable_password()}
    return render(request, "units/provider_link.html", context)


def identity_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an administrator write which subject opens a person's account."""
    person = get_object_or_404(people_within(user_of(request)), pk=pk)
    access.require_allowed(access.may_manage(acting_of(request)))
    require_provider()
    identity = provider.identity_of(person)
    posted = request.POST if request.method == "POST" else None
    form = IdentityForm(posted, initial={"subject": identity.subject if identity else ""})
    if form.is_valid():
        try:
            write_identity(person, form.cleaned_data["subject"], by=require_acting(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Đã ghi liên kết đăng nhập của {person}.").format(person=person.full_name))
            return redirect("people:list")
    context = {"form": form, "problems": error_summary(form), "person": person, "provider": provider.name()}
    return render(request, "units/provider_identity.html", context)
