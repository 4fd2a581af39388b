"""The jobs that make the files of a final summary, its full PDF and its workbook, once each."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task

from foundation import clock, kept_file
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf
from summaries.report.workbook import workbook_of


def ask_for_file(summary: Summary) -> SummaryFile:
    """Return the PDF of a final summary; enqueue the job that makes it if there is none, or no progress any more.

    The same summary gives the same bytes, so two workers that make it do no harm.
    """
    file, is_claimed = kept_file.claim(SummaryFile, summary=summary)
    if is_claimed:
        transaction.on_commit(partial(make_file.enqueue, summary.pk))
    return file


def ask_for_workbook(summary: Summary) -> SummaryWorkbook:
    """Return the workbook of a final summary; enqueue the job that makes it as `ask_for_file` does."""
    workbook, is_claimed = kept_file.claim(SummaryWorkbook, summary=summary)
    if is_claimed:
        transaction.on_commit(partial(make_workbook.enqueue, summary.pk))
    return workbook


def ask_for_missing_files() -> str:
    """Ask for the files of final summaries that have none yet, such as workbooks of version 0.1.0: a duty of `tick`."""
    missing = Summary.objects.filter(Q(file=None) | Q(workbook=None), status=SummaryStatus.FINAL).light()
    summaries = list(missing)
    for summary in summaries:
        with transaction.atomic():
            ask_for_file(summary)
            ask_for_workbook(summary)
    return _("Đã giao tạo tệp của {n} báo cáo đã chốt.").format(n=len(summaries)) if summaries else ""


@task()
def make_file(summary_id: int) -> None:
    """Make and store the PDF, unless it is stored already."""
    waiting = kept_file.waiting(SummaryFile, summary=summary_id)
    if not waiting.exists():
        return

    def progress(done: int, total: int) -> None:
        waiting.update(parts_done=done, parts_total=total, touched_at=clock.now())

    summary = _summary(summary_id)
    kept_file.keep_file(waiting, full_pdf(contents_of(summary), summary.made_final_at, progress))


@task()
def make_workbook(summary_id: int) -> None:
    """Make and store the workbook, unless it is stored already."""
    waiting = kept_file.waiting(SummaryWorkbook, summary=summary_id)
    if waiting.exists():
        summary = _summary(summary_id)
        kept_file.keep_file(waiting, workbook_of(summary, contents_of(summary), summary.made_final_at))


def _summary(summary_id: int) -> Summary:
    return Summary.objects.select_related("campaign", "phase", "unit").get(pk=summary_id)
