"""Actions on the consent of exemplars: recorded, and withdrawn."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import access
from campaigns.actions.locking import lock_filing
from campaigns.actions.sheet_steps import newer_submission
from campaigns.models import Exemplar, ExemplarConsent
from foundation import clock, vietnamese
from foundation.lifecycle import StateConflict
from units.acting import Acting
from units.history import record, require_still_allowed


@transaction.atomic
def record_consent(exemplar: Exemplar, *, given_on: date, given_by: str, by: Acting) -> None:
    """Write that an exemplar agreed to be made known, when and who said so.

    Raises StateConflict for an exemplar of an earlier submission, and where a consent is in force.
    """
    filing = exemplar.submission.filing
    lock_filing(filing)
    post = require_still_allowed(access.may_record_consent(filing, by), filing)
    if exemplar.submission_id != filing.current_submission_id:
        raise newer_submission(filing)
    if given_on > clock.today():
        raise ValidationError({"given_on": _("Ngày đồng ý không thể sau hôm nay.")})
    exemplar.refresh_from_db(fields=["consent"])
    if exemplar.has_consent:
        raise StateConflict(_("Sự đồng ý của điển hình này đã được ghi nhận."))
    exemplar.consent = ExemplarConsent.objects.create(
        filing=filing,
        given_on=given_on,
        given_by=vietnamese.clean(given_by),
        recorded_by=by.user,
        recorded_at=clock.now(),
    )
    exemplar.save(update_fields=["consent"])
    record(filing, "record_consent", by=by, post=post, unit=filing.unit, changes={exemplar.who: True})


@transaction.atomic
def withdraw_consent(exemplar: Exemplar, *, by: Acting) -> None:
    """Write that a consent was withdrawn: from then on no draft and no public page tells of the exemplar."""
    filing = exemplar.submission.filing
    lock_filing(filing)
    exemplar.refresh_from_db(fields=["consent"])
    post = require_still_allowed(access.may_withdraw_consent(exemplar, by), filing)
    ExemplarConsent.objects.filter(exemplars=exemplar).update(withdrawn_by=by.user, withdrawn_at=clock.now())
    record(filing, "withdraw_consent", by=by, post=post, unit=filing.unit, changes={exemplar.who: False})
