"""The one place that signs a person in, whichever page they came by."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse

from foundation.security_log import log_security
from units.middleware import begin_session
from units.models import User
from units.second_factor import FACTORS, Standing, must_have_factor, standing_of
from units.second_step import KEY, PROVED, SecondStep, begin_step

RESET_UNREAD = "factor_reset"  # key in a session: the office took the person's second factors away


def sign_in(request: HttpRequest, person: User, *, shared: bool, then: str, proved: bool = False) -> str:
    """Sign in a person whose password was right, and return where that leads: to `then`.

    Who has a second factor, or must have one, is not signed in yet, and led to the second step, unless it was `proved`
    elsewhere. `shared`: as `begin_session` says. Nothing stays of who was signing in from this browser before.
    """
    request.session.flush()
    step, standing = SecondStep(person, shared, then), standing_of(person)
    if Standing.RESET in standing:
        request.session[RESET_UNREAD] = True
    if not proved and (standing & FACTORS or must_have_factor(person)):
        begin_step(request, step)
        return reverse("second_step")
    return finish_sign_in(request, step, proved=proved)


def finish_sign_in(request: HttpRequest, step: SecondStep, *, proved: bool) -> str:
    """Sign in a person who has proved all that they must, `proved`: by a second step; return where that leads."""
    request.session.pop(KEY, None)
    login(request, step.person)
    if proved:
        request.session[PROVED] = True
    begin_session(request, shared=step.shared)
    log_security("signed in", request)
    return step.then
