"""Sentences about a dossier's state: what comes next, who does it, and by when."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.dossiers import due_of
from awards.lifecycle import DECIDED, EDITABLE, DossierStatus, NominationStatus
from awards.models import Dossier, InPortal
from awards.rules.deciding_unit import between
from campaigns.filing_notices import Notice
from campaigns.models import FollowedExemplar
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.acting import Acting
from units.history import latest
from units.models import Event
from units.reviewing_unit import reviewing_unit

TO_DECIDE = _("{n} trường hợp chờ ra quyết định khen thưởng")
TO_SEND_UP = _("{n} trường hợp chờ trình cấp trên")
SENT_UP = _("{n} trường hợp đã trình cấp trên, chờ trả lời")
DEFERRED = _("{n} trường hợp để lại xét sau")
MOST_FOLLOWED = 20  # exemplars of the register that the page of a new row names
WAITING = (TO_DECIDE, TO_SEND_UP, SENT_UP, DEFERRED)
"""What a nomination without a result can wait for, in the order of the sentence."""


def guidance(dossier: Dossier, reader: Acting | None) -> list[Notice]:
    """Return the notices for a dossier, the most pressing first."""
    notices = [_SENTENCES[DossierStatus(dossier.status)](dossier)] if dossier.status in _SENTENCES else []
    if dossier.status == DossierStatus.SUBMITTED:
        notices.append(_submitted(dossier, reader))
    if dossier.status in EDITABLE and (due := due_notice(dossier)):
        notices.append(due)
    if dossier.late:
        notices.append(Notice(_("Đã gửi sau hạn. Hồ sơ vẫn được tiếp nhận và ghi “gửi sau hạn”."), "wait"))
    return notices


def due_notice(dossier: Dossier) -> Notice | None:
    """Return how many days are left or overdue; None when the Board set no date."""
    due = dossier.due_again or due_of(dossier)
    if due is None:
        return None
    days = (timezone.localdate(due) - clock.today()).days
    if days < 0:
        sentence = _("Đã quá hạn hồ sơ khen thưởng {n} ngày. Vẫn gửi được, hồ sơ ghi “gửi sau hạn”.")
        return Notice(sentence.format(n=-days), "no")
    sentence = _("Còn {n} ngày đến hạn hồ sơ khen thưởng (hết ngày {day}).")
    return Notice(sentence.format(n=days, day=vietnamese.format_date(due)), "wait")


def _returned(dossier: Dossier) -> Notice:
    returns = Event.objects.about(dossier).filter(verb="return_dossier")
    event = returns.select_related("post__unit", "post__area").first()
    who = event.post.office if event and event.post else _("Công đoàn cấp trên")
    sentence = _("{unit} đề nghị bổ sung: “{reason}”. Xin gửi lại trước {due}.")
    due = vietnamese.due_text(guaranteed(dossier.due_again, "returned_dossier_has_reason_and_date"))
    return Notice(sentence.format(unit=who, reason=dossier.reason.rstrip("."), due=due), "no")


def _submitted(dossier: Dossier, reader: Acting | None) -> Notice:
    sentence = _("Đã gửi lúc {time} ngày {day}. {above} sẽ xem xét; kết quả hiện ở trang này.")
    at = guaranteed(dossier.submitted_at, "sent_dossier_was_submitted")
    nearest = reviewing_unit(dossier.unit, reader)
    above = nearest if nearest in between(dossier.unit, dossier.decider) else dossier.decider
    return Notice(
        sentence.format(time=vietnamese.format_time(at), day=vietnamese.format_date(at), above=above.name), "blue"
    )


def _endorsed(dossier: Dossier) -> Notice:
    sentence = _("{unit} đã đề nghị ngày {day}. Bước tiếp theo: {above} xét từng trường hợp.")
    day = vietnamese.format_date(guaranteed(dossier.endorsed_at, "endorsed_dossier_has_endorser"))
    unit = guaranteed(dossier.endorsing_unit, "endorsed_dossier_has_endorser")
    return Notice(sentence.format(unit=unit.name, day=day, above=dossier.decider.name), "blue")


def _appraised(dossier: Dossier) -> Notice:
    """Say what each nomination without a result waits for; a deferred one waits for no decision."""
    waiting = dossier.nominations.filter(~Q(status__in=DECIDED))
    counts = Counter(_waits_for(*row) for row in waiting.values_list("status", "title_granted__in_portal"))
    words = [sentence.format(n=counts[sentence]) for sentence in WAITING if counts[sentence]]
    return Notice(_("Mọi trường hợp đã có kết luận. Còn lại: {words}.").format(words="; ".join(words)), "blue")


def exemplars_to_nominate(dossier: Dossier) -> list[FollowedExemplar]:
    """Return those of the register at the dossier's unit and below it, the latest found first."""
    return list(FollowedExemplar.objects.to_nominate(dossier.unit).select_related("unit")[:MOST_FOLLOWED])


def exemplar_to_nominate(dossier: Dossier, pk: int | None) -> FollowedExemplar | None:
    """Return one of them by its id; None if there is none."""
    return FollowedExemplar.objects.to_nominate(dossier.unit).filter(pk=pk).first() if pk else None


def _waits_for(status: str, in_portal: str) -> str:
    if status == NominationStatus.APPROVED:
        return TO_SEND_UP if in_portal == InPortal.SEND_UP else TO_DECIDE
    return SENT_UP if status == NominationStatus.SENT_UP else DEFERRED


def _closed(dossier: Dossier) -> Notice:
    statuses = list(dossier.nominations.values_list("status", flat=True))
    sentence = _("Hồ sơ đã có kết quả: {k}/{n} trường hợp được khen thưởng.")
    return Notice(sentence.format(k=statuses.count(NominationStatus.AWARDED), n=len(statuses)), "ok")


def _withdrawn(dossier: Dossier) -> Notice:
    event = latest(dossier, "withdraw_dossier")
    if event is None:
        return Notice(_("Hồ sơ này đã được rút."), "wait")
    sentence = _("{who} đã rút hồ sơ này ngày {day}")
    who = f"{event.actor_name} ({event.acting_as})" if event.acting_as else event.actor_name
    sentence = sentence.format(who=who, day=vietnamese.format_date(event.at))
    return Notice(f"{sentence}: “{event.reason.rstrip('.')}”." if event.reason else f"{sentence}.", "wait")


_SENTENCES = {
    DossierStatus.RETURNED: _returned,
    DossierStatus.ENDORSED: _endorsed,
    DossierStatus.APPRAISED: _appraised,
    DossierStatus.CLOSED: _closed,
    DossierStatus.WITHDRAWN: _withdrawn,
}
