"""The full PDF is made by the worker: its parts are counted while they are laid out, the bytes are stored."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial

from django.db import transaction
from django_tasks import task

from foundation import clock
from summaries.models import Summary, SummaryFile
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf

PATIENCE = timedelta(minutes=5)
"""Without progress for so long, the worker is taken to have been stopped and the task is given again."""


def ask_for_file(summary: Summary) -> SummaryFile:
    """The file of a final summary, made or on its way: given to the worker once, and again when it fell silent.

    The same summary gives the same bytes, so two workers at it do no harm.
    """
    now = clock.now()
    file, created = SummaryFile.objects.defer("content").get_or_create(summary=summary, defaults={"touched_at": now})
    waiting = SummaryFile.objects.filter(pk=file.pk, made_at=None)
    if created or waiting.filter(touched_at__lt=now - PATIENCE).update(touched_at=now):
        transaction.on_commit(partial(make_file.enqueue, summary.pk))
    return file


@task()
def make_file(summary_id: int) -> None:
    """Make and store the file, unless it is there."""
    summary = Summary.objects.select_related("campaign", "phase", "unit").get(pk=summary_id)
    waiting = SummaryFile.objects.filter(summary=summary, made_at=None)
    if not waiting.exists():
        return

    def progress(done: int, total: int) -> None:
        waiting.update(parts_done=done, parts_total=total, touched_at=clock.now())

    content = full_pdf(contents_of(summary), summary.finalised_at, progress)
    waiting.update(content=content, sha256=hashlib.sha256(content).hexdigest(), made_at=clock.now())
