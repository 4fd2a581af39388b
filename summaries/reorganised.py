"""What hinders a reorganisation in summaries, and which drafts stay."""

from __future__ import annotations

from django.utils.translation import gettext as _

from summaries.lifecycle import OPEN_STATUSES, SummaryStatus
from summaries.models import Summary
from units.reorganising.consequences import TreeChange
from units.reorganising.journal import PlanProblem


def look_at_summaries(change: TreeChange) -> None:
    """Hinder the end of a union whose summary waits for its signature; note its drafts."""
    ended = {of.unit.pk: of for of in change.ended}
    summaries = Summary.objects.filter(unit__in=ended, status__in=OPEN_STATUSES)
    for summary in summaries.select_related("campaign", "phase", "unit").order_by("pk"):
        of = ended[summary.unit_id]
        if summary.status == SummaryStatus.TO_SIGN:
            sentence = _("{unit}: {title} đã chốt, chờ ký; xin ký và ghi số, hoặc thu lại trước.")
            words = sentence.format(unit=of.unit.name, title=summary.title)
            change.problems.append(PlanProblem(of.row.number, words))
        else:
            words = _("{title}, dự thảo: giữ, không ban hành nữa").format(title=summary.title)
            change.journal.note("paper", of.unit, words, is_written=False)


CONSEQUENCES = (look_at_summaries,)
