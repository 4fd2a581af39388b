"""The jobs that make the files of a summary that is closed for signing, its full PDF and its workbook, once each."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django_tasks import task

from foundation import kept_file
from summaries.changed_figures import changes_annex
from summaries.lifecycle import CLOSED_STATUSES
from summaries.models import Summary, SummaryFile, SummaryWorkbook
from summaries.report.contents import contents_of
from summaries.report.paper import full_pdf
from summaries.workbook import workbook_of
from units import jobs
from units.models import Job, JobKind, User


def ask_for_file(summary: Summary, by: User | None = None) -> SummaryFile:
    """Return the PDF of a closed summary; ask for the job that makes it until it is made."""
    file, is_wanted = kept_file.claim(SummaryFile, summary=summary)
    if is_wanted:
        _ask(JobKind.SUMMARY_FILE, summary, summary.pdf_url, by)
    return file


def ask_for_workbook(summary: Summary, by: User | None = None) -> SummaryWorkbook:
    """Return the workbook of a closed summary; ask for the job that makes it until it is made."""
    workbook, is_wanted = kept_file.claim(SummaryWorkbook, summary=summary)
    if is_wanted:
        _ask(JobKind.SUMMARY_WORKBOOK, summary, summary.xlsx_url, by)
    return workbook


def _ask(kind: JobKind, summary: Summary, url: str, by: User | None = None) -> Job:
    return jobs.ask(kind, summary, unit=summary.unit, url=url, by=by)


def ask_for_missing_files() -> str:
    """Ask for files that closed summaries have not yet, such as workbooks of version 0.1.0: a duty of `tick`."""
    missing = Summary.objects.filter(Q(file=None) | Q(workbook=None), status__in=CLOSED_STATUSES).light()
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
    file = kept_file.waiting(SummaryFile, summary=run.job.about_id).first()
    summary = _summary(run.job.about_id)
    if file and summary.is_closed:
        contents = contents_of(summary)
        changes = changes_annex(summary, contents)
        _keep(file, full_pdf(contents, summary.frozen_at, run.progress, changes))


def draw_workbook(run: jobs.Run) -> None:
    """Make and store the workbook, unless it is stored already."""
    file = kept_file.waiting(SummaryWorkbook, summary=run.job.about_id).first()
    summary = _summary(run.job.about_id)
    if file and summary.is_closed:
        _keep(file, workbook_of(summary, contents_of(summary), summary.frozen_at))


def _keep(file: SummaryFile | SummaryWorkbook, content: bytes) -> None:
    """Store the bytes in this row alone: a summary taken back and closed again meanwhile has another one."""
    kept_file.keep_file(type(file)._default_manager.filter(pk=file.pk, made_at=None), content)


BODIES = {JobKind.SUMMARY_FILE: draw_file, JobKind.SUMMARY_WORKBOOK: draw_workbook}


def _summary(summary_id: int) -> Summary:
    return Summary.objects.select_related("campaign", "phase", "unit").get(pk=summary_id)
