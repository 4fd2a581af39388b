"""What people do about jobs of the worker and mails that are to be sent: cancel them, and have them tried again."""

from __future__ import annotations

from django.db import transaction

from foundation.lifecycle import StateConflict
from units import access, jobs, outbox
from units.acting import Acting
from units.history import changed_meanwhile, record
from units.models import Job, OutgoingMail


@transaction.atomic
def cancel_job(job: Job, *, by: Acting) -> None:
    """Cancel a job: a waiting one at once, a running one at its next step."""
    post = access.require_allowed(access.may_cancel_job(job, by))
    if not jobs.cancel(job):
        raise StateConflict(changed_meanwhile(job))
    record(job, "cancel_job", by=by, post=post, unit=job.unit)


@transaction.atomic
def retry_job(job: Job, *, by: Acting) -> None:
    """Give a job that failed or was cancelled to the worker again."""
    post = access.require_allowed(access.may_retry_job(job, by))
    if not jobs.reopen(job):
        raise StateConflict(changed_meanwhile(job))
    record(job, "retry_job", by=by, post=post, unit=job.unit)


@transaction.atomic
def send_mail_again(mail: OutgoingMail, *, by: Acting) -> None:
    """Put a mail that failed into the outbox anew."""
    post = access.require_allowed(access.may_change_mail(mail, by))
    if not outbox.reopen(mail):
        raise StateConflict(changed_meanwhile(mail))
    record(mail, "send_mail_again", by=by, post=post, unit=mail.unit)


@transaction.atomic
def drop_mail(mail: OutgoingMail, *, by: Acting) -> None:
    """Have a mail that failed not be sent any more."""
    post = access.require_allowed(access.may_change_mail(mail, by))
    if not outbox.drop(mail):
        raise StateConflict(changed_meanwhile(mail))
    record(mail, "drop_mail", by=by, post=post, unit=mail.unit)
