"""What a visitor is told when a request cannot be done: a fault of ours, a database that is away, a bad request.

None of these pages needs a session or the database.
"""

import logging
import secrets
from collections.abc import Callable
from types import TracebackType

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from foundation.db.outage import is_outage, outage_log

logger = logging.getLogger(__name__)

HEALTH_CHECK = "/healthz"
RETRY_AFTER = 30  # seconds
# Where Django hands a request from one middleware to the next: twenty frames of these tell nothing.
HANDLERS = "django.core.handlers"


def faults(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers whatever was raised below it, alike with DEBUG and without.

    Exceptions arrive here because DEBUG_PROPAGATE_EXCEPTIONS keeps Django from answering and logging them itself. Of
    bad requests it does answer: with a page for developers when DEBUG is set, which is replaced here.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            response = get_response(request)
        except Exception as error:
            return outage_page(request, error) if is_outage(error) else fault_page(request, error)
        return bad_request(request) if settings.DEBUG and response.status_code == 400 else response

    return middleware


def fault_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """500 with a code that stands in the log beside the traceback."""
    incident = secrets.token_hex(3).upper()
    traceback = (type(error), error, below_handlers(error.__traceback__))
    logger.error("incident %s: %s %s", incident, request.method, request.path, exc_info=traceback)
    return HttpResponse(render_to_string("500.html", {"incident": incident}), status=500)


def outage_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 that says when to try again; plain words for the health check."""
    outage_log.write(error)
    if request.path == HEALTH_CHECK:
        response = HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    else:
        sent = request.method == "POST"
        response = HttpResponse(render_to_string("503.html", {"sent": sent}), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: a host that is not ours, an address or a form that cannot be read."""
    return HttpResponse(render_to_string("400.html"), status=400)


def below_handlers(traceback: TracebackType | None) -> TracebackType | None:
    """The part of a traceback that begins in the view or middleware that failed."""
    start, frame = traceback, traceback
    while frame:
        if frame.tb_frame.f_globals.get("__name__", "").startswith(HANDLERS):
            start = frame.tb_next or start
        frame = frame.tb_next
    return start
