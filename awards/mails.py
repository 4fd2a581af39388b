"""The mails of this app."""

from __future__ import annotations

from django.utils.translation import gettext as _

from awards.models import Decision
from foundation import clock, vietnamese
from units import outbox
from units.mail_text import letter
from units.models import MailKind, Post, Role, User
from units.outbox import MailText


def tell_leaders(decision: Decision) -> None:
    """Tell the leaders of the deciding unit that a decision signed on paper was recorded."""
    leaders = Post.objects.current(clock.today()).filter(unit=decision.unit, role=Role.LEADER).select_related("user")
    for post in leaders.order_by("pk"):
        outbox.post(MailKind.SIGNED_RECORDED, decision, post.user, unit=decision.unit)


def signed_recorded(decision: Decision, person: User) -> MailText | None:
    """Return the mail about a recorded decision; None for who is no leader of its unit any more."""
    leads = Post.objects.current(clock.today()).filter(user=person, unit=decision.unit, role=Role.LEADER)
    if not decision.is_issued or decision.dated_on is None or not leads.exists():
        return None
    subject = _("Đã ghi nhận {decision}").format(decision=decision)
    text = _("{recorder} đã ghi nhận {decision} ngày {day} của {unit}, đã ký trên giấy, kèm bản quét.").format(
        recorder=decision.issued_by.full_name if decision.issued_by else "",
        decision=decision,
        day=vietnamese.format_date(decision.dated_on),
        unit=decision.unit.name,
    )
    return letter(person, subject, text, label=_("Xem quyết định"), path=decision.get_absolute_url())


LETTERS = {MailKind.SIGNED_RECORDED: signed_recorded}
