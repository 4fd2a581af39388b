"""What the log keeps of Django's lines about answers."""

import logging


class ShortRefusals(logging.Filter):
    """Drops lines about pages not found, and takes the traceback from those about other refusals: they are no faults.

    Lines about 500 and 503 are dropped too, for foundation/faults.py and foundation/db/outage.py have written theirs.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None:
            return True
        record.exc_info = record.exc_text = None
        return status != 404 and status < 500
