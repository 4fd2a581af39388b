"""Middleware that finds out for which unit the person acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from units.acting import acting_for

SESSION_KEY = "acting_unit"


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set `request.acting`: an Acting, or None for the signed-out and for people without a current post."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = acting_for(user, request.session.get(SESSION_KEY)) if user.is_authenticated else None
        request.acting = chosen  # type: ignore[attr-defined]  # read by units.acting_request and by templates
        return get_response(request)

    return middleware
