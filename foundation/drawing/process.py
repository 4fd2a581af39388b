"""The process of one drawing: a fork of the service that calls one function, within its limit of memory."""

from __future__ import annotations

import gc
import logging
import os
import pickle
import resource
import signal
from typing import NoReturn

from django.db import connections

from foundation.drawing.frames import packed

logger = logging.getLogger(__name__)

MEMORY = 1536 << 20
"""Bytes of addresses that a process may have. A province's report with all annexes takes a fifth of it."""
ERROR, MEMORY_ENDED = "error", "memory"
"""Why a drawing failed: its function raised an exception, which is in the service's log; it wanted too much memory."""

_told: int | None = None  # where this process tells how far it is


def begin(call: bytes) -> tuple[int, int]:
    """Fork a process that makes a call, and return its id and the end of a pipe from which its messages are read."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _draw(call, writing)
    os.close(writing)
    return pid, reading


def report(done: int, total: int) -> None:
    """Say how far this drawing is. The function may call it after each part."""
    if _told is not None:
        _write(_told, packed({"done": done, "total": total}))


def _draw(call: bytes, writing: int) -> NoReturn:
    """Make the call and end the process, whatever happens: nothing of the service goes on in it."""
    global _told
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        os.dup2(writing, 3)  # the connections of others are not kept open by this process
        os.closerange(4, 1 << 16)
        _told = 3
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nothing of a paper stays on a disk
        _write(3, _answer(call))
    finally:
        os._exit(0)


def _answer(call: bytes) -> bytes:
    try:
        function, arguments, keywords = pickle.loads(call)  # noqa: S301 - of our own processes, on a socket of ours
        content = function(*arguments, **keywords)
        connections.close_all()
    except MemoryError:
        gc.collect()
        return packed({"failed": MEMORY_ENDED})
    except Exception as error:
        logger.exception("a drawing failed")
        return packed({"failed": ERROR, "error": type(error).__name__})
    return packed({"drawn": True}, content)


def _write(writing: int, message: bytes) -> None:
    left = memoryview(message)
    while left:
        left = left[os.write(writing, left) :]
