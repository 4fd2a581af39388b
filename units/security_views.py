"""Pages of one's own second factors: an authenticator app, passkeys, recovery codes.

Who must have one and is signing in sets up the first on the same pages, before anything else.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp_webauthn.models import WebAuthnCredential

from foundation.documents.qr import drawing
from foundation.forms.errors import error_summary, refuse
from foundation.lifecycle import StateConflict
from foundation.request_parsing import whole_number
from units import passkeys
from units.acting_request import user_of
from units.actions import second_factor as actions
from units.actions.sessions import end_other_sessions
from units.factor_mails import words_about
from units.forms.password_again import PasswordAgainForm
from units.forms.second_factor import AppForm, PasskeyAnswerForm, PasskeyForm, PasskeyNameForm
from units.history import history_lines
from units.models import Event, FactorReset, User
from units.models.sign_in_session import HANDLE
from units.second_factor import TOTP, factors_of, has_factor, must_have_factor
from units.second_step import PROVED, SecondStep, waiting_step
from units.sign_in import RESET_UNREAD, finish_sign_in

NAME = "passkey_name"  # key in a session: what the passkey that the browser makes is to be called
APP_KEY = "app_key"  # key in a session: the secret that the page showed, until a code of it confirms it
IN_GROUP = 4
LATEST = 10  # events on the page


@dataclass(frozen=True)
class SettingUp:
    """Who sets a factor up: a person signed in, or one who is signing in and must have one (`step`)."""

    person: User
    step: SecondStep | None

    @property
    def asked_for_password(self) -> User | None:
        """Whose password is asked for again; None for who has just typed it."""
        return None if self.step else self.person


def setting_up(request: HttpRequest) -> SettingUp | None:
    """Return who sets a factor up. Of those signing in only who has none: others have to prove themselves first."""
    if isinstance(request.user, User):
        return SettingUp(request.user, None)
    step = waiting_step(request)
    return SettingUp(step.person, step) if step and not has_factor(step.person) else None


@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """Show what a person signs in with, and what happened to it; note that they know of a reset."""
    person = user_of(request)
    reset = FactorReset.objects.filter(person=person).unread().select_related("asked_by", "confirmed_by").first()
    if request.method == "POST":
        if reset:
            actions.note_reset_read(person)
        request.session.pop(RESET_UNREAD, None)
        return redirect("security")
    events = Event.objects.about(person).filter(verb__in=actions.ABOUT_FACTORS)
    if reset is None:
        request.session.pop(RESET_UNREAD, None)
    context = {
        "factors": factors_of(person),
        "history": history_lines(events[:LATEST]),
        "must": must_have_factor(person),
        "passkeys_possible": passkeys.are_possible(request),
        "passkeys_at": passkeys.where_possible(),
        "reset_words": words_about(reset) if reset else "",
        "few": actions.FEW_CODES,
    }
    return render(request, "units/security.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def app(request: HttpRequest) -> HttpResponse:
    """Show the QR code of a new secret, and let codes of it sign the person in once they typed one."""
    who = setting_up(request)
    if who is None:
        return redirect_to_login(request.get_full_path())
    form = AppForm(request.POST if request.method == "POST" else None, request=request, person=who.asked_for_password)
    key = request.session.setdefault(APP_KEY, actions.new_key())
    if form.is_valid():
        try:
            code = form.cleaned_data["one_time_password"]
            codes = actions.set_up_app(who.person, key, code, first=who.step is not None)
        except ValidationError as error:
            refuse(form, error)
        else:
            del request.session[APP_KEY]
            return _set_up(request, who, codes, _("Đã thiết lập ứng dụng xác thực."))
    device = actions.app_with(who.person, key)
    secret = base64.b32encode(device.bin_key).decode()
    context = {
        "form": form,
        "problems": error_summary(form),
        "qr": drawing(device.config_url),
        "uri": device.config_url,
        "secret": " ".join(secret[start : start + IN_GROUP] for start in range(0, len(secret), IN_GROUP)),
        "replaces": who.step is None and factors_of(who.person).app is not None,
        "back_url": reverse("second_step" if who.step else "security"),
    }
    return render(request, "units/authenticator.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters()
def passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep it under a name."""
    who = setting_up(request)
    if who is None:
        return redirect_to_login(request.get_full_path())
    if not passkeys.are_possible(request):
        raise Http404
    if "passkey" in request.POST:
        return _with_answer(request, who)
    form = PasskeyForm(
        request.POST if request.method == "POST" else None, request=request, person=who.asked_for_password
    )
    context = {"form": form, "back_url": reverse("second_step" if who.step else "security")}
    if form.is_valid():
        request.session[NAME] = form.cleaned_data["name"]
        context |= {"answer_form": PasskeyAnswerForm(), "question": passkeys.ask_to_add(request, who.person)}
    return render(request, "units/passkey.html", context | {"problems": error_summary(form)})


