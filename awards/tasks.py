"""The job that draws the paper of a frozen decision, once; afterwards it is given as it is kept."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from awards.models import Decision, DecisionFile
from awards.papers.decision import decision_pdf
from foundation import kept_file
from foundation.db.guaranteed import guaranteed
from foundation.digest import digest
from units import jobs
from units.models import Job, JobKind, User

AT_ONCE = 100
"""Most papers that one call of `tick` asks for, so that a call stays short."""


def printed_of(decision: Decision) -> str:
    """Return what tells the file of a frozen decision from its others: of an issued one the digest of its snapshot."""
    if decision.is_issued:
        return decision.sha256
    closed_at = guaranteed(decision.closed_at, "decision_to_sign_is_whole")
    return digest([decision.sha256, decision.signer_name, closed_at.isoformat()])


def ask_for_paper(decision: Decision, by: User | None = None) -> Job:
    """Ask for the job that draws the paper of a decision that was closed for signing or issued."""
    url = decision.get_absolute_url()
    return jobs.ask(JobKind.DECISION_PAPER, decision, unit=decision.unit, url=url, by=by, again=True)


def ask_for_missing_papers() -> str:
    """Ask for papers of issued decisions that have none, such as those of version 0.1.0: a duty of `tick`."""
    files = DecisionFile.objects.filter(decision=OuterRef("pk"), printed=OuterRef("sha256"))
    missing = Decision.objects.issued().exclude(Exists(files)).select_related("unit")
    decisions = list(missing.order_by("pk")[:AT_ONCE])
    for decision in decisions:
        with transaction.atomic():
            # Claimed, so that the next call does not ask again; the job draws it whoever claimed it.
            kept_file.claim(DecisionFile, decision=decision, printed=printed_of(decision))
            ask_for_paper(decision)
    return _("Đã giao tạo bản PDF của {n} quyết định.").format(n=len(decisions)) if decisions else ""


@task()
def make_paper(decision_id: int) -> None:
    """Draw the paper at once: the task that earlier versions queued."""
    jobs.run(ask_for_paper(Decision.objects.with_context().get(pk=decision_id)).pk)


def draw_paper(run: jobs.Run) -> None:
    """Draw and store the paper, unless it is stored already."""
    decision = Decision.objects.with_context().get(pk=run.job.about_id)
    if decision.is_frozen:  # else it was taken back meanwhile
        kept_paper(decision)


BODIES = {JobKind.DECISION_PAPER: draw_paper}


def kept_paper(decision: Decision) -> bytes:
    """Return the paper of a frozen decision as it is kept; if the job has not drawn it yet, drawn and kept now.

    Raises DamagedFile, and foundation.documents.pdf.PdfUnavailable.
    """
    file, _is_wanted = kept_file.claim(DecisionFile, decision=decision, printed=printed_of(decision))
    return kept_file.bytes_of(file) if file.is_made else _draw(decision)


def _draw(decision: Decision) -> bytes:
    """Two who draw the same paper at the same moment draw the same bytes."""
    content = decision_pdf(decision)
    kept_file.keep_file(_waiting(decision), content)
    return content


def _waiting(decision: Decision) -> QuerySet[DecisionFile]:
    return kept_file.waiting(DecisionFile, decision=decision, printed=printed_of(decision))
