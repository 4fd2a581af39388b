"""Sentences about a dossier's state: what comes next, who does it, and by when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.actions.dossiers import due_of
from awards.lifecycle import EDITABLE, DossierStatus, NominationStatus
from awards.models import Dossier
from awards.rules.deciding_unit import between
from campaigns.filing_notices import Notice
from foundation import clock, vietnamese
from foundation.db.guaranteed import guaranteed
from units.history import latest
from units.models import Event


def guidance(dossier: Dossier) -> list[Notice]:
    """Return the notices for a dossier, the most pressing first."""
    notices = [_SENTENCES[DossierStatus(dossier.status)](dossier)] if dossier.status in _SENTENCES else []
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
    event = Event.objects.about(dossier).filter(verb="return_dossier").select_related("post__unit").first()
    who = event.post.unit.name if event and event.post else _("Cấp trên")
    sentence = _("{unit} đề nghị bổ sung: “{reason}”. Xin gửi lại trước {due}.")
    due = vietnamese.due_text(guaranteed(dossier.due_again, "returned_dossier_has_reason_and_date"))
    return Notice(sentence.format(unit=who, reason=dossier.reason.rstrip("."), due=due), "no")


def _submitted(dossier: Dossier) -> Notice:
    sentence = _("Đã gửi lúc {time} ngày {day}. {above} sẽ xem xét; kết quả hiện ở trang này.")
    at = guaranteed(dossier.submitted_at, "sent_dossier_was_submitted")
    above = next(iter(between(dossier.unit, dossier.decider)), dossier.decider).name
    return Notice(sentence.format(time=vietnamese.format_time(at), day=vietnamese.format_date(at), above=above), "blue")


def _endorsed(dossier: Dossier) -> Notice:
    sentence = _("{unit} đã đề nghị ngày {day}. Bước tiếp theo: {above} xét từng trường hợp.")
    day = vietnamese.format_date(guaranteed(dossier.endorsed_at, "endorsed_dossier_has_endorser"))
    unit = guaranteed(dossier.endorsing_unit, "endorsed_dossier_has_endorser")
    return Notice(sentence.format(unit=unit.name, day=day, above=dossier.decider.name), "blue")


def _appraised(dossier: Dossier) -> Notice:
    return Notice(_("Mọi trường hợp đã có kết luận. Bước tiếp theo: ra quyết định khen thưởng."), "blue")


def _closed(dossier: Dossier) -> Notice:
    statuses = list(dossier.nominations.values_list("status", flat=True))
    sentence = _("Hồ sơ đã có kết quả: {k}/{n} trường hợp được khen thưởng.")
    return Notice(sentence.format(k=statuses.count(NominationStatus.AWARDED), n=len(statuses)), "ok")


def _withdrawn(dossier: Dossier) -> Notice:
    event = latest(dossier, "withdraw_dossier")
    if event is None:
        return Notice(_("Hồ sơ này đã được rút. Cần đề nghị lại, xin lập hồ sơ mới."), "wait")
    sentence = _("{who} đã rút hồ sơ này ngày {day}. Cần đề nghị lại, xin lập hồ sơ mới.")
    who = f"{event.actor_name} ({event.acting_as})" if event.acting_as else event.actor_name
    return Notice(sentence.format(who=who, day=vietnamese.format_date(event.at)), "wait")


_SENTENCES = {
    DossierStatus.RETURNED: _returned,
    DossierStatus.SUBMITTED: _submitted,
    DossierStatus.ENDORSED: _endorsed,
    DossierStatus.APPRAISED: _appraised,
    DossierStatus.CLOSED: _closed,
    DossierStatus.WITHDRAWN: _withdrawn,
}
