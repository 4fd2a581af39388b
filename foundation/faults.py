"""The error pages for exceptions (500), database outages (503) and bad requests (400).

They need neither session nor database.
"""

import logging
import secrets
from collections.abc import Callable
from types import TracebackType

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from foundation.db.outage import is_outage, outage_log
from foundation.forms.unsent import interrupted_form

logger = logging.getLogger(__name__)

HEALTH_CHECK = "/healthz"
PROBES = (HEALTH_CHECK, "/livez", "/readyz")
PLAIN = "text/plain; charset=utf-8"
RETRY_AFTER = 30  # seconds
# Frames of this package pass a request from one middleware to the next and are left out of logged tracebacks.
HANDLERS = "django.core.handlers"


def faults(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers exceptions of views and later middleware, alike with DEBUG and without.

    DEBUG_PROPAGATE_EXCEPTIONS keeps Django from answering and logging them itself. It still answers bad requests, under
    DEBUG with a page for developers, which is replaced here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            response = get_response(request)
        except Exception as error:
            return outage_page(request, error) if is_outage(error) else fault_page(request, error)
        return bad_request(request) if settings.DEBUG and response.status_code == 400 else response

    return middleware


def fault_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return 500 with a code that is logged together with the traceback."""
    incident = secrets.token_hex(3).upper()
    traceback = (type(error), error, below_handlers(error.__traceback__))
    logger.error("incident %s: %s %s", incident, request.method, request.path, exc_info=traceback)
    context = {"incident": incident, "unsent": interrupted_form(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)


def outage_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return 503 with Retry-After; plain text for the health check."""
    outage_log.write(error)
    if request.path == HEALTH_CHECK:
        response = HttpResponse("database does not answer\n", content_type=PLAIN, status=503)
    else:
        context = {"sent": request.method == "POST", "unsent": interrupted_form(request)}
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400, for an unknown host or an address or form that cannot be read."""
    return HttpResponse(render_to_string("400.html"), status=400)


def below_handlers(traceback: TracebackType | None) -> TracebackType | None:
    """Return the part of a traceback after the last frame of Django's handlers: the failing view or middleware."""
    start, frame = traceback, traceback
    while frame:
        if frame.tb_frame.f_globals.get("__name__", "").startswith(HANDLERS):
            start = frame.tb_next or start
        frame = frame.tb_next
    return start
