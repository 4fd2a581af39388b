"""The task that makes the full PDF of a final summary: it stores its progress, and then the bytes."""

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

MAX_SILENCE = timedelta(minutes=5)
"""Without progress for so long, the worker is assumed to have stopped, and the task is enqueued again."""


def ask_for_file(summary: Summary) -> SummaryFile:
    """Return the file of a final summary; enqueue the task that makes it if there is none, or no progress any more.

    The same summary gives the same bytes, so two workers that make it do no harm.
    """
    now = clock.now()
    file, created = SummaryFile.objects.defer("content").get_or_create(summary=summary, defaults={"touched_at": now})
    waiting = SummaryFile.objects.filter(pk=file.pk, made_at=None)
    if created or waiting.filter(touched_at__lt=now - MAX_SILENCE).update(touched_at=now):
        transaction.on_commit(partial(make_file.enqueue, summary.pk))
    return file


@task()
def make_file(summary_id: int) -> None:
    """Make and store the file, unless it is stored already."""
    summary = Summary.objects.select_related("campaign", "phase", "unit").get(pk=summary_id)
    waiting = SummaryFile.objects.filter(summary=summary, made_at=None)
    if not waiting.exists():
        return

    def progress(done: int, total: int) -> None:
        waiting.update(parts_done=done, parts_total=total, touched_at=clock.now())

    content = full_pdf(contents_of(summary), summary.made_final_at, progress)
    waiting.update(content=content, sha256=hashlib.sha256(content).hexdigest(), made_at=clock.now())
