"""Log lines for machines: one JSON object a line, with the id of the request or job, and nothing that people typed.

What people typed comes into a log by the texts of exceptions and by addresses. So of an exception only its type and its
frames are written, with the text of those few types whose text is never a value; of an address only its route, with the
numbers in it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from foundation.security_log import person_of

ROOT = str(Path(__file__).resolve().parents[1])
MOST_FRAMES = 40
GIVEN_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
WITHOUT_VALUES = (ConnectionError, TimeoutError, ImproperlyConfigured)
"""Types of exceptions whose text is of the machine alone."""
KEPT_CONVERTERS = ("int", "slug")
QUOTED, ADDRESS = re.compile(r"""(['"]).*\1"""), re.compile(r" /\S*")
"""What gunicorn quotes of a request that it could not read, and addresses in its lines."""
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_job: ContextVar[int | None] = ContextVar("job", default=None)


def request_ids(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that gives each request the id that the proxy gave it, else its own, for the log and the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.META["portal.request_id"] = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(16)
        token = _request.set(request)
        try:
            response = get_response(request)
        finally:
            _request.reset(token)
        response["X-Request-ID"] = request.META["portal.request_id"]
        return response

    return middleware


@contextmanager
def of_job(pk: int) -> Iterator[None]:
    """Have log lines say that they are of a job."""
    token = _job.set(pk)
    try:
        yield
    finally:
        _job.reset(token)


class JsonLines(logging.Formatter):
    """Writes a record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.name.startswith("gunicorn"):
            line["message"] = ADDRESS.sub(" (address)", QUOTED.sub("(quoted)", line["message"]))
        request = getattr(record, "request", None)
        request = request if isinstance(request, HttpRequest) else _request.get()
        if request is not None:
            route = shown_address(request)
            line["message"] = _without_address(line["message"], request, route)
            line |= {"request": request.META.get("portal.request_id", ""), "method": request.method, "route": route}
            if (person := person_of(request)) is not None:
                line["person"] = person
        line |= getattr(record, "numbers", {})
        if (job := _job.get()) is not None:
            line["job"] = job
        if record.exc_info and record.exc_info[1] is not None:
            line |= told_error(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def log_uncaught() -> None:
    """Have what ends this process written as a line too, and not with its text."""

    def log(kind: type[BaseException], error: BaseException, start: TracebackType | None) -> None:
        logging.getLogger("uncaught").critical("the process ended", exc_info=(kind, error, start))

    sys.excepthook = log


def shown_address(request: HttpRequest) -> str:
    """Return the route of a request with the numbers and slugs in it; "" before it was resolved and for no route."""
    match = request.resolver_match
    if match is None:
        return ""

    def shown(parameter: re.Match[str]) -> str:
        value = str(match.kwargs.get(parameter[2], ""))
        return value if parameter[1] in KEPT_CONVERTERS or value.isdigit() else f"<{parameter[2]}>"

    return f"/{PARAMETER.sub(shown, match.route)}"


def _without_address(message: str, request: HttpRequest, route: str) -> str:
    """Return a message with the route in place of the address, which may hold what somebody typed."""
    for address in sorted({request.get_full_path(), request.path, request.path_info}, key=len, reverse=True):
        if len(address) > 1:
            message = message.replace(address, route or "(no route)")
    return message


def told_error(error: BaseException, start: TracebackType | None) -> dict[str, Any]:
    """Return what a line says of an exception: types of it and its causes, and where each came from."""
    told: dict[str, Any] = {"error": _name(error), "frames": _frames(start)}
    if isinstance(error, WITHOUT_VALUES):
        told["text"] = str(error)
    causes: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < 5:
        causes.append(_name(cause))
        told |= _of_database(cause)
        cause = cause.__cause__ or cause.__context__
    if causes:
        told["causes"] = causes
    return told


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(start: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(start)[-MOST_FRAMES:]
    return [f"{frame.filename.removeprefix(ROOT + '/')}:{frame.lineno} {frame.name}" for frame in frames]


def _of_database(error: BaseException) -> dict[str, str]:
    """Return the code and the constraint of an error of PostgreSQL, whose text would quote the row."""
    diagnosis = getattr(error, "diag", None)
    names = {"sqlstate": getattr(error, "pgcode", None), "constraint": getattr(diagnosis, "constraint_name", None)}
    return {name: value for name, value in names.items() if value}
