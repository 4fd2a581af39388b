"""Shortens Django's lines about refused requests in the log."""

import logging


class ShortRefusals(logging.Filter):
    """Drops Django's lines about 404 and removes the traceback from those about other 4xx.

    Lines about 5xx are dropped too: foundation/faults.py and foundation/db/outage.py have logged these.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None:
            return True
        record.exc_info = record.exc_text = None
        return status != 404 and status < 500
