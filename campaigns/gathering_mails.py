"""The mail of the day after: an upper union whose sheet was due has recorded no launch, or no review, of its own.

It says what the desk says. Who gets it: `campaigns.mails.tell_officers`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.desk.gatherings import gathering_name, missing_of
from campaigns.lifecycle import PhaseStatus
from campaigns.mails import FIRST_HOUR, MOST_AT_ONCE, officers_with_address, tell_officers
from campaigns.models import CalledUnit, DueDate, DueKind
from campaigns.models.gathering import gathering_url
from foundation import clock
from units.mail_text import letter
from units.models import MailKind, OutgoingMail, Post, Role, UnitKind, User
from units.outbox import MailText

DAY = timedelta(days=1)


@transaction.atomic
def remind_gatherings() -> str:
    """Write to the unions whose sheet was due within the last day and that miss something: a duty of the tick.

    A union is written to once for each day on which a sheet of it was due.
    """
    now = clock.now()
    if timezone.localtime(now).hour < FIRST_HOUR:
        return ""
    just_due = {"at__gte": now - DAY, "at__lt": now, "kind__in": (DueKind.PLEDGE, DueKind.REPORT)}
    of_phase = Exists(DueDate.objects.filter(phase=OuterRef("phase"), **just_due).order_by())
    own = Q(pledge_due__gte=now - DAY, pledge_due__lt=now) | Q(report_due__gte=now - DAY, report_due__lt=now)
    uppers = CalledUnit.objects.filter(phase__status=PhaseStatus.OPEN).exclude(kind=UnitKind.GRASSROOTS)
    mails = OutgoingMail.objects.filter(kind=MailKind.GATHERING_DUE, written_at__gt=now - DAY).order_by()
    reached = Exists(officers_with_address().filter(unit=OuterRef("unit")).order_by())
    to_write = uppers.filter(of_phase | own, reached, ~Exists(mails.filter(about_id=OuterRef("pk"))))
    missing = missing_of(to_write)
    called = {gathering.called.pk: gathering.called for gathering in missing if _is_just_due(gathering.called)}
    count = tell_officers(MailKind.GATHERING_DUE, list(called.values())[:MOST_AT_ONCE])
    return _("Đã viết {n} thư nhắc ghi ngày phát động, sơ kết.").format(n=count) if count else ""


def _is_just_due(called: CalledUnit) -> bool:
    """Return whether a sheet of the union itself was due within the last day: it may have a due date of its own."""
    dues = (called.due(kind) for kind in (DueKind.PLEDGE, DueKind.REPORT))
    return any(due is not None and clock.now() - DAY <= due < clock.now() for due in dues)


def gathering_due(called: CalledUnit, person: User) -> MailText | None:
    posts = Post.objects.current(clock.today()).filter(user=person, unit=called.unit_id, role=Role.OFFICER)
    missing = missing_of(CalledUnit.objects.filter(pk=called.pk, phase__status=PhaseStatus.OPEN))
    if not missing or not posts.exists():
        return None
    names = "; ".join(gathering_name(gathering.kind, gathering.called.phase) for gathering in missing)
    subject = _("Chưa ghi: {what}").format(what=names)
    text = _("{unit} chưa ghi ngày: {what}. Đã tổ chức thì xin ghi lại; chưa thì xin tổ chức rồi ghi.")
    told, path = text.format(unit=called.name, what=names), gathering_url(called, missing[0].kind, "record")
    return letter(person, subject, told, label=_("Ghi"), path=path)


LETTERS = {MailKind.GATHERING_DUE: gathering_due}
