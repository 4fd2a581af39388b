"""The mails of this app."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from awards.models import Decision
from foundation import clock, vietnamese
from units import outbox
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
    text = _(
        "Kính gửi {person},\n\n"
        "{recorder} đã ghi nhận {decision} ngày {day} của {unit}, đã ký trên giấy, kèm bản quét.\n"
        "Xem quyết định: {address}\n"
    ).format(
        person=person.full_name,
        recorder=decision.issued_by.full_name if decision.issued_by else "",
        decision=decision,
        day=vietnamese.format_date(decision.dated_on),
        unit=decision.unit.name,
        address=f"{settings.PORTAL_URL}{decision.get_absolute_url()}",
    )
    return MailText(subject, text)


LETTERS = {MailKind.SIGNED_RECORDED: signed_recorded}
