"""The common shape of every mail: greeting, what happened, where to look, who sends it and whom to ask."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from units.models import Unit, User
from units.outbox import MailText


def letter(person: User, subject: str, *paragraphs: str, label: str, path: str) -> MailText:
    """Return a mail with one link. Whatever its link does is done on the page by a button, never by opening it:
    programs that look through mails for harm open every link.
    """
    root = Unit.objects.filter(parent=None).order_by("pk").first()
    lines = [
        _("Kính gửi {person},").format(person=person.full_name),
        *paragraphs,
        f"{label}:\n{settings.PORTAL_URL}{path}",
        "\n".join(["-- ", *_signature(root)]),
    ]
    return MailText(" ".join(subject.split()), "\n\n".join(lines) + "\n")


def _signature(root: Unit | None) -> list[str]:
    lines = [_("Cổng thi đua {unit}").format(unit=root.name)] if root else []
    if root and root.phone:
        lines.append(_("Điện thoại: {phone}").format(phone=root.phone))
    return [*lines, _("Thư do cổng tự gửi, xin không trả lời thư này.")]
