"""Middleware: compression, headers, methods, limits, maintenance, and the 405, 409, 410, 413, 414 and 429 pages."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation import clock
from foundation.archives import MEGABYTE
from foundation.body_limits import status_of_body
from foundation.digest import DamagedFile
from foundation.drawing import client as drawing
from foundation.faults import PROBES, RETRY_AFTER, bad_request
from foundation.forms.unsent import is_typed, refused_form
from foundation.lifecycle import StateConflict
from foundation.request_parsing import LONGEST_QUERY, from_here
from foundation.too_many_tries import TooManyTries

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponse]


OF_PROXIES = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REQUEST_ID")
METHODS = ("GET", "HEAD", "POST")
ASKED_AGAIN_AFTER = 3
"""Seconds after which the page of a file that is being made asks for it again."""
REST_OF_UNKNOWN_LENGTH = 600  # seconds
# Powers of the browser that the portal does not use, so injected code could not use them either.
NOT_ASKED_FOR = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


COMPRESSED = ("text/", "application/json")


class Compression(GZipMiddleware):
    """Compresses text responses; Django adds random padding against BREACH.

    PDF, XLSX and scans are compressed already: they are sent as they are, with ETag and length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").startswith(COMPRESSED)
        return super().process_response(request, response) if is_text else response


def headers_of_proxy(get_response: GetResponse) -> GetResponse:
    """Forget what only a proxy says (X-Forwarded-Proto and its like, X-Request-ID) unless it is of PROXY_ADDRESSES."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if (request.META.get("REMOTE_ADDR") or "unix") not in settings.PROXY_ADDRESSES:
            for name in [name for name in request.META if name.startswith(OF_PROXIES)]:
                del request.META[name]
        return get_response(request)

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Say which language pages are in. Django would find it out anew for each text, which costs as much again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        translation.activate(settings.LANGUAGE_CODE)
        return get_response(request)

    return middleware


def probes(get_response: GetResponse) -> GetResponse:
    """Take the cookies of requests of monitoring away: whoever sends them, no session and no person is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path not in PROBES:
            return get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        vars(request).pop("COOKIES", None)
        response = get_response(request)
        response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def head_without_body(get_response: GetResponse) -> GetResponse:
    """Answer HEAD as GET with an empty body: gunicorn would log a line for each body that it cuts off."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()
        elif request.method == "HEAD":
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    return middleware


def privacy_headers(get_response: GetResponse) -> GetResponse:
    """Set Permissions-Policy, and for signed-in people Cache-Control: no-store.

    Pages of a signed-in person are not left in the cache of a shared computer. A view may set Cache-Control itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{power}=()" for power in NOT_ASKED_FOR)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def allowed_methods(get_response: GetResponse) -> GetResponse:
    """Answer 405 to methods other than GET, HEAD and POST, for any address; give views' own 405 the same page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html").encode()
        return response

    return middleware


def query_length(get_response: GetResponse) -> GetResponse:
    """Answer 414 to query strings over LONGEST_QUERY characters; SQLite for one refuses patterns of 50,000 bytes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.META["QUERY_STRING"]) > LONGEST_QUERY:
            return HttpResponse(render_to_string("414.html"), status=414)
        return get_response(request)

    return middleware


def maintenance(get_response: GetResponse) -> GetResponse:
    """Answer 503 to everything but monitoring while MAINTENANCE_UNTIL is set."""

    def middleware(request: HttpRequest) -> HttpResponse:
        until = settings.MAINTENANCE_UNTIL
        if not until or request.path in PROBES:
            return get_response(request)
        context = {"until": until, "sent": request.method == "POST"}
        response = HttpResponse(render_to_string("maintenance.html", context), status=503)
        response["Retry-After"] = str(seconds_until(until) or REST_OF_UNKNOWN_LENGTH)
        return response

    return middleware


