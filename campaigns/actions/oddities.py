"""The action of a reviewer on an oddity of a sheet: it was looked at and is in order."""

from __future__ import annotations

from django.db import transaction

from campaigns import access
from campaigns.actions.locking import lock_filing
from campaigns.actions.sheet_steps import newer_submission
from campaigns.models import DismissedOddity, Filing, OddityKind
from foundation import clock
from units.acting import Acting
from units.history import require_still_allowed


@transaction.atomic
def dismiss_oddity(filing: Filing, kind: OddityKind, *, by: Acting, submission_number: int | None = None) -> None:
    """Show this kind of oddity of the unit's sheets no more in the campaign's year. Twice is once.

    `submission_number` is that of the submission the reviewer read; a newer one raises StateConflict.
    """
    lock_filing(filing)
    post = require_still_allowed(access.may_dismiss_oddities(filing, by), filing)
    assert post is not None, "may_dismiss_oddities names the reviewer's post"
    last = filing.last_submission
    if submission_number is not None and last and last.number != submission_number:
        raise newer_submission(filing)
    DismissedOddity.objects.get_or_create(
        campaign=filing.phase.campaign,
        unit=filing.unit,
        kind=kind,
        defaults={"by": by.user, "post": post, "at": clock.now()},
    )
