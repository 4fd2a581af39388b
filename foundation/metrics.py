"""Counts and times of requests, for Prometheus: web processes tell each by a datagram, one process adds them up.

The names of metrics say views, never addresses or people. A process that adds up and is away costs the portal nothing:
a datagram that nobody takes is lost.
"""

from __future__ import annotations

import re
import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which requests are counted together."""
TOLD = re.compile(r"([\w:-]{1,80}) ([A-Z]{1,10}) (\d{3}) (\d{1,6}\.\d{1,6})")


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that tells of each request which view answered it, how, and how long it took."""
    if not settings.METRICS_SOCKET:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        line = f"{view} {request.method} {response.status_code} {time.perf_counter() - began:.6f}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as teller, suppress(OSError):  # nobody adds up, or slowly
            teller.setblocking(False)
            teller.sendto(line.encode(), settings.METRICS_SOCKET)
        return response

    return middleware


class Requests:
    """Requests added up; reading and adding are safe from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: Counter[tuple[str, str, str]] = Counter()
        self._buckets: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(BUCKETS))
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def add(self, line: str) -> None:
        """Add a request as the middleware tells it; anything else is left out."""
        told = TOLD.fullmatch(line)
        if told is None:
            return
        view, method, status, taken = told.groups()
        with self._lock:
            self._answers[view, method, status] += 1
            self._seconds[view] += float(taken)
            for number, limit in enumerate(BUCKETS):
                self._buckets[view][number] += float(taken) <= limit

    def lines(self) -> Iterator[str]:
        with self._lock:
            answers, buckets, seconds = dict(self._answers), dict(self._buckets), dict(self._seconds)
        yield "# TYPE portal_requests_total counter"
        for (view, method, status), count in sorted(answers.items()):
            yield sample("portal_requests_total", count, view=view, method=method, status=status)
        yield "# TYPE portal_request_seconds histogram"
        for view, total in sorted(seconds.items()):
            count = sum(number for (of_view, *_how), number in answers.items() if of_view == view)
            for limit, number in zip(BUCKETS, buckets[view], strict=True):
                yield sample("portal_request_seconds_bucket", number, view=view, le=str(limit))
            yield sample("portal_request_seconds_bucket", count, view=view, le="+Inf")
            yield sample("portal_request_seconds_sum", round(total, 6), view=view)
            yield sample("portal_request_seconds_count", count, view=view)


def sample(name: str, value: float, **labels: str) -> str:
    """Return a line of Prometheus' text format. Labels are names from the code, so that nothing needs quoting."""
    inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
    return f"{name}{{{inside}}} {value}" if inside else f"{name} {value}"
