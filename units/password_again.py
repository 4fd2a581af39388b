"""Which acts need the password again, and whether it was given lately.

units/unsent_views.py asks for it, keeps what was typed meanwhile, and then lets the form go its ordinary way.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from foundation import clock
from units.models import User

PASSWORD_AT = "password_at"  # noqa: S105  # key in a session: when the person last proved who they are

NEEDS_PASSWORD = {
    # closing for signature, registering and issuing
    "awards:decision_close", "awards:decision_register", "awards:decision_record",
    "awards:letter_close", "awards:letter_register",
    "summary:close", "summary:register",
    # changing posts
    "admin:units_post_add", "admin:units_post_change", "admin:units_area_desk",
    "people:hand_over", "people:new", "people:of_contacts",
    # closing and moving a union, with which posts end or reach elsewhere, and naming who signs
    "admin:units_unit_close", "admin:units_unit_move", "admin:units_signer_add", "admin:units_signer_change",
    "reorganisations:confirm", "reorganisations:undo",
    # changing accounts, and how their people are reached
    "admin:units_user_add", "admin:units_user_change", "admin:units_user_password",
    "people:accounts_of_group", "people:letter", "people:reissue", "people:provider", "people:unlock", "provider_link",
    "contacts",
    # ending sessions, one's own and others'
    "sessions", "people:sessions",
    # taking a second factor away
    "people:factor",
    # removing a person's data, and taking them along as a file
    "personal:mask", "personal:carry_out", "personal:download", "personal:download_own",
    "personal:history",
    "imports:write", "imports:go_on", "imports:undo",
}  # fmt: skip  # names of addresses; tests/access/test_password_again.py finds such acts at all other addresses
ANSWERED_WITH_FILE = {
    "people:accounts_of_group", "people:letter", "people:reissue",
    "personal:download", "personal:download_own", "personal:history",
}  # fmt: skip  # those of them that answer with a file, so that the page that asks for the password stays open


def note_password(request: HttpRequest) -> None:
    """Note that the person of the session has just proved who they are."""
    request.session[PASSWORD_AT] = clock.real_seconds()


def needs_password(request: HttpRequest) -> bool:
    """True for a form of such an act when its person last gave the password PASSWORD_MINUTES ago or earlier."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.view_name not in NEEDS_PASSWORD:
        return False
    last = request.session.get(PASSWORD_AT, 0)
    return isinstance(request.user, User) and clock.real_seconds() - last >= settings.PASSWORD_MINUTES * 60
