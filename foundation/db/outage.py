"""Outages of database and disk: tells their errors from faults in the code, and logs one line a minute about them."""

import errno
import logging
import sqlite3
import time
from threading import Lock

from django.db import DatabaseError, InterfaceError, OperationalError

logger = logging.getLogger(__name__)

LOG_EVERY = 60.0  # seconds, in each process

# SQLSTATEs of PostgreSQL: broken connections; stopped, stopping or starting up; too many connections; disk full.
UNREACHABLE = ("08", "57P", "53300", "53100")
# Primary result codes of SQLite: busy, locked, disk full, cannot open the file.
SQLITE_BUSY = {5, 6, 13, 14}
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def is_outage(error: BaseException | None) -> bool:
    """Return True if the database could not be reached or was busy, or a disk is full, so that the same request may
    succeed later without anybody changing the portal.

    False for errors that it answered: a wrong statement, a deadlock, a statement timeout.
    """
    if isinstance(error, OSError):
        return error.errno in DISK_FULL
    cause = error.__cause__ if error else None  # the driver's own error
    if type(error) is DatabaseError:  # as psycopg2 calls it when the server ends in the middle of a statement
        return getattr(cause, "pgcode", "") is None and "server closed the connection" in str(cause)
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE_BUSY
    if isinstance(error, InterfaceError):
        return "connection" in str(error)  # "connection already closed"; "cursor already closed" is a fault of ours
    # A failed or broken connection has no SQLSTATE.
    code = getattr(cause, "pgcode", "")
    return code is None or code.startswith(UNREACHABLE)


class OutageLog:
    """Logs an outage at most every LOG_EVERY seconds in this process, however many requests fail."""

    def __init__(self) -> None:
        self._lock, self._next = Lock(), 0.0

    def write(self, error: BaseException) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                return
            self._next = now + LOG_EVERY
        logger.error("The database does not answer: %s", " ".join(str(error).split()))


outage_log = OutageLog()
