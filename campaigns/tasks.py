"""The job that draws the PDF of a version of a launch, once; afterwards it is given as it is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from campaigns.launch_paper import version_pdf
from campaigns.models import LaunchFile, LaunchVersion
from foundation import kept_file
from units import jobs
from units.models import Job, JobKind, User

AT_ONCE = 100
"""Most papers that one call of `tick` asks for, so that a call stays short."""


def ask_for_launch_paper(version: LaunchVersion, by: User | None = None) -> None:
    """Ask for the job that draws the paper of a version, unless it is drawn."""
    _file, is_wanted = kept_file.claim(LaunchFile, version=version)
    if is_wanted:
        _ask(version, by)


def _ask(version: LaunchVersion, by: User | None = None) -> Job:
    campaign = version.campaign
    title = f"{campaign.title}: {version}"
    url = campaign.get_absolute_url()
    return jobs.ask(JobKind.LAUNCH_PAPER, version, unit=campaign.unit, title=title, url=url, by=by)


def ask_for_missing_launch_papers() -> str:
    """Ask for papers of versions that have none, such as those that version 0.1.0 published: a duty of `tick`."""
    versions = list(LaunchVersion.objects.filter(file=None).select_related("campaign__unit").order_by("pk")[:AT_ONCE])
    for version in versions:
        with transaction.atomic():
            ask_for_launch_paper(version)
    return _("Đã giao tạo bản PDF của {n} bản phát động.").format(n=len(versions)) if versions else ""


@task()
def make_launch_paper(version_id: int) -> None:
    """Draw the paper at once: the task that earlier versions queued."""
    jobs.run(_ask(LaunchVersion.objects.select_related("campaign__unit").get(pk=version_id)).pk)


def draw_launch_paper(run: jobs.Run) -> None:
    """Draw and store the paper, unless it is stored already."""
    if kept_file.waiting(LaunchFile, version=run.job.about_id).exists():
        _draw(LaunchVersion.objects.get(pk=run.job.about_id))


BODIES = {JobKind.LAUNCH_PAPER: draw_launch_paper}


def kept_launch_paper(version: LaunchVersion) -> bytes:
    """Return the paper of a version as it is kept; if the job has not drawn it yet, drawn and kept now.

    Raises DamagedFile, and foundation.documents.pdf.PdfUnavailable.
    """
    file, _is_wanted = kept_file.claim(LaunchFile, version=version)
    return kept_file.bytes_of(file) if file.is_made else _draw(version)


def _draw(version: LaunchVersion) -> bytes:
    """Two who draw the same paper at the same moment draw the same bytes."""
    content = version_pdf(version)
    kept_file.keep_file(kept_file.waiting(LaunchFile, version=version), content)
    return content
