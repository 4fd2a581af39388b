"""Actions on requests to remove what is stored of a person: entering one, and by a second person carrying it out."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from foundation import clock
from foundation.lifecycle import StateConflict
from foundation.vietnamese import format_number
from units import access
from units.acting import Acting
from units.history import record
from units.models import Masking, MaskingState, Post
from units.personal.registry import TABLES, counts_about, counts_key
from units.personal.subject import DataSubject, subject_of
from units.sealing import MASK, MASKED_TEXTS, masked_texts_digest


@transaction.atomic
def ask_masking(target: Model, *, number: str, dated_on: date, reason: str, by: Acting) -> Masking:
    """Enter a request about a person. Nothing is removed yet. Raises ValidationError, or StateConflict."""
    post = access.require_allowed(access.may_manage(by))
    subject = subject_of(target)
    refuse_at_work(subject, by)
    for name, text in (("number", number), ("reason", reason)):
        if subject.seems_named_in(text):
            raise ValidationError({name: _("Xin không ghi tên, điện thoại, thư điện tử của người được xóa dữ liệu.")})
    masking = Masking(
        target=target,
        unit=by.unit,
        number=number,
        dated_on=dated_on,
        reason=reason,
        asked_by=by.user,
        asked_at=clock.now(),
    )
    try:
        with transaction.atomic():
            masking.save()
    except IntegrityError as error:
        raise StateConflict(_("Đã có yêu cầu xóa dữ liệu của người này, chờ người thứ hai xác nhận.")) from error
    record(masking, "ask_masking", by=by, post=post, unit=by.unit, reason=reason)
    return masking


@transaction.atomic
def carry_out_masking(masking: Masking, *, by: Acting) -> None:
    """Remove what may be removed of the person, in one transaction with its event."""
    post = _close(masking, access.may_carry_out_masking(masking, by), by)
    rows = masking.target_type.model_class()
    assert rows is not None, "the content type of a model that is gone"
    subject = subject_of(rows._base_manager.select_for_update(no_key=True).get(pk=masking.target_id))
    refuse_at_work(subject, by)
    counts = counts_about(subject)
    masking.counts = {counts_key(counted.table): counted.going for counted in counts if counted.going}
    for table in TABLES:
        if table.erase:
            table.erase(table.going(subject), subject, masking)
    masking.state = MaskingState.DONE
    masking.save()
    keys, digest = masked_texts_digest(masking)
    changes = {str(_("lời sự việc đã xóa")): ["", format_number(keys)], MASKED_TEXTS: ["", digest]}
    record(masking, MASK, by=by, post=post, unit=masking.unit, changes=changes)


@transaction.atomic
def drop_masking(masking: Masking, *, by: Acting) -> None:
    """Close a request without removing anything."""
    post = _close(masking, access.may_drop_masking(masking, by), by)
    masking.state = MaskingState.DROPPED
    masking.save()
    record(masking, "drop_masking", by=by, post=post, unit=masking.unit)


def refuse_at_work(subject: DataSubject, by: Acting) -> None:
    """Raise StateConflict while the person holds a post today or later, or is who acts."""
    if subject.account is None:
        return
    if subject.account.pk == by.user.pk:
        raise StateConflict(_("Không tự xóa dữ liệu của chính mình."))
    if Post.objects.filter(user=subject.account).exclude(until__lte=clock.today()).exists():
        raise StateConflict(_("Người này còn được phân công. Xin kết thúc hoặc bàn giao phân công trước."))


def _close(masking: Masking, answer: access.Answer, by: Acting) -> Post | None:
    """Lock the request, refuse it unless it is still open, and note who closes it. Return the post of the answer."""
    post = access.require_allowed(answer)
    locked = Masking.objects.select_for_update(no_key=True).get(pk=masking.pk)
    if not locked.is_asked:
        raise StateConflict(_("Yêu cầu này vừa được xử lý."))
    masking.closed_by, masking.closed_at = by.user, clock.now()
    return post
