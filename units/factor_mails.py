"""What a person is told when the office took the second factors of their account away."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.vietnamese import format_moment
from units.mail_text import letter
from units.models import FactorReset, MailKind, User
from units.outbox import MailText


def words_about(reset: FactorReset) -> str:
    """Return who took them away and when; of a request that was confirmed."""
    if reset.confirmed_at is None:
        raise ValueError("a request that nobody confirmed")
    sentence = _("Xác thực hai bước của tài khoản này đã được gỡ lúc {moment}: {asked} đề nghị, {confirmed} xác nhận.")
    return sentence.format(moment=format_moment(reset.confirmed_at), asked=reset.asked_by, confirmed=reset.confirmed_by)


def factor_reset(reset: FactorReset, person: User) -> MailText | None:
    return letter(
        person,
        _("Xác thực hai bước đã được gỡ"),
        words_about(reset),
        _("Từ nay chỉ cần mật khẩu để đăng nhập; xin thiết lập lại."),
        _("Nếu anh/chị không báo mất, xin đổi mật khẩu ngay và gọi số dưới đây."),
        label=_("Thiết lập lại"),
        path=reverse("security"),
    )


LETTERS = {MailKind.FACTOR_RESET: factor_reset}