def _with_answer(request: HttpRequest, who: SettingUp) -> HttpResponse:
    """Keep the passkey that the browser made: it was asked to only after the password."""
    form = PasskeyAnswerForm(request.POST)
    name = request.session.pop(NAME, "")
    if form.is_valid():
        try:
            codes = actions.add_passkey(
                request, who.person, form.cleaned_data["passkey"], name, first=who.step is not None
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _set_up(request, who, codes, _("Đã thêm khóa truy cập “{name}”.").format(name=name))
    for _anchor, sentence in error_summary(form):
        messages.error(request, sentence)
    return redirect("passkey")


def _set_up(request: HttpRequest, who: SettingUp, codes: list[str], sentence: str) -> HttpResponse:
    """Sign in who had to set a factor up first, and show new recovery codes, which are shown only this once."""
    then = finish_sign_in(request, who.step, proved=True) if who.step else reverse("security")
    request.session[PROVED] = True
    if codes:  # they had no factor, so whoever else is signed in as them has proved a password alone
        end_other_sessions(who.person, request.session.get(HANDLE, ""))
    messages.success(request, sentence)
    return _codes_page(request, codes, then) if codes else HttpResponseRedirect(then)


def _codes_page(request: HttpRequest, codes: list[str], then: str) -> HttpResponse:
    person = user_of(request)
    context = {"codes": codes, "then": then, "person": person}
    return render(request, "units/recovery_codes.html", context)


@never_cache
@sensitive_post_parameters()
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ask whether to make new recovery codes, then show them this once; they are of use beside a factor only."""
    person = user_of(request)
    if not factors_of(person):
        return redirect("security")
    form = PasswordAgainForm(request.POST if request.method == "POST" else None, request=request, person=person)
    if form.is_valid():
        return _codes_page(request, actions.make_recovery_codes(person), reverse("security"))
    words = {
        "title": _("Tạo mã dự phòng mới"),
        "heading": _("Tạo mười mã dự phòng mới?"),
        "sentence": _("Mọi mã cũ hết dùng được ngay."),
        "button": _("Tạo mã mới"),
    }
    return _confirmation(request, form, words)


@never_cache
@sensitive_post_parameters()
def rename_passkey(request: HttpRequest, factor: str) -> HttpResponse:
    """Call a passkey otherwise."""
    person = user_of(request)
    key = get_object_or_404(WebAuthnCredential, pk=whole_number(factor), user=person)
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial={"name": key.name})
    if form.is_valid():
        actions.rename_passkey(person, key.pk, form.cleaned_data["name"])
        messages.success(request, _("Đã đổi tên khóa truy cập."))
        return redirect("security")
    words = {"title": _("Đổi tên khóa truy cập"), "heading": _("Khóa này tên là gì?"), "button": _("Đổi tên")}
    return _confirmation(request, form, words)


@never_cache
@sensitive_post_parameters()
def remove_factor(request: HttpRequest, factor: str) -> HttpResponse:
    """Ask whether to remove the app or a passkey, with the password again; then remove it."""
    person = user_of(request)
    factors = factors_of(person)
    name = _name_of(factors, factor)
    form = PasswordAgainForm(request.POST if request.method == "POST" else None, request=request, person=person)
    if form.is_valid():
        try:
            actions.remove_factor(person, factor)
        except StateConflict as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gỡ {name}.").format(name=name))
            return redirect("security")
    last = _("Đây là cách duy nhất: gỡ rồi thì chỉ còn mật khẩu, mã dự phòng cũng hết dùng được.")
    words = {
        "title": _("Gỡ một cách xác thực"),
        "heading": _("Gỡ {name}?").format(name=name),
        "sentence": last if len(factors) == 1 else "",
        "button": _("Gỡ"),
        "tone": "danger",
    }
    return _confirmation(request, form, words)


def _name_of(factors: Any, factor: str) -> str:
    """Return what a person's factor is called in a sentence. Raises Http404 for one they have not."""
    if factor == TOTP and factors.app is not None:
        return _("ứng dụng xác thực")
    for key in factors.passkeys:
        if str(key.pk) == factor:
            return _("khóa truy cập “{name}”").format(name=key.name)
    raise Http404


def _confirmation(request: HttpRequest, form: Any, words: dict[str, str]) -> HttpResponse:
    context = {"form": form, "problems": error_summary(form), "words": words}
    return render(request, "units/factor_form.html", context)
