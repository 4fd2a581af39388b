"""Whether closed and final summaries are those that acts closed and registered.

The database lets a draft be closed and what is closed become final (summaries/append_only.py), and it cannot tell an
act from a statement at its own prompt: the event of the act is written after the row. So the two are compared here, as
the register is with its decisions (awards/rules/register_proof.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.digest import digest
from summaries.lifecycle import CLOSED_STATUSES
from summaries.models import Summary
from summaries.sources import SOURCES, sources_digest
from units.models import Event

FINALISING = ("register_summary", "finalise")
CLOSING = ("close_for_signing", "finalise")
"""The acts that gave number and date, and those that counted: until there was closing, one act did both."""


def final_faults() -> Iterator[str]:
    """Yield a sentence for each closed or final summary that no act made so, or that is not as it was closed."""
    events = Event.objects.filter(
        target_type__app_label="summaries", target_type__model="summary", target_id=OuterRef("pk")
    ).order_by()
    closed = Summary.objects.filter(status__in=CLOSED_STATUSES).annotate(
        was_closed=Exists(events.filter(verb__in=CLOSING)), was_registered=Exists(events.filter(verb__in=FINALISING))
    )
    for summary in closed.select_related("unit", "campaign", "phase").order_by("pk").iterator(chunk_size=20):
        yield from _faults(summary)


def _faults(summary: Any) -> Iterator[str]:
    if digest({"figures": summary.figures, "text": summary.text}) != summary.sha256:
        yield _sentence(summary, _("số liệu, lời văn không khớp mã kiểm tra"))
    if not _sources_agree(summary):
        yield _sentence(summary, _("các bản được tổng hợp không khớp nhật ký"))
    if not summary.was_closed or (summary.is_final and not summary.was_registered):
        yield _sentence(summary, _("không có sự việc chốt trong nhật ký"))


def _sources_agree(summary: Summary) -> bool:
    """Return whether its sources are those that its last closing counted. Of a final one made before events said so,
    nothing can be said.
    """
    acts = Event.objects.filter(
        target_type__app_label="summaries", target_type__model="summary", target_id=summary.pk, verb__in=CLOSING
    )
    last = acts.order_by("-pk").first()
    return last is None or SOURCES not in last.changes or sources_digest(summary) == last.changes[SOURCES]


def _sentence(summary: Summary, fault: str) -> str:
    return f"{summary._meta.verbose_name} {summary.pk} ({summary}): {fault}."
