"""The one place that signs a person in, whichever page they came by."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest

from foundation.security_log import log_security
from units.middleware import begin_session
from units.models import User


def sign_in(request: HttpRequest, person: User, *, shared: bool) -> None:
    """Sign in a person who has proved who they are. `shared`: as `begin_session` says."""
    login(request, person)
    begin_session(request, shared=shared)
    log_security("signed in", request)
