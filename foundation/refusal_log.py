"""Shortens Django's lines about refused requests in the log."""

import logging

from django.http import HttpRequest

from foundation.security_log import person_of


class ShortRefusals(logging.Filter):
    """Drops Django's lines about 404 and removes the traceback from those about other 4xx.

    A 404 stays where somebody signed in asked for a thing of the portal: out of reach is answered as if it were not
    there. Lines about 5xx are dropped too: foundation/faults.py and foundation/db/outage.py have logged these.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status is None:
            return True
        record.exc_info = record.exc_text = None
        if status == 404:
            request = getattr(record, "request", None)
            return isinstance(request, HttpRequest) and bool(request.resolver_match) and person_of(request) is not None
        return status < 500
