"""What a person is told of devices from which somebody signed in for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.vietnamese import format_moment
from units.known_devices import THIS_DEVICE
from units.mail_text import letter
from units.models import KnownDevice, MailKind, User
from units.outbox import MailText
from units.sessions import network_words


@dataclass(frozen=True)
class NewDevices:
    """Devices other than this one; `is_trusted`: this one is known and not new, so here they may be called known."""

    lines: list[str]
    is_trusted: bool


def new_devices(request: HttpRequest, person: User) -> NewDevices | None:
    """Return the new devices to be told of here; None without one, which asks no statement."""
    if not person.has_new_devices:
        return None
    devices = list(KnownDevice.objects.filter(person=person, is_new=True))
    here = request.session.get(THIS_DEVICE)
    others = [device for device in devices if device.pk != here]
    is_trusted = here is not None and len(others) == len(devices)
    return NewDevices([described(device) for device in others], is_trusted) if others else None


def described(device: KnownDevice) -> str:
    words = _("{device}, {network}, lúc {moment}")
    network, moment = network_words(device.address), format_moment(device.first_at)
    return words.format(device=device.label, network=network, moment=moment)


def mail_text(about: KnownDevice, person: User) -> MailText | None:
    """Return the mail about a device; None once the person has said that they know it."""
    if not about.is_new:
        return None
    return letter(
        person,
        _("Tài khoản cổng thi đua vừa đăng nhập từ thiết bị mới"),
        _("Tài khoản {username} vừa đăng nhập lần đầu từ: {device}.").format(
            username=person.username, device=described(about)
        ),
        _(
            "Nếu là anh/chị thì không phải làm gì. Nếu không phải, xin kết thúc phiên của thiết bị ấy, đổi mật khẩu và "
            "báo cho người theo dõi."
        ),
        label=_("Xem các phiên đang đăng nhập"),
        path=reverse("sessions"),
    )


LETTERS = {MailKind.NEW_DEVICE: mail_text}
