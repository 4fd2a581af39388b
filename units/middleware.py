"""Middleware that finds out for which unit the person acts, and that logs what inspectors open."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from units.acting import acting_for
from units.inspection import log_opening

SESSION_KEY = "acting_unit"


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.acting`: an Acting, or None for the signed-out and for people without a current post."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = acting_for(user, request.session.get(SESSION_KEY)) if user.is_authenticated else None
        request.acting = chosen  # type: ignore[attr-defined]  # read by units.acting_request and by templates
        return get_response(request)

    return middleware


def inspections(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Log the page before it is handed over: what could not be logged is not shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        log_opening(request, response)
        return response

    return middleware
