"""Runs the portal without its guards: the live races must fail here, which shows that they test something.

No row is locked, no status or fingerprint compared; between reading and writing it waits a moment, as on a busy server.
"""

import time

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()  # before the models can be imported

from awards.actions import appraisal  # noqa: E402
from campaigns.actions import filings, reviews  # noqa: E402
from campaigns.models import Filing  # noqa: E402
from units import history  # noqa: E402

A_MOMENT = 0.15


class AnyMark(str):
    """Is equal to every other value."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


def look(filing):
    filing.refresh_from_db(from_queryset=Filing.objects.with_context())
    filing.__dict__.pop("last_submission", None)
    time.sleep(A_MOMENT)


def set_without_comparing(row, to, **fields):
    type(row)._base_manager.filter(pk=row.pk).update(status=to, **fields)
    row.status = to


def count_and_wait(*arguments, count=appraisal._objections):
    objections = count(*arguments)
    time.sleep(A_MOMENT)
    return objections


filings.lock_filing = reviews.lock_filing = look
filings.fingerprint = lambda content: AnyMark()
history.compare_and_set = set_without_comparing
appraisal.lock_titles = lambda titles: None
appraisal._objections = count_and_wait
