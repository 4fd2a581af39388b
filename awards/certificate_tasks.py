"""The jobs that draw the certificates of an issued decision, once; afterwards they are given as they are kept."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from awards.models import Award, CertificateFile, Decision, DecisionKind, PaperKind
from awards.papers.bundles import bundles, certificates_of, digest_of
from awards.papers.certificates import certificates_pdf
from foundation import kept_file
from units import jobs
from units.models import Job, JobKind, User

AT_ONCE = 20
"""Most decisions whose certificates one call of `tick` asks for, so that a call stays short."""
DRAWN_WHILE_WAITING = 12
"""Most pages that are drawn while their reader waits, about a third of a second; more are left to the worker."""
TURN = 20.0
"""Seconds after which the job lets other jobs of the worker have their turn and goes on after them."""


def ask_for_certificates(*decision_ids: int, by: User | None = None) -> None:
    """Ask for the job of decisions that were issued or whose certificates have changed."""
    for decision in Decision.objects.filter(pk__in=decision_ids).select_related("unit").order_by("pk"):
        _ask(decision, by)


def _ask(decision: Decision, by: User | None = None) -> Job:
    url = decision.get_absolute_url()
    return jobs.ask(JobKind.CERTIFICATES, decision, unit=decision.unit, url=url, by=by, again=True)


def ask_for_missing_certificates() -> str:
    """Ask for certificates of decisions that have no file, such as those of version 0.1.0: a duty of `tick`."""
    missing = Decision.objects.issued().filter(kind=DecisionKind.AWARD, organ="", certificate_files=None)
    in_force = missing.exclude(content__head__paper=PaperKind.NONE).filter(awards__annulled_by=None)
    decisions = list(in_force.select_related("unit").distinct().order_by("pk")[:AT_ONCE])
    for decision in decisions:
        with transaction.atomic():
            # Claimed, so that the next call does not ask again; the job draws it whoever claimed it.
            awards = certificates_of(decision)
            kept_file.claim(CertificateFile, decision=decision, printed=digest_of(awards))
            _ask(decision)
    return _("Đã giao tạo bằng, giấy khen của {n} quyết định.").format(n=len(decisions)) if decisions else ""


@task()
def make_certificates(decision_id: int) -> None:
    """Draw the certificates of a decision at once: the task that earlier versions queued."""
    jobs.run(_ask(Decision.objects.with_context().get(pk=decision_id)).pk)


def draw_certificates(run: jobs.Run) -> None:
    """Draw and store the certificates in force, a file for each bundle that is not stored yet."""
    turn_ends = time.monotonic() + TURN
    decision = Decision.objects.with_context().get(pk=run.job.about_id)
    files = CertificateFile.objects.filter(decision=decision).exclude(made_at=None)
    made = set(files.values_list("printed", flat=True))
    wanted = bundles(certificates_of(decision))
    done = len(made & set(wanted))
    for printed, awards in wanted.items():
        if printed in made:
            continue
        if time.monotonic() > turn_ends:
            run.go_on_later()
            return
        kept_file.claim(CertificateFile, decision=decision, printed=printed)
        _draw(decision, awards, printed)
        done += 1
        run.progress(done, len(wanted))


@task()
def make_bundle(decision_id: int, award_ids: list[int]) -> None:
    """Draw some certificates of a decision at once: the task that earlier versions queued."""
    _draw_bundle(Decision.objects.with_context().get(pk=decision_id), award_ids)


def draw_bundle(run: jobs.Run) -> None:
    """Draw and store the certificates that the job names in one file, unless it is stored already."""
    file = CertificateFile.objects.defer("content").get(pk=run.job.about_id)
    _draw_bundle(Decision.objects.with_context().get(pk=file.decision_id), run.job.parameters["awards"])


def _draw_bundle(decision: Decision, award_ids: Collection[int]) -> None:
    """If one of them was corrected meanwhile, what is drawn is the file of the corrected one."""
    awards = [award for award in certificates_of(decision) if award.pk in award_ids]
    if not awards:
        return
    printed = digest_of(awards)
    _file, is_wanted = kept_file.claim(CertificateFile, decision=decision, printed=printed)
    if is_wanted:
        _draw(decision, awards, printed)


BODIES = {JobKind.CERTIFICATES: draw_certificates, JobKind.CERTIFICATE_BUNDLE: draw_bundle}


def kept_certificates(decision: Decision, awards: Sequence[Award]) -> bytes | None:
    """Return the file of these certificates as it is kept; None while the worker draws it.

    A few that the job has not drawn yet are drawn and kept now. Raises DamagedFile, and
    foundation.documents.pdf.PdfUnavailable.
    """
    printed = digest_of(awards)
    file, is_wanted = kept_file.claim(CertificateFile, decision=decision, printed=printed)
    if not is_wanted:
        return kept_file.bytes_of(file)
    if len(awards) <= DRAWN_WHILE_WAITING:
        return _draw(decision, awards, printed)
    url = decision.get_absolute_url()
    award_ids = [award.pk for award in awards]
    kind = JobKind.CERTIFICATE_BUNDLE
    jobs.ask(kind, file, unit=decision.unit, title=str(decision), url=url, awards=award_ids)
    return None


def _draw(decision: Decision, awards: Sequence[Award], printed: str) -> bytes:
    """Two who draw the same certificates at the same moment draw the same bytes."""
    content = certificates_pdf(decision, awards)
    kept_file.keep_file(kept_file.waiting(CertificateFile, decision=decision, printed=printed), content)
    return content
