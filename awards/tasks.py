"""The job that draws the paper of an issued decision, once; afterwards it is given as it is kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from awards.models import Decision, DecisionFile
from awards.papers.decision import decision_pdf
from foundation import kept_file
from units import jobs
from units.models import Job, JobKind, User

AT_ONCE = 100
"""Most papers that one call of `tick` asks for, so that a call stays short."""


def ask_for_paper(decision: Decision, by: User | None = None) -> None:
    """Ask for the job that draws the paper of an issued decision, unless it is drawn."""
    _file, is_wanted = kept_file.claim(DecisionFile, decision=decision)
    if is_wanted:
        _ask(decision, by)


def _ask(decision: Decision, by: User | None = None) -> Job:
    return jobs.ask(JobKind.DECISION_PAPER, decision, unit=decision.unit, url=decision.get_absolute_url(), by=by)


def ask_for_missing_papers() -> str:
    """Ask for papers of issued decisions that have none, such as those of version 0.1.0: a duty of `tick`."""
    decisions = list(Decision.objects.issued().filter(file=None).select_related("unit").order_by("pk")[:AT_ONCE])
    for decision in decisions:
        with transaction.atomic():
            ask_for_paper(decision)
    return _("Đã giao tạo bản PDF của {n} quyết định.").format(n=len(decisions)) if decisions else ""


@task()
def make_paper(decision_id: int) -> None:
    """Draw the paper at once: the task that earlier versions queued."""
    jobs.run(_ask(Decision.objects.with_context().get(pk=decision_id)).pk)


def draw_paper(run: jobs.Run) -> None:
    """Draw and store the paper, unless it is stored already."""
    if kept_file.waiting(DecisionFile, decision=run.job.about_id).exists():
        _draw(Decision.objects.with_context().get(pk=run.job.about_id))


BODIES = {JobKind.DECISION_PAPER: draw_paper}


def kept_paper(decision: Decision) -> bytes:
    """Return the paper of an issued decision as it is kept; if the job has not drawn it yet, drawn and kept now.

    Raises DamagedFile, and foundation.documents.pdf.PdfUnavailable.
    """
    file, _is_wanted = kept_file.claim(DecisionFile, decision=decision)
    return kept_file.bytes_of(file) if file.is_made else _draw(decision)


def _draw(decision: Decision) -> bytes:
    """Two who draw the same paper at the same moment draw the same bytes."""
    content = decision_pdf(decision)
    kept_file.keep_file(kept_file.waiting(DecisionFile, decision=decision), content)
    return content
