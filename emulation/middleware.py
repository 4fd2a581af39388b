"""The portal at rest, and the fixed answers to what an action refuses."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from emulation.lifecycle import NotNow

GetResponse = Callable[[HttpRequest], HttpResponse]


def maintenance(get_response: GetResponse) -> GetResponse:
    """While MAINTENANCE_UNTIL is set every page but the health check says so, with 503."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.MAINTENANCE_UNTIL and request.path != "/healthz":
            context = {"until": settings.MAINTENANCE_UNTIL}
            return render(request, "maintenance.html", context, status=503)
        return get_response(request)

    return middleware


class Answers:
    """Turn a NotNow into the 409 page. (Refusals and 404 are Django's own.)"""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotNow):
            return None
        context = {"sentence": error.sentence, "kept": error.kept, "back_url": error.back_url or request.path}
        return render(request, "409.html", context, status=409)
