"""Asks the drawing service to draw, within the turn of whoever wants to see it, or for a job."""

from __future__ import annotations

import hashlib
import pickle
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from foundation.drawing.frames import Frame, packed, receive

PATIENCE = 5.0
"""Seconds that a page waits for its drawing; then it says how far that is."""
PATIENCE_OF_ACTS = 60.0
"""Seconds that an act waits which needs the drawing to be done."""
CONNECTING = 60.0
"""Seconds that a job waits for a service that is away, as while it is started again."""
SHORT, LONG = "short", "long"
"""The lanes: one for requests, one for jobs, so that no long annex is before a person's draft."""

Progress = Callable[[int, int], None]


class NotThere(Exception):
    """What was to be drawn is not there. `state` says why, as templates/drawing.html knows it."""

    state = ""


class NotDrawnYet(NotThere):
    """The drawing goes on, or waits until others of the same person are done: to be asked for again."""

    def __init__(self, *, waits: bool = False, done: int = 0, total: int = 0):
        super().__init__(f"{done} of {total}")
        self.state, self.done, self.total = "waiting" if waits else "going", done, total


class DrawingTooLarge(NotThere):
    """The drawing took longer or wanted more memory than a drawing may."""

    state = "too_large"


class ServiceAway(NotThere):
    """Nobody answers at DRAWING_SOCKET."""

    state = "away"


class DrawingFailed(Exception):
    """The function raised an exception, a fault of ours: its name. What it says is in the log of the service."""


@dataclass
class Turn:
    """A request, or a job, of which the service knows."""

    lane: str
    until: float | None = None  # by time.monotonic()
    connection: socket.socket | None = field(default=None, repr=False)
    has_drawn: bool = False

    def receive(self) -> Frame:
        assert self.connection is not None
        self.connection.settimeout(None if self.until is None else max(self.until - time.monotonic(), 0) + 1)
        return receive(self.connection)

    def send(self, head: dict[str, Any], content: bytes = b"") -> None:
        assert self.connection is not None
        self.connection.settimeout(None)
        try:
            self.connection.sendall(packed(head, content))
        except OSError as error:
            raise ServiceAway(str(error)) from error


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)
_patience: ContextVar[float] = ContextVar("patience", default=PATIENCE)


@contextmanager
def patience_for(method: str | None) -> Iterator[None]:
    """Let a request of this method wait for what it has drawn."""
    token = _patience.set(PATIENCE_OF_ACTS if method == "POST" else PATIENCE)
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def turn(person: str, address: str) -> Iterator[None]:
    """Let what this request prepares and draws be a person's turn.

    `address` says what is asked for: asked for again it joins the drawing under way. Raises NotDrawnYet while the
    person has as many turns as one may have, and ServiceAway.
    """
    if not settings.DRAWING_SOCKET:
        yield
        return
    with _connected(Turn(SHORT, time.monotonic() + _patience.get()), person, address):
        yield


def begin_turn(person: str, address: str) -> Callable[[], None]:
    """Begin a turn as `turn` does, for a file that is sent while it is read; return what ends it."""
    if not settings.DRAWING_SOCKET:
        return lambda: None
    begun = Turn(SHORT, time.monotonic() + PATIENCE)
    _begin(begun, person, address)
    assert begun.connection is not None
    return begun.connection.close


@contextmanager
def for_a_job() -> Iterator[None]:
    """Let what is drawn inside go through the long lane, without waiting for less than the drawing takes."""
    if not settings.DRAWING_SOCKET:
        yield
        return
    token = _turn.set(Turn(LONG))
    try:
        yield
    finally:
        _turn.reset(token)


def is_elsewhere() -> bool:
    """Return whether drawings are made by the service."""
    return bool(settings.DRAWING_SOCKET)


def answers() -> bool:
    """Return whether the service, if there is to be one, can be reached."""
    try:
        if settings.DRAWING_SOCKET:
            _connect(0).close()
    except ServiceAway:
        return False
    return True


def draw(
    function: Callable[..., bytes],
    *arguments: Any,
    key: Any = None,
    private: bool = False,
    progress: Progress | None = None,
    **keywords: Any,
) -> bytes:
    """Return what a function of a module returns for arguments that can be pickled, called by the service.

    What has the same `key`, without one the same arguments, is drawn once; but what is `private` goes through the lane
    of jobs, of which nothing is kept. `progress` is told what the function reports. Raises NotDrawnYet,
    DrawingTooLarge, DrawingFailed and ServiceAway.
    """
    if not settings.DRAWING_SOCKET:
        return function(*arguments, **keywords)
    call = pickle.dumps((function, arguments, keywords))
    name = hashlib.sha256(call if key is None else pickle.dumps((function, key))).hexdigest()
    current = _turn.get()
    if current is not None and current.connection is not None and not current.has_drawn:
        return _drawn(current, name, call, progress)
    lane = LONG if private else SHORT
    unknown = Turn(current.lane, current.until) if current else Turn(lane, time.monotonic() + _patience.get())
    with _connected(unknown, "", name) as begun:
        return _drawn(begun, name, call, progress)


def _drawn(begun: Turn, name: str, call: bytes, progress: Progress | None) -> bytes:
    begun.has_drawn = True
    begun.send({"key": name}, call)
    while True:
        head, content = _next(begun)
        if "drawn" in head:
            return content
        if "failed" in head:
            raise DrawingFailed(head["error"]) if "error" in head else DrawingTooLarge(head["failed"])
        if progress:
            progress(head["done"], head["total"])


@contextmanager
def _connected(begun: Turn, person: str, address: str) -> Iterator[Turn]:
    _begin(begun, person, address)
    assert begun.connection is not None
    token = _turn.set(begun)
    try:
        yield begun
    finally:
        _turn.reset(token)
        begun.connection.close()


def _begin(begun: Turn, person: str, address: str) -> None:
    """Wait until the service says that it may begin."""
    begun.connection = _connect(CONNECTING if begun.until is None else 0)
    patience = None if begun.until is None else begun.until - time.monotonic()
    try:
        begun.send({"person": person, "address": address, "lane": begun.lane, "patience": patience})
        _next(begun)
    except NotThere:
        begun.connection.close()
        raise


def _next(begun: Turn) -> Frame:
    try:
        head, content = begun.receive()
    except TimeoutError as error:
        raise NotDrawnYet() from error
    except (OSError, EOFError) as error:
        raise ServiceAway(str(error)) from error
    if "later" in head:
        raise NotDrawnYet(waits=head["waits"], done=head["done"], total=head["total"])
    return head, content


def _connect(patience: float) -> socket.socket:
    until = time.monotonic() + patience
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(settings.DRAWING_SOCKET)
        except OSError as error:
            connection.close()
            if time.monotonic() >= until:
                raise ServiceAway(str(error)) from error
            time.sleep(1)
        else:
            return connection
