"""Whether final summaries are those that acts made final.

The database lets a draft become final (summaries/append_only.py), and it cannot tell an act from a statement at its own
prompt: the event of the act is written after the row. So the two are compared here, as the register is with its
decisions (awards/rules/register_proof.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.digest import digest
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary
from summaries.sources import SOURCES, sources_digest
from units.models import Event

FINALISING = "finalise"


def final_faults() -> Iterator[str]:
    """Yield a sentence for each final summary that no act made final or that is not as it was made final."""
    events = Event.objects.filter(
        target_type__app_label="summaries", target_type__model="summary", target_id=OuterRef("pk"), verb=FINALISING
    )
    finals = Summary.objects.filter(status=SummaryStatus.FINAL).annotate(is_acted=Exists(events.order_by()))
    for summary in finals.select_related("unit", "campaign", "phase").order_by("pk").iterator(chunk_size=20):
        yield from _faults(summary)


def _faults(summary: Any) -> Iterator[str]:
    if digest({"figures": summary.figures, "text": summary.text}) != summary.sha256:
        yield _sentence(summary, _("số liệu, lời văn không khớp mã kiểm tra"))
    if not _sources_agree(summary):
        yield _sentence(summary, _("các bản được tổng hợp không khớp nhật ký"))
    if not summary.is_acted:
        yield _sentence(summary, _("không có sự việc chốt trong nhật ký"))


def _sources_agree(summary: Summary) -> bool:
    """Return whether its sources are those that the act counted. Of a final one made before events said so, nothing
    can be said.
    """
    acts = Event.objects.filter(
        target_type__app_label="summaries", target_type__model="summary", target_id=summary.pk, verb=FINALISING
    )
    digests = {event.changes[SOURCES] for event in acts if SOURCES in event.changes}
    return not digests or sources_digest(summary) in digests


def _sentence(summary: Summary, fault: str) -> str:
    return f"{summary._meta.verbose_name} {summary.pk} ({summary}): {fault}."
