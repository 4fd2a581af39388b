"""Which submissions have no rows: those of version 0.1.0 that were not their sheet's last (docs/decisions/0025)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from campaigns.models.rows import Exemplar, Figure, Headcount, WrittenAnswer
from campaigns.models.submission import Submission
from campaigns.models.work import WorkResult

PARTS_WITH_ROWS = ("headcount", "titles", "indicators", "actuals", "results", "exemplars")


def without_rows(submissions: QuerySet[Submission]) -> set[int]:
    """Return the ids of those that have their typed content only, in one statement.

    Works are not looked at: a work that was taken out of a pledge of version 0.1.0 has its entry at the submission
    that named it last, which has no other rows.
    """
    bare = submissions.filter(current_for=None)
    for model in (Headcount, Figure, WrittenAnswer, WorkResult, Exemplar):
        bare = bare.filter(~Exists(model._base_manager.filter(submission=OuterRef("pk"))))
    rows = bare.order_by().only("content", "format")
    return {submission.pk for submission in rows if any(submission.typed.get(part) for part in PARTS_WITH_ROWS)}
