"""`manage.py metrics` adds up what web processes tell of requests, and answers Prometheus on this machine alone."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from emulation.metrics import state_lines
from foundation.logs import log_uncaught
from foundation.metrics import Requests

LOOPBACK = "127.0.0.1"
"""Never another address: who asks is asked for nothing."""
LONGEST_LINE = 200  # bytes


class Command(BaseCommand):
    help = "Cộng số lượt xem trang và trả lời Prometheus tại http://127.0.0.1:9180/metrics, chỉ trên máy này."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=9180)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.METRICS_SOCKET:
            raise CommandError("Xin đặt METRICS_SOCKET, cùng một tệp cho cổng và lệnh này.")
        if not settings.DEBUG:
            log_uncaught()
        requests = Requests()
        Thread(target=listen, args=(Path(settings.METRICS_SOCKET), requests), daemon=True).start()
        server = ThreadingHTTPServer((LOOPBACK, port), answering(requests))
        server.daemon_threads = True
        server.serve_forever()


def listen(file: Path, requests: Requests) -> None:
    """Add up datagrams for ever."""
    file.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(file))
        while True:
            requests.add(ear.recv(LONGEST_LINE).decode("ascii", "replace"))


def answering(requests: Requests) -> type[BaseHTTPRequestHandler]:
    """Return a handler that answers `/metrics` and nothing else."""

    class Metrics(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/metrics":
                self.send_error(404)
                return
            try:
                text = "\n".join([*requests.lines(), *state_lines(), ""])
            finally:
                connections.close_all()  # those of this thread
            content = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_given: Any) -> None:
            pass

    return Metrics
