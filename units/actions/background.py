"""What people do about jobs of the worker and mails that are to be sent: cancel them, and have them tried again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from units import access, jobs, mail_tests, outbox
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
    """Give a job that failed or was cancelled to the worker again, for who says so from now on."""
    post = access.require_allowed(access.may_retry_job(job, by))
    if not jobs.reopen(job, asked_by=by.user):
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
def send_test_mail(*, by: Acting) -> None:
    """Have a test mail sent to the administrator's own address. Raises ValidationError without one."""
    post = access.require_allowed(access.may_test_mails(by))
    if not by.user.email:
        raise ValidationError(_("Tài khoản của ông/bà chưa có địa chỉ thư điện tử; xin ghi địa chỉ rồi gửi thử."))
    mail_tests.send(by.user, by.unit)
    record(by.user, "send_test_mail", by=by, post=post, unit=by.unit)


@transaction.atomic
def confirm_test_mail(mail: OutgoingMail) -> bool:
    """Note that a test mail arrived: whoever has its link got it. Return False if that is known already."""
    new = OutgoingMail.objects.filter(pk=mail.pk, confirmed_at=None).update(confirmed_at=clock.now())
    if new:
        record(mail, "confirm_test_mail", by=None, unit=mail.unit)
    return bool(new)


@transaction.atomic
def drop_mail(mail: OutgoingMail, *, by: Acting) -> None:
    """Have a mail that failed not be sent any more."""
    post = access.require_allowed(access.may_change_mail(mail, by))
    if not outbox.drop(mail):
        raise StateConflict(changed_meanwhile(mail))
    record(mail, "drop_mail", by=by, post=post, unit=mail.unit)