def seconds_until(text: str) -> int | None:
    """Return the seconds until a time of day such as "13:30"; None for other texts, and for a time just passed."""
    try:
        until = time.fromisoformat(text)
    except ValueError:
        return None
    now = timezone.localtime(clock.now())
    wait = datetime.combine(now, until, now.tzinfo) - now
    wait += timedelta(days=1) if wait < timedelta() else timedelta()
    return int(wait.total_seconds()) if wait < timedelta(hours=12) else None


class OversizedForms:
    """Answers a form with too many fields or bytes with 413, and shows what was typed so that it can be copied.

    A body that is too long for its address is not read at all. Others are read before CsrfViewMiddleware, which would
    be the first to do so. What was typed is shown only if it was sent from a page of this host and includes no
    password.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if status := status_of_body(request, view):
            reason = "no_length" if status == 411 else "too_large"
            context = {"back_url": request.path, reason: True}
            context["largest_file"] = getattr(view, "largest_file", 0) // MEGABYTE
            return render(request, "too_long.html", context, status=status)
        try:
            _read = request.POST
        except BadRequest:
            return bad_request(request)  # not encoded in UTF-8
        except (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig) as error:
            too_many = isinstance(error, TooManyFieldsSent)
            typed = typed_in(request) if too_many else []
            context = {"typed": "\n".join(typed), "rows": min(len(typed), 30), "back_url": request.path}
            context["too_many_boxes"] = too_many
            return render(request, "too_long.html", context, status=413)
        return None


def typed_in(request: HttpRequest) -> list[str]:
    """Return the typed texts of a form that has too many fields, without hidden fields."""
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return []
    pairs = parse_qsl(request.body.decode("utf-8", "replace"))
    if not from_here(request) or any("password" in name for name, _text in pairs):
        return []
    return [text for name, text in pairs if is_typed(name)]


class ErrorPages:
    """Answers StateConflict, TooManyTries, DamagedFile and drawings that are not there.

    It replaces Django's 404 page under DEBUG. Django answers 403, and 404 outside DEBUG, with our handlers;
    foundation/faults.py answers exceptions.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with drawing.patience_for(request.method):
            response = self.get_response(request)
        if response.status_code == 404 and settings.DEBUG:
            return render(request, "404.html", {"unsent": refused_form(request)}, status=404)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DamagedFile):
            logger.error("%s: stored file is damaged: %s", request.path, error)
            return render(request, "410.html", status=410)
        if isinstance(error, drawing.NotThere):
            return drawing_page(request, error)
        if isinstance(error, TooManyTries):
            return too_many_page(request, error)
        if not isinstance(error, StateConflict):
            return None
        typed = [(label, text) for label, text in error.typed if str(text or "").strip()]
        context = {
            "sentence": error.sentence,
            "moved": request.method == "POST",  # no page offers what its state forbids, so the page was old
            "typed": typed,
            "back_url": error.back_url or request.path,
            "unsent": refused_form(request),
        }
        return render(request, "409.html", context, status=409)


def too_many_page(request: HttpRequest, error: TooManyTries) -> HttpResponse:
    """Return 429 for somebody who guessed wrong too often: when to try again and whom to call."""
    response = render(request, "429.html", {"error": error, "back_url": request.path}, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def drawing_page(request: HttpRequest, error: drawing.NotThere) -> HttpResponse:
    """Return 202 for a file that is being made, which asks again by itself; 503 for one that cannot be made now."""
    if isinstance(error, drawing.NotDrawnYet) and request.method == "POST":  # nothing is sent again by itself
        error = drawing.DrawingTooLarge("an act cannot wait longer")
    context = {**vars(error), "state": error.state, "again": request.get_full_path(), "unsent": refused_form(request)}
    if isinstance(error, drawing.NotDrawnYet):
        response = render(request, "drawing.html", context, status=202)
        response["Refresh"] = str(ASKED_AGAIN_AFTER)
    else:
        logger.error("%s: %s", request.path, error)
        response = render(request, "drawing.html", context, status=503)
        response["Retry-After"] = str(RETRY_AFTER)
    return response
