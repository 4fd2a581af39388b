"""What the page of mails says above its list: where mails go, how many wait, whether one is known to have arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from foundation.mail import has_server, server
from foundation.vietnamese import format_moment, format_number
from units import mail_tests
from units.heartbeats import is_alive
from units.models import MailState, OutgoingMail, Process


@dataclass(frozen=True)
class MailServer:
    """The server that is set, and what is known of it. `words` is what is amiss, "" if nothing is.

    `tick_is_silent`: nothing is sent whatever the server, as nobody calls the tick.
    """

    name: str
    waiting: int
    waiting_since: datetime | None
    last_sent_at: datetime | None
    is_tested: bool
    words: str
    tick_is_silent: bool

    @property
    def facts(self) -> list[tuple[str, str]]:
        since = _(", lâu nhất từ {at}").format(at=format_moment(self.waiting_since)) if self.waiting_since else ""
        per_minute = _("{n} thư mỗi phút").format(n=settings.MAILS_PER_MINUTE)
        facts = [
            (_("Máy chủ thư, địa chỉ gửi"), self.name),
            (_("Gửi nhiều nhất"), per_minute),
            (_("Đang chờ gửi"), _("{n} thư").format(n=format_number(self.waiting)) + since),
            (_("Gửi được gần nhất"), format_moment(self.last_sent_at) if self.last_sent_at else ""),
        ]
        return [(term, text) for term, text in facts if text]


def mail_server() -> MailServer:
    """Read the state of the outbox of the whole portal."""
    waiting = OutgoingMail.objects.filter(state=MailState.QUEUED)
    counts = waiting.aggregate(number=Count("pk"), since=Min("written_at"))
    sent_at = OutgoingMail.objects.filter(state=MailState.SENT).aggregate(last=Max("sent_at"))["last"]
    error = waiting.exclude(last_error="").values_list("last_error", flat=True).last()
    is_tested = mail_tests.is_tested()
    words, is_silent = error or _amiss(is_tested), not is_alive(Process.TICK)
    return MailServer(server(), counts["number"], counts["since"], sent_at, is_tested, words, is_silent)


def _amiss(is_tested: bool) -> str:
    if not server():
        printed = _("Bản chạy thử này không có máy chủ thư: thư chỉ in ra màn hình của máy chủ.")
        waits = _("Chưa có máy chủ thư (EMAIL_URL) nên thư chưa đi; thư chờ quá 7 ngày thì thôi gửi.")
        return printed if has_server() else waits
    return "" if is_tested else _("Chưa ai xác nhận đã nhận được thư gửi thử qua máy chủ này.")
