"""A mail server of a test: it keeps what it takes, and is slow, full, strict or rude as it is asked."""

from __future__ import annotations

import email
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from email.policy import default
from typing import Any

RUDE = "rude"
"""Takes a mail and hangs up instead of saying so."""


class Catcher(socketserver.ThreadingTCPServer):
    """`mails`: what was taken, in order. `answers`: by address, what RCPT is answered instead of 250. `delay`: seconds
    before each mail is taken, `late` those between taking it and saying so. `manner`: RUDE or "". `refusal`: what DATA
    ends with instead of 250.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), _Conversation)
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}
        self.delay, self.late, self.manner, self.refusal = 0.0, 0.0, "", ""
        self.connections = 0

    @property
    def port(self) -> int:
        return self.server_address[1]

    def received(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails]


class _Conversation(socketserver.StreamRequestHandler):
    server: Catcher

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.connections += 1
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("EHLO"):
                self.say("250 here")
            elif verb.startswith("RCPT"):
                address = line.partition("<")[2].partition(">")[0]
                self.say(self.server.answers.get(address, "250 well"))
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take():
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")

    def take(self) -> bool:
        """Read a mail and keep it; return whether the conversation goes on."""
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if not line:
            return False
        time.sleep(self.server.delay)
        if self.server.refusal:
            self.say(self.server.refusal)
            return True
        self.server.mails.append(email.message_from_bytes(b"".join(lines), policy=default))
        time.sleep(self.server.late)
        if self.server.manner == RUDE:
            return False
        with suppress(BrokenPipeError, ConnectionResetError):  # who sent it was killed
            self.say("250 taken")
        return True


@contextmanager
def catching(settings: Any = None, port: int = 0) -> Iterator[Catcher]:
    """Run a mail server; with `settings`, mails of this process go to it."""
    with Catcher(port) as catcher:
        thread = threading.Thread(target=catcher.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        if settings is not None:
            settings.EMAIL_BACKEND, settings.EMAIL_HOST = "foundation.mail.Backend", "127.0.0.1"
            settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = catcher.port, 2
        try:
            yield catcher
        finally:
            catcher.shutdown()
            thread.join()
