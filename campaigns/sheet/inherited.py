"""What the pledge of a later phase shows before the unit has saved it: the year's pledge as it is then."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from campaigns.lifecycle import FilingStatus
from campaigns.models import Filing, FilingKind, Phase, Submission

READ = "inherited_submission"  # of the attribute of a filing whose inherited submission was read with others


def inherited_submission(filing: Filing) -> Submission | None:
    """Return what an untouched pledge of a later phase shows: the last submission of the accepted pledge before it.

    The pledge (giao ước) is signed once a year and later phases only adjust it. Nothing is copied until the unit
    saves. None for reports, for a pledge that was begun, and where no earlier pledge was accepted.
    """
    if not _inherits(filing):
        return None
    if READ in vars(filing):
        inherited: Submission | None = vars(filing)[READ]
        return inherited
    return _earlier(filing.phase, [filing]).first()


def read_inherited_submissions(filings: Sequence[Filing]) -> None:
    """Read what many sheets of one phase inherit, in one query, none where nothing is inherited.

    It holds until a filing is locked (`campaigns.actions.locking`).
    """
    inheriting = [filing for filing in filings if _inherits(filing)]
    if not inheriting:
        return
    newest: dict[int, Submission] = {}
    for submission in _earlier(inheriting[0].phase, inheriting):
        newest.setdefault(submission.filing.called.unit_id, submission)
    for filing in inheriting:
        vars(filing)[READ] = newest.get(filing.called.unit_id)


def _inherits(filing: Filing) -> bool:
    later = filing.kind == FilingKind.PLEDGE and filing.phase.number > 1
    return later and filing.status == FilingStatus.AWAITED and not filing.typed


def _earlier(phase: Phase, filings: Sequence[Filing]) -> QuerySet[Submission]:
    """Return the submissions of accepted pledges of earlier phases, the newest first."""
    earlier = Submission.objects.filter(
        filing__kind=FilingKind.PLEDGE,
        filing__status=FilingStatus.ACCEPTED,
        filing__called__unit__in=[filing.called.unit_id for filing in filings],
        filing__called__phase__campaign=phase.campaign_id,
        filing__called__phase__number__lt=phase.number,
    )
    return earlier.select_related("filing__called__phase").order_by("-filing__called__phase__number", "-number")
