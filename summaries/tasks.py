"""The jobs that make the files of a final summary, its full PDF and its workbook, once each."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task

from foundation import kept_file
from summaries.lifecycle import SummaryStatus
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf
from summaries.report.workbook import workbook_of
from units import jobs
from units.models import Job, JobKind, User


def ask_for_file(summary: Summary, by: User | None = None) -> SummaryFile:
    """Return the PDF of a final summary; ask for the job that makes it until it is made."""
    file, is_wanted = kept_file.claim(SummaryFile, summary=summary)
    if is_wanted:
        _ask(JobKind.SUMMARY_FILE, summary, summary.pdf_url, by)
    return file


def ask_for_workbook(summary: Summary, by: User | None = None) -> SummaryWorkbook:
    """Return the workbook of a final summary; ask for the job that makes it until it is made."""
    workbook, is_wanted = kept_file.claim(SummaryWorkbook, summary=summary)
    if is_wanted:
        _ask(JobKind.SUMMARY_WORKBOOK, summary, summary.xlsx_url, by)
    return workbook


def _ask(kind: JobKind, summary: Summary, url: str, by: User | None = None) -> Job:
    return jobs.ask(kind, summary, unit=summary.unit, url=url, by=by)


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
    """Make the PDF at once: the task that earlier versions queued."""
    summary = _summary(summary_id)
    jobs.run(_ask(JobKind.SUMMARY_FILE, summary, summary.pdf_url).pk)


@task()
def make_workbook(summary_id: int) -> None:
    """Make the workbook at once: the task that earlier versions queued."""
    summary = _summary(summary_id)
    jobs.run(_ask(JobKind.SUMMARY_WORKBOOK, summary, summary.xlsx_url).pk)


def draw_file(run: jobs.Run) -> None:
    """Make and store the PDF, unless it is stored already. The same summary gives the same bytes."""
    waiting = kept_file.waiting(SummaryFile, summary=run.job.about_id)
    if waiting.exists():
        summary = _summary(run.job.about_id)
        kept_file.keep_file(waiting, full_pdf(contents_of(summary), summary.made_final_at, run.progress))


def draw_workbook(run: jobs.Run) -> None:
    """Make and store the workbook, unless it is stored already."""
    waiting = kept_file.waiting(SummaryWorkbook, summary=run.job.about_id)
    if waiting.exists():
        summary = _summary(run.job.about_id)
        kept_file.keep_file(waiting, workbook_of(summary, contents_of(summary), summary.made_final_at))


BODIES = {JobKind.SUMMARY_FILE: draw_file, JobKind.SUMMARY_WORKBOOK: draw_workbook}


def _summary(summary_id: int) -> Summary:
    return Summary.objects.select_related("campaign", "phase", "unit").get(pk=summary_id)
