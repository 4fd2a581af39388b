"""The letters that hand out accounts. They are drawn once, sent and stored nowhere: they hold codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation import clock
from foundation.documents import pdf
from foundation.vietnamese import format_moment
from units.models import Post, Unit, User
from units.models.vocabulary import paper_note, term


@dataclass(frozen=True)
class AccountLetter:
    """What one letter says: to whom, about which account, and its code."""

    person: str
    post: str
    unit: str
    username: str
    code: str


def letter_of(person: User, posts: Sequence[Post], code: str) -> AccountLetter:
    post = posts[0] if posts else None
    return AccountLetter(
        person=person.full_name,
        post=post.title if post else "",
        unit=post.unit.full_name if post else "",
        username=person.username,
        code=code,
    )


def letters_pdf(letters: Sequence[AccountLetter], *, issuer: Unit, expires_at: datetime) -> bytes:
    """Return a PDF with a page for each letter. `issuer`: whose administrator hands out the accounts."""
    context = {
        "letters": letters,
        "issuer": issuer.full_name,
        "board": term("board", issuer.path),
        "phone": issuer.phone,
        "address": f"{settings.PORTAL_URL}{reverse('code')}",
        "sign_in": f"{settings.PORTAL_URL}{reverse('login')}",
        "expires": format_moment(expires_at),
        "place": issuer.place,
        "day": clock.today(),
    }
    title, note = _("Thư giao tài khoản"), paper_note()
    return pdf.render("papers/account_letters.html", context, title=title, made_at=clock.now(), note=note, private=True)
